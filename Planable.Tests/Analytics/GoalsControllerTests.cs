using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Readings;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Analytics;

public class GoalsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    DateOnly Today => DateOnly.FromDateTime(Data.Times.Zones.ToLocal(app.Clock.GetUtcNow(), "Europe/Berlin"));

    [Fact]
    public async Task Twelve_thousand_followers_by_a_day_say_what_is_needed_a_week_and_when_it_will_probably_be()
    {
        var channel = await Followed(by: 11_000, perDay: 10);
        var ends = Today.AddDays(70);
        using var pia = await app.As("pia");
        using (var made = await pia.Post("/w/acme/analytics/goals", ("Channel", channel.ToString()), ("Metric", MetricName.Followers), ("Target", "12000"), ("Ends", $"{ends:yyyy-MM-dd}")))
            Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var goal = await app.In("acme", db => db.Goals.AsNoTracking().SingleAsync(g => g.ChannelId == channel));
        var card = (await pia.Page("/w/acme/analytics/goals")).QuerySelector($"#goal-{goal.Id}")!;
        // A thousand in ten weeks; seventy a week make it in a hundred days.
        Assert.Contains("Needed per week100", card.QuerySelector(".goal-f")!.TextContent.ReplaceLineEndings("").Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("70", card.QuerySelectorAll(".goal-f dd")[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(Today.AddDays(100).ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture), card.QuerySelectorAll(".goal-f dd")[2].TextContent);
        Assert.Contains("Behind", card.TextContent, StringComparison.Ordinal);

        using (var changed = await pia.Post($"/w/acme/analytics/goals/{goal.Id}", ("Target", "11500"), ("Ends", $"{ends:yyyy-MM-dd}"), ("Revision", goal.Revision.ToString())))
            Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        card = (await pia.Page("/w/acme/analytics/goals")).QuerySelector($"#goal-{goal.Id}")!;
        Assert.Contains("On track", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("12,000 by", card.QuerySelector(".goal-h")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((1, 1), (await app.Logged(goal.Id, "goal.set"), await app.Logged(goal.Id, "goal.changed")));

        using (await pia.Post($"/w/acme/analytics/goals/{goal.Id}/removal")) { }
        Assert.Null((await pia.Page("/w/acme/analytics/goals")).QuerySelector($"#goal-{goal.Id}"));
    }

    [Fact]
    public async Task What_cannot_be_a_goal_is_refused_in_words()
    {
        using var pia = await app.As("pia");
        using var none = await pia.Post("/w/acme/analytics/goals", ("Metric", MetricName.Followers), ("Target", ""), ("Ends", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        Assert.Contains("Say which number it should come to.", await none.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var past = await pia.Htmx("/w/acme/analytics/goals", ("Metric", MetricName.Followers), ("Target", "5"), ("Ends", $"{Today.AddDays(-3):yyyy-MM-dd}"));
        using var rate = await pia.Htmx("/w/acme/analytics/goals", ("Metric", Metric.EngagementRate), ("Target", "5"), ("Ends", $"{Today.AddDays(30):yyyy-MM-dd}"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (past.StatusCode, rate.StatusCode));
    }

    [Theory]
    [InlineData(1000, 10, GoalStanding.OnTrack)]
    [InlineData(1000, 0, GoalStanding.Behind)]
    [InlineData(5000, 10, GoalStanding.Reached)]
    public void A_pace_reckons_with_the_last_four_weeks(double now, double perDay, GoalStanding standing)
    {
        var today = new DateOnly(2026, 11, 22);
        var goal = new Goal(A.Member(Data.Members.Role.Owner), null, MetricName.Followers, 2000, today.AddDays(-10), today.AddDays(200), A.Monday);
        var days = Enumerable.Range(0, 36).Select(n => now - ((35 - n) * perDay)).ToArray();
        // Days that were not read change nothing.
        (days[4], days[20]) = (double.NaN, double.NaN);
        var pace = GoalPace.Of(goal, MetricKind.Level, days, today.AddDays(-35), today);
        Assert.Equal((standing, perDay * 7), (pace.Standing, pace.PacePerWeek!.Value));
        Assert.Equal(standing == GoalStanding.OnTrack ? today.AddDays(100) : null, pace.Probably);
        Assert.Equal(GoalStanding.Unknown, GoalPace.Of(goal, MetricKind.Level, [.. Enumerable.Repeat(double.NaN, 36)], today.AddDays(-35), today).Standing);
    }

    [Fact]
    public void A_level_that_nobody_has_read_yet_on_the_day_a_goal_begins_starts_from_what_was_known_last()
    {
        var today = new DateOnly(2026, 11, 22);
        var goal = new Goal(A.Member(Data.Members.Role.Owner), null, MetricName.Followers, 2000, today, today.AddDays(100), A.Monday);
        double[] days = [.. Enumerable.Range(0, 35).Select(n => 1000d + n), double.NaN];
        var pace = GoalPace.Of(goal, MetricKind.Level, days, today.AddDays(-35), today);
        Assert.Equal((1034, 1034, 0), (pace.Start, pace.Now, pace.Share(goal)));
        // Read the next day, it has come a part of the way from there.
        Assert.Equal(0.5, GoalPace.Of(goal, MetricKind.Level, [.. days[1..], 1517], today.AddDays(-34), today.AddDays(1)).Share(goal));
        Assert.Equal(0, GoalPace.Of(goal, MetricKind.Level, [.. Enumerable.Repeat(double.NaN, 36)], today.AddDays(-35), today).Share(goal));
    }

    [Fact]
    public async Task Who_only_reads_sets_none_and_Oscar_finds_nothing()
    {
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        using var refused = await clara.Post("/w/acme/analytics/goals", ("Metric", MetricName.Followers), ("Target", "5"), ("Ends", $"{Today.AddDays(30):yyyy-MM-dd}"));
        using var strange = await oscar.Get("/w/acme/analytics/goals");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (refused.StatusCode, strange.StatusCode));
        Assert.Empty((await clara.Page("/w/acme/analytics/goals")).QuerySelectorAll("form.goal-n"));
        using var pia = await app.As("pia");
        using var missing = await pia.Post($"/w/acme/analytics/goals/{Guid.NewGuid()}", ("Target", "5"), ("Ends", $"{Today.AddDays(30):yyyy-MM-dd}"));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    Task<Guid> Followed(long by, long perDay) => app.In("acme", async db =>
    {
        var handle = $"g{Guid.NewGuid():N}"[..12];
        var channel = Channel.Connect(await TestApp.Member(db, "olga"), "practice", new RemoteAccount(handle, handle, handle, null, null, new Dictionary<string, int>()), "", app.Clock.GetUtcNow());
        db.Channels.Add(channel);
        db.ChannelFigures.AddRange(Enumerable.Range(0, 36).Select(back => new ChannelFigure(channel.Id, Today.AddDays(-back), MetricName.Followers, ReadingSource.Account, by - (back * perDay), app.Clock.GetUtcNow())));
        await db.SaveChangesAsync();
        return channel.Id;
    });
}
