using Planable.E2E.Support;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Meta;
using Planable.Tests.Emulators.Pinterest;

[assembly: AssemblyFixture(typeof(Site))]

namespace Planable.E2E.Support;

/// <summary>What all browser tests share: the running app, one browser, and networks that have one address for everybody, which the app is told when it starts.</summary>
public sealed class Site : IAsyncLifetime
{
    static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    IPlaywright? playwright;
    IBrowser? browser;
    RunningApp? app;
    FacebookEmulator? facebook;
    PinterestEmulator? pinterest;

    public RunningApp App => app ?? throw new InvalidOperationException("The app is not started.");

    public FacebookEmulator Facebook => facebook ?? throw new InvalidOperationException("The network is not started.");

    public PinterestEmulator Pinterest => pinterest ?? throw new InvalidOperationException("The network is not started.");

    public IBrowser Browser => browser ?? throw new InvalidOperationException("The browser is not started.");

    public async ValueTask InitializeAsync()
    {
        SetDefaultExpectTimeout(10_000);
        facebook = await FacebookEmulator.Start();
        pinterest = await PinterestEmulator.Start();
        app = await RunningApp.Start(new INetworkEmulator[] { facebook, pinterest }.SelectMany(At).ToDictionary(StringComparer.Ordinal));
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Array.Find(Browsers, File.Exists) ?? throw new InvalidOperationException("There is no Chromium. ./test installs it."),
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        if (facebook is not null)
            await facebook.DisposeAsync();
        if (pinterest is not null)
            await pinterest.DisposeAsync();
    }

    static IEnumerable<KeyValuePair<string, string>> At(INetworkEmulator network)
    {
        var section = $"Connectors__{network.GetType().Name.Replace("Emulator", "", StringComparison.Ordinal)}__";
        return [new($"{section}BaseUrl", network.Address.AbsoluteUri), new($"{section}ClientId", OAuthDesk.ClientId), new($"{section}ClientSecret", OAuthDesk.ClientSecret)];
    }
}
