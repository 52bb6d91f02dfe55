namespace Planable.Web.Reviews;

/// <summary>What is said between the client and the agency about a post.</summary>
public sealed record TalkThread(Guid Id, bool IsResolved, IReadOnlyList<TalkLine> Lines);

public sealed record TalkLine(Guid Id, string Name, bool IsClient, string Text, DateTimeOffset At, IReadOnlyList<Data.Conversations.FeedbackFile> Files, Data.Approvals.Recording? Recording = null)
{
    /// <summary>Other words for a text, with what became of them.</summary>
    public Data.Conversations.FeedbackSuggestion? Suggestion { get; init; }
}

/// <summary>A text of the post that guests may put in other words.</summary>
/// <param name="ChannelId">Whose own it is; null for the text of all.</param>
public sealed record TalkText(Guid? ChannelId, string? Channel, string Text);

/// <param name="Id">Made when the empty form was shown: sent twice, it is said once.</param>
/// <param name="Thread">Null begins one.</param>
public sealed record TalkForm(Guid Id, Guid? Thread, string? Text, string? Name, List<IFormFile>? Files = null)
{
    /// <summary>The whole text in other words, and the one they were made of.</summary>
    public string? Suggested { get; init; }

    public string? Origin { get; init; }

    public Dictionary<Guid, Conversations.OwnWords> Own { get; init; } = [];

    /// <summary>Files that arrived piece by piece.</summary>
    public List<Guid> Uploads { get; init; } = [];
}
