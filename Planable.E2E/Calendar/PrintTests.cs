using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Calendar;

public class PrintTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Printed_from_a_phone_the_month_has_its_days_and_posts_and_no_buttons()
    {
        const string text = "Printed from a phone.";
        var page = await OpenAs("pia", Phone());
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Write(text, "Acme Coffee");
        await composer.At(Dates.NextMonth(24).At(6, 50));
        await composer.PressSchedule();
        await page.GotoAsync($"/w/acme/calendar?date={Dates.NextMonth(24):yyyy-MM-dd}");
        await page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });

        // Paper is wider than the phone it comes from: the month stands there, with its posts.
        await page.SetViewportSizeAsync(1040, 1400);
        await Expect(page.GetByText(text).Locator("visible=true").First).ToBeVisibleAsync();
        await Expect(page.Locator(".rail, .top, .phone-bar, .tray, .traybtn, .agenda, .mv, .day .add").Locator("visible=true")).ToHaveCountAsync(0);
    }
}
