using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Blackouts;
using Planable.Data.Channels;
using Planable.Data.Conversations;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Slots;
using Planable.Data.Times;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Slots;

public sealed record QueueChannel(Guid Id, string Name, string Network, List<Slot> Slots, bool Reflows);

/// <param name="Post">Null for a free slot.</param>
/// <param name="IsSlot">The time is one of the channel's slots.</param>
/// <param name="IsHeld">Somebody is just writing a post for it.</param>
/// <param name="Label">For which posts the slot is kept; null for all.</param>
public sealed record QueueLine(PlannedTime Time, QueuePost? Post, bool IsSlot, bool IsHeld, SlotLabel? Label);

/// <param name="IsQueued">The queue may give it another time.</param>
public sealed record QueuePost(Guid Id, string Text, PostState State, Guid AuthorId, DateTimeOffset At, bool IsQueued);

public sealed record QueueDay(DateOnly Date, IReadOnlyList<QueueLine> Lines, Blackout? Blackout);

public sealed record QueuePage(IReadOnlyList<QueueChannel> Channels, QueueChannel? Open, IReadOnlyList<QueueDay> Days, int Free)
{
    /// <summary>Posts that the queue may move.</summary>
    public int Moving => Days.Sum(d => d.Lines.Count(l => l.Post is { IsQueued: true, State: PostState.Scheduled }));
}

/// <summary>What goes out on a channel in the coming weeks, slot by slot.</summary>
[Route("w/{workspace}")]
public class QueueController(PlanableDb db, Current current, QueuedPosts queued, QueueOrder order, TimeWords times, IStringLocalizer<Words> words) : Controller
{
    const int Days = 28;

    /// <summary>An address does not bear more.</summary>
    const int MostUndone = 40;

    [HttpGet("queue"), Requires(Permission.SeeInternal)]
    public async Task<IActionResult> Index(Guid? channel, CancellationToken cancel)
    {
        var channels = await db.Channels.Where(c => c.State != ChannelState.Disconnected).OrderBy(c => c.Name).Select(c => new QueueChannel(c.Id, c.Name, c.Network, c.Slots, c.Reflows)).ToListAsync(cancel);
        var open = channels.Find(c => c.Id == channel) ?? channels.Find(c => c.Slots.Count > 0) ?? channels.FirstOrDefault();
        var days = open is null ? [] : await Read(open, cancel);
        return View(new QueuePage(channels, open, days, days.Sum(d => d.Lines.Count(l => l is { Post: null, IsHeld: false }))));
    }

