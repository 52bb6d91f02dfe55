using System.Text.Json;

namespace Planable.Data.Kinds;

/// <summary>Content that is planned and decided about like a post and put out by people elsewhere: a newsletter, an article, an ad, a brief.</summary>
/// <param name="Key">Lasting name in the database and in addresses.</param>
/// <param name="Name">What people call one.</param>
/// <param name="Glyph">Name of its glyph in the icon sprite.</param>
/// <param name="TitleName">What its first line is called.</param>
/// <param name="TextHint">What is written into it.</param>
/// <param name="LiveHint">How somebody might say that it is out.</param>
public sealed record ContentKind(string Key, string Name, string Glyph, string TitleName, string TextHint, string LiveHint);

/// <summary>All kinds, read once from Kinds.json. A new entry is a new kind.</summary>
public static class ContentKinds
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    static readonly Lazy<IReadOnlyList<ContentKind>> Loaded = new(Read);

    public static IReadOnlyList<ContentKind> All => Loaded.Value;

    /// <returns>Null for one Planable does not know, and for a post that goes to channels.</returns>
    public static ContentKind? Find(string? key) => key is null ? null : All.FirstOrDefault(k => k.Key == key);

    static IReadOnlyList<ContentKind> Read()
    {
        using var content = typeof(ContentKinds).Assembly.GetManifestResourceStream(typeof(ContentKinds), "Kinds.json")!;
        return JsonSerializer.Deserialize<List<ContentKind>>(content, Json)!;
    }
}

/// <summary>Title and text of such content lie in one text, the title on its first line: whatever shows, finds, compares or exports texts of posts does it for them too.</summary>
public static class TitledText
{
    public const int TitleLength = 300;

    public static string Join(string? title, string? text)
    {
        var line = string.Join(' ', (title ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length > TitleLength)
            line = line[..TitleLength];
        text = (text ?? "").Trim('\n');
        return text.Length == 0 ? line : $"{line}\n\n{text}";
    }

    public static (string Title, string Text) Split(string joined)
    {
        var end = joined.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? (joined.Trim(), "") : (joined[..end].Trim(), joined[(end + 1)..].TrimStart('\n'));
    }
}

/// <summary>Somebody said that it is out, and where.</summary>
/// <param name="Before">What it was until then.</param>
/// <param name="HadDate">Otherwise its date is the moment of the mark, and goes with it.</param>
public sealed record LiveMark(string? Url, string? Note, string By, DateTimeOffset At, Posts.PostState Before, bool HadDate)
{
    public const int NoteLength = 500;
}
