namespace Planable.E2E.Pages;

public sealed class ChannelsPage(IPage page) : Page(page)
{
    public Task Open(string workspace) => Browser.GotoAsync($"/w/{workspace}/channels");

    public ILocator Channel(string name) => Browser.GetByRole(AriaRole.Row).Filter(new() { HasText = name });

    /// <summary>Opens an account of the practice network and connects it.</summary>
    public async Task ConnectPractice(string name)
    {
        await Choose("Practice network");
        await Browser.GetByLabel("Name").FillAsync(name);
        await Button("Open and connect").ClickAsync();
        await Expect(Browser.GetByText("Connected", new() { Exact = true }).First).ToBeVisibleAsync();
    }

    /// <summary>Goes to the server, allows it there and comes back.</summary>
    public async Task ConnectMastodon(Uri server)
    {
        await Choose("Mastodon");
        await Browser.GetByLabel("Server").FillAsync(server.AbsoluteUri);
        await Button("Go to the server").ClickAsync();
        await Browser.WaitForURLAsync(url => url.StartsWith(server.AbsoluteUri, StringComparison.Ordinal));
        await Button("Authorize").ClickAsync();
        await Browser.WaitForURLAsync("**/w/*/channels/**");
    }

    /// <summary>Signs in there, allows it and comes back; which of several accounts is for the caller to choose.</summary>
    public async Task GoTo(string network, Uri there)
    {
        await Choose(network);
        await Button($"Go to {network}").ClickAsync();
        await Browser.WaitForURLAsync(url => url.StartsWith(there.AbsoluteUri, StringComparison.Ordinal));
        await Button("Allow").ClickAsync();
        await Browser.WaitForURLAsync("**/w/*/channels/**");
    }

    async Task Choose(string network)
    {
        await Link("Connect channel").First.ClickAsync();
        await Browser.GetByRole(AriaRole.Link, new() { NameRegex = new($"^{network}") }).ClickAsync();
    }
}
