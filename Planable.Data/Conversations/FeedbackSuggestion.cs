namespace Planable.Data.Conversations;

public enum SuggestionState
{
    Open,
    Accepted,
    Declined,
}

/// <summary>Other words for a post's text. Replaced as a whole, never changed.</summary>
/// <param name="Origin">The text it was made of.</param>
public sealed record FeedbackSuggestion(string Origin, string Text)
{
    /// <summary>The channel whose own text it is about; null for the text of all.</summary>
    public Guid? ChannelId { get; init; }

    public SuggestionState State { get; init; }

    /// <summary>Who accepted or declined it.</summary>
    public string? By { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>The version that accepting it made.</summary>
    public int? Version { get; init; }
}
