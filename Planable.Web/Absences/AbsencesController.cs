using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Absences;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Absences;

public sealed class AbsenceForm
{
    public Guid? Member { get; set; }

    public Guid? StandIn { get; set; }

    public DateOnly? First { get; set; }

    public DateOnly? Last { get; set; }
}

public sealed record AbsencesPage(IReadOnlyList<Member> Deciding, IReadOnlyList<Absence> Ahead, IReadOnlyList<Absence> Past, AbsenceForm Form, DateTimeOffset Now, AbsenceProblem? Problem = null);

/// <summary>Who of a client's people is away and who decides for them, for those who manage the members.</summary>
[Route("w/{workspace}/members/absences"), Requires(Permission.ManageMembers)]
public class AbsencesController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int PastShown = 20;

    string Path => $"{current.Root}/members/absences";

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View("Here", await PageOf(new AbsenceForm(), cancel));

    [HttpPost]
    public async Task<IActionResult> Create(AbsenceForm form, CancellationToken cancel)
    {
        var people = await Deciding(cancel);
        try
        {
            if (people.Find(m => m.Id == form.Member) is not { } away || people.Find(m => m.Id == form.StandIn) is not { } standIn)
                throw new RuleBroken("ABSENCE_WHO", "Choose who is away and who stands in.");
            if (form is not { First: { } first, Last: { } last })
                throw new RuleBroken("ABSENCE_DAYS", "Choose the first and the last day.");
            var (at, here) = (clock.GetUtcNow(), current.Workspace);
            here.Excuse(away, first, last, standIn, current.Member, at);
            await db.RecountApprovals(here, at, cancel);
            await db.SaveChangesAsync(cancel);
            return this.GoTo(Path, words["{0} decides in the place of {1} from {2} to {3}.", standIn.Person.Name, away.Person.Name, first.ToString("d MMM"), last.ToString("d MMM yyyy")]);
        }
        catch (RuleBroken rule)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("Here", await PageOf(form, cancel) with { Problem = AbsenceProblem.Of(rule, words[rule.Words, rule.Arguments], people.Exists(m => m.Id == form.Member) ? "stand-in" : "member", "member") });
        }
    }

    [HttpPost("{id:guid}/end")]
    public async Task<IActionResult> End(Guid id, CancellationToken cancel)
    {
        if (current.Workspace.Absences.Find(a => a.Id == id) is not { } absence)
            return NotFound();
        var at = clock.GetUtcNow();
        current.Workspace.Welcome(id, current.Member, at);
        await db.RecountApprovals(current.Workspace, at, cancel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["{0} decides again.", absence.Name]);
    }

    async Task<List<Member>> Deciding(CancellationToken cancel)
    {
        var everyone = await db.Members.Include(m => m.Person).Include(m => m.Workspace).Where(m => m.LeftAt == null).ToListAsync(cancel);
        return [.. everyone.Where(m => m.Can(Permission.ApprovePosts)).OrderBy(m => m.IsClient).ThenBy(m => m.Person.Name, StringComparer.CurrentCulture)];
    }

    async Task<AbsencesPage> PageOf(AbsenceForm form, CancellationToken cancel)
    {
        var (now, all) = (clock.GetUtcNow(), current.Workspace.Absences);
        return new AbsencesPage(await Deciding(cancel), [.. all.Where(a => !a.IsOver(now)).OrderBy(a => a.From)], [.. all.Where(a => a.IsOver(now)).OrderByDescending(a => a.Until).Take(PastShown)], form, now);
    }
}
