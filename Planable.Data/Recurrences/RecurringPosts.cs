using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Recurrences;

/// <summary>How far a change to one occurrence reaches.</summary>
public enum RecurrenceReach
{
    This,
    Later,
    All,
}

/// <summary>Makes the occurrences of series, and carries changes from one to the others.</summary>
public sealed class RecurringPosts(PlanableDb db, TimeProvider clock)
{
    /// <summary>For the entered workspace: whatever of its series lies within the next weeks and does not exist yet.</summary>
    public async Task MakeDue(CancellationToken cancel)
    {
        if (!await db.Recurrences.AnyAsync(r => r.EndedAt == null, cancel))
            return;
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        foreach (var recurrence in await db.Recurrences.Include(r => r.MadeBy).ThenInclude(m => m.Person).Where(r => r.EndedAt == null).ToListAsync(cancel))
        {
            await Make(recurrence, workspace, cancel);
            await db.SaveChangesAsync(cancel);
        }
    }

    /// <summary>Adds the missing occurrences; the caller saves.</summary>
    public async Task Make(Recurrence recurrence, Workspace workspace, CancellationToken cancel)
    {
        var (now, zone) = (clock.GetUtcNow(), workspace.Zone);
        var through = DateOnly.FromDateTime(Zones.ToLocal(now, zone)).AddDays(Recurrence.DaysAhead);
        var days = recurrence.Rule.AllDays().SkipWhile(d => d <= recurrence.MadeThrough).TakeWhile(d => d <= through).ToList();
        var by = recurrence.MadeBy;
        if (days.Count > 0 && !(by.Can(Permission.WritePosts) && by.Can(Permission.SchedulePosts)))
        {
            recurrence.End($"{by.Name} may not schedule posts any more", Logs.Actor.Planable, now);
            return;
        }

        if (days.Count > 0)
        {
            var (source, version, channels, assets) = await Content(recurrence, cancel);
            foreach (var occurrence in days.Select(d => recurrence.Rule.On(d, zone)).Where(o => o.Time.Instant > now))
            {
                if (workspace.BlackoutAt(occurrence.Time.Instant) is { } blackout)
                    recurrence.Skip(occurrence.Day, blackout.Reason, now);
                else
                    db.Posts.Add(recurrence.Occur(occurrence, source, version, channels, assets, workspace, now));
            }

            recurrence.MadeTo(days[^1]);
        }

        if (recurrence.Rule.Last is { } last && last <= through)
            recurrence.End(null, Logs.Actor.Planable, now);
    }

    /// <summary>Workspaces in which an occurrence was approved that others of its series inherit from.</summary>
    public static IQueryable<Guid> WithApprovalsToShare(PlanableDb db) =>
        db.Recurrences.Everywhere().Where(r => r.Inherits && r.EndedAt == null && db.Posts.Everywhere().Any(p => p.RecurrenceId == r.Id && p.ApprovalState == ApprovalState.Approved)
            && db.Posts.Everywhere().Any(p => p.RecurrenceId == r.Id && !p.IsApartFromSeries && p.State == PostState.Draft && (p.ApprovalState == ApprovalState.None || p.ApprovalState == ApprovalState.Outdated)))
            .Select(r => r.WorkspaceId).Distinct();

