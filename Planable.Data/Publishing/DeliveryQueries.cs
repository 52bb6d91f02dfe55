using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;

namespace Planable.Data.Publishing;

public static class DeliveryQueries
{
    /// <summary>A worker may act on it now: due, and nobody holds a living lease.</summary>
    public static IQueryable<Delivery> Actionable(this IQueryable<Delivery> deliveries, DateTimeOffset at) =>
        deliveries.Where(d => d.ActAt <= at && (d.LeasedUntil == null || d.LeasedUntil < at));

    public static IQueryable<Delivery> NeedingPerson(this IQueryable<Delivery> deliveries) =>
        deliveries.Where(d => d.State == DeliveryState.Failed || d.State == DeliveryState.Held || d.State == DeliveryState.Unknown);

    /// <summary>
    /// Saves a delivery and sums its post up in one transaction. The post's row is locked before its deliveries are read:
    /// two workers that finish two deliveries of one post at the same moment would else each miss the other's outcome.
    /// </summary>
    public static async Task SaveAndSum(this PlanableDb db, Guid postId, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await db.Posts.Where(p => p.Id == postId).ExecuteUpdateAsync(p => p.SetProperty(x => x.State, x => x.State), cancel);
        await db.SaveChangesAsync(cancel);
        var states = await db.Deliveries.Where(d => d.PostId == postId).Select(d => d.State).ToListAsync(cancel);
        var sum = Post.Sum(states);
        await db.Posts.Where(p => p.Id == postId && p.State != sum).ExecuteUpdateAsync(p => p.SetProperty(x => x.State, sum), cancel);
        await transaction.CommitAsync(cancel);
        db.RingLogBell();
    }
}
