using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.People;

public class ThemeTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Dark_is_kept_with_the_account()
    {
        var page = await OpenAs("pia", new() { ColorScheme = ColorScheme.Light });
        await page.GotoAsync("/account");
        await page.GetByLabel("Appearance").SelectOptionAsync("Dark");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await IsDark(page);
        await Seen.Accessible(page);

        var other = await Open(new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        var signIn = new SignInPage(other);
        await signIn.Open("/w/bolt/calendar");
        await signIn.SignIn(EmailOf("pia"), Password);
        await IsDark(other);
    }

    static async Task IsDark(IPage page)
    {
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        var brightness = await page.EvaluateAsync<double>(
            """
            () => {
              const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
              canvas.fillStyle = getComputedStyle(document.body).backgroundColor;
              canvas.fillRect(0, 0, 1, 1);
              const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
              return (red + green + blue) / 765;
            }
            """);
        Assert.InRange(brightness, 0, 0.25);
    }
}
