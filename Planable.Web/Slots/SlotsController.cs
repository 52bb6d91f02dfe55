using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Labels;
using Planable.Data.Members;
using Planable.Data.Slots;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Slots;

public sealed class SlotForm
{
    public List<DayOfWeek> Days { get; set; } = [];

    public TimeOnly? Time { get; set; }

    /// <summary>Only posts with it take the slots.</summary>
    public Guid? Label { get; set; }
}

public sealed record SlotLabel(Guid Id, string Name, int Colour);

/// <param name="Week">In the client's order, each with its slots.</param>
public sealed record SlotsPage(IReadOnlyList<Channel> Channels, Channel? Open, IReadOnlyList<(DayOfWeek Day, IReadOnlyList<Slot> Slots)> Week, IReadOnlyList<SlotLabel> Labels);

/// <param name="Shown">The first of the posts.</param>
public sealed record SlotPage(Channel Channel, Slot Slot, int Posts, IReadOnlyList<(Guid Id, string Text, DateTimeOffset At)> Shown, IReadOnlyList<SlotLabel> Labels);

[Route("w/{workspace}/settings/slots"), Requires(Permission.EditOthersPosts)]
public class SlotsController(PlanableDb db, Current current, SlotRemoval removal, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(Guid? channel, CancellationToken cancel)
    {
        var channels = await db.Channels.AsNoTracking().Where(c => c.State != ChannelState.Disconnected).OrderBy(c => c.Name).ToListAsync(cancel);
        var open = channels.Find(c => c.Id == channel) ?? channels.FirstOrDefault();
        var kept = open is null ? [] : (await db.KeptSlots([open], cancel)).Of(open);
        var week = Enumerable.Range(0, 7).Select(i => (DayOfWeek)(((int)current.Workspace.WeekStart + i) % 7))
            .Select(d => (d, (IReadOnlyList<Slot>)[.. kept.Where(s => s.Day == d).OrderBy(s => s.Time)])).ToList();
        return View(new SlotsPage(channels, open, week, await Labels(cancel)));
    }

    [HttpPost("{channelId:guid}")]
    public async Task<IActionResult> Create(Guid channelId, SlotForm form, CancellationToken cancel)
    {
        if (await Find(channelId, cancel) is not { } channel)
            return NotFound();
        if (form.Time is not { } time)
            throw new RuleBroken("TIME_MISSING", "Choose a time of day.");
        channel.AddSlots(form.Days, time, await LabelOf(form.Label, cancel), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(channel), words["Slots added."]);
    }

    /// <summary>For whom the slot is kept. What becomes of the posts that are planned for it is asked before it goes.</summary>
    [HttpGet("{channelId:guid}/{slotId:guid}")]
    public async Task<IActionResult> Show(Guid channelId, Guid slotId, CancellationToken cancel)
    {
        if (await Find(channelId, cancel) is not { } channel || channel.Slots.Find(s => s.Id == slotId) is not { } slot)
            return NotFound();
        var posts = await removal.PostsOn(channel, slot, cancel);
        var kept = (await db.KeptSlots([channel], cancel)).Of([slot]).Single();
        return View(new SlotPage(channel, kept, posts.Count, [.. posts.Take(20).Select(p => (p.Id, p.Text.Length > 90 ? p.Text[..90] : p.Text, p.ScheduledAt!.Value))], await Labels(cancel)));
    }

    [HttpPost("{channelId:guid}/{slotId:guid}/label")]
    public async Task<IActionResult> Keep(Guid channelId, Guid slotId, Guid? label, CancellationToken cancel)
    {
        if (await Find(channelId, cancel) is not { } channel || channel.Slots.Find(s => s.Id == slotId) is not { } slot)
            return NotFound();
        var keptFor = await LabelOf(label, cancel);
        channel.KeepSlotFor(slot, keptFor, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(channel), keptFor is null ? words["The slot takes any post now."] : words["The slot is kept for posts labelled {0}.", keptFor.Name]);
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

    async Task<IReadOnlyList<SlotLabel>> Labels(CancellationToken cancel) => await db.Labels.AsNoTracking().OrderBy(l => l.Name).Select(l => new SlotLabel(l.Id, l.Name, l.Colour)).ToListAsync(cancel);

    async Task<Label?> LabelOf(Guid? id, CancellationToken cancel) =>
        id is null ? null : await db.Labels.SingleOrDefaultAsync(l => l.Id == id, cancel) ?? throw new RuleBroken("LABEL_GONE", "This label was removed meanwhile. Choose another one.");

    Task<Channel?> Find(Guid id, CancellationToken cancel) => db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel);

    string PathOf(Channel channel) => $"{current.Root}/settings/slots?channel={channel.Id}";
}
