using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Channels;

/// <summary>What becomes of the accounts a sign-in brought: one becomes a channel at once, among several the person chooses.</summary>
public sealed class ArrivingAccounts(PlanableDb db, Current current, ChannelConnections connections, OpenSignIns signIns, IStringLocalizer<Words> words)
{
    /// <param name="channel">The channel to reconnect; null connects new ones.</param>
    public async Task<IActionResult> Settle(Controller page, string network, IReadOnlyList<ConnectedAccount> accounts, Channel? channel, CancellationToken cancel)
    {
        if (channel is null or { State: ChannelState.Planned } && accounts.Count > 1)
        {
            ChannelConnections.MustAllow(current.Workspace, network);
            var state = OpenSignIns.NewState();
            await signIns.Keep(current.Member.PersonId, state, new OpenChoice(network, current.Workspace.Id, current.Member.Id, channel?.Id, accounts, signIns.Until), cancel);
            return page.Redirect($"{current.Root}/channels/choices/{state}");
        }

        // Who reconnects a channel means that account, however many the sign-in brought.
        var account = channel is null ? accounts[0] : accounts.FirstOrDefault(a => ChannelConnections.IsFor(channel, a)) ?? accounts[0];
        var connected = await connections.Take(current.Member, current.Workspace, network, account, channel, cancel);
        await db.SaveChangesAsync(cancel);
        return page.GoTo($"{current.Root}/channels/{connected.Id}", words["{0} is connected.", connected.Name]);
    }
}
