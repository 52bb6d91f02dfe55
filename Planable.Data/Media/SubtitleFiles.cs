using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Planable.Data.Media;

/// <summary>Subtitles as files: SubRip (.srt) and WebVTT (.vtt). Whatever is wrong is told with the number of its line.</summary>
public static partial class SubtitleFiles
{
    public const int MostBytes = 1_000_000;
    public const int MostWords = 500;

    /// <exception cref="RuleBroken">Something is wrong in a line, which is named.</exception>
    public static IReadOnlyList<Cue> Read(byte[] bytes)
    {
        if (bytes.Length > MostBytes)
            throw new RuleBroken("SUBTITLES_TOO_LARGE", "A file of subtitles has at most {0} MB.", MostBytes / 1_000_000);
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new RuleBroken("SUBTITLES_NOT_UTF8", "This file is not written in UTF-8. Save it as UTF-8 in the program it comes from.");
        }

        return Read(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n'));
    }

    public static string ToSrt(Subtitles subtitles)
    {
        var srt = new StringBuilder();
        for (var i = 0; i < subtitles.Cues.Count; i++)
        {
            var cue = subtitles.Cues[i];
            srt.Append(CultureInfo.InvariantCulture, $"{i + 1}\n{Time(cue.Start, ',')} --> {Time(cue.End, ',')}\n{cue.Words}\n\n");
        }

        return srt.ToString();
    }

    public static string ToVtt(Subtitles subtitles)
    {
        var vtt = new StringBuilder("WEBVTT\n\n");
        foreach (var cue in subtitles.Cues)
            vtt.Append(CultureInfo.InvariantCulture, $"{Time(cue.Start, '.')} --> {Time(cue.End, '.')}\n{cue.Words.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)}\n\n");
        return vtt.ToString();
    }

    /// <summary>"7.3", "0:07.3" or "1:02:03,5".</summary>
    /// <returns>Milliseconds; null for what is no time.</returns>
    public static int? ReadTime(string? typed)
    {
        var match = Typed().Match((typed ?? "").Trim());
        if (!match.Success)
            return null;
        var (hours, minutes) = (Whole(match, "h"), Whole(match, "m"));
        var seconds = decimal.Parse(match.Groups["s"].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        var milliseconds = (((hours * 60) + minutes) * 60_000L) + (long)(seconds * 1000);
        return milliseconds <= int.MaxValue ? (int)milliseconds : null;
    }

    /// <summary>"0:07.300".</summary>
    public static string WriteTime(int milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds);
        var text = time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss\.fff", CultureInfo.InvariantCulture) : time.ToString(@"m\:ss\.fff", CultureInfo.InvariantCulture);
        return text.TrimEnd('0').TrimEnd('.');
    }

    static List<Cue> Read(string[] lines)
    {
        var cues = new List<Cue>();
        var at = 0;
        if (lines.Length > 0 && lines[0].StartsWith("WEBVTT", StringComparison.Ordinal))
            at = SkipBlock(lines, at);
        while (true)
        {
            while (at < lines.Length && string.IsNullOrWhiteSpace(lines[at]))
                at++;
            if (at >= lines.Length)
                break;
            if (lines[at].StartsWith("NOTE", StringComparison.Ordinal) || lines[at].StartsWith("STYLE", StringComparison.Ordinal))
            {
                at = SkipBlock(lines, at);
                continue;
            }

            at = ReadCue(lines, at, cues);
            if (cues.Count > Subtitles.MostCues)
                throw Wrong(at, "there are more than {1} subtitles in this file", Subtitles.MostCues);
        }

        return cues.Count > 0 ? cues : throw Wrong(1, "there are no subtitles in this file");
    }

    /// <returns>The line after it.</returns>
    static int ReadCue(string[] lines, int at, List<Cue> cues)
    {
        if (!lines[at].Contains("-->", StringComparison.Ordinal))
        {
            // A number, or a name as WebVTT has them.
            at++;
            if (at >= lines.Length || !lines[at].Contains("-->", StringComparison.Ordinal))
                throw Wrong(at + 1, "here should be times such as 00:00:01,000 --> 00:00:04,000; it says “{1}”", at < lines.Length ? Short(lines[at]) : "");
        }

        var match = Times().Match(lines[at]);
        if (!match.Success)
            throw Wrong(at + 1, "“{1}” are no times such as 00:00:01,000 --> 00:00:04,000", Short(lines[at]));
        var (start, end) = (Milliseconds(match, 1), Milliseconds(match, 5));
        if (start is null || end is null)
            throw Wrong(at + 1, "“{1}” are no times such as 00:00:01,000 --> 00:00:04,000", Short(lines[at]));
        if (end <= start)
            throw Wrong(at + 1, "it ends at {1}, before it begins", match.Groups["end"].Value);
        if (cues.Count > 0 && start < cues[^1].Start)
            throw Wrong(at + 1, "it begins at {1}, before the one above it", match.Groups["start"].Value);
        var (timesAt, words) = (at++, new List<string>());
        while (at < lines.Length && !string.IsNullOrWhiteSpace(lines[at]))
            words.Add(Tags().Replace(lines[at++], "").Trim());
        var said = string.Join('\n', words.Where(w => w.Length > 0));
        if (said.Length == 0)
            throw Wrong(timesAt + 2, "there are no words under these times");
        if (said.Length > MostWords)
            throw Wrong(timesAt + 2, "one subtitle has at most {1} characters", MostWords);
        cues.Add(new Cue(start.Value, end.Value, System.Net.WebUtility.HtmlDecode(said)));
        return at;
    }

    static int SkipBlock(string[] lines, int at)
    {
        while (at < lines.Length && !string.IsNullOrWhiteSpace(lines[at]))
            at++;
        return at;
    }

    /// <param name="line">From 1, as editors count.</param>
    static RuleBroken Wrong(int line, string words, params object[] arguments) => new("SUBTITLES_WRONG", $"Line {{0}}: {words}.", [line, .. arguments]);

    static string Short(string line) => line.Length <= 60 ? line.Trim() : $"{line[..60].Trim()}…";

    static int? Milliseconds(Match match, int first)
    {
        var (hours, minutes, seconds) = (match.Groups[first].Success ? int.Parse(match.Groups[first].Value.TrimEnd(':'), CultureInfo.InvariantCulture) : 0, Number(match, first + 1), Number(match, first + 2));
        var part = match.Groups[first + 3].Value.PadRight(3, '0');
        return minutes > 59 || seconds > 59 || hours > 99 ? null : (((((hours * 60) + minutes) * 60) + seconds) * 1000) + int.Parse(part, CultureInfo.InvariantCulture);
    }

    static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    static int Whole(Match match, string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;

    static string Time(int milliseconds, char point) => TimeSpan.FromMilliseconds(milliseconds).ToString($@"hh\:mm\:ss\{point}fff", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\s*(?<start>(\d{1,2}:)?(\d{1,2}):(\d{1,2})[,.](\d{1,3}))\s*-->\s*(?<end>(\d{1,2}:)?(\d{1,2}):(\d{1,2})[,.](\d{1,3}))(?:\s.*)?$", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Times();

    [GeneratedRegex(@"^(?:(?:(?<h>\d{1,2}):)?(?<m>\d{1,3}):)?(?<s>\d{1,5}(?:[.,]\d{1,3})?)$", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Typed();

    [GeneratedRegex(@"</?[a-zA-Z][^>]{0,80}>|\{\\[^}]{0,40}\}", RegexOptions.CultureInvariant, 500)]
    private static partial Regex Tags();
}
