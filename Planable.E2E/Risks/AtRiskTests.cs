using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Risks;

public class AtRiskTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_disconnected_channel_is_seen_on_its_post_before_the_time_and_reconnecting_clears_it()
    {
        var adam = await OpenAs("adam");
        var channels = new ChannelsPage(adam);
        await channels.Open("acme");
        await channels.ConnectPractice("Acme Harbour");
        var channel = new Uri(adam.Url).AbsolutePath;
        var composer = new ComposerPage(adam);
        await composer.Open("acme");
        await composer.Write("The harbour bar opens at six.", "Acme Harbour");
        await composer.When.FillAsync("in 2 days");
        await composer.PressSchedule();
        var post = new Uri(adam.Url).AbsolutePath;
        await Expect(adam.Locator("[data-risk]")).ToHaveCountAsync(0);

        await adam.GotoAsync($"{channel}/disconnect");
        await adam.Locator("#main form .btn.danger").First.ClickAsync();
        await adam.GotoAsync(post);
        var reason = adam.Locator("[data-risk]");
        await Expect(reason).ToContainTextAsync("Acme Harbour is disconnected");
        await Seen.Accessible(adam);
        var phone = await OpenAs("adam", Phone());
        await phone.GotoAsync(post);
        await Expect(phone.Locator("[data-risk]")).ToContainTextAsync("Will fail.");
        await Seen.FitsWidth(phone, 320);

        await reason.GetByRole(AriaRole.Link, new() { Name = "Reconnect" }).ClickAsync();
        await adam.GetByRole(AriaRole.Button, new() { Name = "Reconnect" }).ClickAsync();
        await Expect(adam.GetByText("Connected", new() { Exact = true }).First).ToBeVisibleAsync();
        await adam.GotoAsync(post);
        await Expect(adam.Locator("[data-risk]")).ToHaveCountAsync(0);
    }
}
