using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Engagements;
using Planable.Data.Evergreens;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Evergreens;

public sealed class EvergreenForm
{
    public int? GapDays { get; set; }

    public int? Times { get; set; }

    /// <summary>Empty never ends it.</summary>
    public int? Least { get; set; }

    /// <summary>Other wordings; empty ones do not count.</summary>
    public List<string?> Variations { get; set; } = [];

    public EvergreenRule Rule() =>
        new(GapDays ?? 0, Times ?? 0, Least, [.. Variations.Select(v => (v ?? "").ReplaceLineEndings("\n").Trim()).Where(v => v.Length > 0)]);
}

public sealed record EvergreenRun(Guid Id, DateTimeOffset? At, PostState State, string Text);

/// <param name="Evergreen">Null if the post is not in the library yet.</param>
/// <param name="Reactions">Of what went out last; null while there are no figures.</param>
/// <param name="Strict">Networks that take no text twice.</param>
/// <param name="Refusal">Why it cannot come into the library.</param>
public sealed record EvergreenPage(Guid PostId, string Title, string Text, Evergreen? Evergreen, EvergreenRule Rule, int? Reactions, IReadOnlyList<EvergreenRun> Runs, IReadOnlyList<string> Strict, string? Refusal);

public sealed record EvergreenRow(Guid PostId, string Title, EvergreenRule Rule, int Runs, DateTimeOffset? Next, bool IsStopped, SkippedRun? Skipped, SkippedRun? StoppedFor);

public sealed record EvergreensPage(IReadOnlyList<EvergreenRow> Rows);

/// <summary>Posts that are published again and again.</summary>
[Route("w/{workspace}")]
public class EvergreensController(PlanableDb db, Current current, KnownEngagements engagements, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int MostShown = 200;

    [HttpGet("evergreens"), Requires(Permission.SeeInternal)]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var rows = await db.Evergreens.AsNoTracking().OrderBy(e => e.StoppedAt != null).ThenBy(e => e.LastTurn).Take(MostShown)
            .Select(e => new
            {
                Evergreen = e,
                Text = db.Posts.Where(p => p.Id == e.PostId).Select(p => p.Text.Substring(0, 200)).FirstOrDefault(),
                Runs = db.Posts.Count(p => p.EvergreenId == e.Id),
                Next = db.Posts.Where(p => p.EvergreenId == e.Id && (p.State == PostState.Draft || p.State == PostState.Scheduled)).Max(p => p.ScheduledAt),
            })
            .ToListAsync(cancel);
        return View(new EvergreensPage([.. rows.Select(r => new EvergreenRow(
            r.Evergreen.PostId, Posts.PostPage.TitleOf(r.Text ?? ""), r.Evergreen.Rule, r.Runs, r.Next, r.Evergreen.IsStopped, r.Evergreen.Skipped, r.Evergreen.StoppedFor))]));
    }

    [HttpGet("posts/{postId:guid}/evergreen"), Requires(Permission.SchedulePosts)]
    public async Task<IActionResult> Show(Guid postId, CancellationToken cancel)
    {
        if (await db.Posts.AsNoTracking().SeenBy(current.Member).Include(p => p.Variants).ThenInclude(v => v.Channel).SingleOrDefaultAsync(p => p.Id == postId, cancel) is not { } post)
            return NotFound();
        if (!post.CanBeEditedBy(current.Member))
            return StatusCode(StatusCodes.Status403Forbidden);
        return View(await PageOf(post, cancel));
    }

    [HttpPost("posts/{postId:guid}/evergreen")]
    public async Task<IActionResult> Update(Guid postId, EvergreenForm form, CancellationToken cancel)
    {
        if (await Find(postId, cancel) is not { } post)
            return NotFound();
        var rule = form.Rule();
        var evergreen = await db.Evergreens.Include(e => e.MadeBy).SingleOrDefaultAsync(e => e.PostId == postId, cancel);
        if (evergreen is null)
            db.Evergreens.Add(post.Recycle(rule, current.Member, clock.GetUtcNow()));
        else
            evergreen.Settle(rule, post, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(postId), evergreen is null ? words["It is in the evergreen library."] : words["Saved."]);
    }

    [HttpPost("posts/{postId:guid}/evergreen/stop")]
    public async Task<IActionResult> Stop(Guid postId, bool on, CancellationToken cancel)
    {
        if (await Find(postId, cancel) is not { } post)
            return NotFound();
        if (await db.Evergreens.Include(e => e.MadeBy).SingleOrDefaultAsync(e => e.PostId == postId, cancel) is not { } evergreen)
        {
            current.Member.Must(Permission.SchedulePosts);
            return this.GoTo(PathOf(postId));
        }

        if (on)
            evergreen.Stop(post, current.Member, clock.GetUtcNow());
        else
            evergreen.Resume(post, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(postId), on ? words["No further run is made. What is planned already stays."] : words["It goes on."]);
    }

    async Task<EvergreenPage> PageOf(Post post, CancellationToken cancel)
    {
        var evergreen = await db.Evergreens.AsNoTracking().SingleOrDefaultAsync(e => e.PostId == post.Id, cancel);
        var runs = evergreen is null ? [] : await db.Posts.Where(p => p.EvergreenId == evergreen.Id).OrderBy(p => p.ScheduledAt).Select(p => new EvergreenRun(p.Id, p.ScheduledAt, p.State, p.Text.Substring(0, 200))).ToListAsync(cancel);
        var last = runs.LastOrDefault(r => r.State is PostState.Published or PostState.PartlyPublished);
        var reactions = post.ScheduledAt is { } at ? await engagements.Of(last?.Id ?? post.Id, last?.At ?? at, cancel) : null;
        var strict = post.Variants.Select(v => Networks.Find(v.Channel.Network)).Where(n => n?.Repeats is not null).Select(n => n!.Name).Distinct().Order(StringComparer.CurrentCulture).ToList();
        var refusal = post.EvergreenId is not null ? words["This post is a run of an evergreen post itself."]
            : post.IsUniversal ? words["Planable does not publish this by itself. Mark it as live once it is out."]
            : evergreen is null && post.State == PostState.Draft ? words["Schedule or publish the post first: its gap counts from there."] : null;
        return new EvergreenPage(post.Id, Posts.PostPage.TitleOf(post.Text), post.Text, evergreen, evergreen?.Rule ?? EvergreenRule.Usual, reactions, runs, strict, refusal?.Value);
    }

    Task<Post?> Find(Guid postId, CancellationToken cancel) => db.Posts.SeenBy(current.Member).SingleOrDefaultAsync(p => p.Id == postId, cancel);

    string PathOf(Guid postId) => $"{current.Root}/posts/{postId}/evergreen";
}
