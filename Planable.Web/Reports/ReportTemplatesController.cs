using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Companies;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Reports;
using Planable.Data.Workspaces;
using Planable.Web.Companies;
using Planable.Web.Http;

namespace Planable.Web.Reports;

/// <summary>What an agency's reports have in common, and the clients that have one made of it.</summary>
[Authorize, Route("companies/{id:guid}/report-templates")]
public class ReportTemplatesController(PlanableDb db, OwnCompany own, TemplateReach reach, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is null)
            return NotFound();
        var templates = await db.ReportTemplates.AsNoTracking().Where(t => t.CompanyId == id && t.RemovedAt == null).OrderBy(t => t.Name).ThenBy(t => t.Id).ToListAsync(cancel);
        var ids = templates.ConvertAll(t => (Guid?)t.Id);
        var reports = (await db.Reports.Everywhere().AsNoTracking().Where(r => ids.Contains(r.TemplateId) && r.RemovedAt == null).ToListAsync(cancel)).ToLookup(r => r.TemplateId);
        return View(new TemplatesPage(id, templates.ConvertAll(t => new TemplateRow(t.Id, t.Name, t.Pattern.Sections.Count, reports[t.Id].Count(), reports[t.Id].Count(r => r.Compare(t)!.IsOffered)))));
    }

    [HttpPost]
    public async Task<IActionResult> Create(Guid id, string? name, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is not var (company, person))
            return NotFound();
        if (await db.ReportTemplates.CountAsync(t => t.CompanyId == id && t.RemovedAt == null, cancel) >= ReportTemplate.Most)
            throw new RuleBroken("TEMPLATES_MANY", "A company has up to {0} templates.", ReportTemplate.Most);
        var template = ReportTemplate.Make(name, ReportTemplate.Usual, company, person, clock.GetUtcNow());
        db.ReportTemplates.Add(template);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"/companies/{id}/report-templates/{template.Id}", words["{0} is made. Arrange its sections, then choose the clients that get a report of it.", template.Name]);
    }

    [HttpGet("{templateId:guid}")]
    public async Task<IActionResult> Show(Guid id, Guid templateId, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is not var (_, person) || await db.ReportTemplates.AsNoTracking().SingleOrDefaultAsync(t => t.Id == templateId && t.CompanyId == id && t.RemovedAt == null, cancel) is not { } template)
            return NotFound();
        var clients = (await db.Workspaces.AsNoTracking().Where(w => w.CompanyId == id).OrderBy(w => w.Name).ThenBy(w => w.Id)
            .Select(w => new { w.Id, w.Slug, w.Name, Me = db.Members.Everywhere().FirstOrDefault(m => m.WorkspaceId == w.Id && m.PersonId == person.Id && m.LeftAt == null), Channels = db.Channels.Everywhere().Count(c => c.WorkspaceId == w.Id && c.State != ChannelState.Planned) }).ToListAsync(cancel))
            .ConvertAll(w => new TemplateClient(w.Id, w.Slug, w.Name, w.Me?.Can(Permission.ShareForReview) == true, w.Channels));
        var reports = (await db.Reports.Everywhere().AsNoTracking().Where(r => r.TemplateId == templateId && r.RemovedAt == null).OrderBy(r => r.Name).ThenBy(r => r.Id).ToListAsync(cancel)).ToLookup(r => r.WorkspaceId);
        return View(new TemplatePage(
            id, template, TemplateForm.Of(template), [.. clients.SelectMany(c => reports[c.Id].Select(r => new TemplateReport(c, r.Id, r.Name, r.Schedule is not null, r.Compare(template)!)))], [.. clients.Where(c => !reports.Contains(c.Id))]));
    }

    [HttpPost("{templateId:guid}")]
    public Task<IActionResult> Update(Guid id, Guid templateId, TemplateForm form, CancellationToken cancel) => Change(id, templateId, (template, company, person) =>
    {
        db.Entry(template).Property(t => t.Revision).OriginalValue = form.Revision;
        template.Settle(form.Name, form.Settings, company, person);
        return this.GoTo($"/companies/{id}/report-templates/{templateId}", words["Saved. Reports made of it stay as they are until somebody takes this over."]);
    }, cancel);

    [HttpPost("{templateId:guid}/removal")]
    public Task<IActionResult> Destroy(Guid id, Guid templateId, CancellationToken cancel) => Change(id, templateId, (template, company, person) =>
    {
        template.Remove(company, person, clock.GetUtcNow());
        return this.GoTo($"/companies/{id}/report-templates", words["Removed: {0}. Reports made of it go on as they are.", template.Name]);
    }, cancel);

    [HttpPost("{templateId:guid}/sections")]
    public Task<IActionResult> AddSection(Guid id, Guid templateId, ReportSectionKind kind, CancellationToken cancel) => Arrange(id, templateId, (template, company, person) => template.Add(kind, company, person), cancel);

    [HttpPost("{templateId:guid}/sections/{index:int}")]
    public Task<IActionResult> WriteSection(Guid id, Guid templateId, int index, string? title, string? text, CancellationToken cancel) =>
        Arrange(id, templateId, (template, company, person) => template.Write(index, title, text, company, person), cancel);

    [HttpPost("{templateId:guid}/sections/{index:int}/move")]
    public Task<IActionResult> MoveSection(Guid id, Guid templateId, int index, int step, CancellationToken cancel) =>
        Arrange(id, templateId, (template, company, person) => template.Move(index, step, company, person), cancel);

    [HttpPost("{templateId:guid}/sections/{index:int}/removal")]
    public Task<IActionResult> DropSection(Guid id, Guid templateId, int index, CancellationToken cancel) => Arrange(id, templateId, (template, company, person) => template.Drop(index, company, person), cancel);

    /// <summary>A report of it for each chosen client.</summary>
    [HttpPost("{templateId:guid}/reports")]
    public async Task<IActionResult> Use(Guid id, Guid templateId, List<Guid>? client, CancellationToken cancel)
    {
        if (await Find(id, templateId, cancel) is not var (_, _, person))
            return NotFound();
        return Reached(id, templateId, await reach.Use(templateId, person.Id, client ?? [], cancel), clients => clients switch
        {
            0 => words["No client was chosen."],
            1 => words["One client has a report of it now. Say there who gets it and when."],
            _ => words["{0} clients have a report of it now. Say there who gets it and when.", clients],
        });
    }

    /// <summary>What it says by now, for each chosen report.</summary>
    /// <param name="report">Client and report, as in the form.</param>
    [HttpPost("{templateId:guid}/updates")]
    public async Task<IActionResult> Spread(Guid id, Guid templateId, List<string>? report, CancellationToken cancel)
    {
        if (await Find(id, templateId, cancel) is not var (_, _, person))
            return NotFound();
        var chosen = (report ?? []).Select(r => r.Split('_') is [var client, var one] && Guid.TryParse(client, out var workspace) && Guid.TryParse(one, out var found) ? ((Guid, Guid)?)(workspace, found) : null).OfType<(Guid, Guid)>().ToList();
        return Reached(id, templateId, await reach.Update(templateId, person.Id, chosen, cancel), clients => clients switch
        {
            0 => words["No report was chosen."],
            1 => words["One client’s report says it now."],
            _ => words["The reports of {0} clients say it now.", clients],
        });
    }

    IActionResult Reached(Guid id, Guid templateId, TemplateReached reached, Func<int, LocalizedString> say)
    {
        var why = reached.Refused.Select(r => words["{0}: {1}", r.Client, words[r.Why.Words, r.Why.Arguments].Value].Value);
        return this.GoTo($"/companies/{id}/report-templates/{templateId}", string.Join(' ', why.Prepend(say(reached.Clients).Value)));
    }

    Task<IActionResult> Arrange(Guid id, Guid templateId, Action<ReportTemplate, Company, Person> verb, CancellationToken cancel) => Change(id, templateId, (template, company, person) =>
    {
        verb(template, company, person);
        var path = $"/companies/{id}/report-templates/{templateId}";
        return this.Fragment("_Sections", new SectionsEditor(path, template.Pattern.Sections), otherwise: path);
    }, cancel);

    async Task<IActionResult> Change(Guid id, Guid templateId, Func<ReportTemplate, Company, Person, IActionResult> verb, CancellationToken cancel)
    {
        if (await Find(id, templateId, cancel) is not var (template, company, person))
            return NotFound();
        var answer = verb(template, company, person);
        await db.SaveChangesAsync(cancel);
        return answer;
    }

    async Task<(ReportTemplate, Company, Person)?> Find(Guid id, Guid templateId, CancellationToken cancel) =>
        await own.Find(id, cancel) is var (company, person) && await db.ReportTemplates.SingleOrDefaultAsync(t => t.Id == templateId && t.CompanyId == id && t.RemovedAt == null, cancel) is { } template ? (template, company, person) : null;
}
