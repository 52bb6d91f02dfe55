using Microsoft.EntityFrameworkCore;
using Planable.Data.Analytics;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Readings;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Readings;

public class DayFiguresTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Each_day_has_what_the_account_was_told_to_have_and_what_its_posts_gained()
    {
        var delivery = await Out(audience: 1000);
        await Read();
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var first = await Figures(delivery);
        Assert.Contains(first, f => f is { Metric: MetricName.Followers, Source: ReadingSource.Account } && f.Day == today);
        Assert.Contains(first, f => f is { Metric: MetricName.Reach, Source: ReadingSource.Account } && f.Day == today.AddDays(-1));
        Assert.DoesNotContain(first, f => f.Metric == MetricName.Shares);

        app.Clock.Advance(TimeSpan.FromDays(1));
        await Read();
        // Read again on the same day, it is the same day.
        await Read();
        var totals = await app.In("acme", db => db.PostFigures.Where(f => f.DeliveryId == delivery.Id && f.Metric == MetricName.Reach).OrderBy(f => f.Day).ToListAsync());
        Assert.Equal(2, totals.Count);
        Assert.Equal(totals[1].Total - totals[0].Total, totals[1].Gain);
        Assert.True(totals[1].Total > totals[0].Total);
        // Written out once more in plain SQL: what the book says is what the rows add up to.
        var gained = await Scalar(delivery.ChannelId, totals[1].Day);
        Assert.Equal(gained, (await Figures(delivery)).Single(f => f is { Metric: MetricName.Reach, Source: ReadingSource.Post } && f.Day == totals[1].Day).Value);
        Assert.Equal(totals[1].Gain, gained);
    }

    [Fact]
    public async Task A_restated_day_keeps_both_values_with_their_dates()
    {
        var delivery = await Out(audience: 1000);
        await Read();
        var day = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime).AddDays(-1);
        var told = (await Figures(delivery)).Single(f => f is { Metric: MetricName.Reach, Source: ReadingSource.Account } && f.Day == day);
        // The network counts again.
        await Audience(delivery, 1300);
        app.Clock.Advance(TimeSpan.FromHours(21));
        await Read();
        var restated = (await Figures(delivery)).Single(f => f is { Metric: MetricName.Reach, Source: ReadingSource.Account } && f.Day == day);
        Assert.True(restated.IsRestated);
        Assert.Equal((told.Value, told.ReadAt), (restated.FirstValue, restated.FirstReadAt!.Value));
        Assert.True(restated.Value > told.Value && restated.ReadAt > told.ReadAt);
        // Every reading is kept as well.
        Assert.Equal([told.Value, restated.Value], await app.In("acme", db => db.MetricReadings.Where(r => r.ChannelId == delivery.ChannelId && r.Metric == MetricName.Reach && r.Day == day).OrderBy(r => r.ReadAt).Select(r => r.Value).ToListAsync()));
    }

    [Fact]
    public async Task Days_that_nobody_could_read_are_asked_for_later_and_older_ones_stay_gaps()
    {
        var delivery = await Out(audience: 1000);
        await Read();
        app.Clock.Advance(TimeSpan.FromDays(12));
        await Read();
        var today = DateOnly.FromDateTime(app.Clock.GetUtcNow().UtcDateTime);
        var days = (await Figures(delivery)).Where(f => f is { Metric: MetricName.Reach, Source: ReadingSource.Account }).Select(f => today.DayNumber - f.Day.DayNumber).Order().ToList();
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 13], days);
        // Followers are told as they are now: days without a reading have none.
        Assert.Equal([0, 12], (await Figures(delivery)).Where(f => f.Metric == MetricName.Followers).Select(f => today.DayNumber - f.Day.DayNumber).Order());
    }

    [Fact]
    public async Task Young_posts_are_read_often_and_old_ones_rarely()
    {
        var delivery = await Out(audience: 1000);
        var readings = new List<int>();
        foreach (var (days, step) in ((int, TimeSpan)[])[(1, TimeSpan.FromHours(1)), (2, TimeSpan.FromHours(6)), (11, TimeSpan.FromDays(1)), (26, TimeSpan.FromDays(1))])
        {
            var before = await Count();
            for (var until = app.Clock.GetUtcNow().AddDays(days); app.Clock.GetUtcNow() < until; app.Clock.Advance(step))
                await Read();
            readings.Add(await Count() - before);
        }

        Assert.InRange(readings[0], 22, 25);
        Assert.InRange(readings[1], 7, 9);
        Assert.InRange(readings[2], 10, 12);
        Assert.InRange(readings[3], 5, 8);

        Task<int> Count() => app.In("acme", db => db.MetricReadings.CountAsync(r => r.RemotePostId == delivery.RemoteId && r.Metric == MetricName.Reach));
    }

    [Theory, InlineData(2, 1), InlineData(40, 6), InlineData(200, 24), InlineData(1000, 96), InlineData(5000, 720), InlineData(10000, null)]
    public void How_long_a_post_waits_grows_with_its_age(int ageInHours, int? hours) =>
        Assert.Equal(hours, (int?)ReadingRhythm.Between(TimeSpan.FromHours(ageInHours))?.TotalHours);

    [Fact]
    public void Every_network_that_tells_figures_has_names_for_its_fields()
    {
        var shelf = (ConnectorShelf)app.Services.GetService(typeof(ConnectorShelf))!;
        var telling = shelf.Networks.Where(n => shelf.For(n) is IReadMetrics).Select(n => n == "instagram-standalone" ? "instagram" : n).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(telling, NetworkFields.Networks.Order(StringComparer.Ordinal));
    }

    async Task Read()
    {
        await app.Run<QueueFiguresJob>();
        await app.Run<ReadFiguresJob>();
    }

    async Task<Delivery> Out(int audience)
    {
        // Noon, so that an hour more or less is the same day everywhere.
        app.Clock.Set(new DateTimeOffset(app.Clock.GetUtcNow().Date.AddDays(1).AddHours(12), TimeSpan.Zero));
        var postId = await app.Schedule([[]]);
        await app.ComeDue();
        var delivery = await app.Delivery(postId);
        await Audience(delivery, audience);
        return delivery;
    }

    Task Audience(Delivery delivery, int people) => app.In("acme", async db =>
    {
        var account = await db.Channels.Where(c => c.Id == delivery.ChannelId).Join(db.PracticeAccounts, c => c.RemoteId, a => a.Account, (_, a) => a).SingleAsync();
        account.FollowedBy(people);
        await db.SaveChangesAsync();
    });

    Task<List<ChannelFigure>> Figures(Delivery delivery) => app.In("acme", db => db.ChannelFigures.AsNoTracking().Where(f => f.ChannelId == delivery.ChannelId).ToListAsync());

    Task<long> Scalar(Guid channelId, DateOnly day) => app.In("acme", db =>
        db.Database.SqlQuery<long>($"""SELECT CAST(COALESCE(SUM("Gain"), 0) AS bigint) AS "Value" FROM "PostFigures" WHERE "ChannelId" = {channelId} AND "Day" = {day} AND "Metric" = 'reach'""").SingleAsync());
}
