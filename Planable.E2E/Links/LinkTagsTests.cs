using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Links;

public class LinkTagsTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_rule_of_the_client_shows_in_the_editor_what_a_link_becomes()
    {
        var olga = await OpenAs("olga");
        await olga.GotoAsync("/w/bolt/settings/links");
        await olga.GetByLabel("Source (utm_source)").FillAsync("{client}");
        await olga.GetByRole(AriaRole.Button, new() { Name = "Save link tags" }).ClickAsync();
        await Expect(olga.GetByText("{client} is not a placeholder.")).ToBeVisibleAsync();
        await Seen.Accessible(olga);
        await olga.GetByLabel("Source (utm_source)").FillAsync("{network}");
        await olga.GetByLabel("Medium (utm_medium)").FillAsync("social");
        // Other tests' links stay as they are.
        await olga.GetByLabel("Only links to these sites").FillAsync("tagged.example");
        await olga.GetByRole(AriaRole.Button, new() { Name = "Save link tags" }).ClickAsync();
        await Expect(olga.Locator("#flash")).ToContainTextAsync("Saved.");
        await Seen.Accessible(olga);
        await Seen.FitsWidth(olga, 320);

        var composer = new ComposerPage(olga);
        await composer.Open("bolt");
        // A client's only channel is chosen already.
        var channel = composer.Browser.GetByRole(AriaRole.Group, new() { Name = "Channels" }).Locator("label").First;
        if (!await channel.GetByRole(AriaRole.Checkbox).IsCheckedAsync())
            await channel.ClickAsync();
        await composer.Text.FillAsync("See https://tagged.example/new and https://tagged.example/?utm_source=leaflet and https://else.example/");
        var links = composer.Preview.GetByText("2 links carry campaign tags").First;
        await links.ClickAsync();
        await Expect(composer.Preview).ToContainTextAsync("https://tagged.example/new?utm_medium=social&utm_source=");
        await Expect(composer.Preview).ToContainTextAsync("https://tagged.example/?utm_source=leaflet&utm_medium=social");
        await Expect(composer.Preview).Not.ToContainTextAsync("else.example/?utm");
        await Seen.Accessible(olga);
    }
}
