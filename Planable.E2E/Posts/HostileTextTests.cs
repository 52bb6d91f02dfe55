using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Posts;

public class HostileTextTests(Site site) : BrowserTest(site)
{
    const string Hostile = "<script>window.hacked = 1</script><img src=x onerror=\"window.hacked = 1\"> \u202Egnp.exe\u202C \u200F& {{7*7}} javascript:alert(1)";

    [Fact]
    public async Task Is_shown_as_it_was_written_and_never_runs()
    {
        var page = await OpenAs("wanda");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Write(Hostile, "Acme Coffee");
        await Expect(composer.Preview).ToContainTextAsync("<script>window.hacked = 1</script>");
        await NothingRan(page);

        await composer.At(Dates.NextMonth(16).At(11));
        await composer.PressSchedule();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Preview" })).ToContainTextAsync("<img src=x onerror=");
        await NothingRan(page);

        var calendar = new CalendarPage(page);
        foreach (var view in (string[])["month", "list"])
        {
            await calendar.Open("acme", Dates.NextMonth(16), view);
            await Expect(page.GetByRole(AriaRole.Link).Filter(new() { HasText = "<script>window.hacked" }).First).ToBeVisibleAsync();
            await NothingRan(page);
        }
    }

    [Fact]
    public async Task Five_thousand_emoji_are_counted_and_kept()
    {
        var emoji = string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦🇩🇪", 2500));
        var page = await OpenAs("wanda");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Write(emoji, "Acme Coffee");
        await Expect(composer.Problems).ToBeVisibleAsync();
        await composer.SaveDraft();
        await Expect(composer.Text).ToHaveValueAsync(emoji);

        await page.GotoAsync(page.Url.Replace("/edit", "", StringComparison.Ordinal));
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Preview" })).ToContainTextAsync("👩‍👩‍👧‍👦🇩🇪");
        await Seen.FitsWidth(page, 320);
        await new CalendarPage(page).Open("acme");
        await Seen.FitsWidth(page, 320);
    }

    static async Task NothingRan(IPage page) => Assert.True(await page.EvaluateAsync<bool>("window.hacked === undefined"), "Text became script.");
}
