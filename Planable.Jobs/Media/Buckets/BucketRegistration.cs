using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Planable.Jobs.Media.Buckets;

static class BucketRegistration
{
    /// <summary>In the bucket if one is set, else in the folder. The folder is there in any case: files are moved out of it, and uploads on their way and renditions stay in it.</summary>
    public static void AddMediaStore(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(p => new MediaFolder(p.GetRequiredService<IConfiguration>()["Media:Folder"] ?? throw new InvalidOperationException("Media:Folder is not set.")));
        if (BucketSettings.In(configuration) is not { } bucket)
        {
            services.AddSingleton<IMediaStore>(p => p.GetRequiredService<MediaFolder>());
            return;
        }

        services.AddSingleton(bucket);
        services.AddSingleton<MediaBucket>();
        services.AddSingleton<IMediaStore>(p => p.GetRequiredService<MediaBucket>());
    }
}
