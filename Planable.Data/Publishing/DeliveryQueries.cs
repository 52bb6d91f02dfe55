using Microsoft.EntityFrameworkCore;
using Planable.Data.Databases;
using Planable.Data.Posts;

namespace Planable.Data.Publishing;

public static class DeliveryQueries
{
    /// <summary>A worker may act on it now: due, and nobody holds a living lease.</summary>
    public static IQueryable<Delivery> Actionable(this IQueryable<Delivery> deliveries, DateTimeOffset at) =>
        deliveries.Where(d => d.ActAt <= at && (d.LeasedUntil == null || d.LeasedUntil < at));

    /// <summary>As deliveries; and a comment waits for those before it, so that they stand in their order.</summary>
    public static IQueryable<CommentDelivery> Actionable(this IQueryable<CommentDelivery> comments, DateTimeOffset at) =>
        comments.InTurn().Where(c => c.ActAt <= at && (c.LeasedUntil == null || c.LeasedUntil < at));

    public static IQueryable<CommentDelivery> InTurn(this IQueryable<CommentDelivery> comments) =>
        comments.Where(c => c.ActAt != null && !c.Delivery.Comments.Any(b => b.Number < c.Number && b.ActAt != null));

    public static IQueryable<Delivery> NeedingPerson(this IQueryable<Delivery> deliveries) =>
        deliveries.Where(d => d.State == DeliveryState.Failed || d.State == DeliveryState.Held || d.State == DeliveryState.Unknown);

    public static IQueryable<CommentDelivery> NeedingPerson(this IQueryable<CommentDelivery> comments) =>
        comments.Where(c => c.State == DeliveryState.Failed || c.State == DeliveryState.Held || c.State == DeliveryState.Unknown);

    /// <summary>Saves a delivery and sums its post up.</summary>
    public static Task SaveAndSum(this PlanableDb db, Guid postId, CancellationToken cancel) => db.SaveAndSum([postId], cancel);

    /// <summary>
    /// Saves deliveries and sums their posts up in one transaction. The posts' rows are locked before their deliveries are read:
    /// two workers that finish two deliveries of one post at the same moment would else each miss the other's outcome.
    /// </summary>
    public static async Task SaveAndSum(this PlanableDb db, IReadOnlyCollection<Guid> postIds, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await RowLocks.LockPosts(db, postIds, cancel);
        await db.SaveChangesAsync(cancel);
        using var whole = db.SeeAll();
        var states = await db.Deliveries.Where(d => postIds.Contains(d.PostId)).Select(d => new { d.PostId, d.State }).ToListAsync(cancel);
        foreach (var posts in states.GroupBy(s => s.PostId, s => s.State).GroupBy(p => Post.Sum([.. p]), p => p.Key))
        {
            var (sum, ids) = (posts.Key, posts.ToList());
            await db.Posts.Where(p => ids.Contains(p.Id) && p.State != sum).ExecuteUpdateAsync(p => p.SetProperty(x => x.State, sum), cancel);
        }

        await transaction.CommitAsync(cancel);
        db.RingLogBell();
    }
}
