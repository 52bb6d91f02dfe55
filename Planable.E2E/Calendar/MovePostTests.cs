using System.Text.RegularExpressions;
using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Calendar;

public class MovePostTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task By_mouse_it_keeps_its_hour_and_undo_brings_it_back()
    {
        var (calendar, text) = await Planned("Dragged by mouse", Dates.NextMonth(8).At(10, 15));
        await calendar.Drag(text, Dates.NextMonth(10));
        await Expect(calendar.CardOn(Dates.NextMonth(10), text)).ToContainTextAsync("10:15");
        await Expect(calendar.Flash).ToContainTextAsync("10:15");
        await calendar.Browser.ReloadAsync();
        await Expect(calendar.CardOn(Dates.NextMonth(10), text)).ToContainTextAsync("10:15");

        await calendar.Drag(text, Dates.NextMonth(9));
        await Expect(calendar.CardOn(Dates.NextMonth(9), text)).ToContainTextAsync("10:15");
        await calendar.Undo.ClickAsync();
        await Expect(calendar.CardOn(Dates.NextMonth(10), text)).ToContainTextAsync("10:15");
    }

    [Fact]
    public async Task By_keys_it_keeps_its_hour()
    {
        var (calendar, text) = await Planned("Moved by keys", Dates.NextMonth(11).At(8, 30));
        await calendar.Card(text).FocusAsync();
        await calendar.Browser.Keyboard.PressAsync("m");
        await calendar.Browser.Keyboard.PressAsync("ArrowRight");
        await calendar.Browser.Keyboard.PressAsync("ArrowDown");
        await calendar.Browser.Keyboard.PressAsync("Enter");

        await Expect(calendar.CardOn(Dates.NextMonth(19), text)).ToContainTextAsync("08:30");
        await Expect(calendar.Card(text)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task By_keys_it_goes_over_the_edge_of_the_month()
    {
        var (calendar, text) = await Planned("Moved into the month after", Dates.NextMonth(25).At(8, 30));
        await calendar.Card(text).FocusAsync();
        await calendar.Browser.Keyboard.PressAsync("m");
        var to = Dates.NextMonth(25);
        while (to.Month == Dates.NextMonth(25).Month || to.Day < 10)
        {
            await calendar.Browser.Keyboard.PressAsync("ArrowDown");
            to = to.AddDays(7);
            await Expect(calendar.Day(to)).ToHaveClassAsync(new Regex(@"\bdrop\b"));
        }

        await calendar.Browser.Keyboard.PressAsync("Enter");
        await Expect(calendar.CardOn(to, text)).ToContainTextAsync("08:30");
        await Expect(calendar.Card(text)).ToBeFocusedAsync();
    }

    [Fact]
    public async Task By_dialog_it_gets_any_hour()
    {
        var (calendar, text) = await Planned("Moved by dialog", Dates.NextMonth(13).At(9));
        await calendar.MoveByDialog(text, Dates.NextMonth(14), new TimeOnly(16, 45));

        await Expect(calendar.CardOn(Dates.NextMonth(14), text)).ToContainTextAsync("16:45");
    }

    /// <summary>Wanda's post, scheduled, and the calendar on which it stands.</summary>
    async Task<(CalendarPage Calendar, string Text)> Planned(string text, DateTime at)
    {
        var page = await OpenAs("wanda");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Write(text, "Acme Coffee");
        await composer.At(at);
        await composer.PressSchedule();

        var calendar = new CalendarPage(page);
        await calendar.Open("acme", DateOnly.FromDateTime(at));
        await Expect(calendar.CardOn(DateOnly.FromDateTime(at), text)).ToBeVisibleAsync();
        return (calendar, text);
    }
}
