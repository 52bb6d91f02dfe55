using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.People;

public class SignInTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task The_door_can_be_used_by_everybody()
    {
        var page = await Open();
        foreach (var path in (string[])["/sign-in", "/sign-up", "/forgot"])
        {
            await page.GotoAsync(path);
            await Seen.Accessible(page);
            await Seen.FitsWidth(page, 320);
        }
    }

    [Fact]
    public async Task A_wrong_password_keeps_the_address_and_says_so()
    {
        var page = await Open();
        var signIn = new SignInPage(page);
        await signIn.Open("/account");
        await signIn.Email.FillAsync(EmailOf("wanda"));
        await signIn.Password.FillAsync("not hers");
        await signIn.Submit.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "do not fit together" })).ToBeVisibleAsync();
        await Expect(signIn.Email).ToHaveValueAsync(EmailOf("wanda"));
        await Seen.Accessible(page);

        await signIn.SignIn(EmailOf("wanda"), Password);
        Assert.EndsWith("/account", page.Url, StringComparison.Ordinal);
    }
}
