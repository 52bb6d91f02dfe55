using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Absences;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;
using Planable.Web.Http;

namespace Planable.Web.Absences;

public sealed class OwnAbsenceForm
{
    public DateOnly? First { get; set; }

    public DateOnly? Last { get; set; }

    /// <summary>Members by the client's address; empty where it goes on coming to oneself.</summary>
    public Dictionary<string, Guid?> StandIns { get; set; } = [];
}

/// <param name="Choices">Who could stand in there: those of the same side who may approve.</param>
public sealed record OwnClient(Guid Id, string Slug, string Name, int Colour, IReadOnlyList<(Guid Id, string Name)> Choices, IReadOnlyList<Absence> Ahead);

public sealed record OwnAbsencesPage(IReadOnlyList<OwnClient> Clients, OwnAbsenceForm Form, DateTimeOffset Now, AbsenceProblem? Problem = null);

/// <summary>A person says when they are away, and who decides for them at each client.</summary>
[Authorize, Route("account/absences")]
public class OwnAbsencesController(PlanableDb db, IServiceScopeFactory scopes, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    Guid PersonId => User.PersonId()!.Value;

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View("Mine", await PageOf(new OwnAbsenceForm(), cancel));

    [HttpPost]
    public async Task<IActionResult> Create(OwnAbsenceForm form, CancellationToken cancel)
    {
        var page = await PageOf(form, cancel);
        var chosen = page.Clients.Where(c => form.StandIns.GetValueOrDefault(c.Slug) is not null).ToList();
        var done = new List<string>();
        try
        {
            if (form is not { First: { } first, Last: { } last })
                throw new RuleBroken("ABSENCE_DAYS", "Choose the first and the last day.");
            if (chosen.Count == 0)
                throw new RuleBroken("STAND_IN_MISSING", "Choose who stands in, for one client at least.");
            // Each client is entered by itself.
            foreach (var client in chosen)
            {
                await In(client.Id, async (inside, me, everyone) =>
                {
                    if (everyone.Find(m => m.Id == form.StandIns[client.Slug]) is not { } standIn)
                        throw new RuleBroken("ABSENCE_WHO", "Choose who is away and who stands in.");
                    me.Workspace.Excuse(me, first, last, standIn, me, clock.GetUtcNow());
                    await inside.RecountApprovals(me.Workspace, clock.GetUtcNow(), cancel);
                }, cancel);
                done.Add(client.Name);
            }

            return this.GoTo("/account/absences", words["Noted for {0}. What waits for you meanwhile goes to whoever stands in.", string.Join(", ", done)]);
        }
        catch (RuleBroken rule)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            var problem = words[rule.Words, rule.Arguments].Value;
            // The client at which it stopped, or the first that could be chosen.
            var at = $"stand-in-{(chosen.ElementAtOrDefault(done.Count) ?? page.Clients.FirstOrDefault(c => c.Choices.Count > 0))?.Slug}";
            // What is noted already is not asked for again.
            foreach (var client in chosen.Where(c => done.Contains(c.Name)))
                form.StandIns.Remove(client.Slug);
            return View("Mine", (await PageOf(form, cancel)) with { Problem = AbsenceProblem.Of(rule, done.Count == 0 ? problem : $"{problem} {words["Noted already: {0}.", string.Join(", ", done)]}", at, at) });
        }
    }

    [HttpPost("{client}/{id:guid}/end")]
    public async Task<IActionResult> End(string client, Guid id, CancellationToken cancel)
    {
        if ((await Clients(cancel)).Find(c => c.Slug == client) is not { } chosen)
            return NotFound();
        var found = false;
        await In(chosen.WorkspaceId, async (inside, me, _) =>
        {
            found = me.Workspace.Absences.Exists(a => a.Id == id && a.MemberId == me.Id);
            if (!found)
                return;
            me.Workspace.Welcome(id, me, clock.GetUtcNow());
            await inside.RecountApprovals(me.Workspace, clock.GetUtcNow(), cancel);
        }, cancel);
        return found ? this.GoTo("/account/absences", words["Welcome back. Posts of {0} come to you again.", chosen.Name]) : NotFound();
    }

    async Task In(Guid workspaceId, Func<PlanableDb, Member, List<Member>, Task> act, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var inside = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        inside.Enter(workspaceId, Via.Web);
        var everyone = await inside.Members.Include(m => m.Person).Include(m => m.Workspace).Where(m => m.LeftAt == null).ToListAsync(cancel);
        await act(inside, everyone.Single(m => m.PersonId == PersonId), everyone);
        await inside.SaveChangesAsync(cancel);
    }

    /// <summary>The clients at which this person decides; a constant number of commands however many there are.</summary>
    async Task<OwnAbsencesPage> PageOf(OwnAbsenceForm form, CancellationToken cancel)
    {
        var (now, clients) = (clock.GetUtcNow(), await Clients(cancel));
        var ids = clients.ConvertAll(c => c.WorkspaceId);
        var members = await db.Members.Everywhere().AsNoTracking().Include(m => m.Person).Where(m => ids.Contains(m.WorkspaceId) && m.LeftAt == null).ToListAsync(cancel);
        var shown = new List<OwnClient>();
        foreach (var client in clients)
        {
            var everyone = members.FindAll(m => m.WorkspaceId == client.WorkspaceId);
            if (everyone.Find(m => m.PersonId == PersonId) is not { } me || !me.Can(Permission.ApprovePosts))
                continue;
            shown.Add(new OwnClient(
                client.WorkspaceId, client.Slug, client.Name, client.Colour,
                [.. everyone.Where(m => m.Id != me.Id && m.IsClient == me.IsClient && m.Can(Permission.ApprovePosts)).OrderBy(m => m.Person.Name, StringComparer.CurrentCulture).Select(m => (m.Id, m.Person.Name))],
                [.. client.Absences.Where(a => a.MemberId == me.Id && !a.IsOver(now)).OrderBy(a => a.From)]));
        }

        return new OwnAbsencesPage(shown, form, now);
    }

    Task<List<ClientRow>> Clients(CancellationToken cancel) =>
        db.Workspaces.AsNoTracking().Where(w => db.Members.Everywhere().Any(m => m.WorkspaceId == w.Id && m.PersonId == PersonId && m.LeftAt == null)).OrderBy(w => w.Name)
            .Select(w => new ClientRow(w.Id, w.Slug, w.Name, w.Colour, w.Absences)).ToListAsync(cancel);

    sealed record ClientRow(Guid WorkspaceId, string Slug, string Name, int Colour, List<Absence> Absences);
}
