using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Posts;

public class WithoutScriptTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_post_is_written_scheduled_found_and_opened()
    {
        const string text = "Written without any script.";
        var page = await Open(new BrowserNewContextOptions { JavaScriptEnabled = false });
        var signIn = new SignInPage(page);
        await signIn.Open("/w/acme/posts/new");
        await signIn.SignIn(EmailOf("wanda"), Password);

        var composer = new ComposerPage(page);
        await composer.Write(text, "Acme Coffee");
        await composer.At(Dates.NextMonth(18).At(12, 10));
        await composer.PressSchedule();

        await new CalendarPage(page).Open("acme", Dates.NextMonth(18), "list");
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });
        await Expect(row).ToContainTextAsync("Scheduled");
        await Expect(row).ToContainTextAsync("12:10");
        await row.GetByRole(AriaRole.Link).Filter(new() { HasText = text }).ClickAsync();
        await Expect(new PostPage(page).Heading).ToContainTextAsync(text);
    }
}
