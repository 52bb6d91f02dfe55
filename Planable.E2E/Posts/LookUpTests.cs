using System.Text.RegularExpressions;
using Planable.E2E.Pages;
using Planable.E2E.Support;
using Planable.Tests.Emulators.Pinterest;

namespace Planable.E2E.Posts;

public partial class LookUpTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Boards_and_places_are_looked_up_at_their_networks_while_writing_and_kept_with_the_post()
    {
        // A second run finds them there.
        for (var i = Site.Pinterest.Boards.Count - 3; i < 8; i++)
            Site.Pinterest.Boards.Add(new EmulatedBoard($"20{i}", $"Shelf {i}"));
        var adam = await OpenAs("adam");
        var channels = new ChannelsPage(adam);
        await channels.Open("acme");
        await channels.GoTo("Facebook Page", Site.Facebook.Address);
        await adam.GetByRole(AriaRole.Checkbox, new() { NameRegex = new("Acme Berlin") }).CheckAsync();
        await adam.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await Expect(channels.Flash).Not.ToBeEmptyAsync();
        await channels.Open("acme");
        await channels.GoTo("Pinterest", Site.Pinterest.Address);
        await channels.Open("acme");
        await Expect(channels.Channel("Acme Kitchens")).ToContainTextAsync("Connected");

        var page = await OpenAs("pia");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Write("Coffee in Leipzig.", "Acme Berlin");
        await page.GetByRole(AriaRole.Tab, new() { NameRegex = new("Acme Berlin") }).ClickAsync();
        var place = page.GetByLabel("Place", new() { Exact = true }).Filter(new() { Visible = true });
        await place.ClickAsync();
        await page.Keyboard.TypeAsync("Kaffee");
        var places = page.GetByRole(AriaRole.Listbox, new() { Name = "Search places" });
        // Strangers' pages that are no places are not offered.
        await Expect(places.GetByRole(AriaRole.Option)).ToHaveTextAsync([Market(), Harbour()]);
        await Seen.Accessible(page);
        await place.FillAsync("Kaffeekon");
        await Expect(places.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(place).ToHaveValueAsync(Harbour());
        await Expect(places).ToBeHiddenAsync();

        await composer.Choose("Acme Kitchens");
        await page.GetByRole(AriaRole.Tab, new() { NameRegex = new("Acme Kitchens") }).ClickAsync();
        var board = page.GetByLabel(new Regex("^Board")).Filter(new() { Visible = true });
        // Asked once the field is seen; a long list is searched by typing.
        await Expect(page.Locator("select[name$='[board]'] option")).ToHaveCountAsync(12);
        await board.FillAsync("shelf 3");
        var boards = page.GetByRole(AriaRole.Listbox, new() { NameRegex = new("^Search Board") });
        await Expect(boards.GetByRole(AriaRole.Option)).ToHaveTextAsync(["Shelf 3"]);
        await boards.GetByRole(AriaRole.Option).ClickAsync();
        await Expect(board).ToHaveValueAsync("Shelf 3");

        await composer.SaveDraft();
        await page.GotoAsync($"{new Uri(page.Url).AbsolutePath.Replace("/edit", "", StringComparison.Ordinal)}/edit");
        await Expect(page.Locator("input[name$='[place]']")).ToHaveValueAsync("110843418940485 Kaffeekontor");
        await Expect(page.Locator("select[name$='[board]']")).ToHaveValueAsync("203");
    }

    [GeneratedRegex("Kaffeehaus am Markt")]
    private static partial Regex Market();

    [GeneratedRegex("Kaffeekontor")]
    private static partial Regex Harbour();
}