    /// <summary>For the entered workspace: what one occurrence was approved with holds for those that say the same, where the series is set so.</summary>
    public async Task ShareApprovals(CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        foreach (var recurrence in await db.Recurrences.Include(r => r.MadeBy).ThenInclude(m => m.Person).Where(r => r.Inherits && r.EndedAt == null).ToListAsync(cancel))
        {
            var posts = await db.Posts.Whole().Where(p => p.RecurrenceId == recurrence.Id && (p.ScheduledAt > at || p.ApprovalState == ApprovalState.Approved)).ToListAsync(cancel);
            // The last one approved counts, if they were approved with different words.
            var approved = posts.Where(p => p.IsApproved).OrderByDescending(p => p.Approval!.Standing.Max(s => (DateTimeOffset?)s.At)).ToList();
            foreach (var post in posts.Where(p => !p.IsApproved && p.State == PostState.Draft && p.ScheduledAt > at))
            {
                if (approved.Find(a => a.ApprovedHash == post.Content().Hash()) is { } same)
                    post.ShareApproval(same, recurrence, recurrence.MadeBy, at);
            }
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>What was changed in one occurrence is changed in others too, unless they were changed for themselves or are out. Both have to be loaded whole; the caller saves.</summary>
    /// <returns>How many others were changed, and how many were left because somebody had changed them alone.</returns>
    public async Task<(int Changed, int Left)> Spread(Post post, RecurrenceReach reach, Member by, CancellationToken cancel)
    {
        if (reach == RecurrenceReach.This || post is not { RecurrenceId: { } id, OccurrenceDay: { } day })
            return (0, 0);
        var at = clock.GetUtcNow();
        var recurrence = await db.Recurrences.SingleAsync(r => r.Id == id, cancel);
        var version = post.Cut(by, at);
        var time = recurrence.Rule.Time;
        recurrence.Follow(post, version);
        var others = await db.Posts.Whole()
            .Where(p => p.RecurrenceId == id && p.Id != post.Id && (p.State == PostState.Draft || p.State == PostState.Scheduled) && p.ScheduledAt > at)
            .Where(p => reach == RecurrenceReach.All || p.OccurrenceDay > day)
            .ToListAsync(cancel);
        var channels = post.Variants.Select(v => v.Channel).ToList();
        var assets = post.Media.Select(m => m.Asset).DistinctBy(a => a.Id).ToList();
        // What is locked by approval stays as it was approved.
        var following = others.FindAll(o => !o.IsApartFromSeries && !o.IsLocked(by.Workspace));
        foreach (var other in following)
            other.FollowSeries(post, version, time, channels, assets, by, at);
        post.RejoinSeries();
        return (following.Count, others.Count - following.Count);
    }

    /// <summary>The series stops with this occurrence. Later ones that are not out go with it, or stay as posts of their own.</summary>
    /// <returns>How many were deleted.</returns>
    public async Task<int> EndAfter(Post post, bool deleteLater, Member by, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        var recurrence = await db.Recurrences.SingleAsync(r => r.Id == post.RecurrenceId, cancel);
        post.MustBeSchedulableBy(by);
        recurrence.End(null, by, at);
        if (!deleteLater)
            return 0;
        var later = await db.Posts.Include(p => p.Deliveries)
            .Where(p => p.RecurrenceId == recurrence.Id && p.OccurrenceDay > post.OccurrenceDay && (p.State == PostState.Draft || p.State == PostState.Scheduled)).ToListAsync(cancel);
        foreach (var one in later)
            one.Delete(by, at);
        return later.Count;
    }

    async Task<(Post Source, PostVersion Version, List<Channels.Channel> Channels, List<Media.MediaAsset> Assets)> Content(Recurrence recurrence, CancellationToken cancel)
    {
        var source = await db.Posts.IncludingDeleted().Include(p => p.Labels).ThenInclude(l => l.Label).Include(p => p.Campaign).AsSplitQuery().SingleAsync(p => p.Id == recurrence.SourceId, cancel);
        var version = await db.PostVersions.SingleAsync(v => v.PostId == recurrence.SourceId && v.Number == recurrence.SourceVersion, cancel);
        var content = version.Content;
        var channelIds = content.Variants.Select(v => v.ChannelId).ToList();
        var mediaIds = content.Media.Select(m => m.Id).ToList();
        return (source, version,
            await db.Channels.Where(c => channelIds.Contains(c.Id) && c.State != Channels.ChannelState.Disconnected).ToListAsync(cancel),
            mediaIds.Count == 0 ? [] : await db.Media.Where(a => mediaIds.Contains(a.Id)).ToListAsync(cancel));
    }
}
