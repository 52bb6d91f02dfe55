using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Quartz;

namespace Planable.Jobs.Push;

/// <summary>Empties the outbox of notices to browsers. A message is claimed before it is carried, so two nodes do not both send it.</summary>
[DisallowConcurrentExecution]
public sealed class SendPushJob(PlanableDb db, PushCarrier carrier, TimeProvider clock) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        while (await SendNext(cancellationToken))
        {
        }
    }

    async Task<bool> SendNext(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var id = await db.PushMessages.Where(m => m.ActAt <= now && (m.LeasedUntil == null || m.LeasedUntil < now)).OrderBy(m => m.ActAt).Select(m => (Guid?)m.Id).FirstOrDefaultAsync(cancel);
        if (id is null)
            return false;
        var until = now.AddMinutes(2);
        if (await db.PushMessages.Where(m => m.Id == id && (m.LeasedUntil == null || m.LeasedUntil < now)).ExecuteUpdateAsync(m => m.SetProperty(x => x.LeasedUntil, until), cancel) == 0)
            return true;

        var message = await db.PushMessages.SingleAsync(m => m.Id == id, cancel);
        var again = false;
        foreach (var browser in await db.PushSubscriptions.Where(s => s.PersonId == message.PersonId).ToListAsync(cancel))
        {
            if (message.Arrived.Contains(browser.Id))
                continue;
            switch (await carrier.Carry(message, browser, cancel))
            {
                case Carried.Taken:
                    message.Arrive(browser.Id);
                    break;
                case Carried.Gone:
                    db.PushSubscriptions.Remove(browser);
                    break;
                case Carried.Later:
                    again = true;
                    break;
            }
        }

        if (again)
            message.TryAgain(clock.GetUtcNow());
        else
            message.Done();
        await db.SaveChangesAsync(cancel);
        db.ChangeTracker.Clear();
        return true;
    }
}
