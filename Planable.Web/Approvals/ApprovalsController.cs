using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;

namespace Planable.Web.Approvals;

/// <summary>Decisions about several posts at once.</summary>
public sealed class BatchForm
{
    public List<BatchItem> Items { get; set; } = [];

    /// <summary>"all": what has no decision of its own is approved. Otherwise it is left.</summary>
    public string? Do { get; set; }
}

public sealed class BatchItem
{
    public Guid Post { get; set; }

    public DecisionForm Decision { get; set; } = new() { Do = "skip" };
}

/// <summary>What waits for somebody in this client.</summary>
[Route("w/{workspace}/approvals")]
public class ApprovalsController(PlanableDb db, Current current, WorkLists lists, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(string? show, CancellationToken cancel) => View(await lists.Here(show, current.Member, cancel));

    /// <summary>Each post gets its own decision. What changed meanwhile comes back with its reason; the rest is decided.</summary>
    [HttpPost("decisions"), Requires(Permission.ApprovePosts)]
    public async Task<IActionResult> Decide(BatchForm form, CancellationToken cancel)
    {
        if (form.Items.Count > WorkLists.Most)
            throw new RuleBroken("BATCH_MANY", "Decide about {0} posts at a time.", WorkLists.Most);
        var chosen = form.Items.DistinctBy(i => i.Post).ToList();
        foreach (var item in chosen.Where(i => i.Decision.Do == "skip" && form.Do == "all"))
            item.Decision.Do = "approve";
        chosen.RemoveAll(i => i.Decision.Do == "skip");
        if (chosen.Count == 0)
            throw new RuleBroken("NOTHING_DECIDED", "Nothing was decided yet. Choose for each post, or approve all.");

        var back = new Dictionary<Guid, (string Words, DecisionForm Form)>();
        var decided = 0;
        foreach (var item in chosen)
        {
            if (await Decide(item, cancel) is { } why)
                back[item.Post] = (why, item.Decision);
            else
                decided++;
        }

        var said = decided == 1 ? words["One decision is kept."] : words["{0} decisions are kept.", decided];
        if (back.Count == 0)
            return this.GoTo($"{current.Root}/approvals", said);
        var page = await lists.Here(null, current.Member, cancel);
        Response.StatusCode = StatusCodes.Status409Conflict;
        ViewData["Kept"] = said.Value;
        ViewData["Returned"] = back.Count(b => page.Rows.All(r => r.PostId != b.Key));
        return View("Index", page with { Rows = [.. page.Rows.Select(r => back.TryGetValue(r.PostId, out var reason) ? r with { Back = reason } : r).OrderBy(r => r.Back is null)] });
    }

    /// <returns>Why it was not taken; null if it was.</returns>
    async Task<string?> Decide(BatchItem item, CancellationToken cancel)
    {
        // Each by itself: what one of them refuses must not touch the others.
        db.ChangeTracker.Clear();
        if (await db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == item.Post, cancel) is not { } post)
            return words["This post is not there any more."];
        try
        {
            await db.LookForComments(post, null, cancel);
            item.Decision.DecideAbout(post, Decider.Of(current.Member), clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return null;
        }
        catch (RuleBroken rule)
        {
            return words[rule.Words, rule.Arguments];
        }
        catch (NotAllowed)
        {
            return words["It is not your turn to decide about this post."];
        }
        catch (DbUpdateConcurrencyException)
        {
            return words["Somebody else changed it at the same moment. Look at it again, then decide."];
        }
    }
}

/// <summary>What waits for a person in all their clients.</summary>
[Authorize]
[Route("approvals")]
public class MyApprovalsController(WorkLists lists) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View("Mine", await lists.Everywhere(User.PersonId()!.Value, cancel));
}
