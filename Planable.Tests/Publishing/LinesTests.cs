using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Publishing;
using Planable.Tests.Channels;
using Planable.Tests.Emulators;
using Planable.Tests.Support;

namespace Planable.Tests.Publishing;

public class LinesTests(WatchedApp app) : IClassFixture<WatchedApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_network_that_fails_for_all_its_channels_is_left_alone_probed_and_everything_goes_out_once_when_it_is_back()
    {
        var pages = new[] { await app.Connect("facebook", "adam"), await app.Connect("facebook", "adam", account: 1), await app.Connect("facebook", "adam", account: 2) };
        var posts = new List<Guid>();
        foreach (var page in pages)
        {
            for (var i = 0; i < 2; i++)
                posts.Add(await Planned.On(app, page.Id, TimeSpan.FromMinutes(1), $"Post {i} on {page.Name}."));
        }

        app.Facebook.Faults.Arrange(Call.Read, Fault.ErrorBefore, 200);
        app.Facebook.Faults.Arrange(Call.Publish, Fault.ErrorBefore, 200);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.DeliverDue();
        Assert.True((await Line()).IsCut);

        // What is due meanwhile waits; nobody loses a try by it.
        app.Clock.Advance(TimeSpan.FromSeconds(25));
        await app.DeliverDue();
        var waiting = await Deliveries(posts);
        Assert.All(waiting, d => Assert.Equal((DeliveryState.Waiting, Delivery.LineCut, 1), (d.State, d.FailureCode, d.Tries)));
        using var adam = await app.As("adam");
        Assert.Contains("fails for all its channels", (await adam.Page("/w/acme/channels")).QuerySelector("[data-line=facebook]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("does not answer as it should", (await adam.Page($"/w/acme/posts/{posts[0]}")).QuerySelector(".dels")!.TextContent, StringComparison.Ordinal);
        using (var scrape = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Authorization = new("Bearer", WatchedApp.MetricsToken) } })
        using (var metrics = await adam.Http.SendAsync(scrape, Cancel))
            Assert.Contains("network_paused{network=\"facebook\"} 1", await metrics.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        // One tries, and fails: only that one was sent.
        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await app.DeliverDue();
        Assert.Equal(1, (await Line()).Probes);
        Assert.Single(await Deliveries(posts), d => d.Tries == 2);

        app.Facebook.Faults.Clear();
        for (var minutes = 0; minutes < 3; minutes++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await app.DeliverDue();
        }

        Assert.All(await Deliveries(posts), d => Assert.Equal(DeliveryState.Published, d.State));
        Assert.Equal(posts.Count, app.Facebook.Posts.Count);
        Assert.False((await Line()).IsCut);
        Assert.Null((await adam.Page("/w/acme/channels")).QuerySelector("[data-line=facebook]"));
    }

    [Fact]
    public async Task Nodes_share_what_they_know_and_only_one_of_them_tries()
    {
        var deliveries = await Waiting(2);
        var (here, there) = (Node(), Node());
        for (var i = 0; i < Lines.Failures; i++)
            await here.Heard(deliveries[i % 2], LineSign.Failed, Cancel);
        Assert.Equal(2, (await there.Ask(deliveries, Cancel)).Count);

        app.Clock.Advance(TimeSpan.FromSeconds(31));
        var (one, two) = (await here.Ask([deliveries[0]], Cancel), await there.Ask([deliveries[1]], Cancel));
        Assert.Equal(1, one.Count + two.Count);
        await here.Heard(deliveries[0], LineSign.Works, Cancel);
        app.Clock.Advance(Lines.Fresh + TimeSpan.FromSeconds(1));
        Assert.Empty(await there.Ask(deliveries, Cancel));
    }

    [Fact]
    public async Task One_channel_alone_cuts_nothing()
    {
        var deliveries = await Waiting(1);
        var lines = Node();
        for (var i = 0; i < 20; i++)
            await lines.Heard(deliveries[0], LineSign.Failed, Cancel);
        Assert.Empty(await lines.Ask(deliveries, Cancel));
    }

    [Fact]
    public async Task A_network_that_asks_for_a_pause_is_sent_less_by_all_nodes_together_and_more_again_bit_by_bit()
    {
        var deliveries = await Waiting(4);
        var (here, there) = (Node(), Node());
        for (var i = 0; i < 4; i++)
            await here.Heard(deliveries[i], LineSign.Busy, Cancel);
        var rate = await Rate(deliveries[0]);
        Assert.InRange(rate!.Value, 0.2, 1);

        var turns = (await here.Ask(deliveries[..2], Cancel)).Values.Concat((await there.Ask(deliveries[2..], Cancel)).Values).Select(w => w.Until).Order().ToList();
        // The first goes at once; the others have turns of their own, on whichever node they are.
        Assert.Equal(3, turns.Count);
        Assert.All(turns.Zip(turns.Skip(1)), t => Assert.InRange((t.Second - t.First).TotalSeconds, (1 / rate.Value) - 0.1, (1 / rate.Value) + 0.1));

        for (var i = 0; i < 20 && await Rate(deliveries[0]) is not null; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(16));
            await here.Ask([], Cancel);
        }

        Assert.Null(await Rate(deliveries[0]));
        Assert.Empty(await here.Ask(deliveries, Cancel));
    }

    [Fact]
    public async Task Turns_are_given_for_the_next_moments_only_and_who_queues_goes_at_once_when_the_network_has_recovered()
    {
        var deliveries = await Waiting(1, posts: 12);
        var (here, there) = (Node(), Node());
        await here.Heard(deliveries[0], LineSign.Busy, Cancel);
        app.Clock.Advance(TimeSpan.FromSeconds(6));
        await here.Heard(deliveries[0], LineSign.Busy, Cancel);
        Assert.Equal(0.25, await Rate(deliveries[0]));

        // One in four seconds: the first goes at once, three more in the next fifteen seconds.
        var waits = await here.Ask(deliveries, Cancel);
        Assert.Equal((3, 8), (waits.Values.Count(w => w.Code == Delivery.LineSlow), waits.Values.Count(w => w.Code == Delivery.LineLater)));
        var now = app.Clock.GetUtcNow();
        Assert.All(waits.Values, w => Assert.InRange(w.Until, now, now.AddSeconds(w.Code == Delivery.LineSlow ? 15 : 60)));
        var queued = waits.Where(w => w.Value.Code == Delivery.LineLater).Select(w => w.Key).ToList();
        await app.In("acme", async db =>
        {
            foreach (var delivery in await db.Deliveries.Include(d => d.Channel).Where(d => queued.Contains(d.Id)).ToListAsync())
            {
                delivery.AwaitLine(waits[delivery.Id].Code, waits[delivery.Id].Words, app.Clock.GetUtcNow().AddHours(1), app.Clock.GetUtcNow());
                Assert.True(delivery.IsPatient);
            }

            await db.SaveChangesAsync();
        });

        for (var i = 0; i < 20 && await Rate(deliveries[0]) is not null; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(16));
            await there.Ask([], Cancel);
        }

        var due = await app.In("acme", db => db.Deliveries.Where(d => queued.Contains(d.Id)).Select(d => d.ActAt).ToListAsync());
        Assert.Equal(8, due.Count);
        Assert.All(due, at => Assert.True(at <= app.Clock.GetUtcNow()));
        // Nothing answers at that server.
        await app.In("acme", db => db.Deliveries.Where(d => queued.Contains(d.Id)).ExecuteUpdateAsync(d => d.SetProperty(x => x.ActAt, (DateTimeOffset?)null)));
    }

    [Theory, InlineData("""{"call_count":85,"total_time":3}""", true), InlineData("""{"call_count":20,"total_time":3}""", false), InlineData("soon", false)]
    public async Task What_an_app_has_nearly_used_up_slows_it_before_the_network_refuses(string header, bool isNear)
    {
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("X-App-Usage", header);
        var (heard, elsewhere) = (new Usage(), new Usage());
        await UsageSigns.During(heard, async () =>
        {
            await Task.Yield();
            UsageSigns.Hear(response);
            return 0;
        });
        await UsageSigns.During(elsewhere, () => Task.FromResult(0));
        Assert.Equal((isNear, false), (heard.IsNearLimit, elsewhere.IsNearLimit));
    }

    Lines Node() => new(app.Services.GetRequiredService<IServiceScopeFactory>(), app.Clock, NullLogger<Lines>.Instance);

    Task<NetworkLine> Line() => app.In("acme", db => db.NetworkLines.AsNoTracking().SingleAsync(l => l.Key == "facebook"));

    Task<double?> Rate(Delivery of) => app.In("acme", db => db.NetworkLines.Where(l => l.Server == of.Channel.Server).Select(l => l.Rate).SingleAsync());

    Task<List<Delivery>> Deliveries(List<Guid> posts) => app.In("acme", db => db.Deliveries.AsNoTracking().Where(d => posts.Contains(d.PostId)).ToListAsync());

    /// <summary>Deliveries on channels of a server of their own.</summary>
    async Task<List<Delivery>> Waiting(int count, int posts = 1)
    {
        var server = $"https://{Guid.NewGuid():N}.example";
        var ids = await app.In("acme", async db =>
        {
            var olga = await TestApp.Member(db, "olga");
            var channels = Enumerable.Range(0, count).Select(i => Channel.Connect(olga, "mastodon", new RemoteAccount(Guid.NewGuid().ToString("N"), $"Server {i}", "acme", null, server, new Dictionary<string, int>()), "", app.Clock.GetUtcNow())).ToList();
            db.Channels.AddRange(channels);
            await db.SaveChangesAsync();
            return channels.ConvertAll(c => c.Id);
        });
        foreach (var id in ids.SelectMany(id => Enumerable.Repeat(id, posts)))
            await Planned.On(app, id, TimeSpan.FromDays(30));
        return await app.In("acme", db => db.Deliveries.AsNoTracking().Include(d => d.Channel).Where(d => ids.Contains(d.ChannelId)).ToListAsync());
    }
}

static class LinesOfDeliveries
{
    public static Task Heard(this Lines lines, Delivery delivery, LineSign sign, CancellationToken cancel) => lines.Heard(LineCall.Of(delivery), sign, cancel);

    public static Task<IReadOnlyDictionary<Guid, LineWait>> Ask(this Lines lines, IReadOnlyList<Delivery> deliveries, CancellationToken cancel) => lines.Ask([.. deliveries.Select(LineCall.Of)], cancel);
}
