using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Kinds;

public class NewsletterTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_newsletter_is_written_and_marked_as_live_with_an_address()
    {
        var composer = new ComposerPage(await OpenAs("wanda"));
        await composer.Open("acme");
        var page = composer.Browser;
        await page.GetByRole(AriaRole.Navigation, new() { Name = "Kind of content" }).GetByRole(AriaRole.Link, new() { Name = "Newsletter" }).ClickAsync();
        await page.GetByLabel("Subject line").FillAsync("Letter by browser");
        await page.Locator("#text").FillAsync("Dear friends.");
        await Expect(page.Locator(".pv.doc h3")).ToHaveTextAsync("Letter by browser");
        await Expect(composer.SaveState).ToContainTextAsync("Saved");
        await Seen.Accessible(page);
        await composer.SaveDraft();
        await page.GotoAsync(page.Url.Replace("/edit", "", StringComparison.Ordinal));

        await page.GetByLabel("Where it can be seen").FillAsync("https://acme.example/letter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as live" }).ClickAsync();
        await Expect(page.Locator(".live-m")).ToContainTextAsync("Marked by Wanda Writer");
        await Seen.Accessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "It is not live after all" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Mark as live" })).ToBeVisibleAsync();
    }
}
