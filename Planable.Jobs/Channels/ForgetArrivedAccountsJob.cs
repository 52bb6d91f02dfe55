using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Secrets;
using Planable.Jobs.Connectors;
using Planable.Jobs.Workspaces;
using Quartz;

namespace Planable.Jobs.Channels;

/// <summary>Deletes the sign-ins of accounts that came by a client's link and that nobody has decided about for a month.</summary>
[DisallowConcurrentExecution]
public sealed class ForgetArrivedAccountsJob(EachWorkspace each) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await each.Run<ArrivedAccounts>(accounts => accounts.ForgetOld(cancellationToken), cancellationToken);
}

/// <summary>Accounts that wait for the agency's word.</summary>
public sealed class ArrivedAccounts(PlanableDb db, Vault vault, SignInEnds ends, TimeProvider clock)
{
    public async Task ForgetOld(CancellationToken cancel)
    {
        var (now, before) = (clock.GetUtcNow(), clock.GetUtcNow() - ConnectLink.Patience);
        foreach (var link in await db.ConnectLinks.Where(l => l.ArrivedAt <= before && l.ChannelId == null && l.ThrownAwayAt == null).ToListAsync(cancel))
        {
            var account = link.Kept is { } kept ? vault.Open<ConnectedAccount>(kept) : null;
            link.Forget(now);
            // Deleted here first: whether the network answers changes nothing about that.
            await db.SaveChangesAsync(cancel);
            if (account is not null)
                await ends.Revoke(link.Network, account, cancel);
        }
    }
}
