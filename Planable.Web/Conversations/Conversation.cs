using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Posts;

namespace Planable.Web.Conversations;

/// <summary>What is said about one post, as far as its reader may see it: a member, or the guest of a link.</summary>
/// <param name="Path">Where its forms go, without knowing who reads: ".../threads".</param>
public sealed record Conversation(TalkedPost Post, Decider Reader, string Path)
{
    public IReadOnlyList<ThreadLine> Threads { get; init; } = [];

    /// <summary>Those who can be named, and who sees what goes to the client.</summary>
    public IReadOnlyList<PersonLine> People { get; init; } = [];

    /// <summary>Found by these words; null shows all.</summary>
    public string? Search { get; init; }

    /// <summary>Whose unsent words a browser keeps: several people may use one.</summary>
    public string ReaderKey => Reader.Member is { } member ? member.Id.ToString("N") : $"{Reader.LinkId:N}";

    /// <summary>Where the post's files are read from: "/w/acme/media", or what a guest's link shows them by.</summary>
    public required string Files { get; init; }

    public string FilePath(Guid mediaId) => $"{Files}/{mediaId}";

    public bool MayTalkToTeam => FeedbackThread.MayComment(Reader, Post.Audience, Audience.Team);

    public bool MayTalkToClient => FeedbackThread.MayComment(Reader, Post.Audience, Audience.Client);

    public bool MayTalk => MayTalkToTeam || MayTalkToClient;

    public IEnumerable<PersonLine> Clients => People.Where(p => p.IsClient);

    /// <summary>"Clara, Carl"; empty where the client has nobody here.</summary>
    public string ClientNames => string.Join(", ", Clients.Select(c => FeedbackDraft.FirstName(c.Name)));

    public IReadOnlyList<ThreadLine> Open => [.. Threads.Where(t => !t.IsResolved)];

    public IReadOnlyList<ThreadLine> Resolved => [.. Threads.Where(t => t.IsResolved)];

    public bool MayReply(ThreadLine thread) => thread.Audience == Audience.Team ? MayTalkToTeam : MayTalkToClient;

    /// <summary>Pins and moments have names that tell nothing of threads one does not see: numbers with the client, letters among the team.</summary>
    public string? MarkOf(ThreadLine thread)
    {
        if (thread.Anchor?.MediaId is not { } mediaId)
            return null;
        var at = Threads.Where(t => t.Audience == thread.Audience && t.Anchor?.MediaId == mediaId).OrderBy(t => t.StartedAt).ThenBy(t => t.Id).TakeWhile(t => t.Id != thread.Id).Count();
        return thread.Audience == Audience.Client ? (at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : at < 26 ? ((char)('A' + at)).ToString() : $"Z{at - 25}";
    }

    /// <summary>The file as the post has it now: the very one, or the version that took its place.</summary>
    public TalkedFile? FileOf(FeedbackAnchor anchor) =>
        Post.Files.FirstOrDefault(f => f.MediaId == anchor.MediaId) ?? (anchor.StackId is { } stack ? Post.Files.FirstOrDefault(f => f.StackId == stack) : null);

    public IReadOnlyList<ThreadLine> PinsOn(Guid mediaId) => [.. Threads.Where(t => t.Anchor?.MediaId == mediaId && !t.IsResolved).OrderBy(t => t.Audience == Audience.Client ? 0 : 1).ThenBy(t => t.StartedAt).ThenBy(t => t.Id)];
}

/// <summary>As much of a post as talking about it needs.</summary>
/// <param name="OwnTexts">Texts of channels that do not take that of all.</param>
public sealed record TalkedPost(Guid Id, string Text, Audience Audience, int LatestVersion, bool CanBeEdited, IReadOnlyList<TalkedFile> Files, IReadOnlyList<ChannelText> OwnTexts)
{
    /// <summary>Also goes to channels the reader does not see: the text of all is not theirs to change.</summary>
    public bool IsShared { get; init; }

    /// <summary>The text that a suggestion is for, as it is now; null if that channel says what all say.</summary>
    public string? TextOf(FeedbackSuggestion suggestion) => (suggestion.ChannelId is { } channel ? OwnTexts.FirstOrDefault(t => t.ChannelId == channel)?.Text : Text)?.ReplaceLineEndings("\n");

    public bool MayAccept(FeedbackSuggestion suggestion) => CanBeEdited && (!IsShared || suggestion.ChannelId is not null);

    public bool Stands(FeedbackAnchor anchor) => anchor.Quote is { } quote && (FeedbackAnchor.Stands(quote, Text) || OwnTexts.Any(t => FeedbackAnchor.Stands(quote, t.Text)));
}

public sealed record ChannelText(Guid ChannelId, string Channel, string Text);

/// <param name="Number">Its place in the post, from 1.</param>
/// <param name="StackId">What all versions of the file have in common.</param>
public sealed record TalkedFile(Guid MediaId, Guid StackId, int Number, string FileName, string Alt, int Width, int Height, string? Placeholder, bool IsVideo, int Version);

public sealed record TalkingMember(Guid MemberId, string Name, Planable.Data.Members.Role Role);

public sealed record PersonLine(Guid MemberId, string Name, bool IsClient);

public sealed record ThreadLine(Guid Id, Audience Audience, FeedbackAnchor? Anchor, int Version, DateTimeOffset StartedAt, DateTimeOffset? ResolvedAt, string? ResolvedBy)
{
    public IReadOnlyList<CommentLine> Comments { get; init; } = [];

    public IReadOnlyList<TaskLine> Tasks { get; init; } = [];

    /// <summary>Mails to it that wait for somebody's look; for the team.</summary>
    public int Held { get; init; }

    public bool IsResolved => ResolvedAt is not null;

    /// <summary>The first words, for lists.</summary>
    public string Title => PostWords(Comments.FirstOrDefault(c => !c.IsRemoved)?.Text ?? "");

    static string PostWords(string text) => Posts.PostPage.TitleOf(text);
}

public sealed record CommentLine(Guid Id, Audience Audience, string Text, IReadOnlyList<Guid> Mentions, FeedbackSuggestion? Suggestion, Guid? MemberId, Guid? LinkId, string Name, bool IsClient, Via Via, DateTimeOffset At, DateTimeOffset? EditedAt, DateTimeOffset? RemovedAt)
{
    public IReadOnlyList<ReactionLine> Reactions { get; init; } = [];

    public IReadOnlyList<FeedbackFile> Files { get; init; } = [];

    public string? Who { get; init; }

    /// <summary>Of what was said elsewhere.</summary>
    public Recording? Recording { get; init; }

    public bool IsRemoved => RemovedAt is not null;

    public bool IsBy(Decider who) => Recording is { } recording ? recording.ById == who.Member?.Id && recording.Said is null : who.Member is { } member ? MemberId == member.Id : MemberId is null && who.IsKnownAs(Who, LinkId, Name);
}

public sealed record TaskLine(Guid Id, string Text, string OwnerName, Guid ById, DateOnly? Due, DateTimeOffset? DoneAt, string? DoneBy);

public sealed record ReactionLine(string Kind, Guid? MemberId, Guid? LinkId, string Name, string Who)
{
    public bool IsBy(Decider who) => who.Member is { } member ? MemberId == member.Id : MemberId is null && who.IsKnownAs(FeedbackReaction.Guest(Who, LinkId, Name), LinkId, Name);
}
