using System.Net;
using System.Net.Sockets;
using Planable.E2E.Support;

namespace Planable.E2E.Developers;

public class DeveloperJourneyTests(Site site) : BrowserTest(site)
{
    const string Root = "/w/acme/settings/developers";

    [Fact]
    public async Task A_token_is_made_and_tried_its_use_is_shown_and_a_webhook_is_told()
    {
        var adam = await OpenAs("adam");
        var name = $"Importer {Guid.NewGuid():N}"[..20];
        await adam.GotoAsync(Root);
        await adam.GetByRole(AriaRole.Textbox, new() { Name = "What it is for" }).FillAsync(name);
        await adam.GetByRole(AriaRole.Button, new() { Name = "Make token" }).ClickAsync();
        var secret = await adam.Locator("#token-secret").InnerTextAsync();
        await adam.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await adam.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
        await Expect(adam.GetByRole(AriaRole.Button, new() { Name = "Copied" })).ToBeVisibleAsync();
        Assert.Equal(secret, await adam.EvaluateAsync<string>("() => navigator.clipboard.readText()"));
        await adam.GotoAsync(Root);
        await Expect(adam.Locator("#token-secret")).ToHaveCountAsync(0);
        var token = adam.Locator("li[id^=token-]").Filter(new() { HasText = name });

        await adam.GetByRole(AriaRole.Link, new() { Name = "Explorer" }).ClickAsync();
        var answer = adam.Locator(".graphiql-response .result-window");
        await Run(adam);
        await Expect(answer).ToContainTextAsync("\"name\": \"Adam");
        await Seen.Accessible(adam);
        await Seen.FitsWidth(adam, 320);
        // As the token now: an example of the guide, and one call that fails.
        await adam.GetByRole(AriaRole.Radio, new() { Name = "An access token" }).CheckAsync();
        await adam.Locator("#explorer-token").FillAsync(secret);
        await adam.Locator("[data-example=example-Left]").ClickAsync();
        await Expect(adam.Locator(".graphiql-query-editor")).ToContainTextAsync("rateLimit");
        await Run(adam);
        await Expect(answer).ToContainTextAsync("\"remaining\"");
        await adam.Locator("[data-example=example-Draft]").ClickAsync();
        await Expect(adam.Locator(".graphiql-query-editor")).ToContainTextAsync("createPost");
        await Run(adam);
        await Expect(answer).ToContainTextAsync("\"code\"");

        await adam.GotoAsync(Root);
        for (var tries = 0; tries < 60 && !(await token.InnerTextAsync()).Contains("1 failed", StringComparison.Ordinal); tries++)
        {
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await adam.ReloadAsync();
        }

        await Expect(token).ToContainTextAsync("1 failed");
        await Seen.Accessible(adam);
        await token.GetByRole(AriaRole.Link, new() { Name = name }).ClickAsync();
        await Expect(adam.Locator("section[aria-labelledby=failures] li")).ToHaveCountAsync(1);
        await Seen.Accessible(adam);
        await Seen.FitsWidth(adam, 320);
        await adam.GotoAsync($"{Root}/guide/writing");
        await Seen.Accessible(adam);
        await Seen.FitsWidth(adam, 320);

        using var receiver = new HttpListener();
        var address = $"http://127.0.0.1:{FreePort()}/";
        receiver.Prefixes.Add(address);
        receiver.Start();
        var told = Take(receiver);
        await adam.GotoAsync($"{Root}/webhooks");
        await Seen.Accessible(adam);
        await adam.GetByRole(AriaRole.Textbox, new() { Name = "What it is for" }).FillAsync(name);
        await adam.GetByRole(AriaRole.Textbox, new() { Name = "Address" }).FillAsync(address);
        await adam.GetByRole(AriaRole.Button, new() { Name = "Make webhook" }).ClickAsync();
        await Expect(adam.Locator("#webhook-secret")).ToContainTextAsync("whsec_");
        await adam.GetByRole(AriaRole.Button, new() { Name = "Send a ping" }).ClickAsync();
        Assert.Contains("\"Ping\"", await told.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await Expect(adam.Locator("section[aria-labelledby=sent] li").First).ToContainTextAsync("Arrived");
        await Seen.Accessible(adam);
        await Seen.FitsWidth(adam, 320);
        await adam.Locator("section[aria-labelledby=sent] li a").First.ClickAsync();
        await Expect(adam.GetByText("Answer 204")).ToBeVisibleAsync();
        await Seen.Accessible(adam);
        await Seen.FitsWidth(adam, 320);
        await adam.GoBackAsync();
        await adam.GetByRole(AriaRole.Button, new() { Name = "Remove webhook" }).ClickAsync();
        await Expect(adam.GetByText($"Removed: {name}")).ToBeVisibleAsync();
    }

    static Task Run(IPage page) => page.Locator("button.graphiql-execute-button").ClickAsync();

    static async Task<string> Take(HttpListener receiver)
    {
        var got = await receiver.GetContextAsync();
        using var words = new StreamReader(got.Request.InputStream);
        var said = await words.ReadToEndAsync();
        got.Response.StatusCode = 204;
        got.Response.Close();
        return said;
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
