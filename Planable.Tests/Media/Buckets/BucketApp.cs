using Microsoft.AspNetCore.Hosting;
using Planable.Tests.Emulators.Buckets;
using Planable.Tests.Support;

namespace Planable.Tests.Media.Buckets;

/// <summary>The app with its media in a bucket.</summary>
public class BucketApp : TestApp, IAsyncLifetime
{
    public BucketEmulator Bucket { get; private set; } = null!;

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Bucket = await BucketEmulator.Start();
        await Begin();
    }

    /// <summary>What has to be there before the app is.</summary>
    protected virtual Task Begin() => Task.CompletedTask;

    public override void Settle(IWebHostBuilder web)
    {
        foreach (var (name, value) in MediaBucketTests.SettingsOf(Bucket.Address))
            web.UseSetting($"Storage:S3:{name}", value);
        // While the bucket is away there is much to tell.
        web.UseSetting("Logging:LogLevel:Default", "None").UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "None");
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Bucket.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
