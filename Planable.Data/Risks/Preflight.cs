using Microsoft.EntityFrameworkCore;
using Planable.Data.Databases;
using Planable.Data.Logs;
using Planable.Data.Posts;

namespace Planable.Data.Risks;

/// <summary>
/// Looks at planned posts before their time: as soon as they are planned or what they depend on changes, a day before, a quarter of an hour before, and
/// again every few minutes while they are at risk. What is found is kept as <see cref="Risk"/>; what is not found any more is gone.
/// </summary>
public sealed class Preflight(PlanableDb db, IEnumerable<IPreflightCheck> checks, TimeProvider clock)
{
    /// <summary>Posts looked at together: the number of commands is the same for one.</summary>
    public const int Batch = 100;

    public static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);

    /// <summary>What may mend by itself, a file that is converted or room in a quota, is looked for again.</summary>
    static readonly TimeSpan Again = TimeSpan.FromMinutes(5);

    static readonly string[] OfWorkspace = ["workspace.blackout-set", "workspace.blackout-lifted", "workspace.brand-rule-added", "workspace.brand-rule-changed", "workspace.brand-rule-removed", "workspace.approvals-settled", "workspace.settled", "workspace.zone-changed"];

    /// <summary>Posts of the entered workspace, or of all, that are due for a look.</summary>
    public static IQueryable<Post> Due(IQueryable<Post> posts, DateTimeOffset now)
    {
        var (day, quarter, before) = (now + Day, now + QuarterHour, now - Again);
        return posts.Where(p => p.State == PostState.Scheduled && p.Kind == null && p.DeletedAt == null
            && (p.Preflown == 0 || (p.Preflown < 2 && p.ScheduledAt <= day) || (p.Preflown < 3 && p.ScheduledAt <= quarter) || p.Risks.Any(r => r.CheckedAt < before)));
    }

    /// <summary>Whether an act can change what a check finds, besides those on the post itself.</summary>
    public static bool Touches(string verb) =>
        verb.StartsWith("channel.", StringComparison.Ordinal) || Approves(verb) || verb.StartsWith("media.", StringComparison.Ordinal) || OfWorkspace.Contains(verb, StringComparer.Ordinal);

    static bool Approves(string verb) => verb is "post.unlocked" || verb.StartsWith("post.approv", StringComparison.Ordinal);

    /// <summary>Whatever others did to channels, files and rules concerns posts that were planned before: those are looked at again.</summary>
    public async Task Reconsider(IEnumerable<(string Verb, Guid SubjectId)> acts, CancellationToken cancel)
    {
        var touching = acts.Where(a => Touches(a.Verb)).ToList();
        var planned = db.Posts.Where(p => p.State == PostState.Scheduled && p.Preflown > 0);
        if (touching.Exists(a => OfWorkspace.Contains(a.Verb, StringComparer.Ordinal)))
        {
            await planned.ExecuteUpdateAsync(p => p.SetProperty(x => x.Preflown, 0), cancel);
            return;
        }

        var posts = touching.Where(a => Approves(a.Verb)).Select(a => a.SubjectId).Distinct().ToList();
        if (posts.Count > 0)
            await planned.Where(p => posts.Contains(p.Id)).ExecuteUpdateAsync(p => p.SetProperty(x => x.Preflown, 0), cancel);
        var channels = touching.Where(a => a.Verb.StartsWith("channel.", StringComparison.Ordinal)).Select(a => a.SubjectId).Distinct().ToList();
        if (channels.Count > 0)
            await planned.Where(p => p.Variants.Any(v => channels.Contains(v.ChannelId))).ExecuteUpdateAsync(p => p.SetProperty(x => x.Preflown, 0), cancel);
        var files = touching.Where(a => a.Verb.StartsWith("media.", StringComparison.Ordinal)).Select(a => a.SubjectId).Distinct().ToList();
        if (files.Count > 0)
            await planned.Where(p => p.Media.Any(m => files.Contains(m.MediaId))).ExecuteUpdateAsync(p => p.SetProperty(x => x.Preflown, 0), cancel);
    }

    /// <summary>Everything that is due, batch after batch.</summary>
    public async Task CheckDue(CancellationToken cancel)
    {
        while (await CheckSome(cancel) == Batch)
            db.ChangeTracker.Clear();
    }

    /// <returns>How many were looked at.</returns>
    public async Task<int> CheckSome(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var ids = await Due(db.Posts, now).OrderBy(p => p.ScheduledAt).Select(p => p.Id).Take(Batch).ToListAsync(cancel);
        if (ids.Count == 0)
            return 0;

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Two that look at the same post at the same moment would both write down what they find.
        await RowLocks.LockPosts(db, ids, cancel);
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var posts = await db.Posts.AsNoTrackingWithIdentityResolution()
            .Include(p => p.Variants).ThenInclude(v => v.Channel).Include(p => p.Media).ThenInclude(m => m.Asset).Include(p => p.Labels).Include(p => p.Deliveries)
            .AsSplitQuery().Where(p => ids.Contains(p.Id) && p.State == PostState.Scheduled).ToListAsync(cancel);
        var round = new PreflightRound(workspace, posts, now);
        var found = new List<RiskFound>();
        foreach (var check in checks)
            found.AddRange(await check.Look(round, cancel));
        await Keep(ids, found, now, cancel);
        foreach (var stage in posts.GroupBy(p => StageAt(p, now), p => p.Id))
        {
            var (at, those) = (stage.Key, stage.ToList());
            await db.Posts.Where(p => those.Contains(p.Id)).ExecuteUpdateAsync(p => p.SetProperty(x => x.Preflown, at), cancel);
        }

        await transaction.CommitAsync(cancel);
        db.RingLogBell();
        return ids.Count;
    }

    static int StageAt(Post post, DateTimeOffset now) => post.ScheduledAt <= now + QuarterHour ? 3 : post.ScheduledAt <= now + Day ? 2 : 1;

    async Task Keep(List<Guid> ids, List<RiskFound> found, DateTimeOffset now, CancellationToken cancel)
    {
        var known = (await db.Risks.Where(r => ids.Contains(r.PostId)).ToListAsync(cancel)).ToLookup(r => r.PostId);
        var current = found.ToLookup(f => f.PostId);
        foreach (var id in ids)
            KeepOf([.. known[id]], [.. current[id].DistinctBy(f => (f.Code, f.ChannelId))], now);
        await db.SaveChangesAsync(cancel);
        await db.Risks.Where(r => ids.Contains(r.PostId)).ExecuteUpdateAsync(r => r.SetProperty(x => x.CheckedAt, now), cancel);
    }

    void KeepOf(List<Risk> known, List<RiskFound> found, DateTimeOffset now)
    {
        foreach (var gone in known.Where(r => !found.Exists(f => f.Code == r.Code && f.ChannelId == r.ChannelId)))
        {
            if (!found.Exists(f => f.Code == gone.Code) && known.First(r => r.Code == gone.Code) == gone)
                gone.TellOver(now);
            db.Risks.Remove(gone);
        }

        var told = known.Select(r => r.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var one in found)
        {
            if (known.Find(r => r.Code == one.Code && r.ChannelId == one.ChannelId) is { } stays)
            {
                stays.Say(one);
                continue;
            }

            var risk = new Risk(one, now);
            if (told.Add(one.Code))
                risk.Tell(one, now);
            db.Risks.Add(risk);
        }
    }
}
