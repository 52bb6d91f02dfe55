using System.Globalization;

namespace Planable.E2E.Pages;

public sealed class CalendarPage(IPage page) : Page(page)
{
    public ILocator Undated => Browser.GetByRole(AriaRole.Complementary, new() { Name = "Unscheduled" });

    /// <summary>What a phone shows instead of the grid.</summary>
    public ILocator Agenda => Browser.GetByRole(AriaRole.Region, new() { Name = "Agenda" });

    public async Task Open(string workspace, DateOnly? date = null, string view = "month")
    {
        await Browser.GotoAsync($"/w/{workspace}/calendar?view={view}{(date is { } day ? $"&date={Id(day)}" : "")}");
        await Expect(Heading).ToBeVisibleAsync();
    }

    public ILocator Day(DateOnly date) => Browser.Locator($"#d-{Id(date)}");

    /// <summary>The card of a post in the month, wherever it is.</summary>
    public ILocator Card(string text) => Browser.Locator("#month .pc").Filter(new() { HasText = text });

    public ILocator CardOn(DateOnly date, string text) => Day(date).Locator(".pc").Filter(new() { HasText = text });

    public async Task Drag(string text, DateOnly to)
    {
        await Card(text).HoverAsync();
        await Browser.Mouse.DownAsync();
        // The browser takes it for a drag once the mouse has moved a little, and for a drop where the last movement ended.
        await Day(to).HoverAsync(new() { Force = true });
        await Day(to).HoverAsync(new() { Force = true, Position = new() { X = 40, Y = 60 } });
        await Browser.Mouse.UpAsync();
    }

    /// <summary>Opens the dialog behind the card's own button.</summary>
    public async Task MoveByDialog(string text, DateOnly to, TimeOnly at)
    {
        await Card(text).HoverAsync();
        await Browser.Locator("#month .pcw").Filter(new() { HasText = text }).GetByRole(AriaRole.Link, new() { Name = "Move to…" }).ClickAsync(new() { Force = true });
        var dialog = Browser.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Date").FillAsync(Id(to));
        await dialog.GetByLabel("Time in").FillAsync(at.ToString("HH:mm", CultureInfo.InvariantCulture));
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Move", Exact = true }).ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
    }

    static string Id(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
