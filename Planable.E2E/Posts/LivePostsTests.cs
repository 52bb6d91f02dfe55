using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Posts;

public class LivePostsTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task What_is_out_is_changed_looked_at_and_taken_off_the_network()
    {
        var pia = await OpenAs("pia");
        var composer = new ComposerPage(pia);
        await composer.Open("acme");
        await composer.Write("The last maple latte goes out today.", "Acme Coffee");
        var post = await composer.PublishNow();
        await post.UntilPublished("Acme Coffee");
        var delivery = post.Delivery("Acme Coffee");
        var there = await post.Permalink("Acme Coffee").GetAttributeAsync("href");

        await delivery.GetByRole(AriaRole.Link, new() { Name = "Edit on Practice network" }).ClickAsync();
        await Expect(pia.GetByRole(AriaRole.Heading, new() { Name = "Change it on Acme Coffee" })).ToBeVisibleAsync();
        await Seen.Accessible(pia);
        await Seen.FitsWidth(pia, 320);
        await pia.GetByLabel("Text").FillAsync("The last maple latte goes out tomorrow.");
        await pia.Keyboard.PressAsync("Tab");
        await pia.GetByRole(AriaRole.Button, new() { Name = "Change it on Practice network" }).ClickAsync();
        await Expect(post.Heading).ToContainTextAsync("tomorrow", new() { Timeout = 60_000 });
        var reader = await Open();
        await reader.GotoAsync(there!);
        await Expect(reader.GetByText("The last maple latte goes out tomorrow.")).ToBeVisibleAsync();
        await Seen.Accessible(pia);

        await delivery.GetByRole(AriaRole.Link, new() { Name = "Remove from Practice network" }).ClickAsync();
        await Expect(pia.GetByText("That cannot be undone.")).ToBeVisibleAsync();
        await Seen.Accessible(pia);
        await Seen.FitsWidth(pia, 320);
        await pia.GetByRole(AriaRole.Button, new() { Name = "Remove it from Practice network" }).ClickAsync();
        await Expect(delivery).ToContainTextAsync("Removed from Practice network by Pia", new() { Timeout = 60_000 });
        await reader.ReloadAsync();
        await Expect(reader.GetByText("The last maple latte goes out tomorrow.")).ToBeHiddenAsync();
        await Seen.Accessible(pia);
    }
}
