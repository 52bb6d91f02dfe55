using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.BrandRules;

public class BlockedWordTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_blocked_word_is_marked_while_typing_and_let_through_with_a_reason()
    {
        var composer = new ComposerPage(await OpenAs("olga"));
        await composer.Open("acme");
        var page = composer.Browser;
        await composer.Write("The cheapest play in town.", "Acme Coffee");
        await Expect(page.Locator("mark.brand-m").First).ToHaveTextAsync("cheapest");
        await Expect(page.Locator("#problems [data-code=BRAND_WORD]")).ToContainTextAsync("Say what it is worth.");
        await Seen.Accessible(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Override with a reason…" }).ClickAsync();
        await page.GetByLabel("Why", new() { Exact = true }).FillAsync("Title of the play");
        await page.GetByRole(AriaRole.Button, new() { Name = "Override with this reason" }).ClickAsync();
        await Expect(page.Locator("#brand-checks")).ToContainTextAsync("Title of the play");
        await Expect(page.Locator("#problems [data-code=BRAND_WORD]")).ToHaveCountAsync(0);
    }
}
