using Planable.E2E.Support;

namespace Planable.E2E.Analytics;

public class AnalyticsTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Figures_are_looked_at_explained_narrowed_and_aimed_at()
    {
        var page = await OpenAs("pia");
        await page.GotoAsync("/w/bolt/analytics");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Analytics", Level = 1 })).ToBeVisibleAsync();
        await Seen.Accessible(page);

        // What a number is opens by keyboard, and Escape closes it.
        var about = page.GetByRole(AriaRole.Button, new() { Name = "What Reach is" });
        await about.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#prov-reach")).ToBeVisibleAsync();
        await Expect(page.Locator("#prov-reach")).ToContainTextAsync("Coverage");
        await Seen.Accessible(page);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#prov-reach")).ToBeHiddenAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Last 30 days" }).ClickAsync();
        await page.Locator("#an-days").GetByRole(AriaRole.Link, new() { Name = "Last 7 days" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("days=7d"));
        foreach (var tab in (string[])["Posts", "Breakdowns", "Best times"])
        {
            await page.GetByRole(AriaRole.Navigation, new() { Name = "Analytics" }).GetByRole(AriaRole.Link, new() { Name = tab, Exact = true }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Analytics" }).Locator("[aria-current=page]")).ToHaveTextAsync(tab);
            await Seen.Accessible(page);
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "Goals", Exact = true }).ClickAsync();
        await page.GetByLabel("Target").FillAsync("12000");
        await page.GetByLabel("By", new() { Exact = true }).FillAsync(Dates.Today.AddDays(120).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the goal" }).ClickAsync();
        await Expect(page.Locator(".goal h2").First).ToContainTextAsync("12,000 followers by");
        await Seen.Accessible(page);
    }
}
