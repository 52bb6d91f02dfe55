using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Targets;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Targets;

public sealed class TargetForm
{
    /// <summary>Null for the client as a whole.</summary>
    public Guid? Channel { get; set; }

    public int? Posts { get; set; }

    /// <summary>Percent for each label; empty for none.</summary>
    public Dictionary<Guid, int?> Mix { get; set; } = [];
}

public sealed record TargetChannel(Guid Id, string Name, string Network);

public sealed record TargetLabel(Guid Id, string Name, int Colour, int? Percent, int Wanted);

/// <param name="Open">Null for the client as a whole.</param>
/// <param name="Target">Null if there is none yet.</param>
public sealed record TargetsPage(IReadOnlyList<TargetChannel> Channels, TargetChannel? Open, WeekTarget? Target, IReadOnlyList<TargetLabel> Labels);

/// <summary>How many posts a week is to have, and of what.</summary>
[Route("w/{workspace}/settings/targets"), Requires(Permission.EditOthersPosts)]
public class TargetsController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(Guid? channel, CancellationToken cancel)
    {
        var channels = await db.Channels.AsNoTracking().Where(c => c.State != ChannelState.Disconnected).OrderBy(c => c.Name).Select(c => new TargetChannel(c.Id, c.Name, c.Network)).ToListAsync(cancel);
        var open = channels.Find(c => c.Id == channel);
        var target = current.Workspace.Targets.Find(t => t.ChannelId == open?.Id);
        var wanted = target?.Wanted().ToDictionary(w => w.LabelId, w => w.Count) ?? [];
        var labels = await db.Labels.AsNoTracking().OrderBy(l => l.Name).Select(l => new { l.Id, l.Name, l.Colour }).ToListAsync(cancel);
        return View(new TargetsPage(
            channels, open, target,
            [.. labels.Select(l => new TargetLabel(l.Id, l.Name, l.Colour, target?.Mix.FirstOrDefault(m => m.LabelId == l.Id)?.Percent, wanted.GetValueOrDefault(l.Id)))]));
    }

    [HttpPost]
    public async Task<IActionResult> Create(TargetForm form, CancellationToken cancel)
    {
        var channel = form.Channel is null ? null : await db.Channels.SingleOrDefaultAsync(c => c.Id == form.Channel, cancel);
        if (form.Channel is not null && channel is null)
            return NotFound();
        if (!ModelState.IsValid || form.Posts is not { } posts)
            throw new RuleBroken("TARGET_POSTS", "A week can be given 1 to {0} posts.", WeekTarget.MostPosts);
        var asked = form.Mix.Where(m => m.Value is not (null or 0)).Select(m => m.Key).ToList();
        var known = await db.Labels.Where(l => asked.Contains(l.Id)).Select(l => l.Id).ToListAsync(cancel);
        current.Workspace.Aim(channel, posts, [.. known.Select(id => new MixShare(id, form.Mix[id]!.Value))], current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(channel?.Id), channel is null ? words["A week is to have {0} posts. The calendar shows what is missing.", posts] : words["A week on {0} is to have {1} posts. The calendar shows what is missing.", channel.Name, posts]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (current.Workspace.Targets.Find(t => t.Id == id) is not { } target)
            return this.GoTo(PathOf(null), words["The target is gone."]);
        current.Workspace.DropTarget(id, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(target.ChannelId), words["The target is gone."]);
    }

    string PathOf(Guid? channel) => $"{current.Root}/settings/targets{(channel is { } id ? $"?channel={id}" : "")}";
}
