using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Practice;
using Planable.Data.Secrets;
using Planable.Data.Workspaces;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Channels;

/// <summary>The one place where an account that a network has vouched for becomes a channel, or gives a channel its sign-in back.</summary>
public sealed class ChannelConnections(PlanableDb db, Vault vault, TimeProvider clock)
{
    public const string Practice = "practice";

    /// <summary>A training workspace never touches a real network, whatever form was sent.</summary>
    public static void MustAllow(Workspace workspace, string network)
    {
        if (workspace.IsPractice && network != Practice)
            throw new RuleBroken("PRACTICE_ONLY", "{0} is a practice workspace: only accounts of the practice network can be connected.", workspace.Name);
    }

    public static bool IsFor(Channel channel, ConnectedAccount account) => channel.RemoteId == RemoteIds.Lasting(account);

    /// <param name="channel">The channel to reconnect, or the planned one to fill; null connects a new one, unless the account is connected here already.</param>
    /// <param name="through">Who signed in, where that is somebody with a link of <paramref name="by"/>.</param>
    /// <returns>Not saved yet.</returns>
    public async Task<Channel> Take(Member by, Workspace workspace, string network, ConnectedAccount account, Channel? channel, CancellationToken cancel, Actor? through = null)
    {
        MustAllow(workspace, network);
        var remote = Describe(account);
        if (channel is null or { State: ChannelState.Planned })
        {
            var known = await db.Channels.SingleOrDefaultAsync(c => c.Network == network && c.RemoteId == remote.RemoteId, cancel);
            if (known is not null && channel is not null)
                throw new RuleBroken("ACCOUNT_TAKEN", "{0} is a channel here already, so it cannot become {1} too. Plan the posts for that channel instead.", known.Name, channel.Name);
            channel ??= known;
        }

        if (channel is null)
        {
            channel = Channel.Connect(by, network, remote, vault.Lock(account.Secrets), clock.GetUtcNow(), account.Secrets.RenewAt(clock.GetUtcNow()), account.Secrets.ExpiresAt, through);
            db.Channels.Add(channel);
            return channel;
        }

        channel.Reconnect(by, remote, vault.Lock(account.Secrets), clock.GetUtcNow(), account.Secrets.RenewAt(clock.GetUtcNow()), account.Secrets.ExpiresAt, through);
        return channel;
    }

    /// <summary>Opens an account on the practice network under this name.</summary>
    /// <returns>As any network describes one; not saved yet.</returns>
    public async Task<ConnectedAccount> OpenPractice(string name, CancellationToken cancel)
    {
        var account = new PracticeAccount(await FreeHandle(name, cancel), name.Trim());
        db.PracticeAccounts.Add(account);
        return Vouch(account);
    }

    /// <summary>What signing in again is on the practice network: the account is there, and from now on its sign-in is good.</summary>
    public async Task ReconnectPractice(Member by, Workspace workspace, Channel channel, CancellationToken cancel)
    {
        by.Must(Permission.ConnectChannels);
        var account = await db.PracticeAccounts.SingleOrDefaultAsync(a => a.Account == channel.RemoteId, cancel)
            ?? throw new RuleBroken("ACCOUNT_GONE", "The practice account is gone. Connect a new one.");
        if (account.Otherwise == PracticeAnswer.Unauthorized)
            account.Script(account.Next, PracticeAnswer.Ok);
        await Take(by, workspace, Practice, Vouch(account), channel, cancel);
    }

    static ConnectedAccount Vouch(PracticeAccount account) =>
        new(account.Account, account.Name, account.Account, null, null, new ChannelSecrets(new Dictionary<string, string>(StringComparer.Ordinal)), new Dictionary<string, int>(StringComparer.Ordinal));

    static RemoteAccount Describe(ConnectedAccount account) =>
        new(RemoteIds.Lasting(account), Cut(account.Name, 200), account.Handle, account.AvatarUrl is { Length: <= 1000 } url ? url : null, account.Server, account.Limits);

    static string Cut(string words, int length) => words.Length <= length ? words : words[..length];

    async Task<string> FreeHandle(string name, CancellationToken cancel)
    {
        var wanted = Workspace.SlugFor(name);
        var taken = await db.PracticeAccounts.Where(a => a.Account == wanted || a.Account.StartsWith(wanted + "-")).Select(a => a.Account).ToListAsync(cancel);
        for (var number = 1; ; number++)
        {
            var handle = number == 1 ? wanted : $"{wanted}-{number}";
            if (!taken.Contains(handle, StringComparer.Ordinal))
                return handle;
        }
    }
}
