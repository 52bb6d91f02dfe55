using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Conversations;

/// <param name="Answers">The first words of the thread.</param>
public sealed record HeldLine(Guid Id, Guid PostId, Guid ThreadId, string Post, string Answers, Audience Audience, string Name, string Address, string Headline, string Text, IReadOnlyList<FeedbackFile> Files, string? LeftOut, DateTimeOffset At, DateTimeOffset? SettledAt, string? SettledBy, bool IsTaken);

public sealed record HeldMailPage(IReadOnlyList<HeldLine> Open, IReadOnlyList<HeldLine> Settled);

/// <summary>Mails to conversations from people who are not known there: somebody of the team looks at each.</summary>
[Route("w/{workspace}/held-mail"), Requires(Permission.SeeInternal)]
public class HeldMailController(PlanableDb db, Current current, Attachments attachments, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int Shown = 100;

    string Path => $"{current.Root}/held-mail";

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var lines = await db.HeldReplies.AsNoTracking().OrderBy(h => h.SettledAt != null).ThenByDescending(h => h.At).Take(Shown)
            .Select(h => new HeldLine(
                h.Id, h.PostId, h.ThreadId, h.Thread.Post.Text.Substring(0, 80), h.Thread.Comments.Where(c => c.RemovedAt == null).OrderBy(c => c.At).Select(c => c.Text.Substring(0, 120)).FirstOrDefault() ?? "", h.Thread.Audience,
                h.Name, h.Address, h.Headline, h.Text, h.Files, h.LeftOut, h.At, h.SettledAt, h.SettledBy, h.IsTaken))
            .ToListAsync(cancel);
        return View(new HeldMailPage([.. lines.Where(l => l.SettledAt is null)], [.. lines.Where(l => l.SettledAt is not null).OrderByDescending(l => l.SettledAt)]));
    }

    /// <param name="seenAs">Who sees it then, as the button said.</param>
    [HttpPost("{id:guid}/acceptance")]
    public async Task<IActionResult> Take(Guid id, Audience seenAs, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } held || await db.FeedbackThreads.Where(t => t.Id == held.ThreadId).FindWhole(current.Member, cancel) is not { } thread)
            return NotFound();
        held.Take(thread, seenAs, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/posts/{held.PostId}?tab={PostPage.ConversationTab}#thread-{held.ThreadId}", words["The mail stands in the conversation."]);
    }

    [HttpPost("{id:guid}/refusal")]
    public async Task<IActionResult> Discard(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } held)
            return NotFound();
        held.Discard(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Discarded. Its words and files are gone."]);
    }

    [HttpGet("{id:guid}/files/{fileId:guid}")]
    public async Task<IActionResult> File(Guid id, Guid fileId, CancellationToken cancel) =>
        (await Find(id, cancel))?.Files.FirstOrDefault(f => f.Id == fileId) is { } file ? await attachments.Answer(this, file) : NotFound();

    [HttpGet("{id:guid}/files/{fileId:guid}/still")]
    public async Task<IActionResult> Still(Guid id, Guid fileId, CancellationToken cancel) =>
        (await Find(id, cancel))?.Files.FirstOrDefault(f => f.Id == fileId) is { } file ? await attachments.Still(this, file) : NotFound();

    Task<HeldReply?> Find(Guid id, CancellationToken cancel) => db.HeldReplies.SingleOrDefaultAsync(h => h.Id == id, cancel);
}
