using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Reports;

namespace Planable.Web.Reports;

/// <summary>How many clients an act on a template reached, and why some were not.</summary>
public sealed record TemplateReached(int Clients, IReadOnlyList<(string Client, RuleBroken Why)> Refused);

/// <summary>Does at several clients what somebody decided on the page of a template: at each in a unit of work of its own, as the member they are there.</summary>
public sealed class TemplateReach(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <summary>A report of the template for each, without recipients and times. A client that has one already keeps that.</summary>
    public Task<TemplateReached> Use(Guid templateId, Guid personId, IEnumerable<Guid> workspaces, CancellationToken cancel) => Each(workspaces.Distinct(), templateId, personId, async (db, template, by) =>
    {
        if (await db.Reports.AnyAsync(r => r.TemplateId == templateId && r.RemovedAt == null, cancel))
            return;
        var (said, locale) = (template.Pattern, ReportForm.Locales.Contains(by.Workspace.Locale) ? by.Workspace.Locale : "en-GB");
        db.Reports.Add(Report.Make(new ReportTerms(template.Name, locale, said.With, said.NeedsRelease, said.WhenStale, said.Attaches, said.ReadableDays, null, [], null), by, clock.GetUtcNow(), template));
    }, cancel);

    /// <summary>What the template says by now, for those of its reports that were chosen.</summary>
    public Task<TemplateReached> Update(Guid templateId, Guid personId, IReadOnlyCollection<(Guid Workspace, Guid Report)> chosen, CancellationToken cancel) => Each(chosen.Select(c => c.Workspace).Distinct(), templateId, personId, async (db, template, by) =>
    {
        var ids = chosen.Where(c => c.Workspace == by.WorkspaceId).Select(c => c.Report).ToList();
        foreach (var report in await db.Reports.Where(r => ids.Contains(r.Id) && r.TemplateId == templateId && r.RemovedAt == null).ToListAsync(cancel))
            report.Follow(template, by, clock.GetUtcNow());
    }, cancel);

    async Task<TemplateReached> Each(IEnumerable<Guid> workspaces, Guid templateId, Guid personId, Func<PlanableDb, ReportTemplate, Member, Task> act, CancellationToken cancel)
    {
        var (clients, refused) = (0, new List<(string, RuleBroken)>());
        foreach (var id in workspaces)
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
            db.Enter(id, Via.Web);
            // Somebody else's client, or one where they are nobody by now.
            if (await db.Members.Include(m => m.Person).Include(m => m.Workspace).SingleOrDefaultAsync(m => m.PersonId == personId && m.LeftAt == null, cancel) is not { } by
                || await db.ReportTemplates.SingleOrDefaultAsync(t => t.Id == templateId && t.CompanyId == by.Workspace.CompanyId && t.RemovedAt == null, cancel) is not { } template)
                continue;
            try
            {
                await act(db, template, by);
                await db.SaveChangesAsync(cancel);
                clients++;
            }
            catch (RuleBroken broken)
            {
                refused.Add((by.Workspace.Name, broken));
            }
        }

        return new TemplateReached(clients, refused);
    }
}
