using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Engagements;
using Planable.Data.Logs;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Slots;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Evergreens;

/// <summary>Makes the next runs of the evergreen library of the entered workspace.</summary>
public sealed class EvergreenRuns(PlanableDb db, FreeSlots free, KnownEngagements engagements, TimeProvider clock)
{
    public async Task MakeDue(CancellationToken cancel)
    {
        var active = await db.Evergreens.Include(e => e.MadeBy).ThenInclude(m => m.Person).Where(e => e.StoppedAt == null).OrderBy(e => e.LastTurn).ToListAsync(cancel);
        if (active.Count == 0)
            return;
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        foreach (var evergreen in active)
        {
            await Make(evergreen, workspace, cancel);
            await db.SaveChangesAsync(cancel);
        }
    }

    async Task Make(Evergreen evergreen, Workspace workspace, CancellationToken cancel)
    {
        var (now, by) = (clock.GetUtcNow(), evergreen.MadeBy);
        var source = await db.Posts.Whole().SingleOrDefaultAsync(p => p.Id == evergreen.PostId, cancel);
        if (source is null)
        {
            evergreen.End("The post was deleted.", now);
            return;
        }

        // Deleted runs were turns too: whoever deletes one does not want it made again the next hour.
        var runs = await db.Posts.IncludingDeleted().Where(p => p.EvergreenId == evergreen.Id)
            .Select(p => new Run(p.Id, p.State, p.ScheduledAt, p.DeletedAt != null, p.Text)).ToListAsync(cancel);
        foreach (var turn in runs.Select(r => r.At).Append(source.ScheduledAt).OfType<DateTimeOffset>())
            evergreen.Went(turn);
        var kept = runs.Where(r => !r.IsDeleted).ToList();
        // One at a time, and none while the last one waits for somebody.
        if (source.State is not (PostState.Published or PostState.PartlyPublished) || kept.Exists(r => r.State is not (PostState.Published or PostState.PartlyPublished)))
            return;
        if (kept.Count >= evergreen.Rule.Times)
        {
            evergreen.End("It went out {0} times more, as often as was wanted.", now, Say(kept.Count));
            return;
        }

        if (evergreen.NotBefore - TimeSpan.FromDays(Evergreen.DaysAhead) > now)
            return;
        if (!(by.Can(Permission.WritePosts) && by.Can(Permission.SchedulePosts)))
        {
            evergreen.End("{0} may not schedule posts any more.", now, by.Name);
            return;
        }

        if (await FellBelow(evergreen, source, kept, cancel) is { } reactions)
        {
            evergreen.End("Its last run had {0} reactions, fewer than {1}.", now, Say(reactions), Say(evergreen.Rule.Least!.Value));
            return;
        }

        await Make(evergreen, source, kept, workspace, by, now, cancel);
    }

    async Task Make(Evergreen evergreen, Post source, List<Run> runs, Workspace workspace, Member by, DateTimeOffset now, CancellationToken cancel)
    {
        var content = source.Versions.Single(v => v.Number == source.LatestVersion).Content;
        var channels = source.Variants.Select(v => v.Channel).Where(c => c.State != ChannelState.Disconnected).OrderBy(c => c.Name, StringComparer.Ordinal).ToList();
        var assets = source.Media.Select(m => m.Asset).DistinctBy(a => a.Id).ToList();
        var run = Post.Draft(by, workspace, now);
        if (await Turn(run, source, channels, by, workspace, evergreen.NotBefore > now ? evergreen.NotBefore : now, cancel) is not { } time)
        {
            evergreen.Skip(evergreen.NotBefore, "No channel has a free time slot.", now);
            return;
        }

        if (channels.Count == 0)
        {
            evergreen.Skip(time.Instant, "None of its channels is connected.", now);
            return;
        }

        var wording = Wording(evergreen, content, runs, channels, out var strict);
        if (wording is null)
        {
            evergreen.Skip(time.Instant, "{0} takes no text twice. Write another wording.", now, strict!);
            return;
        }

        run.Rerun(evergreen, source, Reworded(content, wording), time, channels, assets, by, now);
        db.Posts.Add(run);
        evergreen.Ran(run, now);
    }

    /// <summary>The first wording that was not used yet. Where all were, they come round again, except on networks that take no text twice.</summary>
    /// <returns>Null if there is none; then <paramref name="strict"/> names the network.</returns>
    static string? Wording(Evergreen evergreen, PostContent content, List<Run> runs, List<Channel> channels, out string? strict)
    {
        var used = runs.Select(r => r.Text).Append(content.Text).Select(TextKeys.Of).ToHashSet();
        strict = channels.Select(c => Networks.Networks.Find(c.Network)).FirstOrDefault(n => n?.Repeats is not null)?.Name;
        if (evergreen.Rule.Variations.FirstOrDefault(v => !used.Contains(TextKeys.Of(v))) is { } fresh)
            return fresh;
        if (strict is not null)
            return null;
        IReadOnlyList<string> all = [content.Text, .. evergreen.Rule.Variations];
        return all[(runs.Count + 1) % all.Count];
    }

    /// <summary>Another wording is the same on every channel: what a channel said of its own said the old one.</summary>
    static PostContent Reworded(PostContent content, string wording) =>
        wording == content.Text ? content : content with { Text = wording, Variants = [.. content.Variants.Select(v => v with { Text = null })] };

    /// <summary>A free slot of the first channel that has slots for it; without slots the time of day of the post, on the first open day.</summary>
    async Task<PlannedTime?> Turn(Post run, Post source, List<Channel> channels, Member by, Workspace workspace, DateTimeOffset from, CancellationToken cancel)
    {
        if (channels.Find(c => c.Slots.Count > 0) is { } slotted)
            return (await free.Take([slotted], run.Id, [.. source.Labels.Select(l => l.LabelId)], by, workspace, cancel, from)).Single().Time;
        var clockTime = TimeOnly.FromDateTime(Zones.ToLocal(source.ScheduledAt!.Value, workspace.Zone));
        for (var day = DateOnly.FromDateTime(Zones.ToLocal(from, workspace.Zone)); ; day = day.AddDays(1))
        {
            var local = day.ToDateTime(clockTime);
            if (Zones.Read(local, workspace.Zone) is LocalReading.Never never)
                local = never.Instead;
            var time = PlannedTime.Read(local, workspace.Zone, second: false);
            if (time.Instant >= from && time.Instant > clock.GetUtcNow() && workspace.BlackoutOn(day) is null)
                return time;
        }
    }

    /// <returns>What the last one that went out had, if that is known and too little.</returns>
    async Task<int?> FellBelow(Evergreen evergreen, Post source, List<Run> runs, CancellationToken cancel)
    {
        if (evergreen.Rule.Least is not { } least)
            return null;
        var last = runs.OrderBy(r => r.At).LastOrDefault();
        var known = await engagements.Of(last?.Id ?? source.Id, last?.At ?? source.ScheduledAt!.Value, cancel);
        return known < least ? known : null;
    }

    static string Say(int number) => number.ToString(CultureInfo.InvariantCulture);

    sealed record Run(Guid Id, PostState State, DateTimeOffset? At, bool IsDeleted, string Text);
}
