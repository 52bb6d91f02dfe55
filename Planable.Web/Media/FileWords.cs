using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Planable.Web.Media;

/// <summary>Sizes and lengths as people read them.</summary>
public static class FileWords
{
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => $"{bytes.ToString(CultureInfo.CurrentCulture)} B",
        < 1_000_000 => $"{(bytes / 1000).ToString(CultureInfo.CurrentCulture)} KB",
        < 1_000_000_000 => $"{(bytes / 1_000_000d).ToString("0.#", CultureInfo.CurrentCulture)} MB",
        _ => $"{(bytes / 1_000_000_000d).ToString("0.##", CultureInfo.CurrentCulture)} GB",
    };

    /// <summary>"0:07", "1:02:03".</summary>
    public static string Length(long milliseconds)
    {
        var time = TimeSpan.FromMilliseconds(milliseconds + 500 - ((milliseconds + 500) % 1000));
        return time.TotalHours >= 1 ? time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) : time.ToString(@"m\:ss", CultureInfo.InvariantCulture);
    }

    /// <summary>"12 pages"; "PDF" where nobody could look into it.</summary>
    public static string Pages(int? pages, IStringLocalizer words) => pages switch { null => "PDF", 1 => words["1 page"], { } many => words["{0} pages", many] };

    public static string Kind(string contentType) => contentType switch
    {
        "image/jpeg" => "JPEG",
        "video/quicktime" => "MOV",
        _ => contentType[(contentType.IndexOf('/', StringComparison.Ordinal) + 1)..].ToUpperInvariant(),
    };
}
