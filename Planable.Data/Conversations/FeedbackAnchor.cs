using System.Text.Json.Serialization;

namespace Planable.Data.Conversations;

/// <summary>What of a post a thread is about. Nothing of it is about the post as a whole.</summary>
public sealed record FeedbackAnchor
{
    public const int QuoteLength = 1000;

    /// <summary>Words of the text, as they were.</summary>
    public string? Quote { get; init; }

    /// <summary>The channel whose own text they stand in; null for the text of all.</summary>
    public Guid? ChannelId { get; init; }

    public Guid? MediaId { get; init; }

    /// <summary>What all versions of that file have in common: a note on one of them is looked for on the next.</summary>
    public Guid? StackId { get; init; }

    /// <summary>Percent of the picture's width from its left edge, so that it is the same spot at every size.</summary>
    public decimal? Across { get; init; }

    /// <summary>Percent of the picture's height from its top.</summary>
    public decimal? Down { get; init; }

    /// <summary>Where in the video, in milliseconds.</summary>
    public int? From { get; init; }

    /// <summary>The end of a range in the video.</summary>
    public int? To { get; init; }

    [JsonIgnore]
    public bool IsPin => MediaId is not null && Across is not null && Down is not null;

    [JsonIgnore]
    public bool IsMoment => MediaId is not null && From is not null;

    [JsonIgnore]
    public bool IsQuote => !string.IsNullOrEmpty(Quote);

    /// <summary>As somebody pointed at it, brought into bounds; null if it points at nothing.</summary>
    public static FeedbackAnchor? Of(FeedbackAnchor? typed)
    {
        if (typed is null)
            return null;
        var quote = typed.Quote?.Trim();
        quote = string.IsNullOrEmpty(quote) ? null : quote.Length <= QuoteLength ? quote : quote[..QuoteLength];
        if (quote is null && typed.MediaId is null)
            return null;
        if ((typed.Across is null) != (typed.Down is null))
            throw new RuleBroken("PIN_HALF", "A pin needs a place across and a place down the picture.");
        if (typed.From < 0 || typed.To < typed.From)
            throw new RuleBroken("MOMENT_WRONG", "The end of a range comes after its start.");
        return typed with
        {
            Quote = quote,
            Across = typed.Across is { } across ? Math.Round(Math.Clamp(across, 0, 100), 2) : null,
            Down = typed.Down is { } down ? Math.Round(Math.Clamp(down, 0, 100), 2) : null,
            To = typed.From is null || typed.To == typed.From ? null : typed.To,
        };
    }

    /// <summary>Do the words still stand in a text? Blanks and line ends do not count: a preview breaks lines where it likes.</summary>
    public static bool Stands(string quote, string text) => Plain(text).Contains(Plain(quote), StringComparison.Ordinal);

    /// <summary>Is what it points at there before a change, and not after it?</summary>
    public bool IsGoneBetween(Posts.PostContent before, Posts.PostContent after) =>
        (Quote is { } quote && In(before, quote) && !In(after, quote))
        || (MediaId is { } mediaId && before.Media.Any(m => m.Id == mediaId) && after.Media.All(m => m.Id != mediaId));

    static bool In(Posts.PostContent content, string quote) => Stands(quote, content.Text) || content.Variants.Any(v => v.Text is { } own && Stands(quote, own));

    static string Plain(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
