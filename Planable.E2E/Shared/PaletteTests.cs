using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Shared;

public class PaletteTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Jumps_to_the_same_view_of_another_client()
    {
        var page = await OpenAs("adam");
        await new CalendarPage(page).Open("acme", view: "list");
        await page.Keyboard.PressAsync("Control+k");
        var words = page.GetByRole(AriaRole.Combobox, new() { Name = "Search or jump to" });
        await Expect(words).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("bol");
        await Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync("Bolt");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync("**/w/bolt/calendar?view=list*");
    }
}
