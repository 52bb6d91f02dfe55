using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Coauthors;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.People;
using Planable.Web.Shared;

namespace Planable.Web.Coauthors;

/// <summary>
/// Several people in one post at the same time: a page sends what is typed in it and hears what the others type, and where they are. The answers are read by
/// coauthors.js alone.
/// </summary>
[Route("w/{workspace}/posts/{id:guid}/coauthors"), Requires(Permission.WritePosts)]
public class CoauthorsController(PlanableDb db, Current current, SharedDrafts drafts, DraftBell bell, IServiceScopeFactory scopes, TimeProvider clock) : Controller
{
    /// <summary>A text of the greatest length in every alphabet, several times.</summary>
    const int FormBytes = 4 * 1024 * 1024;

    static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <summary>How often a page says it is still there, and is asked whether it may be.</summary>
    static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    // Three a second is typing without a pause; a person may do so in four windows. More is a script.
    static readonly PartitionedRateLimiter<Guid> Typing = PartitionedRateLimiter.Create<Guid, Guid>(member => RateLimitPartition.GetTokenBucketLimiter(member, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = 120,
        TokensPerPeriod = 12,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
    }));

    [HttpGet("live")]
    public async Task Live(Guid id, string? page, CancellationToken cancel)
    {
        if (await Refusal(db, current.Member, id, cancel) is { } refusal)
        {
            Response.StatusCode = refusal;
            return;
        }

        if (page is not { Length: > 0 and <= Coauthor.PageLength })
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        try
        {
            await Tell(id, page, await EventStream.Open(Response), cancel);
        }
        finally
        {
            await Leave(id, page);
        }
    }

    [HttpPost, RequestSizeLimit(FormBytes), RequestFormLimits(ValueCountLimit = 1024)]
    public async Task<IActionResult> Create(Guid id, CoauthorForm form, CancellationToken cancel)
    {
        if (await Refusal(db, current.Member, id, cancel) is { } refusal)
            return StatusCode(refusal);
        using var lease = Typing.AttemptAcquire(current.Member.Id);
        if (!lease.IsAcquired)
            return StatusCode(StatusCodes.Status429TooManyRequests);
        if (!form.IsSound || !await AreFields(form.Texts.Keys, cancel))
            return BadRequest();

        var at = clock.GetUtcNow();
        var texts = form.Texts.ToDictionary(t => t.Key, t => Posts.ComposerForm.Clean(t.Value), StringComparer.Ordinal);
        var (draft, isTaken) = await drafts.Take(id, form.Draft, form.Page!, form.Number, form.After, texts, at, cancel);
        if (draft is null)
            return NoContent();
        var (place, start, end) = (form.Place is { Length: <= Coauthor.PlaceLength } known ? known : "", form.Start, form.End);
        await db.Coauthors.Where(c => c.PostId == id && c.Page == form.Page && c.MemberId == current.Member.Id)
            .ExecuteUpdateAsync(c => c.SetProperty(x => x.Place, place).SetProperty(x => x.Start, start).SetProperty(x => x.End, end).SetProperty(x => x.SeenAt, at), cancel);
        bell.Ring(id);
        var news = DraftNews.Of(draft, form.Page!);
        // On top of the newest state there is nothing to tell.
        var isNews = !isTaken && (draft.Id != form.Draft || draft.Sequence != form.After);
        return Content((isNews ? news : news with { Texts = null, Saved = null }).ToJson(), "application/json");
    }

    async Task Tell(Guid id, string page, EventStream stream, CancellationToken cancel)
    {
        var (told, people, beat) = ((DraftNews?)null, "", DateTimeOffset.MinValue);
        while (!stream.IsOver)
        {
            var rung = bell.Next(id);
            var isDue = clock.GetUtcNow() - beat >= Beat;
            if (await Read(id, page, told, isDue, cancel) is not { } read)
            {
                await stream.Write("event: over\ndata: {}");
                await stream.Flush();
                return;
            }

            if (isDue)
                beat = clock.GetUtcNow();
            if (read.News is { } news)
            {
                await stream.Write($"event: draft\ndata: {news.Since(told).ToJson()}");
                told = news;
            }

            if (read.People != people)
                await stream.Write($"event: people\ndata: {people = read.People}");
            if (isDue)
                await stream.Beat();
            await stream.Flush();
            await stream.Wait(rung, Poll);
        }
    }

    /// <returns>Null when there is nothing to write together any more: the person is gone, or the post is out. News only if there are some.</returns>
    async Task<(DraftNews? News, string People)?> Read(Guid id, string page, DraftNews? told, bool isDue, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var inside = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        inside.Enter(current.Workspace.Id, Via.Web);
        inside.SeeAs(current.Member);
        var shared = scope.ServiceProvider.GetRequiredService<SharedDrafts>();
        var at = clock.GetUtcNow();
        if (isDue)
        {
            var session = User.SessionId();
            var member = await inside.Members.AsNoTracking().Include(m => m.Person)
                .SingleOrDefaultAsync(m => m.Id == current.Member.Id && m.LeftAt == null && !inside.SignInSessions.Any(s => s.Id == session && s.EndedAt != null), cancel);
            if (member is null || await Refusal(inside, member, id, cancel) is not null)
                return null;
            if (told is not null)
                await shared.Arrive(id, page, current.Member, at, cancel);
        }

        DraftNews? news = null;
        if (told is null)
        {
            news = DraftNews.Of(await shared.Join(id, page, current.Member, at, cancel), page);
            bell.Ring(id);
        }
        else
        {
            var now = await inside.Posts.Where(p => p.Id == id)
                .Select(p => new { p.Revision, Draft = inside.SharedDrafts.Where(d => d.PostId == id).Select(d => new { d.Id, d.Sequence, d.PostRevision }).FirstOrDefault() })
                .SingleOrDefaultAsync(cancel);
            if (now is null)
                return null;
            if (now.Draft is null)
                news = DraftNews.Of(await shared.Join(id, page, current.Member, at, cancel), page);
            else if (now.Draft.Id != told.Draft || now.Draft.Sequence != told.Sequence || now.Draft.PostRevision != told.Revision || now.Revision != told.Revision)
                news = await shared.Find(id, cancel) is { } draft ? DraftNews.Of(draft, page) : null;
        }

        var since = at - Coauthor.Patience;
        var people = await inside.Coauthors.Where(c => c.PostId == id && c.Page != page && c.SeenAt > since)
            .OrderBy(c => c.Id).Select(c => new { c.Page, c.Member.Person.Name, c.Place, c.Start, c.End }).ToListAsync(cancel);
        return (news, CoauthorShown.ToJson(people.Select(p => new CoauthorShown(p.Page, p.Name, AvatarTagHelper.Initials(p.Name), AvatarTagHelper.Hue(p.Name), p.Place, p.Start, p.End))));
    }

    async Task Leave(Guid id, string page)
    {
        await using var scope = scopes.CreateAsyncScope();
        var inside = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        inside.Enter(current.Workspace.Id, Via.Web);
        await inside.Coauthors.Where(c => c.PostId == id && c.Page == page && c.MemberId == current.Member.Id).ExecuteDeleteAsync(CancellationToken.None);
        bell.Ring(id);
    }

    /// <returns>The status with which this member is refused; null if the post may be written.</returns>
    static async Task<int?> Refusal(PlanableDb db, Member member, Guid id, CancellationToken cancel)
    {
        var post = await db.Posts.AsNoTracking().Include(p => p.Variants).SingleOrDefaultAsync(p => p.Id == id, cancel);
        return post is null ? StatusCodes.Status404NotFound
            : !post.CanBeEditedBy(member) || !post.IsSeenWholeBy(member) ? StatusCodes.Status403Forbidden
            : !post.IsEditable ? StatusCodes.Status409Conflict
            : null;
    }

    /// <summary>The shared text, or a channel's own.</summary>
    async Task<bool> AreFields(IEnumerable<string> names, CancellationToken cancel)
    {
        var own = names.Where(n => n != PostTexts.Base).ToList();
        var channels = own.Select(n => Guid.TryParseExact(n, "D", out var channel) ? channel : Guid.Empty).Distinct().ToList();
        return own.Count == 0 || await db.Channels.CountAsync(c => channels.Contains(c.Id), cancel) == channels.Count;
    }
}
