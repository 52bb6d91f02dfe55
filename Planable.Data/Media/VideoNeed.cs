using System.Globalization;
using Planable.Data.Networks;

namespace Planable.Data.Media;

/// <summary>
/// What a network needs in place of a video as it was uploaded: H.264 and AAC in an MP4 file, no larger than told. Networks that need the same share one file.
/// </summary>
/// <param name="FramesPerSecond">Null keeps them.</param>
/// <param name="MostKilobits">A second, sound included, so that the file stays within the network's limit; null lets quality decide.</param>
/// <param name="Start">In milliseconds, if its beginning is left out.</param>
/// <param name="End">In milliseconds, if its end is left out.</param>
public sealed record VideoNeed(int Width, int Height, int? FramesPerSecond, int? MostKilobits, int? Start = null, int? End = null)
{
    public const string ContentType = "video/mp4";

    /// <summary>Above this, quality decides: no network's limit is reached.</summary>
    const int Plenty = 25_000;

    public string Key => string.Create(CultureInfo.InvariantCulture, $"h264-{Width}x{Height}{(FramesPerSecond is { } fps ? $"-{fps}fps" : "")}{(MostKilobits is { } most ? $"-{most}k" : "")}{(Start is null && End is null ? "" : $"-{Start}to{End}")}");

    /// <returns>Null if the video goes out as it is, or its facts are not known.</returns>
    public static VideoNeed? Of(MediaAsset video, Network network, VideoEdit? edit = null)
    {
        if (video.Video is not { } facts || network.Media.Videos.Count == 0)
            return null;
        var limits = network.LimitsFor(PostType.Video);
        var (width, height) = Fit(facts, limits);
        var frames = limits.TryGetValue(LimitName.MaxVideoFrames, out var most) && facts.FramesPerSecond > most + 0.5 ? (int)most : (int?)null;
        var tooHeavy = limits.TryGetValue(LimitName.VideoBytes, out var bytes) && video.Bytes > bytes;
        if (edit is { IsTrimmed: true })
            return new VideoNeed(width & ~1, height & ~1, frames, KilobitsFor(edit.Length(facts.Duration), bytes), edit.Start, edit.End);
        if (IsPlayable(video.ContentType, facts, network) && !tooHeavy && frames is null && (width, height) == (facts.Width, facts.Height))
            return null;
        return new VideoNeed(width & ~1, height & ~1, frames, KilobitsFor(facts.Duration, bytes));
    }

    /// <summary>The container is on the network's list, and what lies in it is what every network plays.</summary>
    static bool IsPlayable(string contentType, VideoFacts facts, Network network) =>
        network.Media.Videos.Contains(contentType) && (contentType == "video/webm" || (facts.Codec == "h264" && facts.AudioCodec is null or "aac"));

    static (int Width, int Height) Fit(VideoFacts facts, IReadOnlyDictionary<string, long> limits)
    {
        var scale = 1.0;
        if (limits.TryGetValue(LimitName.MaxVideoWidth, out var widest) && facts.Width > widest)
            scale = (double)widest / facts.Width;
        var pixels = (double)facts.Width * facts.Height;
        if (limits.TryGetValue(LimitName.VideoPixels, out var most) && pixels * scale * scale > most)
            scale = Math.Sqrt(most / pixels);
        return scale >= 1 ? (facts.Width, facts.Height) : ((int)(facts.Width * scale), (int)(facts.Height * scale));
    }

    static int? KilobitsFor(TimeSpan duration, long bytes)
    {
        if (bytes == 0 || duration <= TimeSpan.Zero)
            return null;
        var kilobits = bytes * 8 / 1000 / duration.TotalSeconds * 0.9;
        return kilobits >= Plenty ? null : (int)kilobits;
    }
}
