using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Media;

namespace Planable.Jobs.Media;

/// <summary>Makes one claimed video into what a network needs.</summary>
public sealed class VideoConversions(PlanableDb db, CuttingRoom room, IMediaStore store, TimeProvider clock, ILogger<VideoConversions> log)
{
    /// <summary>Renewed with every step forward; a worker that dies is followed by another after it.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    public async Task Convert(Guid id, CancellationToken cancel)
    {
        if (await db.Conversions.SingleOrDefaultAsync(c => c.Id == id, cancel) is not { State: ConversionState.Running } conversion)
            return;
        var asset = await db.Media.SingleAsync(a => a.Id == conversion.AssetId, cancel);
        // Two posts that were saved at the same moment may both have asked.
        if (asset.Conversions.FirstOrDefault(c => c.Need == conversion.Need && c.File is not null) is { File: { } made })
            conversion.Finish(made, asset.FileName, clock.GetUtcNow());
        else if (Hopeless(conversion, asset) is { } why)
            conversion.Fail(why, asset.FileName, clock.GetUtcNow());
        else
            await Make(conversion, asset, cancel);
        await db.SaveChangesAsync(CancellationToken.None);
    }

    string? Hopeless(Conversion conversion, MediaAsset asset)
    {
        if (!room.IsOpen)
            return "ffmpeg is not installed on this server.";
        if (asset.Video is null)
            return "Nothing is known about this video.";
        return conversion.Starts > Conversion.MostStarts ? "It was begun several times and never came to an end." : null;
    }

    async Task Make(Conversion conversion, MediaAsset asset, CancellationToken cancel)
    {
        var source = Path.Combine(Path.GetTempPath(), $"planable-{Guid.NewGuid():N}.source");
        var made = Path.Combine(Path.GetTempPath(), $"planable-{Guid.NewGuid():N}.mp4");
        try
        {
            await using (var original = await store.Open(asset.Sha256, cancel))
            await using (var copy = File.Create(source))
                await original.CopyToAsync(copy, cancel);
            var need = new VideoNeed(conversion.Width, conversion.Height, conversion.FramesPerSecond, conversion.MostKilobits, conversion.Start, conversion.End);
            await room.Convert(source, asset.ContentType, asset.Video!, need, made, Telling(conversion.Id, cancel), cancel);
            var bytes = new FileInfo(made).Length;
            conversion.Finish(new MediaFile(await store.Take(made, cancel), VideoNeed.ContentType, bytes), asset.FileName, clock.GetUtcNow());
        }
        catch (VideoUnreadable unreadable)
        {
            log.LogWarning("{File} could not be converted: {Why}", asset.FileName, unreadable.Message);
            conversion.Fail(unreadable.Message, asset.FileName, clock.GetUtcNow());
        }
        catch (FileNotFoundException)
        {
            conversion.Fail("The file is no longer in the media store.", asset.FileName, clock.GetUtcNow());
        }
        finally
        {
            File.Delete(source);
            File.Delete(made);
        }
    }

    /// <summary>Past the unit of work: whoever looks sees how far it is.</summary>
    Func<int, Task> Telling(Guid id, CancellationToken cancel)
    {
        var told = clock.GetTimestamp();
        return async percent =>
        {
            if (clock.GetElapsedTime(told) < Pace)
                return;
            told = clock.GetTimestamp();
            var until = clock.GetUtcNow() + Lease;
            await db.Conversions.Where(c => c.Id == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.Percent, percent).SetProperty(x => x.LeasedUntil, until), cancel);
        };
    }
}
