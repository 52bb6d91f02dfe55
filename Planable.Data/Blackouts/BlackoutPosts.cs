using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Blackouts;

public static class BlackoutPosts
{
    /// <summary>Planned into the blackout before it was set, and not out yet.</summary>
    public static IQueryable<Post> Inside(this IQueryable<Post> posts, Blackout blackout, string zone, DateTimeOffset now)
    {
        var (from, before) = Calendar.MonthDays.Instants(blackout.First, blackout.Last, zone);
        return posts.Where(p => p.ScheduledAt >= from && p.ScheduledAt < before && p.ScheduledAt > now && (p.State == PostState.Draft || p.State == PostState.Scheduled));
    }

    /// <summary>To the first open day after the blackout, at the same hour.</summary>
    public static void MoveBehind(this Post post, Blackout blackout, Member by, Workspace workspace, DateTimeOffset at)
    {
        var day = blackout.Last.AddDays(1);
        while (workspace.BlackoutOn(day) is { } next)
            day = next.Last.AddDays(1);
        var local = day.ToDateTime(TimeOnly.FromDateTime(Zones.ToLocal(post.ScheduledAt!.Value, workspace.Zone)));
        if (Zones.Read(local, workspace.Zone) is LocalReading.Never never)
            local = never.Instead;
        post.Plan(PlannedTime.Read(local, workspace.Zone, second: false), by, at);
    }
}
