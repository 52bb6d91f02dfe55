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
        foreach (var tab in (string[])["Posts", "Breakdowns", "Best times", "Links", "Audience"])
        {
            await page.GetByRole(AriaRole.Navigation, new() { Name = "Analytics" }).GetByRole(AriaRole.Link, new() { Name = tab, Exact = true }).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Navigation, new() { Name = "Analytics" }).Locator("[aria-current=page]")).ToHaveTextAsync(tab);
            await Seen.Accessible(page);
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "Competitors", Exact = true }).ClickAsync();
        await page.GetByLabel("Profile", new() { Exact = true }).FillAsync("@next-door");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare with it" }).ClickAsync();
        await Expect(page.Locator(".rivals")).ToContainTextAsync("next-door");
        await Seen.Accessible(page);

        // Tiles are moved without a mouse.
        await page.GetByRole(AriaRole.Link, new() { Name = "Dashboards", Exact = true }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Monday round");
        await page.GetByRole(AriaRole.Button, new() { Name = "New dashboard" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move Engagements, Number up" }).PressAsync("Enter");
        await Expect(page.Locator(".tilelist li").First).ToContainTextAsync("Engagements");
        await Seen.Accessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.Locator(".an-tile .kt a").First).ToHaveTextAsync("Engagements");
        await Seen.Accessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Share with the team" }).ClickAsync();
        await Expect(page.Locator(".board-h")).ToContainTextAsync("Shared by Pia");

        await page.GetByRole(AriaRole.Link, new() { Name = "Goals", Exact = true }).ClickAsync();
        await page.GetByLabel("Target").FillAsync("12000");
        await page.GetByLabel("By", new() { Exact = true }).FillAsync(Dates.Today.AddDays(120).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the goal" }).ClickAsync();
        await Expect(page.Locator(".goal h2").First).ToContainTextAsync("12,000 followers by");
        await Seen.Accessible(page);

        // The same figures as a report that goes out by itself: the next runs are listed before saving, and its pages stand beside its sections.
        await page.GotoAsync("/w/bolt/reports/new");
        await page.GetByLabel("Who gets it").FillAsync("Clara, clara@acme.example, pt-PT");
        await page.GetByLabel("It goes out", new() { Exact = true }).SelectOptionAsync("Monthly");
        await page.GetByLabel("On day of the month").FillAsync("31");
        await Expect(page.Locator("#next-runs li")).ToHaveCountAsync(3);
        await Seen.Accessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the report" }).ClickAsync();
        var sections = page.Locator("[data-report-sections] > li");
        await Expect(sections.First).ToContainTextAsync("Summary");
        await Expect(page.Locator(".rp-sheets img").First).ToHaveJSPropertyAsync("complete", true);
        await Seen.Accessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Move Summary down" }).PressAsync("Enter");
        await Expect(sections.Nth(1)).ToContainTextAsync("Summary");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Move Summary down" })).ToBeFocusedAsync();
        await sections.Nth(1).Locator(".rp-grip").HoverAsync();
        await page.Mouse.DownAsync();
        var last = (await sections.Last.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(last.X + 10, last.Y + last.Height, new() { Steps = 6 });
        await page.Mouse.UpAsync();
        await Expect(sections.Last).ToContainTextAsync("Summary");
    }
}
