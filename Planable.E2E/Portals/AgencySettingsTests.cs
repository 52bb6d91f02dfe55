using Planable.E2E.Support;

namespace Planable.E2E.Portals;

public class AgencySettingsTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_pale_colour_is_seen_as_it_would_be_and_an_address_says_which_records_are_missing()
    {
        var page = await OpenAs("olga");
        await page.GotoAsync("/companies/mine");
        await page.GetByLabel("Colour", new() { Exact = true }).FillAsync("#F2B705");
        await Expect(page.Locator("#brand-preview .brand-say")).ToContainTextAsync("too pale");
        await Expect(page.Locator("#brand-preview .brand-pv[data-theme=light] .btn.primary")).ToHaveCSSAsync("background-color", "rgb(162, 107, 0)");
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);

        await page.GetByRole(AriaRole.Link, new() { Name = "Your address" }).ClickAsync();
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync("clients.northlight.invalid");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add address" }).ClickAsync();
        await Expect(page.Locator(".dom h2")).ToContainTextAsync("Waiting for DNS");
        await Expect(page.Locator(".recs")).ToContainTextAsync("_portal.clients.northlight.invalid");
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
        await Expect(page.Locator(".dom")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Link, new() { Name = "Your sender" }).ClickAsync();
        await page.GetByLabel("E-mail address").FillAsync("hello@northlight.invalid");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save address" }).ClickAsync();
        await Expect(page.Locator("#sender h2")).ToContainTextAsync("Waiting for DNS");
        await Expect(page.Locator("#rec-Dkim-value")).ToContainTextAsync("v=DKIM1; k=rsa; p=");
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);
        await page.GetByRole(AriaRole.Button, new() { Name = "Give up" }).ClickAsync();
        await Expect(page.Locator("#sender")).ToHaveCountAsync(0);

        // A template brings one report to a client, and what changes in it is offered there.
        await page.GetByRole(AriaRole.Link, new() { Name = "Report templates" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Every quarter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the template" }).ClickAsync();
        await page.GetByLabel("Bolt", new() { Exact = true }).CheckAsync();
        await Seen.Accessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a report for those that are ticked" }).ClickAsync();
        await Expect(page.Locator("#reports .rows")).ToContainTextAsync("Every quarter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move Summary down" }).PressAsync("Enter");
        await Expect(page.Locator("#section-1")).ToContainTextAsync("Summary");
        await page.ReloadAsync();
        await Expect(page.Locator("#reports .rp-diff")).ToContainTextAsync("stands in another place");
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it over" }).ClickAsync();
        await Expect(page.Locator("#reports")).ToContainTextAsync("All say what the template says");
    }
}
