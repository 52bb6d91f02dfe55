using Planable.E2E.Support;

[assembly: AssemblyFixture(typeof(Site))]

namespace Planable.E2E.Support;

/// <summary>What all browser tests share: the running app and one browser.</summary>
public sealed class Site : IAsyncLifetime
{
    static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    IPlaywright? playwright;
    IBrowser? browser;
    RunningApp? app;

    public RunningApp App => app ?? throw new InvalidOperationException("The app is not started.");

    public IBrowser Browser => browser ?? throw new InvalidOperationException("The browser is not started.");

    public async ValueTask InitializeAsync()
    {
        SetDefaultExpectTimeout(10_000);
        app = await RunningApp.Start();
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
    }
}
