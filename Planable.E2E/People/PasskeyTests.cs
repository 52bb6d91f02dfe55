using Planable.E2E.Pages;
using Planable.E2E.Support;

namespace Planable.E2E.People;

public class PasskeyTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task Is_made_once_and_opens_the_door_from_then_on()
    {
        var page = await Open();
        // Passkeys belong to names, not to addresses of machines.
        var home = new UriBuilder(App.Address) { Host = "localhost" }.Uri;
        await AddDevice(page);
        await page.GotoAsync(new Uri(home, "sign-in?returnUrl=%2Faccount%2Fsecurity").AbsoluteUri);
        await new SignInPage(page).SignIn(EmailOf("ivo"), Password);

        await page.GetByLabel("Name of a new passkey").FillAsync("Work laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Work laptop" })).ToBeVisibleAsync();

        // A page that is open would ask for news without its session, and complain.
        await page.GotoAsync("about:blank");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(new Uri(home, "sign-in").AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue with a passkey" }).ClickAsync();
        await page.WaitForURLAsync(home.AbsoluteUri);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Ivo Inside, account" })).ToBeVisibleAsync();
    }

    /// <summary>A fingerprint reader that always says yes.</summary>
    static async Task AddDevice(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
    }
}
