using Microsoft.AspNetCore.Hosting;
using Planable.Tests.Emulators.LinkedIn;
using Planable.Tests.Support;

namespace Planable.Tests.Channels;

/// <summary>The app beside a LinkedIn whose sign-in brings several pages. Its app is not in the settings: a person sets it up.</summary>
public sealed class NetworksApp : TestApp, IAsyncLifetime
{
    public LinkedInEmulator LinkedIn { get; private set; } = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        LinkedIn = await LinkedInEmulator.Start();
    }

    public override void Settle(IWebHostBuilder web) =>
        web.UseSetting("Connectors:LinkedIn:BaseUrl", LinkedIn.Address.AbsoluteUri)
            .UseSetting("Connectors:LinkedInPage:BaseUrl", LinkedIn.Address.AbsoluteUri)
            .UseSetting("Outbound:AllowPrivateNetworks", "true");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await LinkedIn.DisposeAsync();
    }
}
