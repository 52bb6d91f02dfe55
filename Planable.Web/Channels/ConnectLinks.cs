using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Secrets;
using Planable.Data.Workspaces;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;

namespace Planable.Web.Channels;

/// <summary>The link behind an address, for one request: finding it enters its workspace. What it shows of that is the client's name and the company's.</summary>
public sealed class ConnectLinks(PlanableDb db, ChannelConnections connections, Vault vault, TimeProvider clock)
{
    /// <summary>How long the browser may stay at the network, and accounts wait to be chosen from.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    ConnectLink? link;
    Member? asker;
    Workspace? workspace;

    public ConnectLink Link => link ?? throw new InvalidOperationException("No link was opened.");

    public string Client => workspace!.Name;

    public string Zone => workspace!.Zone;

    public string Company { get; private set; } = "";

    /// <summary>The state in which visitors find it: who asked has to be there still, and to be one who may connect channels.</summary>
    public ConnectLinkState State => Link.StateAt(clock.GetUtcNow()) is ConnectLinkState.Open && !(asker!.IsActive && asker.Can(Permission.ConnectChannels)) ? ConnectLinkState.Revoked : Link.StateAt(clock.GetUtcNow());

    /// <summary>Is somebody with a link at a network under this state?</summary>
    public async Task<bool> Knows(string? state, CancellationToken cancel)
    {
        var hash = OpenSignIns.Hash(state);
        return !string.IsNullOrEmpty(state) && await db.ConnectLinks.Everywhere().AnyAsync(l => l.StateHash == hash, cancel);
    }

    /// <returns>False if there is no such link.</returns>
    public async Task<bool> Open(string? token, CancellationToken cancel)
    {
        var hash = ConnectLink.Hash(token ?? "");
        var found = await db.ConnectLinks.Everywhere().AsNoTracking().Where(l => l.TokenHash == hash)
            .Select(l => new { l.Id, l.WorkspaceId, l.AskedById, Company = db.Workspaces.Where(w => w.Id == l.WorkspaceId).Join(db.Companies, w => w.CompanyId, c => c.Id, (_, c) => c.Name).First() })
            .SingleOrDefaultAsync(cancel);
        if (found is null)
            return false;
        db.Enter(found.WorkspaceId, Via.Link);
        Company = found.Company;
        link = await db.ConnectLinks.SingleAsync(l => l.Id == found.Id, cancel);
        workspace = await db.Workspaces.SingleAsync(w => w.Id == found.WorkspaceId, cancel);
        asker = await db.Members.Include(m => m.Person).SingleAsync(m => m.Id == found.AskedById, cancel);
        return true;
    }

    public void MustBeOpen()
    {
        Link.MustBeOpen(clock.GetUtcNow());
        if (State != ConnectLinkState.Open)
            throw new RuleBroken("LINK_OVER", "This link does not connect anything any more. Nothing was changed.");
        ChannelConnections.MustAllow(workspace!, Link.Network);
    }

    public async Task Leave(string state, Uri returnTo, OAuthStart start, CancellationToken cancel)
    {
        var open = new OpenSignIn(Link.Network, workspace!.Id, asker!.Id, Link.TargetId, returnTo, start, clock.GetUtcNow() + Patience);
        Link.Keep(OpenSignIns.Hash(state), vault.Lock(open), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Finds the sign-in that was begun with this link and uses it up: of two that come at once, one gets it.</summary>
    public async Task<OpenSignIn?> Take(string? state, CancellationToken cancel)
    {
        if (Link.StateHash is null || Link.StateHash != OpenSignIns.Hash(state) || vault.Open<OpenSignIn>(Link.Kept!) is not { } open || open.Until < clock.GetUtcNow())
            return null;
        Link.Keep(null, null, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return open;
    }

    /// <summary>The accounts a sign-in brought, of which the visitor chooses one; null if there are none to choose from.</summary>
    public OpenChoice? Choice => Link is { StateHash: null, Kept: { } kept } && State == ConnectLinkState.Open && vault.Open<OpenChoice>(kept) is var choice && choice.Until >= clock.GetUtcNow() ? choice : null;

    /// <returns>False if the visitor has to choose first.</returns>
    public async Task<bool> Settle(IReadOnlyList<ConnectedAccount> accounts, CancellationToken cancel)
    {
        MustBeOpen();
        var target = Link.TargetId is { } id ? await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel) ?? throw new RuleBroken("CHANNEL_GONE", "The channel this was for is gone. Nothing was connected.") : null;
        if (target is { State: not ChannelState.Planned })
        {
            var again = accounts.FirstOrDefault(a => ChannelConnections.IsFor(target, a)) ?? accounts[0];
            await Connect(again, target, cancel);
            return true;
        }

        if (accounts.Count > 1)
        {
            Link.Keep(null, vault.Lock(new OpenChoice(Link.Network, workspace!.Id, asker!.Id, target?.Id, accounts, clock.GetUtcNow() + Patience)), clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return false;
        }

        await Choose(accounts[0], target, cancel);
        return true;
    }

    public async Task Choose(ConnectedAccount account, CancellationToken cancel)
    {
        MustBeOpen();
        await Choose(account, Link.TargetId is { } id ? await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel) : null, cancel);
    }

    async Task Choose(ConnectedAccount account, Channel? target, CancellationToken cancel)
    {
        if (Link.Means(account.Name, account.Handle))
        {
            await Connect(account, target, cancel);
            return;
        }

        Link.Offer(account.Name, account.Handle, vault.Lock(account), clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }

    async Task Connect(ConnectedAccount account, Channel? target, CancellationToken cancel)
    {
        var channel = await connections.Take(asker!, workspace!, Link.Network, account, target, cancel, Link.Visitor);
        Link.Connect(channel, account.Name, account.Handle, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
    }
}
