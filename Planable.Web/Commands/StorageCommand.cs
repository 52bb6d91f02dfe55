using Planable.Jobs.Media;
using Planable.Jobs.Media.Buckets;

namespace Planable.Web.Commands;

/// <summary>`-- storage copy --to bucket` brings the files of the media folder into the bucket, `--to folder` back. Both may be in use meanwhile.</summary>
static class StorageCommand
{
    public static async Task<int> Run(IServiceProvider services, IConfiguration said, string[] args)
    {
        if (args is not ["storage", "copy", ..] || said["to"] is not ("bucket" or "folder"))
        {
            await Console.Error.WriteLineAsync("Use: -- storage copy --to bucket|folder");
            return 2;
        }

        if (services.GetService<MediaBucket>() is not { } bucket)
        {
            await Console.Error.WriteLineAsync("There is no bucket: set Storage:S3:Bucket and its companions.");
            return 2;
        }

        var folder = services.GetRequiredService<MediaFolder>();
        try
        {
            var outcome = await (said["to"] == "bucket" ? new StoreCopy(folder, bucket) : new StoreCopy(bucket, folder)).Run(
                n =>
                {
                    if (n % 100 == 0)
                        Console.WriteLine($"{n} files copied.");
                },
                CancellationToken.None);
            Console.WriteLine($"{outcome.Copied} files copied, {outcome.There} were there already.");
            foreach (var damaged in outcome.Damaged)
                await Console.Error.WriteLineAsync($"{damaged} is damaged and was left where it is.");
            return outcome.Damaged.Count == 0 ? 0 : 1;
        }
        catch (IOException trouble)
        {
            await Console.Error.WriteLineAsync($"{trouble.Message} Call it again to go on.");
            return 1;
        }
    }
}
