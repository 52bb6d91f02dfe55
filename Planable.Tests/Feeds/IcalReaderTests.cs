using Planable.Data.Feeds;
using Planable.Tests.Support;

namespace Planable.Tests.Feeds;

public class IcalReaderTests
{
    static readonly DateOnly From = new(2026, 1, 1);
    static readonly DateOnly To = new(2027, 12, 31);

    [Fact]
    public void Whole_days_end_before_their_end() =>
        Assert.Equal(
            [new IcalEvent("Christmas, both days", new(2026, 12, 25), new(2026, 12, 26), null)],
            Read("SUMMARY:Christmas\\, both", "  days", "DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227"));

    [Fact]
    public void Times_are_read_in_their_zone_and_shown_in_ours()
    {
        var events = Read(
            ["SUMMARY:New York", "DTSTART;TZID=America/New_York:20260310T200000", "DURATION:PT2H"],
            ["SUMMARY:UTC", "DTSTART:20260701T220000Z"],
            ["SUMMARY:Windows", "DTSTART;TZID=\"W. Europe Standard Time\":20260801T090000", "DTEND;TZID=\"W. Europe Standard Time\":20260802T000000"],
            ["SUMMARY:Floating", "DTSTART:20260901T090000"]);
        Assert.Equal(
            [
                new("New York", new(2026, 3, 11), new(2026, 3, 11), new(1, 0)), new("UTC", new(2026, 7, 2), new(2026, 7, 2), new(0, 0)),
                new("Windows", new(2026, 8, 1), new(2026, 8, 1), new(9, 0)), new("Floating", new(2026, 9, 1), new(2026, 9, 1), new(9, 0)),
            ],
            events);
    }

    [Theory]
    [InlineData("FREQ=YEARLY", "20200503", "2026-05-03 2027-05-03")]
    [InlineData("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "20201126", "2026-11-26 2027-11-25")]
    [InlineData("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "20260130", "2026-01-30 2026-02-27 2026-03-27")]
    [InlineData("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2", "20260130", "2026-01-30 2026-02-27")]
    [InlineData("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=4", "20260105", "2026-01-05 2026-01-07 2026-01-19 2026-01-21")]
    [InlineData("FREQ=DAILY;UNTIL=20260103", "20260101", "2026-01-01 2026-01-02 2026-01-03")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", "20260131", "2026-01-31 2026-02-28")]
    [InlineData("FREQ=MONTHLY;COUNT=3", "20260131", "2026-01-31 2026-03-31 2026-05-31")]
    public void Repetition_follows_the_rule(string rule, string start, string days) =>
        Assert.Equal(days.Split(' ').Select(d => DateOnly.Parse(d, System.Globalization.CultureInfo.InvariantCulture)), Read("SUMMARY:Again", $"DTSTART;VALUE=DATE:{start}", $"RRULE:{rule}").Select(e => e.First));

    [Fact]
    public void A_weekly_time_keeps_its_wall_clock_over_the_change_of_clocks() =>
        Assert.All(Read("DTSTART;TZID=Europe/Berlin:20260323T090000", "RRULE:FREQ=WEEKLY;COUNT=3", "SUMMARY:Weekly"), e => Assert.Equal(new TimeOnly(9, 0), e.Time));

    [Fact]
    public void Exceptions_are_left_out_and_moved_ones_stand_where_they_were_moved()
    {
        var events = Read(
            ["UID:a", "SUMMARY:Round", "DTSTART:20260101T090000", "RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20260102T090000"],
            ["UID:a", "SUMMARY:Moved", "DTSTART:20260105T100000", "RECURRENCE-ID:20260103T090000"],
            ["UID:b", "SUMMARY:Off", "DTSTART:20260101", "STATUS:CANCELLED"]);
        Assert.Equal(["Round 1", "Round 4", "Moved 5"], events.Select(e => $"{e.Title} {e.First.Day}"));
    }

    [Fact]
    public void Broken_entries_are_counted_and_the_others_read()
    {
        var read = IcalReader.Read(Calendar(
            ["SUMMARY:Good", "DTSTART;VALUE=DATE:20260501"],
            ["SUMMARY:No start"],
            ["SUMMARY:No date", "DTSTART:tomorrow"],
            ["SUMMARY:Backwards", "DTSTART:20260501T090000Z", "DTEND:20260401T090000Z"],
            ["SUMMARY:Strange rule", "DTSTART:20260501T090000Z", "RRULE:FREQ=YEARLY;BYWEEKNO=20"],
            ["BEGIN:VALARM", "SUMMARY:Not mine", "END:VALARM", "SUMMARY:Good too", "DTSTART;VALUE=DATE:20260502"]), A.Berlin, From, To)!;
        Assert.Equal((4, "Holidays"), (read.Skipped, read.Name));
        Assert.Equal(["Good", "Good too"], read.Events.Select(e => e.Title));
    }

    [Theory, InlineData(""), InlineData("<html><body>Sign in</body></html>"), InlineData("BEGIN:VCARD\nEND:VCARD")]
    public void What_is_no_calendar_is_none(string text) => Assert.Null(IcalReader.Read(text, A.Berlin, From, To));

    [Fact]
    public void What_is_cut_off_is_read_as_far_as_it_goes()
    {
        var text = Calendar(["SUMMARY:Whole", "DTSTART;VALUE=DATE:20260501"], ["SUMMARY:Half", "DTSTART;VALUE=DATE:20260502"]);
        var read = IcalReader.Read(text[..(text.LastIndexOf("END:VEVENT", StringComparison.Ordinal) - 12)], A.Berlin, From, To)!;
        Assert.Equal((1, "Whole"), (read.Skipped, read.Events.Single().Title));
    }

    [Fact]
    public void A_rule_without_end_is_read_in_no_time()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var read = IcalReader.Read(Calendar([.. Enumerable.Range(0, 200).Select(i => new[] { "SUMMARY:Forever", "DTSTART:00010101T000000Z", "RRULE:FREQ=DAILY;BYMONTH=13" })]), A.Berlin, From, To)!;
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{read.Events.Count} {watch.Elapsed}");
    }

    [Fact]
    public void What_is_written_is_read_again_and_folded_at_75_bytes()
    {
        var text = new IcalText("Northlight", "Acme – Northlight");
        var title = "Grüße; aus, der Rösterei: " + new string('ö', 60);
        text.Add("1@planable", new DateTimeOffset(2026, 5, 1, 7, 0, 0, TimeSpan.Zero), TimeSpan.FromMinutes(15), title, "Line one\nline two", new Uri("https://example.com/w/acme"), A.Monday, true);
        var written = text.End();
        Assert.All(written.Split("\r\n"), l => Assert.True(System.Text.Encoding.UTF8.GetByteCount(l) <= 75, l));
        var read = IcalReader.Read(written, A.Berlin, From, To)!;
        Assert.Equal(("Acme – Northlight", new IcalEvent(title, new(2026, 5, 1), new(2026, 5, 1), new(9, 0))), (read.Name, read.Events.Single()));
    }

    static IReadOnlyList<IcalEvent> Read(params string[] lines) => Read([lines]);

    static IReadOnlyList<IcalEvent> Read(params string[][] entries)
    {
        var read = IcalReader.Read(Calendar(entries), A.Berlin, From, To)!;
        Assert.Equal(0, read.Skipped);
        return read.Events;
    }

    static string Calendar(params string[][] entries) =>
        string.Join("\r\n", ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Holidays", .. entries.SelectMany(e => (string[])["BEGIN:VEVENT", .. e, "END:VEVENT"]), "END:VCALENDAR", ""]);
}
