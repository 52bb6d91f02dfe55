using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Webhooks;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Webhooks;

/// <summary>Finds the endpoints that have something to be told, in all workspaces. One that answers slowly holds up nobody else.</summary>
[DisallowConcurrentExecution]
public sealed class SendWebhooksJob(PlanableDb db, EachWorkspace each, TimeProvider clock) : IJob
{
    const int AtOnce = 8;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var due = await db.WebhookEndpoints.Everywhere().Where(e => e.PausedAt == null && (e.LeasedUntil == null || e.LeasedUntil < now))
            .Where(e => e.ActAt <= now || (e.ActAt == null && db.Workspaces.Any(w => w.Id == e.WorkspaceId && w.LastSequence > e.Cursor))
                || (e.ActAt == null && db.WebhookDeliveries.Any(d => d.EndpointId == e.Id && d.Kind == WebhookKind.Events && d.State == WebhookState.Waiting)))
            .Select(e => new { e.WorkspaceId, e.Id }).ToListAsync(cancellationToken);
        var left = await db.WebhookDeliveries.Everywhere().Where(d => d.State == WebhookState.Waiting && d.ActAt <= now).OrderBy(d => d.ActAt).Select(d => new { d.WorkspaceId, d.Id }).Take(100).ToListAsync(cancellationToken);
        var broken = new ConcurrentQueue<Exception>();
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (endpoint, cancel) =>
        {
            try
            {
                await each.In<WebhookSender>(endpoint.WorkspaceId, sender => sender.Run(endpoint.Id, cancel), cancel);
            }
            catch (Exception error) when (!cancel.IsCancellationRequested)
            {
                // The others are told before anybody hears of it.
                broken.Enqueue(error);
            }
        });
        foreach (var delivery in left)
            await each.In<WebhookSender>(delivery.WorkspaceId, sender => sender.FinishLeftOver(delivery.Id, cancellationToken), cancellationToken);
        if (!broken.IsEmpty)
            throw new AggregateException(broken);
    }
}

/// <summary>Forgets old messages; what still waits is kept for as long as it does.</summary>
[DisallowConcurrentExecution]
public sealed class ForgetWebhookDeliveriesJob(PlanableDb db, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var old = clock.GetUtcNow() - WebhookDelivery.Kept;
        await db.WebhookDeliveries.Everywhere().Where(d => d.At < old && d.State != WebhookState.Waiting).ExecuteDeleteAsync(cancellationToken);
    }
}
