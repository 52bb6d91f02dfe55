using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Posts;

namespace Planable.Web.Approvals;

/// <summary>A decision about the version the page showed.</summary>
public sealed class DecisionForm
{
    public Guid Level { get; set; }

    [StringLength(64)]
    public string Hash { get; set; } = "";

    public int Version { get; set; }

    /// <summary>approve, changes, reject, or suggest: approve with other words.</summary>
    public string Do { get; set; } = "approve";

    public ChangeReason? Reason { get; set; }

    [StringLength(ApprovalDecision.TextLength)]
    public string? Text { get; set; }

    /// <summary>In place of the text, for approving with a change of one's own.</summary>
    public string? Words { get; set; }

    /// <summary>The same for channels with words of their own.</summary>
    public Dictionary<Guid, string> Own { get; set; } = [];

    public void DecideAbout(Post post, Decider by, DateTimeOffset at)
    {
        switch (Do)
        {
            case "approve":
                post.Approve(Level, Hash, Text, by, at);
                break;
            case "changes":
                post.RequestChanges(Level, Hash, Reason, Text, by, at);
                break;
            case "reject":
                post.Reject(Level, Hash, Reason, Text, by, at);
                break;
            case "suggest":
                post.ApproveWithChange(Level, Hash, new SuggestedWords(Words, Own), Text, by, at);
                break;
            default:
                throw new RuleBroken("DECISION_UNKNOWN", "Choose whether you approve it.");
        }
    }
}

/// <summary>Sends a post round for approval, and takes the answers.</summary>
[Route("w/{workspace}/posts/{postId:guid}/approval")]
public class DecisionsController(PlanableDb db, Current current, PostPages pages, ApprovalFlash flash, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int MostTries = 3;

    [HttpPost]
    public async Task<IActionResult> Create(Guid postId, Guid? flow, CancellationToken cancel)
    {
        if (await Find(postId, cancel) is not { } post)
            return NotFound();
        if (this.AltMissing(post, current, words) is { } missing)
            return missing;
        post.RequestApproval(flow, current.Member, await Everyone(cancel), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return await Changed(postId, flash.Sent(post), cancel);
    }

    [HttpPost("withdrawal")]
    public async Task<IActionResult> Withdraw(Guid postId, CancellationToken cancel)
    {
        if (await Find(postId, cancel) is not { } post)
            return NotFound();
        post.WithdrawApproval(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return await Changed(postId, words["Nobody is asked any more."], cancel);
    }

    [HttpPost("decisions")]
    public async Task<IActionResult> Decide(Guid postId, DecisionForm form, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            if (await Find(postId, cancel) is not { } post)
                return NotFound();
            try
            {
                await db.LookForComments(post, null, cancel);
                form.DecideAbout(post, Decider.Of(current.Member), clock.GetUtcNow());
                await db.SaveChangesAsync(cancel);
                return await Changed(postId, flash.Decided(post, form), cancel);
            }
            catch (RuleBroken stale) when (stale.Code == Post.ChangedSinceOpened)
            {
                return await AskAgain(postId, form, cancel);
            }
            catch (DbUpdateConcurrencyException) when (tries < MostTries)
            {
                // Two decided at the same moment, or somebody saved. The decision names the version it is about, so it is held against what there is now.
                db.ChangeTracker.Clear();
            }
        }
    }

    [HttpPost("unlocking")]
    public async Task<IActionResult> Unlock(Guid postId, string? reason, CancellationToken cancel)
    {
        if (await Find(postId, cancel) is not { } post)
            return NotFound();
        post.Unlock(reason, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return await Changed(postId, words["Unlocked. Those who approved it are told why."], cancel);
    }

    [HttpPost("budget")]
    public async Task<IActionResult> Budget(Guid postId, decimal? budget, CancellationToken cancel)
    {
        if (await Find(postId, cancel) is not { } post)
            return NotFound();
        if (!ModelState.IsValid)
            throw new RuleBroken("BUDGET_WRONG", "The budget is an amount from 0.");
        post.SetBudget(budget, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return await Changed(postId, post.Budget is null ? words["The budget is taken away."] : words["The budget is set."], cancel);
    }

    /// <summary>The page as it is now, with what is new since they looked and what they had typed.</summary>
    async Task<IActionResult> AskAgain(Guid postId, DecisionForm form, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        // By its hash, which only somebody has who was shown it: a client must not get at versions from before it was asked.
        var opened = await db.PostVersions.Where(v => v.PostId == postId && v.Hash == form.Hash).OrderByDescending(v => v.Number).Select(v => (int?)v.Number).FirstOrDefaultAsync(cancel);
        if (await pages.Read(postId, PostPage.ApprovalTab, opened: opened, cancel: cancel) is not { } page)
            return NotFound();
        Response.Headers.Append("Vary", "HX-Request");
        Response.StatusCode = StatusCodes.Status409Conflict;
        page = page with { Panel = page.Panel! with { Stale = form } };
        return Request.IsHtmx() ? PartialView("~/Posts/_Post.cshtml", page) : View("~/Posts/Show.cshtml", page);
    }

    Task<Post?> Find(Guid id, CancellationToken cancel) => db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == id, cancel);

    Task<List<Member>> Everyone(CancellationToken cancel) => db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel);

    async Task<IActionResult> Changed(Guid id, string said, CancellationToken cancel) =>
        this.Fragment("~/Posts/_Post.cshtml", await pages.Read(id, PostPage.ApprovalTab, cancel: cancel), otherwise: $"{current.Root}/posts/{id}?tab={PostPage.ApprovalTab}", said);
}

/// <summary>What became of it, in a sentence.</summary>
public sealed class ApprovalFlash(IStringLocalizer<Words> words)
{
    public string Sent(Post post) => post.ApprovalState == ApprovalState.Approved ? words["Nobody has to approve this post: no level of its flow applies."] : words["Sent for approval to {0}.", post.Approval!.WaitingNames];

    public string Decided(Post post, DecisionForm form) => (form.Do, post.ApprovalState, post.State) switch
    {
        ("changes", _, _) => words["Sent back. The author is told what to change."],
        ("suggest", ApprovalState.Waiting, _) => words["Your change is a new version, and you have approved it. Others are asked about it."],
        ("reject", _, _) => words["Rejected. The author is told why."],
        (_, ApprovalState.Approved, PostState.Scheduled) => words["Approved. It is scheduled."],
        (_, ApprovalState.Approved, PostState.Held) => words["Approved, but its time has passed. Nothing goes out until somebody decides."],
        (_, ApprovalState.Approved, PostState.Draft) when post.ScheduledAt is null => words["Approved. It needs a date."],
        (_, ApprovalState.Approved, _) => words["Approved."],
        _ => words["Your approval is kept."],
    };
}
