using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Posts;

namespace Planable.Web.Conversations;

/// <summary>What somebody said elsewhere, as whoever heard it writes it down.</summary>
public sealed class OutsideForm
{
    /// <summary>Made when the form was shown: sent twice, it is written down once.</summary>
    public Guid Id { get; set; } = Guid.CreateVersion7();

    /// <summary>A member of the client; null for somebody else, whose name is typed.</summary>
    public Guid? Person { get; set; }

    [StringLength(Data.People.Person.NameLength)]
    public string? Name { get; set; }

    public OutsideWay Through { get; set; }

    /// <summary>Null for a remark.</summary>
    public DecisionKind? Said { get; set; }

    public ChangeReason? Reason { get; set; }

    [StringLength(ApprovalDecision.TextLength)]
    public string? Text { get; set; }

    public Audience Audience { get; set; }

    public string Hash { get; set; } = "";

    public List<IFormFile> Files { get; set; } = [];
}

/// <param name="Decides">Whether a decision written down now would count.</param>
public sealed record OutsidePage(Guid PostId, string Title, Audience Audience, bool Decides, bool MayDecide, int Version, IReadOnlyList<(Guid Id, string Name)> Clients, OutsideForm Form, string? Problem = null);

/// <summary>Feedback that came by phone, in a chat or across a table, written down by the team.</summary>
[Route("w/{workspace}/posts/{postId:guid}/outside"), Requires(Permission.SeeInternal)]
public class OutsideController(PlanableDb db, Current current, Attachments attachments, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    // What a refused form leaves in the address can be loaded again.
    [HttpGet, HttpGet("new"), Requires(Permission.Comment)]
    public async Task<IActionResult> New(Guid postId, CancellationToken cancel) =>
        await Find(postId, cancel) is { } post ? View("Outside", await PageOf(post, new OutsideForm { Audience = post.Audience, Hash = post.Content().Hash() }, null, cancel)) : NotFound();

    [HttpPost, Requires(Permission.Comment), RequestSizeLimit(Attachments.FormBytes), RequestFormLimits(MultipartBodyLengthLimit = Attachments.FormBytes)]
    public async Task<IActionResult> Create(Guid postId, OutsideForm form, CancellationToken cancel)
    {
        if (await Find(postId, cancel) is not { } post)
            return NotFound();
        if (await db.FeedbackComments.AnyAsync(c => c.Id == form.Id, cancel))
            return this.GoTo(Back(postId));
        try
        {
            if (!ModelState.IsValid)
                throw new RuleBroken("OUTSIDE_UNREADABLE", "Something on this form cannot be read. Check how it was said and what it was.");
            // A typed name is somebody else, whatever the list beside it still says.
            var person = form.Person is { } id && string.IsNullOrWhiteSpace(form.Name) ? await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Id == id && m.LeftAt == null, cancel) ?? throw new RuleBroken("PERSON_GONE", "This person is not a member any more. Choose somebody else.") : null;
            await db.LookForComments(post, null, cancel);
            var draft = FeedbackDraft.Of(form.Text?.ReplaceLineEndings("\n"), [], form.Id) with { Files = await attachments.Take(form.Files, cancel) };
            var (thread, why) = post.TakeDown(new OutsideWords(draft, person, form.Name, form.Through, form.Said, form.Reason, form.Hash, form.Audience), current.Member, Via.Web, clock.GetUtcNow());
            db.FeedbackThreads.Add(thread);
            await db.SaveChangesAsync(cancel);
            var said = why is not null ? words["Written down."].Value + " " + words[why.Words, why.Arguments].Value : form.Said is null ? words["Written down."].Value : words["Written down, and decided. It is marked as written down by you."].Value;
            return this.GoTo($"{Back(postId)}#thread-{thread.Id}", said);
        }
        catch (RuleBroken rule)
        {
            db.ChangeTracker.Clear();
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            if (await Find(postId, cancel) is not { } again)
                return NotFound();
            if (rule.Code == Post.ChangedSinceOpened)
            {
                ModelState.Clear();
                form.Hash = again.Content().Hash();
            }

            return View("Outside", await PageOf(again, form, words[rule.Words, rule.Arguments], cancel));
        }
    }

    string Back(Guid postId) => $"{current.Root}/posts/{postId}?tab={PostPage.ConversationTab}";

    Task<Post?> Find(Guid id, CancellationToken cancel) => db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == id, cancel);

    async Task<OutsidePage> PageOf(Post post, OutsideForm form, string? problem, CancellationToken cancel)
    {
        var clients = (await db.Members.AsNoTracking().Where(m => m.LeftAt == null).OrderBy(m => m.Person.Name).Select(m => new { m.Id, m.Person.Name, m.Role }).ToListAsync(cancel)).Where(m => m.Role.IsClient());
        var decides = post.ApprovalState == ApprovalState.Waiting && current.Workspace.Approvals.IsOn && post.Approval is { TakesRecorded: true, Current.HasClients: true };
        return new OutsidePage(post.Id, PostPage.TitleOf(post.Text), post.Audience, decides, current.Can(Permission.ApprovePosts), post.LatestVersion, [.. clients.Select(c => (c.Id, c.Name))], form, problem);
    }
}
