using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Slots;
using Planable.Data.Times;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Approvals;

/// <summary>When a post goes out that missed its time: nobody had decided, or too late.</summary>
public sealed class MissedTimes(Current current, FreeSlots slots, TimeWords times)
{
    public async Task<PlannedTime> Next(Post post, CancellationToken cancel)
    {
        current.Member.Must(Permission.WritePosts);
        if (!post.CanBeEditedBy(current.Member))
            throw new NotAllowed("This post is somebody else's.");
        var late = post.HeldLate();
        var channels = late.Count > 0 ? late.Select(d => d.Channel) : post.Variants.Select(v => v.Channel);
        var free = late.Count > 0 || post.HasMissedItsTime(times.Now) ? await slots.Take([.. channels], post.Id, [.. post.Labels.Select(l => l.LabelId)], current.Member, current.Workspace, cancel) : [];
        return free.Select(f => f.Time).OfType<PlannedTime>().OrderBy(t => t.Instant).FirstOrDefault() ?? SameHourLater(post);
    }

    /// <summary>A channel without slots of its own: the hour it was planned for, on the next day on which something may go out.</summary>
    PlannedTime SameHourLater(Post post)
    {
        var (zone, hour) = (current.Workspace.Zone, post.PlannedLocal?.TimeOfDay ?? TimeSpan.FromHours(9));
        var day = times.LocalNow.Date;
        do
            day = day.AddDays(1);
        while (current.Workspace.BlackoutOn(DateOnly.FromDateTime(day)) is not null);
        var local = day + hour;
        return PlannedTime.Read(Zones.Read(local, zone) is LocalReading.Never never ? never.Instead : local, zone, second: false);
    }
}
