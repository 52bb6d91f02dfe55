using Planable.Data.Times;

namespace Planable.Tests.Posts;

public class PlannedTimeTextTests
{
    /// <summary>A Saturday.</summary>
    static readonly DateTime Now = new(2026, 11, 21, 14, 30, 0);

    [Theory]
    [InlineData("fri 9", "2026-11-27 09:00")]
    [InlineData("Friday at 9", "2026-11-27 09:00")]
    [InlineData("sat 15:00", "2026-11-21 15:00")]
    [InlineData("sat 9", "2026-11-28 09:00")]
    [InlineData("next sat 15:00", "2026-11-28 15:00")]
    [InlineData("2026-11-22 09:00", "2026-11-22 09:00")]
    [InlineData("2026-11-22T09:00", "2026-11-22 09:00")]
    [InlineData("tomorrow 14:30", "2026-11-22 14:30")]
    [InlineData("today 18", "2026-11-21 18:00")]
    [InlineData("today 9", "2026-11-21 09:00")]
    [InlineData("18:00", "2026-11-21 18:00")]
    [InlineData("9", "2026-11-22 09:00")]
    [InlineData("22 nov 9:15 pm", "2026-11-22 21:15")]
    [InlineData("Nov 22, 9am", "2026-11-22 09:00")]
    [InlineData("sun 22 nov 12am", "2026-11-22 00:00")]
    [InlineData("3 jan 10:00", "2027-01-03 10:00")]
    [InlineData("24.12.2026 18:30", "2026-12-24 18:30")]
    [InlineData("in 2 hours", "2026-11-21 16:30")]
    [InlineData("in 45 min", "2026-11-21 15:15")]
    [InlineData("in 1 week", "2026-11-28 14:30")]
    public void Reads_what_people_type(string typed, string meant) =>
        Assert.Equal(DateTime.ParseExact(meant, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), PlannedTimeText.Read(typed, Now));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("31 feb 10:00")]
    [InlineData("fri 25:00")]
    [InlineData("fri 13pm")]
    [InlineData("someday 9")]
    [InlineData("9999999 99")]
    public void Does_not_guess(string typed) => Assert.Null(PlannedTimeText.Read(typed, Now));
}
