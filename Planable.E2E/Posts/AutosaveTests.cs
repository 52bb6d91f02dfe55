using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Posts;

public class AutosaveTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task What_was_typed_survives_a_killed_tab()
    {
        const string text = "Typed in a tab that was killed.";
        var page = await OpenAs("wanda");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Text.PressSequentiallyAsync(text);
        await Expect(composer.SaveState).ToContainTextAsync("Saved");
        await page.CloseAsync();

        var calendar = new CalendarPage(await OpenAs("wanda"));
        await calendar.Open("acme");
        await calendar.Undated.GetByRole(AriaRole.Link).Filter(new() { HasText = text }).First.ClickAsync();
        await calendar.Browser.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).First.ClickAsync();
        await Expect(new ComposerPage(calendar.Browser).Text).ToHaveValueAsync(text);
    }

    [Fact]
    public async Task Without_a_connection_it_says_so_and_saves_on_return()
    {
        Complaints.Expect("ERR_INTERNET_DISCONNECTED");
        const string text = "Typed in a tunnel.";
        var page = await OpenAs("wanda");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await page.Context.SetOfflineAsync(true);
        await composer.Text.PressSequentiallyAsync(text);
        await Expect(composer.SaveState).ToContainTextAsync("Not saved");

        await page.Context.SetOfflineAsync(false);
        await Expect(composer.SaveState).ToContainTextAsync("Saved");
        await page.ReloadAsync();
        await Expect(composer.Text).ToHaveValueAsync(text);
    }
}
