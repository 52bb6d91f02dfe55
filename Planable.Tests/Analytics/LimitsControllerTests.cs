using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Readings;
using Planable.Jobs.Analytics;
using Planable.Jobs.Notices;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Analytics;

public class LimitsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    int noons;

    DateOnly Today => DateOnly.FromDateTime(Data.Times.Zones.ToLocal(app.Clock.GetUtcNow(), "Europe/Berlin"));

    [Fact]
    public async Task A_figure_under_its_limit_is_told_once_with_number_limit_and_link_and_once_when_it_is_back()
    {
        var channel = await NewChannel();
        using var pia = await app.As("pia");
        Noon();
        await Tell(channel, 100);
        using (var made = await pia.Post("/w/acme/analytics/limits", ("Channel", channel.ToString()), ("Metric", MetricName.Reach), ("Days", "7"), ("Least", "600")))
            Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        await Morning();
        Assert.Empty(await Notices());

        // Seven days of eighty are 560.
        Noon();
        await Tell(channel, 80);
        await Morning();
        await Morning();
        var fell = Assert.Single(await Notices());
        Assert.Matches("Reach of .* fell to 560 in the last 7 days, under its limit of 600", fell.Words);
        var limit = await app.In("acme", db => db.FigureLimits.AsNoTracking().SingleAsync(l => l.ChannelId == channel));
        using (var opened = await pia.Get($"/notices/{fell.Id}/about"))
            Assert.Equal("/w/acme/analytics/goals", opened.Headers.Location!.ToString());
        Assert.Contains("Under since", (await pia.Page("/w/acme/analytics/goals")).QuerySelector($"#limit-{limit.Id}")!.TextContent, StringComparison.Ordinal);

        Noon();
        await Tell(channel, 90);
        await Morning();
        Assert.Equal(2, (await Notices()).Count);
        // Still above on the days after: nothing more is said.
        Noon();
        await Tell(channel, 90);
        await Morning();
        Assert.Equal(2, (await Notices()).Count);
        Assert.Equal((1, 1), (await app.Logged(limit.Id, "limit.fell"), await app.Logged(limit.Id, "limit.recovered")));

        Task<List<Data.Notices.Notice>> Notices() => app.In("acme", db => db.Notices.AsNoTracking().Where(n => n.Kind.StartsWith("limit.")).OrderBy(n => n.At).ToListAsync());
    }

    [Fact]
    public void It_does_not_flap_within_a_day_and_what_is_not_known_is_under_nothing()
    {
        var limit = new FigureLimit(A.Member(Role.Owner), null, MetricName.Reach, 7, 100, A.Monday);
        var day = new DateOnly(2026, 11, 23);
        limit.Check(double.NaN, day, A.Monday);
        Assert.False(limit.IsUnder);
        limit.Check(99, day.AddDays(1), A.Monday.AddDays(1));
        Assert.True(limit.IsUnder);
        limit.Check(101, day.AddDays(2), A.Monday.AddDays(1).AddHours(20));
        Assert.True(limit.IsUnder);
        limit.Check(101, day.AddDays(3), A.Monday.AddDays(3));
        Assert.False(limit.IsUnder);
        // Twice on one day is once.
        limit.Check(1, day.AddDays(3), A.Monday.AddDays(5));
        Assert.False(limit.IsUnder);
    }

    [Fact]
    public async Task Who_only_reads_sets_none_and_Oscar_finds_nothing()
    {
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        using var pia = await app.As("pia");
        (string, string?)[] form = [("Metric", MetricName.Reach), ("Days", "7"), ("Least", "5")];
        using var refused = await clara.Post("/w/acme/analytics/limits", form);
        using var strange = await oscar.Post("/w/acme/analytics/limits", form);
        using var nothing = await pia.Htmx("/w/acme/analytics/limits", ("Metric", MetricName.Reach), ("Days", "7"), ("Least", "0"));
        using var missing = await pia.Post($"/w/acme/analytics/limits/{Guid.NewGuid()}/removal");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound, HttpStatusCode.UnprocessableEntity, HttpStatusCode.NotFound), (refused.StatusCode, strange.StatusCode, nothing.StatusCode, missing.StatusCode));
    }

    /// <summary>The next day at noon, each a little later than the one before.</summary>
    void Noon() => app.Clock.Set(new DateTimeOffset(app.Clock.GetUtcNow().Date.AddDays(1).AddHours(12).AddMinutes(10 * ++noons), TimeSpan.Zero));

    async Task Morning()
    {
        await app.Run<CheckLimitsJob>();
        await app.Run<WriteNoticesJob>();
    }

    Task<Guid> NewChannel() => app.In("acme", async db =>
    {
        var handle = $"l{Guid.NewGuid():N}"[..12];
        var channel = Channel.Connect(await TestApp.Member(db, "olga"), "practice", new RemoteAccount(handle, handle, handle, null, null, new Dictionary<string, int>()), "", app.Clock.GetUtcNow());
        db.Channels.Add(channel);
        await db.SaveChangesAsync();
        return channel.Id;
    });

    Task Tell(Guid channel, long each) => app.In("acme", async db =>
    {
        await db.ChannelFigures.Where(f => f.ChannelId == channel).ExecuteDeleteAsync();
        db.ChannelFigures.AddRange(Enumerable.Range(1, 7).Select(back => new ChannelFigure(channel, Today.AddDays(-back), MetricName.Reach, ReadingSource.Account, each, app.Clock.GetUtcNow())));
        await db.SaveChangesAsync();
    });
}
