using Planable.E2E.Pages;
using Planable.E2E.Support;
using Planable.Tests.Emulators.Mastodon;

namespace Planable.E2E.Posts;

public class PeopleOnPicturesTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Somebody_is_placed_moved_by_keys_and_numbers_kept_over_a_removed_picture_and_saved()
    {
        var page = await OpenAs("pia");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Write("Everybody who made the autumn roast.", "Acme Coffee");
        await composer.AddPicture("team.png", await Shot(400), "The team");
        var tile = page.Locator("#pictures .pic").First;
        await tile.GetByText("Tag people").ClickAsync();
        var stage = tile.Locator("[data-stage]");
        await Expect(stage).ToBeVisibleAsync();
        var box = (await stage.BoundingBoxAsync())!;
        await stage.ClickAsync(new() { Position = new() { X = box.Width / 4, Y = box.Height / 2 } });
        await Expect(tile.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("@northlight");
        await Expect(tile.GetByText("People on it: 1")).ToBeVisibleAsync();

        var pin = tile.Locator(".ppl-p");
        await tile.GetByLabel("Per cent down", new() { Exact = true }).FillAsync("40");
        await tile.GetByLabel("Per cent across", new() { Exact = true }).FillAsync("25");
        await pin.FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Shift+ArrowDown");
        await Expect(pin).ToHaveAccessibleNameAsync("northlight is placed 26 % across and 50 % down. Move with the arrow keys.");
        await Seen.Accessible(page);

        await tile.GetByRole(AriaRole.Button, new() { Name = "Remove team.png" }).ClickAsync();
        var keep = page.GetByRole(AriaRole.Button, new() { Name = "Keep for the next picture" });
        await Expect(keep).ToBeFocusedAsync();
        await keep.ClickAsync();
        await Expect(page.GetByText("@northlight goes on the next picture you add.")).ToBeVisibleAsync();
        await composer.AddPicture("again.png", await Shot(380), "The team again");
        await Expect(page.Locator("#pictures textarea[name^='Options[tags-']")).ToHaveValueAsync("northlight 26 50");
        await Expect(composer.SaveState).ToContainTextAsync("Saved", new() { Timeout = 30_000 });

        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/edit$"));
        await page.ReloadAsync();
        await Expect(page.Locator("#pictures textarea[name^='Options[tags-']")).ToHaveValueAsync("northlight 26 50");
        await Expect(page.Locator("#pictures .pic").First.GetByText("People on it: 1")).ToBeVisibleAsync();

        Task<byte[]> Shot(int width) => page.ScreenshotAsync(new() { Clip = new() { Width = width, Height = 300 } });
    }

    [Fact]
    public async Task Typing_an_at_offers_people_and_a_name_nobody_has_is_underlined()
    {
        await using var mastodon = await MastodonEmulator.Start(username: "acmefriends", displayName: "Acme Friends");
        var adam = await OpenAs("adam");
        var channels = new ChannelsPage(adam);
        await channels.Open("acme");
        await channels.ConnectMastodon(mastodon.Address);

        var page = await OpenAs("pia");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Choose("Acme Friends");
        await composer.Text.ClickAsync();
        await page.Keyboard.TypeAsync("Thanks @bob");
        var list = page.GetByRole(AriaRole.Listbox, new() { Name = "People and pages" });
        await Expect(list.GetByRole(AriaRole.Option)).ToHaveCountAsync(2);
        await Seen.Accessible(page);
        // Looked at in other sizes, the page has scrolled, and a list that hangs on a word closes then.
        await composer.Text.FillAsync("Thanks ");
        await page.Keyboard.TypeAsync("@bob");
        await Expect(list.GetByRole(AriaRole.Option)).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(composer.Text).ToHaveValueAsync("Thanks @bobby@far.example ");
        await Expect(list).ToBeHiddenAsync();

        await page.Keyboard.TypeAsync("and @nobodyatall too");
        await Expect(page.Locator(".ed-t.back mark.plain-m")).ToHaveTextAsync("@nobodyatall");
        await Expect(composer.Problems).ToContainTextAsync("@nobodyatall will be plain text");
        await Expect(composer.Problems).Not.ToContainTextAsync("@bobby");
    }
}
