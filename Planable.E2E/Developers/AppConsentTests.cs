using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Planable.E2E.Support;

namespace Planable.E2E.Developers;

/// <summary>A person lets an app act for them, by keyboard, and takes it back.</summary>
public class AppConsentTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task An_app_is_registered_let_in_by_keyboard_and_shown_out()
    {
        var name = $"Desk {Guid.NewGuid():N}"[..14];
        var olga = await OpenAs("olga");
        await olga.GotoAsync("/w/acme/settings/developers/apps");
        await olga.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync(name);
        await olga.GetByRole(AriaRole.Textbox, new() { Name = "Addresses to come back to" }).FillAsync("http://127.0.0.1/done");
        await olga.GetByRole(AriaRole.Radio, new() { Name = "On phones, computers or in browsers, which keep none" }).CheckAsync();
        await olga.GetByRole(AriaRole.Button, new() { Name = "Register app" }).ClickAsync();
        var client = await olga.Locator("#app-client").InnerTextAsync();
        await Looks(olga);

        // The app listens on the port that is free now.
        using var listener = new HttpListener();
        var home = $"http://127.0.0.1:{FreePort()}/done";
        listener.Prefixes.Add($"{home}/");
        listener.Start();
        var back = Take(listener);
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var asked = $"/oauth/authorize?response_type=code&client_id={client}&scope=posts%20media&state=s1&code_challenge={Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))}&code_challenge_method=S256&redirect_uri=";
        await olga.GotoAsync(asked + Uri.EscapeDataString(home));
        await Looks(olga);
        await olga.GetByRole(AriaRole.Button, new() { Name = "Allow" }).FocusAsync();
        await olga.Keyboard.PressAsync("Enter");
        await Expect(olga.GetByText("Choose at least one client in which it may act.")).ToBeVisibleAsync();
        await Expect(olga.GetByRole(AriaRole.Checkbox, new() { Name = "Acme" })).ToBeFocusedAsync();
        await Looks(olga);
        await olga.GetByRole(AriaRole.Checkbox, new() { Name = "Acme" }).FocusAsync();
        await olga.Keyboard.PressAsync("Space");
        await olga.GetByRole(AriaRole.Button, new() { Name = "Allow" }).FocusAsync();
        await olga.Keyboard.PressAsync("Enter");
        var came = await back.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("s1", came["state"]);

        using var http = new HttpClient { BaseAddress = App.Address };
        using var given = await http.PostAsync("oauth/token", new FormUrlEncodedContent([new("grant_type", "authorization_code"), new("client_id", client), new("code", came["code"]!), new("redirect_uri", home), new("code_verifier", verifier)]), TestContext.Current.CancellationToken);
        Assert.NotNull(JsonNode.Parse(await given.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["access_token"]);
        await olga.GotoAsync("/account/apps");
        var row = olga.Locator("li[id^=app-]").Filter(new() { HasText = name });
        await Expect(row).ToContainTextAsync("Upload and sort files");
        await Looks(olga);
        await row.GetByRole(AriaRole.Button, new() { NameRegex = new("^Revoke") }).ClickAsync();
        await Expect(row).ToHaveCountAsync(0);

        Complaints.Expect("status of 400");
        await olga.GotoAsync(asked + Uri.EscapeDataString("https://evil.example/done"));
        await Expect(olga.GetByRole(AriaRole.Heading, new() { Name = "This cannot go on" })).ToBeVisibleAsync();
        await Looks(olga);
    }

    static async Task Looks(IPage page)
    {
        await Seen.Accessible(page);
        await Seen.FitsWidth(page, 320);
    }

    static async Task<System.Collections.Specialized.NameValueCollection> Take(HttpListener listener)
    {
        var got = await listener.GetContextAsync();
        got.Response.StatusCode = 204;
        got.Response.Close();
        return got.Request.QueryString;
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
