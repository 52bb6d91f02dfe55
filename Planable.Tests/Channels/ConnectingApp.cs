using System.Collections.Concurrent;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Planable.Data.Channels;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Tests.Emulators.Bluesky;
using Planable.Tests.Emulators.Mastodon;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

/// <summary>The app beside a Mastodon and a Bluesky server, with everything it writes to its log.</summary>
public sealed class ConnectingApp : TestApp, IAsyncLifetime
{
    public MastodonEmulator Mastodon { get; private set; } = null!;

    public BlueskyEmulator Bluesky { get; private set; } = null!;

    public ConcurrentQueue<string> Logged { get; } = new();

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Mastodon = await MastodonEmulator.Start();
        Bluesky = await BlueskyEmulator.Start();
    }

    public override void Settle(IWebHostBuilder web) =>
        web.UseSetting("Connectors:Bluesky:BaseUrl", Bluesky.Address.AbsoluteUri)
            .UseSetting("Logging:LogLevel:Default", "Trace")
            .UseSetting("Logging:LogLevel:Microsoft", "Information")
            .UseSetting("Logging:LogLevel:System.Net.Http.HttpClient", "Trace")
            .ConfigureLogging(logging => logging.ClearProviders().AddProvider(new Listening(Logged)));

    /// <summary>Sends the form and goes to the network's page as the interstitial page says.</summary>
    public async Task<Uri> GoToMastodon(Visitor visitor, Guid? channel = null, MastodonEmulator? server = null)
    {
        var response = await visitor.Post("/w/acme/channels/new/mastodon", ("Server", (server ?? Mastodon).Address.AbsoluteUri), ("Channel", channel?.ToString()));
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        var page = await Visitor.Shown(response);
        var address = page.QuerySelector("#main a.btn.primary")!.GetAttribute("href")!;
        Assert.Contains(address, page.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content"));
        return new Uri(address);
    }

    /// <returns>The address the network sends the browser back to.</returns>
    public static async Task<Uri> Decide(Uri atNetwork, string decision = "allow")
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await browser.PostAsync(atNetwork, new FormUrlEncodedContent([new("decision", decision)]), TestContext.Current.CancellationToken);
        return answer.Headers.Location!;
    }

    /// <summary>Comes back and passes the client's door.</summary>
    public static async Task<HttpResponseMessage> ComeBack(Visitor visitor, Uri back)
    {
        var arrived = await visitor.Get(back.PathAndQuery);
        return arrived.StatusCode == System.Net.HttpStatusCode.Redirect ? await visitor.Get(arrived.Headers.Location!.OriginalString) : arrived;
    }

    public async Task<Channel> ConnectMastodon(string name = "adam")
    {
        using var visitor = await As(name);
        var response = await ComeBack(visitor, await Decide(await GoToMastodon(visitor)));
        Assert.Equal(System.Net.HttpStatusCode.Redirect, response.StatusCode);
        return await ChannelAt(response.Headers.Location!.OriginalString);
    }

    public Task<Channel> ChannelAt(string path)
    {
        var id = Guid.Parse(path.Split('/')[4]);
        return In("acme", db => db.Channels.AsNoTracking().SingleAsync(c => c.Id == id));
    }

    public async ValueTask DisposeEmulators()
    {
        await Mastodon.DisposeAsync();
        await Bluesky.DisposeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await DisposeEmulators();
    }

    sealed class Listening(ConcurrentQueue<string> logged) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logged.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

/// <summary>Posts on their way to a channel.</summary>
static class Planned
{
    public static Task<Guid> On(TestApp app, Guid channelId, TimeSpan ahead, string text = "The autumn roast is here.", string workspace = "acme") => app.In(workspace, async db =>
    {
        var pia = await TestApp.Member(db, "pia");
        var place = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
        var channel = await db.Channels.SingleAsync(c => c.Id == channelId);
        var now = app.Clock.GetUtcNow();
        var post = Post.Draft(pia, place, now);
        db.Posts.Add(post);
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(channel, null, null)], []), pia, now);
        post.Schedule(PlannedTime.Read(Zones.ToLocal(now + ahead, place.Zone), place.Zone, second: false), pia, now);
        await db.SaveChangesAsync();
        return post.Id;
    });

    public static Task<Delivery> DeliveryOf(TestApp app, Guid postId, string workspace = "acme") =>
        app.In(workspace, db => db.Deliveries.AsNoTracking().SingleAsync(d => d.PostId == postId));
}
