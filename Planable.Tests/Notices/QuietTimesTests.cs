using Planable.Data;
using Planable.Data.Notices;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Notices;

public class QuietTimesTests
{
    static readonly QuietTimes Usual = QuietTimes.Of(new TimeOnly(20, 0), new TimeOnly(8, 0), [DayOfWeek.Saturday, DayOfWeek.Sunday]);

    static DateTimeOffset At(int day, int hour, string zone = A.Berlin) => Zones.ToInstantLeniently(new DateTime(2026, 11, day, hour, 0, 0), zone);

    [Theory]
    [InlineData(21, 23, 23, 8)]
    [InlineData(21, 12, 23, 8)]
    [InlineData(23, 7, 23, 8)]
    [InlineData(23, 8, 23, 8)]
    [InlineData(23, 19, 23, 19)]
    [InlineData(23, 20, 24, 8)]
    [InlineData(20, 20, 23, 8)]
    public void Nights_and_days_off_end_on_the_next_working_morning(int day, int hour, int openDay, int openHour) =>
        Assert.Equal(At(openDay, openHour), Usual.Open(At(day, hour), A.Berlin));

    [Fact]
    public void It_is_the_clock_of_the_reader_that_counts()
    {
        // Monday 01:00 in Berlin is Sunday 19:00 in New York.
        Assert.Equal(At(23, 8, "America/New_York"), Usual.Open(At(23, 1), "America/New_York"));
        Assert.Equal(At(23, 8), Usual.Open(At(23, 1), A.Berlin));
    }

    [Fact]
    public void Quiet_hours_may_lie_within_a_day_and_the_clocks_may_change_meanwhile()
    {
        var lunch = QuietTimes.Of(new TimeOnly(12, 0), new TimeOnly(13, 0), []);
        Assert.Equal((At(23, 13), At(23, 11)), (lunch.Open(At(23, 12), A.Berlin), lunch.Open(At(23, 11), A.Berlin)));
        // The night in which the clocks go back.
        var night = new DateTimeOffset(2026, 10, 24, 21, 0, 0, TimeSpan.Zero);
        Assert.Equal(new DateTimeOffset(2026, 10, 26, 7, 0, 0, TimeSpan.Zero), Usual.Open(night, A.Berlin));
    }

    [Fact]
    public void Mails_together_come_at_the_full_hour_or_when_the_working_day_begins()
    {
        Assert.Equal(At(23, 10), Usual.Next(MailPace.Hourly, At(23, 9).AddMinutes(20), A.Berlin));
        Assert.Equal(At(24, 8), Usual.Next(MailPace.Hourly, At(23, 19).AddMinutes(20), A.Berlin));
        Assert.Equal(At(24, 8), Usual.Next(MailPace.Daily, At(23, 9), A.Berlin));
        Assert.Equal(At(23, 8), Usual.Next(MailPace.Daily, At(20, 9), A.Berlin));
        Assert.Equal(At(24, 8), QuietTimes.None.Next(MailPace.Daily, At(23, 9), A.Berlin));
    }

    [Fact]
    public void Some_day_has_to_be_left() =>
        Assert.Equal("DAYS_ALL_OFF", Assert.Throws<RuleBroken>(() => QuietTimes.Of(default, default, Enum.GetValues<DayOfWeek>())).Code);
}
