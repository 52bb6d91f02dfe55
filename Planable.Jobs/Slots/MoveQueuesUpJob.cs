using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Slots;
using Planable.Data.Workspaces;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Slots;

/// <summary>By whatever way a post left its turn, those behind it move up where the channel wants that.</summary>
[DisallowConcurrentExecution]
public sealed class MoveQueuesUpJob(PlanableDb db, EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        foreach (var workspace in await db.Channels.Everywhere().Where(c => c.Reflows && c.State != ChannelState.Disconnected).Select(c => c.WorkspaceId).Distinct().ToListAsync(cancellationToken))
            await each.In<QueuesUp>(workspace, queues => queues.Move(cancellationToken), cancellationToken);
    }
}

/// <summary>The queues of one workspace.</summary>
public sealed class QueuesUp(PlanableDb db, QueueOrder order)
{
    public async Task Move(CancellationToken cancel)
    {
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        foreach (var channel in await db.Channels.Where(c => c.Reflows && c.State != ChannelState.Disconnected).ToListAsync(cancel))
            await order.MoveUp(channel, workspace, cancel);
    }
}
