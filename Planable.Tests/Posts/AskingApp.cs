using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Channels;
using Planable.Data.Secrets;
using Planable.Jobs.Connectors;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Mastodon;
using Planable.Tests.Emulators.Meta;
using Planable.Tests.Emulators.Pinterest;
using Planable.Tests.Emulators.Slack;
using Planable.Tests.Support;

namespace Planable.Tests.Posts;

/// <summary>The app beside networks that are asked while somebody writes.</summary>
public sealed class AskingApp : TestApp, IAsyncLifetime
{
    public PinterestEmulator Pinterest { get; private set; } = null!;

    public InstagramEmulator Instagram { get; private set; } = null!;

    public SlackEmulator Slack { get; private set; } = null!;

    public MastodonEmulator Mastodon { get; private set; } = null!;

    WebSite files = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Pinterest = await PinterestEmulator.Start();
        Instagram = await InstagramEmulator.Start();
        Slack = await SlackEmulator.Start();
        Mastodon = await MastodonEmulator.Start();
        // Stands for this site as networks see it: whatever they fetch is a JPEG.
        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. new byte[200], 0xFF, 0xD9];
        files = await WebSite.Start(new Dictionary<string, Microsoft.AspNetCore.Http.RequestDelegate>(StringComparer.Ordinal) { ["/{**any}"] = http => Microsoft.AspNetCore.Http.Results.Bytes(jpeg, "image/jpeg").ExecuteAsync(http) });
    }

    public override void Settle(IWebHostBuilder web) =>
        web.UseSetting("Connectors:Pinterest:BaseUrl", Pinterest.Address.AbsoluteUri)
            .UseSetting("Connectors:Instagram:BaseUrl", Instagram.Address.AbsoluteUri)
            .UseSetting("Connectors:Slack:BaseUrl", Slack.Address.AbsoluteUri)
            .UseSetting("PublicUrl", files.Address.AbsoluteUri)
            .UseSetting("Outbound:AllowPrivateNetworks", "true");

    public Task<Guid> ConnectPinterest() =>
        Connect("pinterest", PinterestEmulator.UserId, "acme", null, ("access_token", Pinterest.Desk.Give("boards:read,boards:write,pins:read,pins:write,user_accounts:read")));

    public Task<Guid> ConnectInstagram() => ConnectInstagramAs("17841400000000001", "1001");

    public Task<Guid> ConnectInstagramAs(string id, string page) => Connect("instagram", id, "acme", null, ("access_token", Instagram.TokenOf(page)));

    /// <summary>Those of before, if there are any.</summary>
    public async Task<(Guid Slack, Guid Mastodon)> ConnectSlackAndMastodon()
    {
        var known = await In("acme", db => db.Channels.Where(c => c.Network == "slack" || c.Network == "mastodon").ToDictionaryAsync(c => c.Network, c => c.Id));
        if (known.Count == 2)
            return (known["slack"], known["mastodon"]);
        const string everything = "channels:read,groups:read,channels:join,channels:history,groups:history,chat:write,files:read,files:write,users:read";
        return (
            await Connect("slack", SlackEmulator.General, "general", null, ("access_token", Slack.Desk.Give(everything, TimeSpan.FromDays(3650))), ("team", "Acme"), ("bot", SlackEmulator.Bot)),
            await Connect("mastodon", "1", "acme", Mastodon.Address.AbsoluteUri, ("access_token", Mastodon.Give("read:accounts read:statuses write:statuses write:media"))));
    }

    /// <summary>A channel of Acme's with these secrets.</summary>
    public Task<Guid> Connect(string network, string remoteId, string handle, string? server, params (string Name, string Value)[] secrets) => In("acme", async db =>
    {
        await using var scope = Services.CreateAsyncScope();
        var vault = scope.ServiceProvider.GetRequiredService<Vault>();
        var channel = Channel.Connect(
            await Member(db, "olga"), network, new RemoteAccount(remoteId, $"Acme at {network}", handle, null, server, new Dictionary<string, int>()),
            vault.Lock(new ChannelSecrets(secrets.ToDictionary(s => s.Name, s => s.Value, StringComparer.Ordinal))), Clock.GetUtcNow());
        db.Channels.Add(channel);
        await db.SaveChangesAsync();
        return channel.Id;
    });

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Pinterest.DisposeAsync();
        await Instagram.DisposeAsync();
        await Slack.DisposeAsync();
        await Mastodon.DisposeAsync();
        await files.DisposeAsync();
    }
}
