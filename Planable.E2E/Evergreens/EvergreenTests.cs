using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Evergreens;

public class EvergreenTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_post_comes_into_the_library_gets_wordings_and_is_stopped()
    {
        const string text = "Evergreen by browser: how we roast.";
        var page = await OpenAs("pia");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Write(text, "Acme Coffee");
        await composer.At(Dates.NextMonth(23).At(7, 40));
        await composer.PressSchedule();
        await page.GetByRole(AriaRole.Button, new() { Name = "More actions" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Publish again…" }).ClickAsync();
        await Seen.Accessible(page);
        await page.GetByLabel("Days between, at least").FillAsync("30");
        await page.GetByLabel("Times more, at most").FillAsync("2");
        await page.GetByLabel("Wording 2", new() { Exact = true }).FillAsync("How we roast, once more.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to the library" }).ClickAsync();
        await Expect(page.Locator("#flash")).ToContainTextAsync("It is in the evergreen library.");
        await Expect(page.GetByLabel("Wording 2", new() { Exact = true })).ToHaveValueAsync("How we roast, once more.");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "0 of 2 runs" })).ToBeVisibleAsync();
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);

        await page.GotoAsync("/w/acme/evergreens");
        var row = page.Locator(".rows > li").Filter(new() { HasText = text });
        await Expect(row).ToContainTextAsync("0 of 2 runs, at least 30 days apart");
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Go on" })).ToBeVisibleAsync();
    }
}
