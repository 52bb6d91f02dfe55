using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Readings;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Readings;

public class FiguresTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Asked_for_they_are_queued_read_and_kept_with_the_time_they_were_read_at()
    {
        var delivery = await Out();
        await Like(delivery, 3);
        using var pia = await app.As("pia");
        Assert.Contains("Not read yet", (await Section(pia, delivery)).TextContent, StringComparison.Ordinal);

        using (var asked = await pia.Htmx($"/w/acme/channels/{delivery.ChannelId}/figures"))
        {
            Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
            var shown = await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Contains("Queued", shown, StringComparison.Ordinal);
            Assert.Contains("every 2s", shown, StringComparison.Ordinal);
        }

        await app.Run<ReadFiguresJob>();
        var readings = await app.In("acme", db => db.MetricReadings.Where(r => r.ChannelId == delivery.ChannelId).ToListAsync());
        Assert.Contains(readings, r => r.RemotePostId == delivery.RemoteId && r is { Metric: MetricName.Likes, Value: 3, Source: ReadingSource.Post });
        Assert.Contains(readings, r => r is { RemotePostId: "", Metric: MetricName.Posts, Value: 1, Source: ReadingSource.Account });
        Assert.All(readings, r => Assert.Equal(app.Clock.GetUtcNow(), r.ReadAt, TimeSpan.FromSeconds(1)));
        var section = await Section(pia, delivery);
        Assert.Matches("Read completely .*(CET|CEST|Berlin)", section.TextContent);
        Assert.False(section.HasAttribute("hx-trigger"));

        var row = (await pia.Page($"/w/acme/posts/{delivery.PostId}")).QuerySelector(".del .figs")!.TextContent;
        Assert.Contains("Likes", row, StringComparison.Ordinal);
        Assert.Contains("3", row, StringComparison.Ordinal);
        // The practice network counts no shares: that is not 0.
        Assert.Matches(@"Shares\s*n/a", row);
    }

    [Fact]
    public async Task They_are_read_again_only_when_the_quota_lets_and_the_next_time_is_named()
    {
        var delivery = await Out();
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/channels/{delivery.ChannelId}/figures")).Dispose();
        // Twice while it is queued is once.
        (await pia.Post($"/w/acme/channels/{delivery.ChannelId}/figures")).Dispose();
        await app.Run<ReadFiguresJob>();
        var section = await Section(pia, delivery);
        Assert.Contains("Can be read again from", section.TextContent, StringComparison.Ordinal);
        Assert.True(section.QuerySelector("button")!.HasAttribute("disabled"));
        using (var tooSoon = await pia.Htmx($"/w/acme/channels/{delivery.ChannelId}/figures"))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, tooSoon.StatusCode);
        Assert.Equal(1, await app.Logged(delivery.ChannelId, "channel.figures-asked"));

        app.Clock.Advance(ChannelSync.Pause);
        using (var again = await pia.Htmx($"/w/acme/channels/{delivery.ChannelId}/figures"))
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        await app.Run<ReadFiguresJob>();
        Assert.Equal(2, await app.In("acme", db => db.MetricReadings.CountAsync(r => r.RemotePostId == delivery.RemoteId && r.Metric == MetricName.Likes)));
    }

    [Fact]
    public async Task A_network_that_asks_to_slow_down_leaves_the_old_figures_with_their_time_and_it_goes_on_by_itself()
    {
        var delivery = await Out();
        await Like(delivery, 2);
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/channels/{delivery.ChannelId}/figures")).Dispose();
        await app.Run<ReadFiguresJob>();
        var before = (await app.Delivery(delivery.PostId)).FiguresAt;
        app.Clock.Advance(TimeSpan.FromHours(1));
        await Like(delivery, 5);
        await Answers(delivery, PracticeAnswer.RateLimited);
        (await pia.Post($"/w/acme/channels/{delivery.ChannelId}/figures")).Dispose();
        await app.Run<ReadFiguresJob>();

        var waiting = await Sync(delivery);
        Assert.Equal(SyncState.Waiting, waiting.State);
        Assert.NotNull(waiting.DoneAt);
        var kept = await app.Delivery(delivery.PostId);
        Assert.Equal((2L, before), (kept.Figures![MetricName.Likes], kept.FiguresAt));
        Assert.Contains("It goes on by itself", (await Section(pia, delivery)).TextContent, StringComparison.Ordinal);

        await Answers(delivery, PracticeAnswer.Ok);
        app.Clock.Advance(TimeSpan.FromSeconds(11));
        await app.Run<ReadFiguresJob>();
        Assert.Equal((SyncState.Done, 7L), ((await Sync(delivery)).State, (await app.Delivery(delivery.PostId)).Figures![MetricName.Likes]));
    }

    [Fact]
    public async Task A_network_that_is_away_is_not_asked_for_figures()
    {
        var delivery = await Out();
        await app.Cut(delivery.ChannelId, app.Clock.GetUtcNow().AddMinutes(10));
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/channels/{delivery.ChannelId}/figures")).Dispose();
        await app.Run<ReadFiguresJob>();
        Assert.Equal(SyncState.Waiting, (await Sync(delivery)).State);
        Assert.Equal(0, await app.In("acme", db => db.MetricReadings.CountAsync(r => r.ChannelId == delivery.ChannelId)));
    }

    [Fact]
    public async Task A_sign_in_that_is_dead_is_told_and_the_channel_needs_a_person()
    {
        var delivery = await Out();
        await Answers(delivery, PracticeAnswer.Unauthorized);
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/channels/{delivery.ChannelId}/figures")).Dispose();
        await app.Run<ReadFiguresJob>();
        Assert.Equal(SyncState.Failed, (await Sync(delivery)).State);
        Assert.Equal(1, await app.Logged(delivery.ChannelId, "channel.broken"));
        app.Clock.Advance(ChannelSync.Pause);
        using var again = await pia.Htmx($"/w/acme/channels/{delivery.ChannelId}/figures");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
    }

    [Fact]
    public async Task Nobody_has_to_ask()
    {
        var delivery = await Out();
        await app.Run<QueueFiguresJob>();
        await app.Run<QueueFiguresJob>();
        await app.Run<ReadFiguresJob>();
        Assert.Equal(SyncState.Done, (await Sync(delivery)).State);
        await app.Run<QueueFiguresJob>();
        Assert.Equal(SyncState.Done, (await Sync(delivery)).State);
        app.Clock.Advance(ChannelSync.Every + TimeSpan.FromMinutes(1));
        await app.Run<QueueFiguresJob>();
        Assert.Equal(SyncState.Queued, (await Sync(delivery)).State);
    }

    [Fact]
    public async Task Two_nodes_read_once()
    {
        var delivery = await Out();
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/channels/{delivery.ChannelId}/figures")).Dispose();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Run<ReadFiguresJob>()));
        Assert.Equal(1, await app.In("acme", db => db.MetricReadings.CountAsync(r => r.RemotePostId == delivery.RemoteId && r.Metric == MetricName.Likes)));
    }

    [Fact]
    public async Task Clients_and_strangers_do_not_have_them_read()
    {
        var delivery = await Out();
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        using var answer = await clara.Post($"/w/acme/channels/{delivery.ChannelId}/figures");
        using var strange = await oscar.Post($"/w/acme/channels/{delivery.ChannelId}/figures");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (answer.StatusCode, strange.StatusCode));
        using var pia = await app.As("pia");
        using var missing = await pia.Post($"/w/acme/channels/{Guid.NewGuid()}/figures");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    async Task<Delivery> Out()
    {
        var postId = await app.Schedule([[]]);
        await app.ComeDue();
        return await app.Delivery(postId);
    }

    static async Task<AngleSharp.Dom.IElement> Section(Visitor visitor, Delivery delivery) => (await visitor.Page($"/w/acme/channels/{delivery.ChannelId}")).QuerySelector("#figures")!;

    Task<ChannelSync> Sync(Delivery delivery) => app.In("acme", db => db.ChannelSyncs.AsNoTracking().SingleAsync(s => s.ChannelId == delivery.ChannelId));

    Task Like(Delivery delivery, int times)
    {
        var key = delivery.Id.ToString("N");
        return app.In("acme", db => db.PracticePosts.Where(p => p.Key == key).ExecuteUpdateAsync(p => p.SetProperty(x => x.Likes, x => x.Likes + times)));
    }

    Task Answers(Delivery delivery, PracticeAnswer answer) => app.In("acme", async db =>
    {
        var account = await db.Channels.Where(c => c.Id == delivery.ChannelId).Join(db.PracticeAccounts, c => c.RemoteId, a => a.Account, (_, a) => a).SingleAsync();
        account.Script([], answer);
        await db.SaveChangesAsync();
    });
}
