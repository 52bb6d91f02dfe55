using Planable.E2E.Pages;
using Planable.E2E.Support;
using Planable.Tests.Emulators.Mastodon;

namespace Planable.E2E.Channels;

public class MastodonTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Connected_by_adam_it_shows_what_wanda_scheduled()
    {
        await using var mastodon = await MastodonEmulator.Start(username: "acmesocial", displayName: "Acme Social");
        var adam = await OpenAs("adam");
        var channels = new ChannelsPage(adam);
        await channels.Open("acme");
        await channels.ConnectMastodon(mastodon.Address);
        await channels.Open("acme");
        await Expect(channels.Channel("Acme Social")).ToContainTextAsync("Connected");

        var wanda = await OpenAs("wanda");
        var composer = new ComposerPage(wanda);
        await composer.Open("acme");
        await composer.Write("The winter roast arrives on Friday. https://acme.example/winter", "Acme Coffee", "Acme Social");
        await composer.AddPicture("roast.png", await adam.ScreenshotAsync(new() { Clip = new() { Width = 400, Height = 300 } }), "A bag of coffee");
        await composer.SetLink("https://acme.example/winter");
        await Expect(composer.Preview.GetByRole(AriaRole.Img).First).ToBeVisibleAsync();
        await composer.When.FillAsync("in 1 minute");
        var post = await composer.PressSchedule();
        await Seen.Accessible(wanda);
        await post.UntilPublished("Acme Coffee");
        await post.UntilPublished("Acme Social");

        var published = Assert.Single(mastodon.Posts);
        Assert.Contains("The winter roast arrives on Friday.", published.Text, StringComparison.Ordinal);
        Assert.Equal("https://acme.example/winter", published.Link);
        Assert.Equal("A bag of coffee", Assert.Single(published.Media).Alt);
        Assert.StartsWith(mastodon.Address.AbsoluteUri, await post.Permalink("Acme Social").GetAttributeAsync("href"), StringComparison.Ordinal);

        await wanda.GotoAsync((await post.Permalink("Acme Coffee").GetAttributeAsync("href"))!);
        await Expect(wanda.GetByRole(AriaRole.Img, new() { Name = "A bag of coffee" })).ToBeVisibleAsync();
    }
}
