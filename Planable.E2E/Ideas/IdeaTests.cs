using Planable.E2E.Support;

namespace Planable.E2E.Ideas;

public class IdeaTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_shared_page_is_kept_and_becomes_a_post_with_its_link()
    {
        var page = await OpenAs("wanda");
        await page.GotoAsync("/w/acme/ideas/new?title=Brewing%20by%20browser&url=https%3A%2F%2Fbrowser.example%2Fbrew");
        await Expect(page.GetByLabel("Link", new() { Exact = true })).ToHaveValueAsync("https://browser.example/brew");
        await Seen.Accessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep idea" }).ClickAsync();
        var idea = page.Locator(".idea").Filter(new() { HasText = "Brewing by browser" });
        await Expect(idea).ToBeVisibleAsync();
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);
        await idea.GetByRole(AriaRole.Button, new() { Name = "Make a post" }).ClickAsync();
        await page.WaitForURLAsync("**/posts/*/edit");
        await Expect(page.Locator("#link")).ToHaveValueAsync("https://browser.example/brew");
    }
}
