using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Slots;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Slots;

public sealed class SlotForm
{
    public List<DayOfWeek> Days { get; set; } = [];

    public TimeOnly? Time { get; set; }
}

/// <param name="Week">In the client's order, each with its slots.</param>
public sealed record SlotsPage(IReadOnlyList<Channel> Channels, Channel? Open, IReadOnlyList<(DayOfWeek Day, IReadOnlyList<Slot> Slots)> Week);

/// <param name="Shown">The first of the posts.</param>
public sealed record SlotRemovalPage(Channel Channel, Slot Slot, int Posts, IReadOnlyList<(Guid Id, string Text, DateTimeOffset At)> Shown);

[Route("w/{workspace}/settings/slots"), Requires(Permission.EditOthersPosts)]
public class SlotsController(PlanableDb db, Current current, SlotRemoval removal, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(Guid? channel, CancellationToken cancel)
    {
        var channels = await db.Channels.AsNoTracking().Where(c => c.State != ChannelState.Disconnected).OrderBy(c => c.Name).ToListAsync(cancel);
        var open = channels.Find(c => c.Id == channel) ?? channels.FirstOrDefault();
        var week = Enumerable.Range(0, 7).Select(i => (DayOfWeek)(((int)current.Workspace.WeekStart + i) % 7))
            .Select(d => (d, (IReadOnlyList<Slot>)[.. (open?.Slots ?? []).Where(s => s.Day == d).OrderBy(s => s.Time)])).ToList();
        return View(new SlotsPage(channels, open, week));
    }

    [HttpPost("{channelId:guid}")]
    public async Task<IActionResult> Create(Guid channelId, SlotForm form, CancellationToken cancel)
    {
        if (await Find(channelId, cancel) is not { } channel)
            return NotFound();
        if (form.Time is not { } time)
            throw new RuleBroken("TIME_MISSING", "Choose a time of day.");
        channel.AddSlots(form.Days, time, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(channel), words["Slots added."]);
    }

    /// <summary>What becomes of the posts that are planned for it is asked before anything changes.</summary>
    [HttpGet("{channelId:guid}/{slotId:guid}")]
    public async Task<IActionResult> Show(Guid channelId, Guid slotId, CancellationToken cancel)
    {
        if (await Find(channelId, cancel) is not { } channel || channel.Slots.Find(s => s.Id == slotId) is not { } slot)
            return NotFound();
        var posts = await removal.PostsOn(channel, slot, cancel);
        return View(new SlotRemovalPage(channel, slot, posts.Count, [.. posts.Take(20).Select(p => (p.Id, p.Text.Length > 90 ? p.Text[..90] : p.Text, p.ScheduledAt!.Value))]));
    }

    [HttpPost("{channelId:guid}/{slotId:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid channelId, Guid slotId, SlotPosts? posts, CancellationToken cancel)
    {
        if (await Find(channelId, cancel) is not { } channel)
            return NotFound();
        if (channel.Slots.Find(s => s.Id == slotId) is not { } slot)
            return this.GoTo(PathOf(channel), words["The slot is gone."]);
        if (posts is null && (await removal.PostsOn(channel, slot, cancel)).Count > 0)
            throw new RuleBroken("POSTS_UNDECIDED", "Choose what becomes of the posts that are planned for this slot.");
        var touched = await removal.Remove(channel, slot, posts ?? SlotPosts.Keep, current.Member, current.Workspace, cancel);
        return this.GoTo(PathOf(channel), (posts, touched) switch
        {
            (SlotPosts.Move, > 0) => words["The slot is gone. Posts moved to the next free slots: {0}.", touched],
            (SlotPosts.Unschedule, > 0) => words["The slot is gone. Posts without a date now: {0}.", touched],
            _ => words["The slot is gone."],
        });
    }

    Task<Channel?> Find(Guid id, CancellationToken cancel) => db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel);

    string PathOf(Channel channel) => $"{current.Root}/settings/slots?channel={channel.Id}";
}
