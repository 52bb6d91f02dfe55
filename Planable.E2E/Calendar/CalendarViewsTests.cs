using System.Globalization;
using System.Text.RegularExpressions;
using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Calendar;

public class CalendarViewsTests(Site site) : BrowserTest(site)
{
    [Theory]
    [InlineData("month", 1)]
    [InlineData("week", 2)]
    [InlineData("day", 3)]
    [InlineData("list", 4)]
    [InlineData("feed", 5)]
    [InlineData("board", 6)]
    [InlineData("grid", 7)]
    public async Task Opens_by_its_key_filters_and_can_be_read_by_everybody(string view, int key)
    {
        var page = await OpenAs("olga");
        var calendar = new CalendarPage(page);
        await calendar.Open("acme", Dates.Today, view == "month" ? "week" : "month");
        await page.Locator("h1").ClickAsync();
        await page.Keyboard.PressAsync(key.ToString(CultureInfo.InvariantCulture));
        await Expect(page.Locator("#calendar")).ToHaveAttributeAsync("data-view", view);
        await Expect(page).ToHaveURLAsync(new Regex(view == "month" ? "calendar" : $"view={view}"));
        await Seen.Accessible(page);

        // The same filter in every view: what is scheduled, and nothing else.
        await page.Locator("#filter-scheduled").ClickAsync();
        await Expect(page.Locator("#filter-scheduled")).ToHaveClassAsync(new Regex(@"\bon\b"));
        await Expect(page).ToHaveURLAsync(new Regex("state=scheduled"));
        await Expect(page.Locator("#calendar .pc[data-state]:not([data-state=scheduled], :has-text('At risk')), #calendar .badge[data-state]:not([data-state=scheduled], :has-text('At risk'))")).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await Expect(page.Locator("#filter-scheduled")).ToHaveClassAsync(new Regex(@"\bon\b"));
        await page.Locator("#filter-clear").ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("state="));
    }

    [Theory, InlineData("month"), InlineData("list"), InlineData("feed"), InlineData("board"), InlineData("grid")]
    public async Task J_and_K_go_through_its_posts_and_enter_opens_one(string view)
    {
        await Planned($"First in the {view}", Dates.NextMonth(21).At(9));
        var (page, _) = await Planned($"Second in the {view}", Dates.NextMonth(22).At(9));
        var calendar = new CalendarPage(page);
        await calendar.Open("acme", Dates.NextMonth(21), view);
        await page.Locator("h1").ClickAsync();
        await page.Keyboard.PressAsync("j");
        var first = await page.EvaluateAsync<string?>("document.activeElement.closest('[data-post]')?.dataset.post");
        Assert.NotNull(first);
        await page.Keyboard.PressAsync("j");
        var second = await page.EvaluateAsync<string?>("document.activeElement.closest('[data-post]')?.dataset.post");
        Assert.NotEqual(first, second);
        await page.Keyboard.PressAsync("k");
        Assert.Equal(first, await page.EvaluateAsync<string?>("document.activeElement.closest('[data-post]')?.dataset.post"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex($"posts/{first}"));
    }

    [Fact]
    public async Task In_the_week_a_drop_on_an_hour_gives_the_hour_and_keys_go_there_too()
    {
        var day = Dates.NextMonth(20);
        var (page, text) = await Planned("Dragged through the week", day.At(9, 15));
        var calendar = new CalendarPage(page);
        await calendar.Open("acme", day, "week");
        var card = page.Locator("#hours .pc").Filter(new() { HasText = text });
        await card.HoverAsync();
        await page.Mouse.DownAsync();
        await Hour(page, day, 11).HoverAsync(new() { Force = true });
        await Hour(page, day, 11).HoverAsync(new() { Force = true, Position = new() { X = 20, Y = 6 } });
        await page.Mouse.UpAsync();
        await Expect(Hour(page, day, 11).Locator(".pc").Filter(new() { HasText = text })).ToContainTextAsync("11:00");
        await Expect(calendar.Flash).ToContainTextAsync("11:00");

        await card.FocusAsync();
        await page.Keyboard.PressAsync("m");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(Hour(page, day, 12).Locator(".pc").Filter(new() { HasText = text })).ToContainTextAsync("12:00");
        await calendar.Undo.ClickAsync();
        await Expect(Hour(page, day, 11).Locator(".pc").Filter(new() { HasText = text })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task On_a_phone_the_month_has_an_agenda_that_fits()
    {
        await Planned("Seen on a phone", Dates.NextMonth(23).At(9));
        var page = await OpenAs("olga", Phone());
        var calendar = new CalendarPage(page);
        await calendar.Open("acme", Dates.NextMonth(23));
        await Expect(calendar.Agenda).ToBeVisibleAsync();
        await Expect(calendar.Agenda.Locator(".aday").Filter(new() { Visible = true }).First).ToBeVisibleAsync();
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);
        await calendar.Agenda.Locator(".arow").First.ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/posts/"));
    }

    [Fact]
    public async Task A_week_below_its_target_shows_where_a_post_is_missing_and_the_place_opens_the_editor()
    {
        var page = await OpenAs("adam");
        await page.GotoAsync("/w/bolt/settings/targets");
        await Seen.Accessible(page);
        await page.GetByLabel("Posts a week").FillAsync("5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save target" }).ClickAsync();
        await Expect(new CalendarPage(page).Flash).ToContainTextAsync("5 posts");

        var day = Dates.Today.AddDays(35);
        var calendar = new CalendarPage(page);
        await calendar.Open("bolt", day);
        await Expect(page.Locator(".gap-w:visible").Filter(new() { HasText = "missing" }).First).ToBeVisibleAsync();
        await Seen.Accessible(page);
        var ghost = page.Locator("#month .pc.slot:visible").First;
        var time = await ghost.Locator("time").InnerTextAsync();
        await ghost.ClickAsync();
        await Expect(new ComposerPage(page).Text).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Time", new() { Exact = true })).ToHaveValueAsync(time);

        await page.GotoAsync("/w/bolt/settings/targets");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove target" }).ClickAsync();
        await Expect(new CalendarPage(page).Flash).ToContainTextAsync("gone");
    }

    [Fact]
    public async Task A_planned_post_comes_into_the_evergreen_library()
    {
        var (page, _) = await Planned("Worth saying again", Dates.NextMonth(24).At(9));
        await page.GetByRole(AriaRole.Button, new() { Name = "More actions" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Publish again…" }).ClickAsync();
        await Expect(page.GetByText("No figures yet")).ToBeVisibleAsync();
        await Seen.Accessible(page);
        await page.GetByLabel("Wording 2").FillAsync("The same in other words");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add to the library" }).ClickAsync();
        await Expect(page.Locator("#flash")).ToContainTextAsync("evergreen library");
        await page.GotoAsync("/w/acme/evergreens");
        await Expect(page.Locator(".rows li")).Not.ToHaveCountAsync(0);
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);
    }

    static ILocator Hour(IPage page, DateOnly day, int hour) => page.Locator($"#h-{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}-{hour}");

    async Task<(IPage Page, string Text)> Planned(string text, DateTime at)
    {
        var page = await OpenAs("wanda");
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Write(text, "Acme Coffee");
        await composer.At(at);
        await composer.PressSchedule();
        return (page, text);
    }
}
