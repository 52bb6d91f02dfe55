using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.Posts;

public class KeyboardTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Without_a_mouse_from_the_door_to_a_scheduled_post()
    {
        const string text = "Written without a mouse.";
        var page = await Open();
        var signIn = new SignInPage(page);
        await signIn.Open("/w/acme/calendar");
        await page.TabTo(signIn.Email);
        await page.Keyboard.TypeAsync(EmailOf("wanda"));
        await page.TabTo(signIn.Password);
        await page.Keyboard.TypeAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/w/acme/calendar");

        await page.Keyboard.PressAsync("n");
        await page.WaitForURLAsync("**/posts/new");
        var composer = new ComposerPage(page);
        await page.TabTo(composer.Channel("Acme Coffee").GetByRole(AriaRole.Checkbox));
        await page.Keyboard.PressAsync("Space");
        var tab = page.GetByRole(AriaRole.Tab, new() { Name = "All channels" });
        await page.TabTo(tab);
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Name = "Acme Coffee" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(tab).ToBeFocusedAsync();
        await page.TabTo(composer.Text);
        await page.Keyboard.TypeAsync(text);
        await page.Keyboard.PressAsync("Control+s");
        await Expect(composer.SaveState).ToContainTextAsync("Saved");
        var slot = page.GetByRole(AriaRole.Button, new() { Name = "Next free slot" });
        await page.TabTo(slot);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("Time", new() { Exact = true })).Not.ToHaveValueAsync("");
        await Expect(slot).ToBeFocusedAsync();
        await page.TabTo(composer.When, back: true);
        await page.Keyboard.TypeAsync(Dates.NextMonth(17).ToString("yyyy-MM-dd", null) + " 07:20");
        await Expect(composer.Schedule).ToContainTextAsync("07:20");
        await page.Keyboard.PressAsync("Control+Enter");
        await page.WaitForURLAsync(PostPage.Address());
        await Expect(new PostPage(page).Heading).ToContainTextAsync(text);

        await page.TabTo(page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Posts" }).First);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/calendar?view=list*");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(text);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/calendar?q=*");
        await page.TabTo(page.GetByRole(AriaRole.Table).GetByRole(AriaRole.Link).Filter(new() { HasText = text }), atMost: 150);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(PostPage.Address());
    }
}
