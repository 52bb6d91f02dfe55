using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Publishing;

public sealed record AttentionPage(IReadOnlyList<AttentionPost> Posts, int Page, bool HasMore, int Failed, int Held, int Unknown);

public sealed record AttentionPost(Guid Id, string Text, DateTimeOffset? ScheduledAt)
{
    public string Title => PostPage.TitleOf(Text);

    public IReadOnlyList<DeliveryView> Deliveries { get; init; } = [];
}

/// <summary>What failed, is held or unknown in this workspace, each post once, and what to do about many at a time.</summary>
[Route("w/{workspace}/attention"), Requires(Permission.SeeInternal)]
public class AttentionController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int PageSize = 25;

    /// <summary>Posts one press of a button takes; the rest is still listed after it.</summary>
    const int Most = 200;

    [HttpGet]
    public async Task<IActionResult> Index(int page = 1, CancellationToken cancel = default)
    {
        page = Math.Clamp(page, 1, 10_000);
        var waiting = db.Deliveries.AsNoTracking().NeedingPerson().Where(d => d.Post.DeletedAt == null);
        var counts = await waiting.GroupBy(d => d.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        var posts = await db.Posts.AsNoTracking().Where(p => waiting.Any(d => d.PostId == p.Id)).OrderByDescending(p => p.ScheduledAt).ThenByDescending(p => p.Id)
            .Skip((page - 1) * PageSize).Take(PageSize + 1)
            .Select(p => new AttentionPost(p.Id, p.Text.Substring(0, 200), p.ScheduledAt)).ToListAsync(cancel);
        var ids = posts.Take(PageSize).Select(p => p.Id).ToList();
        var deliveries = (await waiting.Where(d => ids.Contains(d.PostId)).ToViews(cancel)).ToLookup(d => d.PostId);
        return this.PageOr("_Attention", new AttentionPage(
            [.. posts.Take(PageSize).Select(p => p with { Deliveries = [.. deliveries[p.Id]] })], page, posts.Count > PageSize,
            counts.Find(c => c.Key == DeliveryState.Failed)?.Count ?? 0, counts.Find(c => c.Key == DeliveryState.Held)?.Count ?? 0, counts.Find(c => c.Key == DeliveryState.Unknown)?.Count ?? 0));
    }

    /// <param name="posts">None means all that failed.</param>
    [HttpPost("retries"), Requires(Permission.PublishPosts)]
    public Task<IActionResult> Retry(Guid[] posts, CancellationToken cancel) =>
        OnEach(DeliveryState.Failed, posts, (_, delivery) => delivery.Retry(current.Member, clock.GetUtcNow()), count => words["{0} tried again now.", count], cancel);

    /// <param name="posts">None means all that is held.</param>
    [HttpPost("publications"), Requires(Permission.PublishPosts)]
    public Task<IActionResult> Publish(Guid[] posts, CancellationToken cancel) =>
        OnEach(DeliveryState.Held, posts, (_, delivery) => delivery.Retry(current.Member, clock.GetUtcNow()), count => words["{0} on the way now.", count], cancel);

    /// <param name="posts">None means all that is held.</param>
    [HttpPost("drops"), Requires(Permission.SchedulePosts)]
    public Task<IActionResult> Drop(Guid[] posts, CancellationToken cancel) =>
        OnEach(DeliveryState.Held, posts, (post, delivery) => post.Drop(delivery, current.Member, clock.GetUtcNow()), count => words["{0} dropped. They do not go out.", count], cancel);

    async Task<IActionResult> OnEach(DeliveryState state, Guid[] chosen, Action<Post, Delivery> act, Func<int, string> say, CancellationToken cancel)
    {
        var query = db.Posts.Where(p => p.Deliveries.Any(d => d.State == state));
        if (chosen.Length > 0)
            query = query.Where(p => chosen.Contains(p.Id));
        var found = await query.OrderBy(p => p.Id).Take(Most).Whole().ToListAsync(cancel);
        var count = 0;
        foreach (var post in found)
        {
            foreach (var delivery in post.Deliveries.Where(d => d.State == state).ToList())
            {
                act(post, delivery);
                count++;
            }

            await db.SaveAndSum(post.Id, cancel);
        }

        return this.GoTo($"{current.Root}/attention", count == 0 ? words["Nothing of that kind was waiting any more."] : say(count));
    }
}
