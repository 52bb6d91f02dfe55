using Microsoft.AspNetCore.Hosting;
using Planable.Tests.Push;
using Planable.Tests.Support;

namespace Planable.Tests.Handovers;

/// <summary>The app beside a push service.</summary>
public sealed class HandoversApp : TestApp, IAsyncLifetime
{
    public PushService Push { get; private set; } = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Push = await PushService.Start();
    }

    public override void Settle(IWebHostBuilder web) => web.UseSetting("Outbound:AllowPrivateNetworks", "true");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Push.DisposeAsync();
    }
}
