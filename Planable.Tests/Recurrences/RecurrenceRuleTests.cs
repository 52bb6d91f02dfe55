using Planable.Data.Recurrences;
using Planable.Tests.Support;

namespace Planable.Tests.Recurrences;

public class RecurrenceRuleTests
{
    [Fact]
    public void Daily_at_nine_stays_nine_over_the_change_of_clocks()
    {
        var rule = Rule(RecurrencePace.Daily, new DateOnly(2026, 3, 28), new TimeOnly(9, 0));
        Assert.Equal(
            [new DateTime(2026, 3, 28, 8, 0, 0), new DateTime(2026, 3, 29, 7, 0, 0)],
            rule.AllDays().Take(2).Select(d => rule.On(d, A.Berlin).Time.Instant.UtcDateTime));
    }

    [Fact]
    public void The_31st_is_the_last_day_of_a_shorter_month()
    {
        var rule = Rule(RecurrencePace.Monthly, new DateOnly(2027, 1, 31), new TimeOnly(9, 0)) with { MonthDay = 31 };
        Assert.Equal(
            [new(2027, 1, 31), new(2027, 2, 28), new(2027, 3, 31), new(2027, 4, 30), new(2027, 5, 31)],
            rule.AllDays().Take(5));
        Assert.Equal(new DateOnly(2028, 2, 29), rule.AllDays().ElementAt(13));
        Assert.True(rule.NeedsLastDay);
    }

    [Fact]
    public void Every_second_week_counts_weeks_from_the_first_one()
    {
        // 1 January 2027 is a Friday.
        var rule = Rule(RecurrencePace.Weekly, new DateOnly(2027, 1, 1), new TimeOnly(9, 0)) with { Every = 2, Days = [DayOfWeek.Monday, DayOfWeek.Friday] };
        Assert.Equal([new(2027, 1, 1), new(2027, 1, 11), new(2027, 1, 15), new(2027, 1, 25)], rule.AllDays().Take(4));
    }

    [Fact]
    public void A_rule_ends_with_its_last_day() =>
        Assert.Equal(3, (Rule(RecurrencePace.Daily, new DateOnly(2027, 1, 1), new TimeOnly(9, 0)) with { Last = new DateOnly(2027, 1, 3) }).AllDays().Count());

    [Fact]
    public void A_time_the_clocks_skip_or_repeat_is_told()
    {
        var rule = Rule(RecurrencePace.Daily, new DateOnly(2026, 1, 1), new TimeOnly(2, 30));
        var skipped = rule.On(new DateOnly(2026, 3, 29), A.Berlin);
        Assert.Equal((true, new DateTime(2026, 3, 29, 3, 30, 0)), (skipped.IsShifted, skipped.Time.Local));
        var twice = rule.On(new DateOnly(2026, 10, 25), A.Berlin);
        Assert.Equal((true, new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero)), (twice.IsFirstOfTwo, twice.Time.Instant));
    }

    static RecurrenceRule Rule(RecurrencePace pace, DateOnly first, TimeOnly time) => new(pace, 1, [first.DayOfWeek], first.Day, time, first, null);
}
