using Planable.E2E.Pages;
using Planable.E2E.Support;
using Planable.Tests.Emulators.Mastodon;

namespace Planable.E2E.Channels;

public class ConnectLinkTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Clara_connects_an_account_on_her_phone_and_adam_says_whether_it_is_the_right_one()
    {
        await using var mastodon = await MastodonEmulator.Start(username: "acmebakery", displayName: "Acme Bakery");
        var adam = await OpenAs("adam");
        await new ChannelsPage(adam).Open("acme");
        await adam.GetByRole(AriaRole.Link, new() { Name = "Let a client connect" }).First.ClickAsync();
        await adam.GetByLabel("Network").SelectOptionAsync("mastodon");
        await adam.GetByLabel("Account").FillAsync("Acme Coffee");
        await adam.GetByLabel("Who connects it").FillAsync("Clara");
        await adam.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await Expect(adam.GetByRole(AriaRole.Button, new() { Name = "Copy" })).ToBeVisibleAsync();
        var link = await adam.Locator("#connect-address").TextContentAsync();
        await Seen.Accessible(adam);

        var clara = await Open(Phone());
        await clara.GotoAsync(link!);
        await Expect(clara.GetByRole(AriaRole.Heading, new() { Name = "Connect Acme Coffee" })).ToBeVisibleAsync();
        await Seen.Accessible(clara);
        await Seen.FitsWidth(clara, 320);
        await clara.GetByLabel("Your server").FillAsync(mastodon.Address.AbsoluteUri);
        await clara.GetByRole(AriaRole.Button, new() { Name = "Go to Mastodon" }).TapAsync();
        await clara.GetByRole(AriaRole.Link, new() { Name = "Go to" }).TapAsync();
        await clara.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).TapAsync();
        await Expect(clara.GetByRole(AriaRole.Heading, new() { Name = "Northlight looks at it" })).ToBeVisibleAsync();
        await Seen.Accessible(clara);

        await new ChannelsPage(adam).Open("acme");
        var notice = adam.Locator(".notice").Filter(new() { HasText = "Clara connected “Acme Bakery” instead of “Acme Coffee”." });
        await Expect(notice).ToBeVisibleAsync();
        await Seen.Accessible(adam);
        await notice.GetByRole(AriaRole.Button, new() { Name = "Use it" }).ClickAsync();
        await Expect(adam.GetByRole(AriaRole.Heading, new() { Name = "Acme Bakery" })).ToBeVisibleAsync();
        await clara.GotoAsync(link!);
        await Expect(clara.GetByRole(AriaRole.Heading, new() { Name = "Acme Bakery is connected" })).ToBeVisibleAsync();
    }
}
