namespace Planable.Data.Networks;

/// <summary>One way to count a text. wwwroot/js/counting.js counts the same, held to it by Planable.Tests/Networks/counting-cases.json.</summary>
public abstract class TextMeasure
{
    private static readonly Dictionary<string, TextMeasure> Known = new(StringComparer.Ordinal)
    {
        ["utf16"] = new Utf16Measure(),
        ["codePoints"] = new CodePointMeasure(),
        ["graphemes"] = new GraphemeMeasure(),
        ["utf8Bytes"] = new Utf8Measure(),
        ["emojiAsBytes"] = new EmojiAsBytesMeasure(),
        ["tagList"] = new TagListMeasure(),
        ["x"] = new XMeasure(),
        ["mastodon"] = new MastodonMeasure(),
    };

    public static IEnumerable<string> Names => Known.Keys;

    public static TextMeasure? Find(string name) => Known.GetValueOrDefault(name);

    /// <summary>Counts in bytes, not in characters.</summary>
    public virtual bool InBytes => false;

    /// <summary>Counts every link as long as the limit "linkLength" says.</summary>
    public virtual bool NeedsLinkLength => false;

    /// <param name="text">Any text, lone surrogates included.</param>
    /// <param name="along">Words of a setting that count along, taken as they are; "" if none.</param>
    public abstract int Of(string text, string along, CountingRule rule, IReadOnlyDictionary<string, long> limits);
}
