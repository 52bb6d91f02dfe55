using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Labels;

namespace Planable.Web.Approvals;

/// <summary>How a client's posts are approved: the mode, what a change takes back, and the flows.</summary>
[Route("w/{workspace}/settings/approvals"), Requires(Permission.ManageWorkspace)]
public class FlowsController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    string Path => $"{current.Root}/settings/approvals";

    ApprovalRules Rules => current.Workspace.Approvals;

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View("Settings", await PageOf(ApprovalRulesForm.Of(Rules), cancel));

    [HttpPost]
    public async Task<IActionResult> Update(ApprovalRulesForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return this.Invalid("Settings", await PageOf(form, cancel));
        current.Workspace.SettleApprovals(form.Over(Rules), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Saved how posts are approved."]);
    }

    [HttpGet("flows/new")]
    public async Task<IActionResult> New(CancellationToken cancel) => View("Flow", new FlowPage(null, FlowForm.Empty(), await Choices(cancel)));

    [HttpPost("flows")]
    public Task<IActionResult> Create(FlowForm form, CancellationToken cancel) => Take(null, form, cancel);

    [HttpGet("flows/{id:guid}")]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel) =>
        Rules.Flows.FirstOrDefault(f => f.Id == id) is { } flow ? View("Flow", new FlowPage(id, FlowForm.Of(flow), await Choices(cancel))) : NotFound();

    [HttpPost("flows/{id:guid}")]
    public async Task<IActionResult> Change(Guid id, FlowForm form, CancellationToken cancel) =>
        Rules.Flows.Any(f => f.Id == id) ? await Take(id, form, cancel) : NotFound();

    [HttpPost("flows/{id:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (Rules.Flows.FirstOrDefault(f => f.Id == id) is not { } flow)
            return NotFound();
        if (Rules.IsOn && Rules.Flows.Count == 1)
            throw new RuleBroken("FLOW_LAST", "This is the only flow. Make another one first, or turn approvals off.");
        var rest = Rules.Flows.Where(f => f.Id != id).ToList();
        current.Workspace.SettleApprovals(Rules with { Flows = rest, DefaultFlowId = Rules.DefaultFlowId == id ? null : Rules.DefaultFlowId }, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Removed: {0}. Posts that are on their way through it go on as they were sent.", flow.Name]);
    }

    async Task<IActionResult> Take(Guid? id, FlowForm form, CancellationToken cancel)
    {
        var choices = await Choices(cancel);
        if (form.Do is { } change and not ("save" or "try"))
        {
            ModelState.Clear();
            form.Change(change);
            return View("Flow", new FlowPage(id, form, choices));
        }

        try
        {
            if (ModelState.FirstOrDefault(s => s.Value!.Errors.Count > 0) is { Key: { } sent, Value: { } typed })
                throw FlowForm.Unreadable(sent, typed.AttemptedValue, words);
            var flow = ApprovalFlow.Of(form.Flow(id ?? Guid.CreateVersion7(clock.GetUtcNow())));
            ModelState.Clear();
            if (form.Do == "try")
                return View("Flow", new FlowPage(id, form, choices, Path: [.. flow.PathOf(form.Sample.Facts()).Select(l => PathLevel.Of(l, choices.People, current.Workspace.DefaultAudience, current.Workspace.Absences, clock.GetUtcNow()))]));
            var rules = Rules with { Flows = id is null ? [.. Rules.Flows, flow] : [.. Rules.Flows.Select(f => f.Id == id ? flow : f)] };
            current.Workspace.SettleApprovals(rules, current.Member, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return this.GoTo(Path, words["Saved: {0}", flow.Name]);
        }
        catch (RuleBroken rule)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("Flow", new FlowPage(id, form, choices, Problem: words[rule.Words, rule.Arguments], ProblemAt: form.ControlOf(rule) ?? ModelState.Where(s => s.Value!.Errors.Count > 0).Select(s => FlowForm.ControlOf(s.Key)).FirstOrDefault()));
        }
    }

    async Task<ApprovalSettingsPage> PageOf(ApprovalRulesForm form, CancellationToken cancel)
    {
        var unapproved = await db.Posts.CountAsync(p => p.State == PostState.Scheduled && p.ApprovalState != ApprovalState.Approved, cancel);
        var people = await db.Members.AsNoTracking().Where(m => m.LeftAt == null).Select(m => new { m.Id, m.Person.Name }).ToDictionaryAsync(m => m.Id, m => m.Name, cancel);
        return new ApprovalSettingsPage(Rules, form, unapproved, people);
    }

    async Task<FlowChoices> Choices(CancellationToken cancel)
    {
        var people = await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).OrderBy(m => m.Role).ThenBy(m => m.Person.Name).ToListAsync(cancel);
        var labels = await db.Labels.AsNoTracking().OrderBy(l => l.Name).Select(l => new LabelChoice(l.Id, l.Name, l.Colour, false)).ToListAsync(cancel);
        var campaigns = await db.Campaigns.AsNoTracking().OrderBy(c => c.Name).Select(c => new { c.Id, c.Name }).ToListAsync(cancel);
        return new FlowChoices(people, labels, [.. campaigns.Select(c => (c.Id, c.Name))], [.. Networks.All.OrderBy(n => n.Name, StringComparer.CurrentCulture).Select(n => (n.Key, n.Name))]);
    }
}