    /// <summary>Each channel gets the post in its next free slot.</summary>
    [HttpPost("posts/{postId:guid}/queue")]
    public async Task<IActionResult> Create(Guid postId, int? despite, CancellationToken cancel)
    {
        if (await db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == postId, cancel) is not { } post)
            return NotFound();
        current.Member.Must(Permission.SchedulePosts);
        if (this.AltMissing(post, current, words) is { } missing)
            return missing;
        await db.LookForComments(post, despite, cancel);
        var posts = await queued.Add(post, current.Member, current.Workspace, cancel);
        var first = times.Short(posts[0].ScheduledAt!.Value);
        return posts.Count == 1
            ? this.GoTo($"{current.Root}/posts/{postId}", words["Scheduled for {0}", first])
            : this.GoTo($"{current.Root}/queue", words["{0} posts, one for each channel, the first on {1}", posts.Count, first]);
    }

    /// <summary>Posts that the queue placed change places at random; their order before is the undo.</summary>
    [HttpPost("queue/{channelId:guid}/shuffle")]
    public async Task<IActionResult> Shuffle(Guid channelId, CancellationToken cancel)
    {
        if (await Find(channelId, cancel) is not { } channel)
            return NotFound();
        var before = await order.Shuffle(channel, current.Member, Random.Shared, cancel);
        if (before.Count is > 0 and <= MostUndone)
            TempData["Undo"] = $"{PathOf(channel)}/order?posts={string.Join(',', before)}";
        return this.GoTo($"{current.Root}/queue?channel={channel.Id}", before.Count == 0 ? words["There is nothing to shuffle: fewer than two posts wait for the same slots."] : words["Shuffled. Posts with a time of their own stayed."]);
    }

    [HttpPost("queue/{channelId:guid}/order")]
    public async Task<IActionResult> Arrange(Guid channelId, string? posts, CancellationToken cancel)
    {
        if (await Find(channelId, cancel) is not { } channel)
            return NotFound();
        var ids = (posts ?? "").Split(',').Select(p => Guid.TryParse(p, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).ToList();
        await order.Arrange(channel, ids, current.Member, cancel);
        return this.GoTo($"{current.Root}/queue?channel={channel.Id}", words["The queue has its order back."]);
    }

    [HttpPost("queue/{channelId:guid}/reflow")]
    public async Task<IActionResult> Reflow(Guid channelId, bool on, CancellationToken cancel)
    {
        if (await Find(channelId, cancel) is not { } channel)
            return NotFound();
        channel.Reflow(on, current.Member, times.Now);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/queue?channel={channel.Id}", on ? words["When a post leaves the queue, later ones move up now."] : words["Posts keep their places now when one leaves the queue."]);
    }

    /// <summary>From now on a person's time: the queue leaves it alone.</summary>
    [HttpPost("posts/{postId:guid}/queue/fixed")]
    public async Task<IActionResult> Fix(Guid postId, Guid? channel, CancellationToken cancel)
    {
        if (await db.Posts.SeenBy(current.Member).SingleOrDefaultAsync(p => p.Id == postId, cancel) is not { } post)
            return NotFound();
        post.FixTime(current.Member, times.Now);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/queue?channel={channel}", words["It keeps its time, whatever happens in the queue."]);
    }

    Task<Channel?> Find(Guid id, CancellationToken cancel) => db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel);

    string PathOf(Channel channel) => $"{current.Root}/queue/{channel.Id}";

    async Task<List<QueueDay>> Read(QueueChannel open, CancellationToken cancel)
    {
        var (now, zone) = (times.Now, current.Workspace.Zone);
        var today = DateOnly.FromDateTime(times.LocalNow);
        var last = today.AddDays(Days - 1);
        var (from, before) = Data.Calendar.MonthDays.Instants(today, last, zone);
        var posts = await db.Posts.Where(p => p.ScheduledAt >= from && p.ScheduledAt < before && p.Variants.Any(v => v.ChannelId == open.Id)).OrderBy(p => p.ScheduledAt)
            .Select(p => new QueuePost(p.Id, p.Text.Substring(0, 120), p.State, p.AuthorId, p.ScheduledAt!.Value, p.IsQueued)).ToListAsync(cancel);
        var held = (await db.SlotHolds.Where(h => h.ChannelId == open.Id && h.Until > now).Select(h => h.Turn).ToListAsync(cancel)).ToHashSet();
        var labels = open.Slots.TrueForAll(s => s.LabelId is null) ? [] : await db.Labels.Select(l => new SlotLabel(l.Id, l.Name, l.Colour)).ToDictionaryAsync(l => l.Id, cancel);
        var turns = (await db.KeptSlots(open.Slots, cancel)).Of(open.Slots).Upcoming(zone, from.AddTicks(-1), last).ToList();
        var inSlots = turns.ToDictionary(t => t.Time.Instant, t => t.Slot.LabelId is { } label ? labels.GetValueOrDefault(label) : null);
        var filled = posts.Select(p => p.At).ToHashSet();
        var lines = posts.Select(p => new QueueLine(new PlannedTime(Zones.ToLocal(p.At, zone), zone, false, p.At), p, inSlots.ContainsKey(p.At), IsHeld: false, inSlots.GetValueOrDefault(p.At)))
            .Concat(turns.Where(t => t.Time.Instant > now && !filled.Contains(t.Time.Instant) && current.Workspace.BlackoutAt(t.Time.Instant) is null)
                .Select(t => new QueueLine(t.Time, null, IsSlot: true, held.Contains(t.Time.Instant), inSlots[t.Time.Instant])))
            .OrderBy(l => l.Time.Instant)
            .ToLookup(l => DateOnly.FromDateTime(l.Time.Local));
        return
        [
            .. Enumerable.Range(0, Days).Select(today.AddDays).Select(d => new QueueDay(d, [.. lines[d]], current.Workspace.BlackoutOn(d))).Where(d => d.Lines.Count > 0 || d.Blackout is not null),
        ];
    }
}
