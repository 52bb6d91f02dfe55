using System.Globalization;
using System.Text.RegularExpressions;
using Planable.Data.Media;

namespace Planable.Data.Posts;

/// <summary>A person on a picture.</summary>
/// <param name="Handle">Without @.</param>
/// <param name="Across">Where, in per cent of the original picture's width.</param>
/// <param name="Down">In per cent of its height.</param>
public sealed record PersonTag(string Handle, double Across, double Down)
{
    /// <summary>The same place on what an edit makes of the picture.</summary>
    /// <param name="width">Of the original.</param>
    /// <param name="height">Of the original.</param>
    /// <returns>Null if it was cut away.</returns>
    public PersonTag? On(PictureEdit edit, int width, int height)
    {
        var (across, down) = edit.Turn switch
        {
            90 => (100 - Down, Across),
            180 => (100 - Across, 100 - Down),
            270 => (Down, 100 - Across),
            _ => (Across, Down),
        };
        (across, down) = (edit.Mirrored ? 100 - across : across, edit.Upended ? 100 - down : down);
        if (edit.Within(width, height).Cut is { } cut)
        {
            var (wide, high) = edit.Turned(width, height);
            (across, down) = (((across * wide) - (cut.Left * 100d)) / cut.Width, ((down * high) - (cut.Top * 100d)) / cut.Height);
        }

        return across is < 0 or > 100 || down is < 0 or > 100 ? null : this with { Across = across, Down = down };
    }
}

/// <summary>Who is tagged on the pictures of a post. They lie among its options by picture, one person a line: name, per cent across, per cent down.</summary>
public static partial class PeopleTags
{
    const string Prefix = "tags-";

    public static string Key(Guid mediaId) => $"{Prefix}{mediaId:N}";

    public static bool IsKey(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    public static Guid? PictureOf(string key) => IsKey(key) && Guid.TryParseExact(key[Prefix.Length..], "N", out var id) ? id : null;

    public static IReadOnlyList<PersonTag> In(IReadOnlyDictionary<string, string>? options, Guid mediaId) => Read(options?.GetValueOrDefault(Key(mediaId)));

    /// <summary>What a person typed. Without a place somebody is in the middle.</summary>
    public static IReadOnlyList<PersonTag> Read(string? lines) =>
    [
        .. (lines ?? "").Split('\n').Select(l => l.Split((char[])[' ', '\t', ',', '\r'], StringSplitOptions.RemoveEmptyEntries)).Where(w => w.Length > 0 && w[0].TrimStart('@').Length > 0)
            .Select(w => new PersonTag(w[0].TrimStart('@'), Per(w, 1), Per(w, 2))).DistinctBy(t => t.Handle, StringComparer.OrdinalIgnoreCase),
    ];

    public static string Write(IEnumerable<PersonTag> tags) => string.Join('\n', tags.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Handle} {t.Across:0.#} {t.Down:0.#}")));

    /// <summary>Can this be anybody's name?</summary>
    public static bool IsName(string handle) => Name().IsMatch(handle);

    /// <summary>The pictures that have tags and are not in the post any more.</summary>
    public static IEnumerable<Guid> Left(IReadOnlyDictionary<string, string>? options, IReadOnlyCollection<Guid> pictures) =>
        (options ?? new Dictionary<string, string>()).Where(o => o.Value.Length > 0).Select(o => PictureOf(o.Key)).OfType<Guid>().Where(id => !pictures.Contains(id)).Order();

    /// <summary>The tags of one picture put on another, which keeps those it has.</summary>
    public static Dictionary<string, string> Moved(IReadOnlyDictionary<string, string> options, Guid from, Guid to)
    {
        var moved = new Dictionary<string, string>(options, StringComparer.Ordinal);
        if (moved.Remove(Key(from), out var lines))
            moved[Key(to)] = Write(Read($"{moved.GetValueOrDefault(Key(to))}\n{lines}"));
        return moved;
    }

    static double Per(string[] words, int at) => words.Length > at && double.TryParse(words[at].TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var per) ? Math.Round(Math.Clamp(per, 0, 100), 1) : 50;

    [GeneratedRegex(@"^[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]{0,98}[\p{L}\p{N}_])?$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
