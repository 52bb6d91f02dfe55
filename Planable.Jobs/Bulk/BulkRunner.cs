using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Bulk;
using Planable.Data.Conversations;
using Planable.Data.Posts;
using Planable.Data.Workspaces;
using Planable.Jobs.Notices;

namespace Planable.Jobs.Bulk;

/// <summary>
/// Carries a run out: some posts a transaction, or all in one where it is all or nothing. What the posts came to is saved with them, so a run that was
/// cut off goes on where it stopped.
/// </summary>
public sealed class BulkRunner(PlanableDb db, NoticeDesk desk, TimeProvider clock)
{
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <param name="tells">Leaves a notice when it is done: nobody waits for it.</param>
    public async Task Carry(Guid runId, bool tells, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        while (await Extend(runId, cancel) && await CarrySome(runId, cancel))
            db.ChangeTracker.Clear();

        db.ChangeTracker.Clear();
        var run = await db.BulkRuns.Include(r => r.By).ThenInclude(m => m.Person).SingleAsync(r => r.Id == runId, cancel);
        if (run.State != BulkState.Waiting || await db.BulkItems.AnyAsync(i => i.RunId == runId && i.Outcome == BulkOutcome.Waiting, cancel))
            return;
        run.Finish(clock.GetUtcNow());
        if (tells)
        {
            var done = await db.BulkItems.CountAsync(i => i.RunId == runId && i.Outcome == BulkOutcome.Done, cancel);
            desk.Raise(run.By, await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == run.WorkspaceId, cancel), new NoticeText($"bulk:{run.Id:N}", "bulk.done", $"{done} of {run.Total} posts are done: {Words(run.Act)}."));
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Who calls holds the lease. One that died is taken over when it is up; should it wake again, the outcomes it then saves are refused.</summary>
    async Task<bool> Extend(Guid runId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var until = now + Lease;
        return await db.BulkRuns.Where(r => r.Id == runId && r.State == BulkState.Waiting).ExecuteUpdateAsync(r => r.SetProperty(x => x.LeasedUntil, until), cancel) == 1;
    }

    /// <returns>Is there more to do?</returns>
    async Task<bool> CarrySome(Guid runId, CancellationToken cancel)
    {
        var run = await db.BulkRuns.Include(r => r.By).ThenInclude(m => m.Person).SingleAsync(r => r.Id == runId, cancel);
        using var eyes = db.SeeAs(run.By);
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var items = await db.BulkItems.Where(i => i.RunId == runId && i.Outcome == BulkOutcome.Waiting).OrderBy(i => i.Position).Take(run.IsWhole ? BulkRun.MostPosts : BulkRun.MostAtOnce).ToListAsync(cancel);
        if (items.Count == 0)
            return false;
        var ids = items.Select(i => i.PostId).ToList();
        var posts = await Load(ids, run, cancel);
        var undone = run.UndoOf is { } of
            ? (await db.BulkItems.AsNoTracking().Where(i => i.RunId == of && i.Outcome == BulkOutcome.Done && (ids.Contains(i.PostId) || (i.CopyId != null && ids.Contains(i.CopyId.Value)))).ToListAsync(cancel)).ToDictionary(i => i.Touched)
            : [];

        var labels = run.Act is BulkAct.Label or BulkAct.Undo ? await db.Labels.ToListAsync(cancel) : [];

        if (run.Act is BulkAct.Schedule or BulkAct.Undo)
        {
            // Taking back what took posts out of the schedule lets nothing out that was not let out before.
            var open = await db.CountOpenComments(posts.Keys, cancel);
            foreach (var post in posts.Values)
            {
                post.HasOpenComments(open.GetValueOrDefault(post.Id));
                post.GoDespiteComments(run.Act == BulkAct.Undo || run.Values.Despite ? int.MaxValue : 0);
            }
        }

        var refused = new Dictionary<Guid, RuleBroken>();
        foreach (var item in items)
        {
            if (!posts.TryGetValue(item.PostId, out var post))
            {
                item.Skip("They were deleted meanwhile.");
                continue;
            }

            try
            {
                if (BulkActs.Carry(run, item, post, undone.GetValueOrDefault(item.PostId), workspace, labels, run.By, clock.GetUtcNow()) is { } copy)
                    db.Posts.Add(copy);
            }
            catch (RuleBroken rule)
            {
                refused.Add(item.Id, rule);
            }
            catch (NotAllowed)
            {
                item.Skip("Your role does not allow it.");
            }
        }

        if (refused.Count > 0 || (run.IsWhole && items.Exists(i => i.Outcome == BulkOutcome.Skipped)))
        {
            await Refuse(run, items, refused, cancel);
            return true;
        }

        await db.SaveChangesAsync(cancel);
        return true;
    }

    /// <summary>
    /// A verb that refused may have touched its post: everything of this round is forgotten, only the refusals are kept, and the rest is done again without them.
    /// Of what moves together or not at all the rest stays too, also when one only does not fit any more: its preview promised otherwise.
    /// </summary>
    async Task Refuse(BulkRun run, List<BulkItem> tried, Dictionary<Guid, RuleBroken> refused, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        var ids = refused.Keys.ToList();
        var unfit = tried.Where(i => i.Outcome == BulkOutcome.Skipped).ToDictionary(i => i.Id);
        foreach (var item in await db.BulkItems.Where(i => i.RunId == run.Id && (run.IsWhole ? i.Outcome == BulkOutcome.Waiting : ids.Contains(i.Id))).ToListAsync(cancel))
        {
            if (refused.TryGetValue(item.Id, out var rule))
                item.Fail(rule.Words, rule.Arguments);
            else if (unfit.TryGetValue(item.Id, out var skipped))
                item.Skip(skipped.Why!, skipped.Arguments);
            else
                item.Skip(BulkItem.NothingMoved);
        }

        await db.SaveChangesAsync(cancel);
    }

    async Task<Dictionary<Guid, Post>> Load(List<Guid> ids, BulkRun run, CancellationToken cancel) =>
        await (run.Act == BulkAct.Undo ? db.Posts.IncludingDeleted() : db.Posts)
            .SeenBy(run.By)
            .Where(p => ids.Contains(p.Id))
            .Include(p => p.Author)
            .Include(p => p.Variants).ThenInclude(v => v.Channel)
            .Include(p => p.Media).ThenInclude(m => m.Asset)
            .Include(p => p.Labels).ThenInclude(l => l.Label)
            .Include(p => p.Campaign)
            .Include(p => p.Versions.OrderByDescending(v => v.Number).Take(1))
            .Include(p => p.Deliveries).ThenInclude(d => d.Channel)
            .AsSplitQuery()
            .ToDictionaryAsync(p => p.Id, cancel);

    static string Words(BulkAct act) => act switch
    {
        BulkAct.Shift => "moved",
        BulkAct.Duplicate => "duplicated",
        BulkAct.Delete => "deleted",
        BulkAct.Schedule => "scheduled",
        BulkAct.Unschedule => "taken out of the schedule",
        BulkAct.Replace => "changed",
        BulkAct.Label => "labelled",
        _ => "put back",
    };
}
