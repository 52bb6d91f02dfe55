using System.ComponentModel.DataAnnotations;
using Planable.Data;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;

namespace Planable.Web.Conversations;

/// <summary>What somebody typed into a comment field, with what it is about.</summary>
public sealed class CommentForm
{
    /// <summary>Made when the form was shown: sent twice, it is said once.</summary>
    public Guid Id { get; set; }

    [StringLength(FeedbackComment.TextLength, ErrorMessage = "A comment has up to {1} characters.")]
    public string? Text { get; set; }

    public Audience? Audience { get; set; }

    [StringLength(FeedbackAnchor.QuoteLength * 4)]
    public string? Quote { get; set; }

    public Guid? MediaId { get; set; }

    public decimal? Across { get; set; }

    public decimal? Down { get; set; }

    /// <summary>Where in the video, as "0:07.3".</summary>
    public string? From { get; set; }

    public string? To { get; set; }

    /// <summary>The whole text in other words; left as it was, it suggests nothing.</summary>
    public string? Suggested { get; set; }

    /// <summary>The text those words were made of.</summary>
    public string? Origin { get; set; }

    /// <summary>The same for the texts of channels that have their own.</summary>
    public Dictionary<Guid, OwnWords> Own { get; set; } = [];

    public List<IFormFile> Files { get; set; } = [];

    /// <summary>Files that arrived piece by piece.</summary>
    public List<Guid> Uploads { get; set; } = [];

    public FeedbackDraft Draft(IReadOnlyCollection<Member> everyone, IReadOnlyList<FeedbackFile>? files = null)
    {
        var draft = FeedbackDraft.Of(Text?.ReplaceLineEndings("\n"), everyone, Id) with { Files = files ?? [] };
        return OtherWords.In(Suggested, Origin, Own) is { } suggestion ? draft with { Suggestion = suggestion } : draft;
    }

    public FeedbackAnchor Anchor => new() { Quote = Quote, MediaId = MediaId, Across = MediaId is null ? null : Across, Down = MediaId is null ? null : Down, From = Moments.Read(From), To = Moments.Read(To) };
}

/// <summary>A channel's own text in other words, and what they were made of.</summary>
public sealed class OwnWords
{
    public string? Suggested { get; set; }

    public string? Origin { get; set; }
}

static class OtherWords
{
    /// <summary>The one text that somebody wrote in other words; null if all were left as they were.</summary>
    public static FeedbackSuggestion? In(string? suggested, string? origin, IReadOnlyDictionary<Guid, OwnWords>? own)
    {
        List<FeedbackSuggestion?> changed = [Of(suggested, origin, null), .. (own ?? new Dictionary<Guid, OwnWords>()).Select(o => Of(o.Value.Suggested, o.Value.Origin, o.Key))];
        return changed.OfType<FeedbackSuggestion>().ToList() switch
        {
            [] => null,
            [var one] => one,
            _ => throw new RuleBroken("SUGGESTIONS_MANY", "You changed more than one text. Suggest other words for one of them at a time, so that each can be accepted by itself."),
        };
    }

    static FeedbackSuggestion? Of(string? suggested, string? origin, Guid? channelId)
    {
        (suggested, origin) = (suggested?.ReplaceLineEndings("\n").TrimEnd(), origin?.ReplaceLineEndings("\n"));
        return string.IsNullOrEmpty(suggested) || origin is null || suggested == origin.TrimEnd() ? null : new FeedbackSuggestion(origin, suggested) { ChannelId = channelId };
    }
}
