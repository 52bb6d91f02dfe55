using Planable.Data.Media;

namespace Planable.Web.Media;

/// <summary>The editor of a post's video.</summary>
/// <param name="Path">Where it is sent.</param>
/// <param name="WithoutCover">The networks of the post that take no cover of one's own, by name.</param>
/// <param name="WithoutSubtitles">The networks of the post that take no subtitles, by name.</param>
/// <param name="CutsVideos">ffmpeg is there.</param>
public sealed record VideoEditorPage(
    MediaAsset Asset, VideoEdit Edit, string Path, string Back, string BackWords, string? Note, IReadOnlyList<string> WithoutCover, IReadOnlyList<string> WithoutSubtitles, bool CutsVideos)
{
    /// <summary>Rows of the list in which subtitles are changed; more are changed in a file.</summary>
    public const int MostRows = 200;

    public int Milliseconds => (int)(Asset.Milliseconds ?? 0);

    /// <summary>The form for a file of subtitles, after one that could not be read.</summary>
    public SubtitleFileForm SubtitleFile { get; init; } = new(Path, Edit.Subtitles?.Language, Edit.Subtitles is not null, null);

    public int CoverAt => Edit.CoverAt ?? Math.Min(1000, Milliseconds / 3);
}

/// <param name="Trouble">What was wrong with the file that was sent.</param>
public sealed record SubtitleFileForm(string Path, string? Language, bool Replaces, string? Trouble);

/// <summary>As typed: times are "7.3" or "0:07.3".</summary>
public sealed class VideoEditForm
{
    public string? Start { get; set; }

    public string? End { get; set; }

    /// <summary>Empty lets the network choose.</summary>
    public string? Cover { get; set; }
}

public sealed class CuesForm
{
    public string? Language { get; set; }

    public List<CueForm> Cues { get; set; } = [];

    public sealed class CueForm
    {
        public string? Start { get; set; }

        public string? End { get; set; }

        public string? Words { get; set; }
    }
}
