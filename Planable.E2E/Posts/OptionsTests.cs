using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Posts;

public class OptionsTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_first_comment_is_written_previewed_and_stands_below_the_published_post()
    {
        var page = await OpenAs("pia");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Write("Here is the autumn roast, with a word below it.", "Acme Coffee");
        await page.GetByText("Comments below the post", new() { Exact = true }).First.ClickAsync();
        await Expect(page.Locator("#comment-2")).ToBeHiddenAsync();
        await page.Locator("#comment-1").FillAsync("The notes: plum and cocoa.");
        await Expect(page.Locator("#comment-2")).ToBeVisibleAsync();
        await Expect(composer.Preview).ToContainTextAsync("The notes: plum and cocoa.");
        await Seen.Accessible(page);

        var post = await composer.PublishNow();
        await Expect(post.Delivery("Acme Coffee")).ToContainTextAsync("Comment is out", new() { Timeout = 90_000 });
    }

    [Fact]
    public async Task A_set_brings_its_channels_back_and_leaves_the_text()
    {
        var page = await OpenAs("pia");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Write("Words that stay.", "Acme Coffee");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sets", Exact = true }).ClickAsync();
        await page.GetByLabel("Name of the set").FillAsync("Only the coffee page");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save set" }).ClickAsync();
        await Expect(page.GetByText("Saved as the set Only the coffee page")).ToBeVisibleAsync();

        await composer.Channel("Acme Coffee").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sets", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Only the coffee page" }).ClickAsync();
        await Expect(composer.Channel("Acme Coffee").GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
        await Expect(composer.Text).ToHaveValueAsync("Words that stay.");

        await page.GotoAsync("/w/acme/settings/sets");
        await Expect(page.GetByText("Only the coffee page").First).ToBeVisibleAsync();
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);
    }
}
