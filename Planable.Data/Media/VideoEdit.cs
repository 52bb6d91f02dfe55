using System.Text.Json.Serialization;

namespace Planable.Data.Media;

/// <summary>What is done to a video before it is sent: where it begins and ends, the still that stands for it, and what is said in it.</summary>
public sealed record VideoEdit
{
    /// <summary>In milliseconds of the original; null from its beginning.</summary>
    public int? Start { get; init; }

    /// <summary>In milliseconds of the original; null to its end.</summary>
    public int? End { get; init; }

    /// <summary>The moment of the original whose still is the cover.</summary>
    public int? CoverAt { get; init; }

    /// <summary>The still itself, a JPEG in the media store.</summary>
    public string? CoverSha256 { get; init; }

    public long CoverBytes { get; init; }

    public Subtitles? Subtitles { get; init; }

    [JsonIgnore]
    public bool IsNothing => Start is null && End is null && CoverAt is null && Subtitles is null;

    [JsonIgnore]
    public bool IsTrimmed => Start is not null || End is not null;

    public TimeSpan Length(TimeSpan whole) => (End is { } end ? TimeSpan.FromMilliseconds(end) : whole) - TimeSpan.FromMilliseconds(Start ?? 0);

    /// <summary>Subtitles as they run along what is left.</summary>
    [JsonIgnore]
    public Subtitles? ShownSubtitles => Subtitles?.Between(Start ?? 0, End ?? int.MaxValue);

    /// <exception cref="RuleBroken">It cannot be.</exception>
    public VideoEdit Checked(TimeSpan whole)
    {
        var (most, start, end) = ((int)whole.TotalMilliseconds, Start is 0 ? null : Start, End >= (int)whole.TotalMilliseconds ? null : End);
        if (start < 0 || start >= most || end <= 0)
            throw new RuleBroken("TRIM_OUTSIDE", "The video is {0} seconds long: begin and end have to lie within it.", Seconds(most));
        if ((end ?? most) - (start ?? 0) < 500)
            throw new RuleBroken("TRIM_SHORT", "What is left is shorter than half a second. Let it end later or begin earlier.");
        if (CoverAt < 0 || CoverAt > most)
            throw new RuleBroken("COVER_OUTSIDE", "The video is {0} seconds long: choose a moment within it for the cover.", Seconds(most));
        return this with { Start = start, End = end };
    }

    public bool Equals(VideoEdit? other) => other is not null && MediaEdits.Same(this, other);

    public override int GetHashCode() => HashCode.Combine(Start, End, CoverAt);

    static string Seconds(int milliseconds) => (milliseconds / 1000d).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What is said in a video, line by line.</summary>
/// <param name="Language">BCP 47, e.g. "de".</param>
public sealed record Subtitles(string Language, IReadOnlyList<Cue> Cues)
{
    public const int MostCues = 3000;

    /// <summary>Those that are heard between two moments, from the first of them.</summary>
    internal Subtitles Between(int start, int end) =>
        this with { Cues = [.. Cues.Where(c => c.End > start && c.Start < end).Select(c => c with { Start = Math.Max(c.Start, start) - start, End = Math.Min(c.End, end) - start })] };
}

/// <param name="Start">In milliseconds.</param>
/// <param name="End">In milliseconds.</param>
public sealed record Cue(int Start, int End, string Words);
