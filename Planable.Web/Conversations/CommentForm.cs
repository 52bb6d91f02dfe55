using System.ComponentModel.DataAnnotations;
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

    public List<IFormFile> Files { get; set; } = [];

    public FeedbackDraft Draft(IReadOnlyCollection<Member> everyone, IReadOnlyList<FeedbackFile>? files = null)
    {
        var draft = FeedbackDraft.Of(Text?.ReplaceLineEndings("\n"), everyone, Id) with { Files = files ?? [] };
        var (suggested, origin) = (Suggested?.ReplaceLineEndings("\n").TrimEnd(), Origin?.ReplaceLineEndings("\n"));
        return string.IsNullOrEmpty(suggested) || origin is null || suggested == origin.TrimEnd() ? draft : draft with { Suggestion = new FeedbackSuggestion(origin, suggested) };
    }

    public FeedbackAnchor Anchor => new() { Quote = Quote, MediaId = MediaId, Across = MediaId is null ? null : Across, Down = MediaId is null ? null : Down, From = Moments.Read(From), To = Moments.Read(To) };
}
