using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Tests.Channels;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Bluesky;
using Planable.Tests.Emulators.Discord;
using Planable.Tests.Emulators.LinkedIn;
using Planable.Tests.Emulators.Mastodon;
using Planable.Tests.Emulators.Meta;
using Planable.Tests.Emulators.Slack;
using Planable.Tests.Emulators.Telegram;
using Planable.Tests.Emulators.X;
using Planable.Tests.Support;

namespace Planable.Tests.Publishing;

/// <summary>The app beside networks of every kind: those that know a repeated call, those that can be read back, and those that tell nothing.</summary>
public sealed class ChaosApp : TestApp, IAsyncLifetime
{
    static readonly Uri ReturnTo = new("https://planable.example/channels/return");

    /// <summary>By the keys of the networks.</summary>
    public Dictionary<string, INetworkEmulator> Networks { get; } = new(StringComparer.Ordinal);

    /// <summary>Settings that lead a process to the networks, by the names of environment variables.</summary>
    public IEnumerable<(string Name, string Value)> Addresses =>
        [("Outbound__AllowPrivateNetworks", "true"), .. Settings().Select(s => (s.Key.Replace(":", "__", StringComparison.Ordinal), s.Value))];

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Networks["mastodon"] = await MastodonEmulator.Start();
        Networks["bluesky"] = await BlueskyEmulator.Start();
        Networks["x"] = await XEmulator.Start();
        Networks["linkedin-page"] = await LinkedInEmulator.Start();
        Networks["facebook"] = await FacebookEmulator.Start();
        Networks["slack"] = await SlackEmulator.Start();
        Networks["telegram"] = await TelegramEmulator.Start();
        Networks["discord"] = await DiscordEmulator.Start();
        foreach (var network in Networks.Values)
            network.Faults.Slowness = TimeSpan.FromSeconds(2);
    }

    public override void Settle(IWebHostBuilder web)
    {
        web.UseSetting("Outbound:AllowPrivateNetworks", "true");
        foreach (var (name, value) in Settings())
            web.UseSetting(name, value);
    }

    /// <summary>Channels at each network, in the workspace acme: as many as it takes not to be stopped by what one account may publish.</summary>
    public async Task<IReadOnlyList<Channel>> Connect()
    {
        await using var scope = Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<PlanableDb>();
        db.Enter(await db.Workspaces.Where(w => w.Slug == "acme").Select(w => w.Id).SingleAsync(Cancel), Via.Job);
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
        var olga = await Member(db, "olga");
        var channels = new List<Channel>();
        foreach (var network in Networks.Keys)
        {
            foreach (var account in await Accounts(services, network))
                channels.Add(await services.GetRequiredService<ChannelConnections>().Take(olga, workspace, network, account, channel: null, Cancel));
        }

        await db.SaveChangesAsync(Cancel);
        return channels;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var network in Networks.Values)
            await network.DisposeAsync();
    }

    async Task<IReadOnlyList<ConnectedAccount>> Accounts(IServiceProvider services, string network)
    {
        if (Networks[network] is not XEmulator x)
            return [.. (await SignIn(services, network)).Take(network == "linkedin-page" ? 2 : 1)];
        var accounts = new List<ConnectedAccount>();
        foreach (var name in (string[])["acme", "acme_kitchens", "acme_gardens"])
        {
            x.Username = name;
            accounts.AddRange(await SignIn(services, network));
        }

        return accounts;
    }

    async Task<IReadOnlyList<ConnectedAccount>> SignIn(IServiceProvider services, string network)
    {
        if (network == "bluesky")
            return [await services.GetRequiredKeyedService<IConnectByPassword>(network).SignIn("", BlueskyEmulator.Handle, BlueskyEmulator.AppPassword, Cancel)];
        if (services.GetKeyedService<IConnectByForm>(network) is { } form)
        {
            var fields = Networks[network] is DiscordEmulator discord
                ? new Dictionary<string, string>(StringComparer.Ordinal) { ["webhook"] = discord.HookAddress }
                : new(StringComparer.Ordinal) { ["token"] = TelegramEmulator.FirstToken, ["chat"] = "@acme_news" };
            return await form.SignIn(fields, Cancel);
        }

        var door = services.GetRequiredKeyedService<IConnectByOAuth>(network);
        var start = await door.Begin(network == "mastodon" ? Networks[network].Address.AbsoluteUri : null, ReturnTo, "s", Cancel);
        var back = await ConnectingApp.Decide(start.Address);
        return await door.Complete(start, ReturnTo, Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(back.Query)["code"]!, Cancel);
    }

    IEnumerable<(string Key, string Value)> Settings() =>
        Networks.SelectMany(n => (IEnumerable<(string, string)>)
        [
            (NetworkAddresses.Name(n.Key, "BaseUrl"), n.Value.Address.AbsoluteUri),
            (NetworkAddresses.Name(n.Key, "ClientId"), OAuthDesk.ClientId),
            (NetworkAddresses.Name(n.Key, "ClientSecret"), OAuthDesk.ClientSecret),
        ]);
}
