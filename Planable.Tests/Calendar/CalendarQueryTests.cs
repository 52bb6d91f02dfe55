using Microsoft.AspNetCore.WebUtilities;
using Planable.Data.Calendar;
using Planable.Data.Posts;

namespace Planable.Tests.Calendar;

public class CalendarQueryTests
{
    static readonly Guid Channel = Guid.Parse("019aa6a0-0000-7000-8000-000000000001");

    [Fact]
    public void An_address_comes_back_as_it_went_in()
    {
        var address = $"/calendar?view=list&date=2026-11-08&state=draft,failed&channel={Channel}&author={Channel}&q=plum%20%26%20cocoa&unscheduled=1&from=2026-11-01&to=2026-11-30&dates=all&sort=-edited&page=3&saved={Channel}";

        Assert.Equal(address, Read(address).Address());
    }

    [Theory]
    [InlineData("?colour=red&state=nonsense,draft&channel=x&date=31.12.2026&page=-4&sort=size&view=spiral&author=me&from=soon&unscheduled=yes", "/calendar?state=draft")]
    [InlineData("?state=0,1&state=draft", "/calendar?view=month")]
    [InlineData("", "/calendar?view=month")]
    public void What_it_does_not_know_is_ignored(string asked, string kept) => Assert.Equal(kept, Read("/calendar" + asked).Address());

    [Fact]
    public void Removing_one_filter_keeps_the_others()
    {
        var query = Read($"/calendar?state=draft,failed&channel={Channel}&q=plum&date=2026-11-08");

        Assert.Equal($"/calendar?date=2026-11-08&state=failed&channel={Channel}&q=plum", query.Toggle(PostState.Draft).Address());
        Assert.Equal("/calendar?date=2026-11-08&state=draft,failed&q=plum", query.Toggle(Channel).Address());
        Assert.Equal("/calendar?date=2026-11-08", query.Cleared().Address());
        Assert.Equal($"/calendar?view=list&date=2026-11-08&state=draft,failed&channel={Channel}&q=plum", query.In(CalendarView.List).Address());
    }

    [Fact]
    public void Kinds_are_part_of_the_address_and_of_a_saved_look_and_clients_keep_them()
    {
        var query = Read("/calendar?view=list&kind=social,newsletter,sculpture&page=3");
        Assert.Equal(["newsletter", "social"], query.Kinds);
        Assert.True(query.HasFilters);
        Assert.Equal("/calendar?view=list&kind=newsletter,social", query.Look());
        Assert.Equal(query.Kinds, query.ForClient().Kinds);
        Assert.Equal(["newsletter"], query.ToggleKind("social").Kinds);
        Assert.Equal(1, query.ToggleKind("blog").Page);
        Assert.Empty(query.Cleared().Kinds);
    }

    [Fact]
    public void A_saved_look_has_no_date_no_page_and_no_name()
    {
        Assert.Equal("/calendar?view=week&state=draft", Read($"/calendar?view=week&date=2026-11-08&state=draft&saved={Channel}").Look());
        Assert.Equal("/calendar?view=month", Read("/calendar?date=2026-11-08").Look());
    }

    [Fact]
    public void Where_days_are_drawn_posts_without_one_are_not_asked_for()
    {
        Assert.Equal("/calendar?view=week", Read("/calendar?view=list&unscheduled=1&dates=all").In(CalendarView.Week).Address());
        Assert.Equal("/calendar?view=board&unscheduled=1", Read("/calendar?view=list&unscheduled=1").In(CalendarView.Board).Address());
    }

    [Theory]
    [InlineData(DayOfWeek.Monday, "2026-10-26", "2026-12-06")]
    [InlineData(DayOfWeek.Sunday, "2026-11-01", "2026-12-05")]
    public void A_month_shows_whole_weeks(DayOfWeek start, string first, string last)
    {
        var month = MonthDays.Around(new DateOnly(2026, 11, 21), start);

        Assert.Equal((first, last), (CalendarQuery.Day(month.First), CalendarQuery.Day(month.Last)));
    }

    static CalendarQuery Read(string address)
    {
        var values = QueryHelpers.ParseQuery(address.Contains('?', StringComparison.Ordinal) ? address[address.IndexOf('?', StringComparison.Ordinal)..] : "");
        return CalendarQuery.Read(name => values.TryGetValue(name, out var found) ? found[0] : null);
    }
}
