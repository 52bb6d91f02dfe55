namespace Planable.Data.Media;

/// <summary>What a video is by its own account.</summary>
/// <param name="Width">Upright, as people see it.</param>
/// <param name="Height">Upright, as people see it.</param>
/// <param name="Codec">Of the pictures, as ffprobe names it: "h264", "hevc", "vp9" ...</param>
/// <param name="AudioCodec">Null without sound.</param>
public sealed record VideoFacts(int Width, int Height, TimeSpan Duration, string Codec, string? AudioCodec, double FramesPerSecond);
