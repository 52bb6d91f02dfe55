using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Notices;

public class NotificationsTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Opening_a_post_clears_its_notifications_in_all_tabs_and_each_way_can_be_turned_off()
    {
        var words = $"Told about {Guid.NewGuid():N}";
        var wanda = new ComposerPage(await OpenAs("wanda"));
        await wanda.Open("acme");
        await wanda.Write(words, "Acme Coffee");
        await Expect(wanda.SaveState).ToContainTextAsync("Saved");
        await wanda.SaveDraft();
        var address = new Uri(wanda.Browser.Url).AbsolutePath.Replace("/edit", "", StringComparison.Ordinal);

        var pia = await OpenAs("pia");
        await pia.GotoAsync($"{address}?tab=conversation");
        await pia.Locator("#say-text").FillAsync("Which date shall it have?");
        await pia.Locator("form:has(#say-text)").GetByRole(AriaRole.Button, new() { Name = "Comment", Exact = true }).ClickAsync();
        await Expect(pia.GetByText("Which date shall it have?").First).ToBeVisibleAsync();

        var list = await OpenAs("wanda");
        var told = list.Locator("[data-notice]").Filter(new() { HasText = "Which date shall it have?" });
        for (var tries = 0; tries < 60; tries++)
        {
            await list.GotoAsync("/notices?unread=1");
            if (await told.CountAsync() > 0)
                break;
            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        await Expect(told).ToHaveCountAsync(1);
        await Seen.Accessible(list);
        var other = await list.Context.NewPageAsync();
        await other.GotoAsync(address);
        await Expect(told).ToHaveCountAsync(0);

        await list.GotoAsync("/account/notifications?client=acme");
        await Seen.Accessible(list);
        await list.GetByRole(AriaRole.Checkbox, new() { Name = "A comment or a reply: Mail" }).UncheckAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Save for Acme" }).ClickAsync();
        await Expect(list.GetByText("Saved for Acme")).ToBeVisibleAsync();
        await Expect(list.GetByRole(AriaRole.Checkbox, new() { Name = "A comment or a reply: Mail" })).Not.ToBeCheckedAsync();
        await list.GetByRole(AriaRole.Checkbox, new() { Name = "A comment or a reply: Mail" }).CheckAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Save for Acme" }).ClickAsync();
        await Expect(list.GetByText("Saved for Acme")).ToBeVisibleAsync();
    }
}
