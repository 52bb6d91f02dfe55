using Planable.E2E.Support;

namespace Planable.E2E.Sets;

public class ChannelSetsTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task On_a_phone_a_set_is_made_changed_chosen_and_removed()
    {
        var page = await OpenAs("pia", Phone());
        await page.GotoAsync("/w/acme/settings/sets");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).Last.FillAsync("Thumb set");
        var form = page.Locator("form.group");
        await form.Locator("label.check").Filter(new() { HasText = "Acme Coffee" }).First.TapAsync();
        await form.GetByRole(AriaRole.Button, new() { Name = "Save set" }).TapAsync();
        var row = page.Locator("li[id^=set-]").Filter(new() { HasText = "Thumb set" });
        await Expect(row).ToContainTextAsync("Acme Coffee");
        await Seen.FitsWidth(page, 320);
        await Seen.Accessible(page);

        await row.GetByRole(AriaRole.Button, new() { Name = "Edit Thumb set" }).TapAsync();
        var open = page.Locator("[popover]:popover-open");
        var box = (await open.BoundingBoxAsync())!;
        Assert.True(box.X >= 0 && box.X + box.Width <= 390, $"The menu reaches from {box.X} to {box.X + box.Width}.");
        await open.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Thumb set two");
        await open.GetByRole(AriaRole.Button, new() { Name = "Save set" }).TapAsync();
        row = page.Locator("li[id^=set-]").Filter(new() { HasText = "Thumb set two" });
        await Expect(row).ToBeVisibleAsync();

        await row.GetByRole(AriaRole.Button, new() { Name = "Remove Thumb set two" }).TapAsync();
        await page.Locator("[popover]:popover-open").GetByRole(AriaRole.Button).TapAsync();
        await Expect(row).ToHaveCountAsync(0);
    }
}
