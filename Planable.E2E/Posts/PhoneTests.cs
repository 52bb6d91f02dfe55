using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Posts;

public class PhoneTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Writing_previewing_and_finding_a_post_with_one_thumb()
    {
        const string text = "Written on the way home.";
        var page = await OpenAs("wanda", Phone());
        var composer = new ComposerPage(page);
        await composer.Open("acme");
        await composer.Write(text, "Acme Coffee");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview", Exact = true }).TapAsync();
        await Expect(composer.Preview).ToContainTextAsync(text);
        await Expect(composer.Text).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Write", Exact = true }).TapAsync();
        await composer.At(Dates.NextMonth(20).At(18));
        await Seen.FitsWidth(page, 320);
        var post = await composer.PressSchedule();
        await Expect(post.Heading).ToBeVisibleAsync();
        await Seen.FitsWidth(page, 320);

        var calendar = new CalendarPage(page);
        await calendar.Open("acme", Dates.NextMonth(20));
        await Seen.FitsWidth(page, 320);
        await calendar.Agenda.GetByRole(AriaRole.Link).Filter(new() { HasText = text }).TapAsync();
        await page.WaitForURLAsync(PostPage.Address());
    }
}
