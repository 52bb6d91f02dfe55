using Planable.Data.Reports;
using Planable.Data.Times;

namespace Planable.Tests.Reports;

public class ReportScheduleTests
{
    static readonly ReportSchedule lisbon = new(ReportPace.Monthly, 31, new TimeOnly(8, 0), "Europe/Lisbon", new DateOnly(2027, 1, 1));

    [Fact]
    public void Monthly_on_the_31st_at_eight_in_Lisbon_is_eight_there_all_the_year()
    {
        var runs = lisbon.After(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).Take(12).ToList();
        Assert.Equal([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31], runs.Select(r => r.Day.Day));
        Assert.All(runs, r => Assert.Equal(r.Day.ToDateTime(new TimeOnly(8, 0)), Zones.ToLocal(r.At, "Europe/Lisbon")));
        // On both sides of the changes of the clocks, on 28 March and 31 October.
        Assert.Equal([8, 8, 7, 7], runs.Take(4).Select(r => r.At.UtcDateTime.Hour));
        Assert.Equal([7, 8, 8, 8], runs.Skip(8).Select(r => r.At.UtcDateTime.Hour));
        Assert.Equal(29, lisbon.After(new DateTimeOffset(2028, 2, 1, 0, 0, 0, TimeSpan.Zero)).First().Day.Day);
    }

    [Fact]
    public void What_a_run_is_about_never_leaves_out_a_day()
    {
        Assert.Equal((new DateOnly(2027, 1, 1), new DateOnly(2027, 1, 31)), lisbon.DaysOf(new DateOnly(2027, 2, 28)));
        var since = lisbon with { Period = ReportPeriod.SinceLast };
        var runs = since.After(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).Take(12).Select(r => since.DaysOf(r.Day)).ToList();
        for (var i = 1; i < runs.Count; i++)
            Assert.Equal(runs[i - 1].To.AddDays(1), runs[i].From);
        var weekly = new ReportSchedule(ReportPace.Weekly, 1, new TimeOnly(9, 0), "Europe/Berlin", new DateOnly(2027, 1, 1));
        Assert.Equal((new DateOnly(2027, 1, 4), new DateOnly(2027, 1, 10)), weekly.DaysOf(weekly.After(new DateTimeOffset(2027, 1, 5, 0, 0, 0, TimeSpan.Zero)).First().Day));
    }
}
