using System.Text;
using Planable.E2E.Support;

namespace Planable.E2E.Bulk;

public class SelectionTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task What_is_selected_survives_paging_and_filters_moves_together_and_comes_back()
    {
        var words = $"Selected {Guid.NewGuid().ToString("N")[..8]}";
        var first = new DateOnly(Dates.NextMonth(1).Year + 2, 2, 1);
        var page = await OpenAs("wanda");
        await Import(page, Enumerable.Range(0, 60).Select(i => $"{first.AddDays(i % 28):yyyy-MM-dd};Acme Coffee;{words} {i:00}"));
        await page.GotoAsync($"/w/acme/calendar?view=list&dates=all&q={Uri.EscapeDataString(words)}");
        var bar = page.Locator("#bulk");

        await page.Locator(".posts tbody tr").Nth(1).HoverAsync();
        await page.Keyboard.PressAsync("x");
        await Expect(bar).ToContainTextAsync("1 selected");
        await page.Locator(".posts tbody tr").Nth(4).HoverAsync();
        await page.Keyboard.PressAsync("Shift+X");
        await Expect(bar).ToContainTextAsync("4 selected");
        await page.GetByRole(AriaRole.Link, new() { Name = "Next", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Page 2 of 2")).ToBeVisibleAsync();
        await Expect(bar).ToContainTextAsync("4 selected");
        await page.GetByRole(AriaRole.Link, new() { Name = "Previous", Exact = true }).ClickAsync();
        await Expect(page.Locator("tr.picked")).ToHaveCountAsync(4);

        await page.GetByLabel("Select all on this page").CheckAsync();
        await Expect(bar).ToContainTextAsync("50 selected");
        await page.GetByRole(AriaRole.Button, new() { Name = "Select all 60 that match" }).ClickAsync();
        await Expect(bar).ToContainTextAsync("60 selected");
        await page.Keyboard.PressAsync("Escape");
        await Expect(bar).ToBeEmptyAsync();

        await page.Locator(".posts tbody .pick input").Nth(0).CheckAsync();
        await page.Locator(".posts tbody .pick input").Nth(3).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(bar).ToContainTextAsync("4 selected");
        var before = await page.Locator(".posts tbody .when").Nth(0).InnerTextAsync();
        await bar.GetByRole(AriaRole.Button, new() { Name = "Move…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("By how many days").FillAsync("70");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Move 4 posts" }).ClickAsync();
        await Expect(page.Locator("#flash")).ToContainTextAsync("4 posts moved.");
        await Expect(bar).ToBeEmptyAsync();
        await Expect(page.Locator(".posts tbody .when").Nth(0)).Not.ToHaveTextAsync(before);
        await page.Locator("#flash").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.Locator("#flash")).ToContainTextAsync("4 posts put back.");
    }

    [Fact]
    public async Task On_a_phone_posts_are_ticked_and_words_replaced_after_a_look()
    {
        var words = $"Replaced {Guid.NewGuid().ToString("N")[..8]}";
        var page = await OpenAs("wanda", Phone());
        await Import(page, Enumerable.Range(0, 3).Select(i => $"{Dates.NextMonth(3 + i):yyyy-MM-dd};Acme Coffee;{words} in 2025, {i}"));
        await page.GotoAsync($"/w/acme/calendar?view=list&dates=all&q={Uri.EscapeDataString(words)}");
        foreach (var box in await page.Locator(".posts tbody .pick input").AllAsync())
            await box.CheckAsync();
        await Seen.FitsWidth(page, 390);
        await page.Locator("#bulk").GetByRole(AriaRole.Button, new() { Name = "Replace words…" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Find").FillAsync("2025");
        await dialog.GetByLabel("Replace with").FillAsync("2026");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Show what would change" }).ClickAsync();
        await Expect(dialog.Locator("ins")).ToHaveCountAsync(3);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Replace in 3 posts" }).ClickAsync();
        await Expect(page.Locator("#flash")).ToContainTextAsync("3 posts changed.");
        await Expect(page.Locator(".posts .what").First).ToContainTextAsync("in 2026");
    }

    static async Task Import(IPage page, IEnumerable<string> rows)
    {
        await page.GotoAsync("/w/acme/imports");
        await page.GetByLabel("File").SetInputFilesAsync(new FilePayload { Name = "rows.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes("Date;Channels;Text\r\n" + string.Join("\r\n", rows)) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check the rows" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Import [0-9]+ posts$") }).ClickAsync();
        await Expect(page.Locator("#summary")).ToContainTextAsync("posts imported", new() { Timeout = 30_000 });
    }
}
