using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Data.Tokens;
using Planable.Jobs.Readings;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Analytics;

public class ReadingsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task The_button_says_queued_running_and_done_and_then_when_the_quota_allows_it_again()
    {
        var (first, second) = (await Out(), await Out());
        var query = $"?channel={first.ChannelId},{second.ChannelId}";
        using var pia = await app.As("pia");
        Assert.False((await Shown(pia, query)).QuerySelector("form button")!.HasAttribute("disabled"));

        using (var asked = await pia.Htmx($"/w/acme/analytics/readings{query}"))
        {
            var answer = await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("2 channels are being read.", answer, StringComparison.Ordinal);
            Assert.Contains("every 2s", answer, StringComparison.Ordinal);
            Assert.Contains("Queued: figures are read in a moment.", answer, StringComparison.Ordinal);
        }

        // Asked for on the channel's page it is the same reading.
        await Change(first, sync => sync.Begin(app.Clock.GetUtcNow()));
        Assert.Contains("Being read now.", (await Shown(pia, query)).TextContent, StringComparison.Ordinal);
        await Change(first, sync => sync.Queue("Pia", app.Clock.GetUtcNow()));

        await app.Run<ReadFiguresJob>();
        using (var polled = await pia.Get($"/w/acme/analytics/readings{query}", htmx: true))
        {
            var answer = await polled.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("Show the new figures", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("every 2s", answer, StringComparison.Ordinal);
        }

        var done = await Shown(pia, query);
        Assert.Contains("Last read", done.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(2, done.QuerySelectorAll("li").Count(li => li.TextContent.Contains("Can be read again from", StringComparison.Ordinal)));
        Assert.Matches(@"Again from .*\d\d:\d\d", done.QuerySelector("form button")!.TextContent);
        Assert.True(done.QuerySelector("form button")!.HasAttribute("disabled"));
        using (var tooSoon = await pia.Htmx($"/w/acme/analytics/readings{query}"))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, tooSoon.StatusCode);
        Assert.Equal((1, 1), (await app.Logged(first.ChannelId, "channel.figures-asked"), await app.Logged(second.ChannelId, "channel.figures-asked")));

        // One that may be read is read; the other keeps its time.
        await app.In("acme", db => db.ChannelSyncs.Where(s => s.ChannelId == second.ChannelId).ExecuteUpdateAsync(s => s.SetProperty(x => x.NextAllowedAt, app.Clock.GetUtcNow())));
        using (var one = await pia.Htmx($"/w/acme/analytics/readings{query}"))
            Assert.Contains("One channel is read.", await one.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal((SyncState.Done, SyncState.Queued), ((await Sync(first)).State, (await Sync(second)).State));
    }

    [Fact]
    public async Task A_network_that_asks_to_slow_down_leaves_the_old_numbers_with_their_time()
    {
        var delivery = await Out();
        await app.In("acme", async db =>
        {
            db.ChannelFigures.Add(new ChannelFigure(delivery.ChannelId, DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(-5), MetricName.Reach, ReadingSource.Account, 4321, app.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
        });
        using var pia = await app.As("pia");
        using (await pia.Post($"/w/acme/analytics/readings?channel={delivery.ChannelId}")) { }
        await app.Run<ReadFiguresJob>();
        var read = (await Sync(delivery)).DoneAt!.Value;
        var reach = Card(await pia.Page($"/w/acme/analytics?channel={delivery.ChannelId}"));
        app.Clock.Advance(TimeSpan.FromHours(1));
        await Answers(delivery, PracticeAnswer.RateLimited);
        using (await pia.Post($"/w/acme/analytics/readings?channel={delivery.ChannelId}")) { }
        await app.Run<ReadFiguresJob>();
        Assert.Equal(SyncState.Waiting, (await Sync(delivery)).State);

        var page = await pia.Page($"/w/acme/analytics?channel={delivery.ChannelId}");
        Assert.Equal(("4,321", "4,321"), (reach, Card(page)));
        var shown = page.QuerySelector("#an-readings")!;
        Assert.Matches($"has to wait. Its figures are as of .*{Data.Times.Zones.ToLocal(read, "Europe/Berlin"):HH:mm}", shown.QuerySelector("[role=status]")!.TextContent);
        Assert.Contains("The figures shown were read", shown.TextContent, StringComparison.Ordinal);
        Assert.True(shown.QuerySelector("form button")!.HasAttribute("disabled"));
    }

    [Fact]
    public async Task Programs_have_them_read_by_the_same_rule()
    {
        var delivery = await Out();
        using var pia = await app.Api("pia", TokenScope.Write);
        using var clara = await app.Api("clara", TokenScope.Write);
        const string read = "mutation ($ids: [ID!]!) { readFigures(input: {channelIds: $ids}) { channels { name } errors { ... on UserError { code } } } }";
        var ids = new[] { Integrators.Id("Channel", delivery.ChannelId) };
        Assert.Equal("NOT_ALLOWED", await clara.Refused(read, new { ids }));
        Assert.Equal("NOT_FOUND", await pia.Refused(read, new { ids = new[] { ids[0], Integrators.Id("Channel", Guid.NewGuid()) } }));
        Assert.Single((await pia.Do(read, new { ids }))["channels"]!.AsArray());
        await app.Run<ReadFiguresJob>();
        Assert.Equal("SYNC_TOO_SOON", await pia.Refused(read, new { ids }));
    }

    [Fact]
    public async Task Clients_read_when_it_was_read_and_have_no_button_and_Oscar_finds_nothing()
    {
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        var shown = await Shown(clara, "");
        Assert.Null(shown.QuerySelector("form"));
        using var refused = await clara.Post("/w/acme/analytics/readings");
        using var strange = await oscar.Post("/w/acme/analytics/readings");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (refused.StatusCode, strange.StatusCode));
    }

    static string Card(IDocument page) => page.QuerySelector(".kpi .kt a[aria-current]")!.Closest(".kpi")!.QuerySelector(".kv")!.TextContent;

    static async Task<IElement> Shown(Visitor visitor, string query) => (await visitor.Page($"/w/acme/analytics{query}")).QuerySelector("#an-readings")!;

    async Task<Delivery> Out()
    {
        var postId = await app.Schedule([[]]);
        await app.ComeDue();
        return await app.Delivery(postId);
    }

    Task Change(Delivery delivery, Action<ChannelSync> verb) => app.In("acme", async db =>
    {
        verb(await db.ChannelSyncs.Include(s => s.Channel).SingleAsync(s => s.ChannelId == delivery.ChannelId));
        await db.SaveChangesAsync();
    });

    Task<ChannelSync> Sync(Delivery delivery) => app.In("acme", db => db.ChannelSyncs.AsNoTracking().SingleAsync(s => s.ChannelId == delivery.ChannelId));

    Task Answers(Delivery delivery, PracticeAnswer answer) => app.In("acme", async db =>
    {
        var account = await db.Channels.Where(c => c.Id == delivery.ChannelId).Join(db.PracticeAccounts, c => c.RemoteId, a => a.Account, (_, a) => a).SingleAsync();
        account.Script([], answer);
        await db.SaveChangesAsync();
    });
}
