using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Workspaces;

namespace Planable.Data.Conversations;

/// <summary>One thing somebody said in a thread.</summary>
public class FeedbackComment : Entity, IBelongToWorkspace
{
    public const int TextLength = 5000;

    /// <summary>A link and a mailbox.</summary>
    public const int WhoLength = 300;

    readonly List<FeedbackReaction> reactions = [];

    FeedbackComment()
    {
    }

    internal FeedbackComment(FeedbackThread thread, FeedbackDraft said, Decider by, DateTimeOffset at)
    {
        Id = said.Id;
        (ThreadId, Audience) = (thread.Id, thread.Audience);
        (Text, Mentions, Suggestion, Files, MessageKey) = (said.Text, said.Mentions, said.Suggestion, said.Files, said.MessageKey);
        (MemberId, Name, IsClient) = (by.Member?.Id, by.Name, by.IsClient);
        (Strength, LinkId, Via, Who) = (by.Strength, by.LinkId, by.Via, by.Who);
        (Recording, At) = (by.Recording, at);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid ThreadId { get; private set; }

    /// <summary>Whom it was written for. What is said to the team while somebody opens the thread to the client stays the team's.</summary>
    public Audience Audience { get; private set; }

    public string Text { get; private set; } = "";

    /// <summary>Members it names.</summary>
    public IReadOnlyList<Guid> Mentions { get; private set; } = [];

    public FeedbackSuggestion? Suggestion { get; private set; }

    public IReadOnlyList<FeedbackFile> Files { get; private set; } = [];

    /// <summary>Of the mail it came with.</summary>
    public string? MessageKey { get; private set; }

    /// <summary>Null for somebody who came by a link.</summary>
    public Guid? MemberId { get; private set; }

    public string Name { get; private set; } = "";

    public bool IsClient { get; private set; }

    public IdentityStrength Strength { get; private set; }

    public Guid? LinkId { get; private set; }

    /// <summary>Which guest it was; see <see cref="Decider.Who"/>.</summary>
    public string? Who { get; private set; }

    public Via Via { get; private set; }

    /// <summary>Who wrote it down, where it was said elsewhere; null for what was said here.</summary>
    public Recording? Recording { get; private set; }

    public DateTimeOffset At { get; private set; }

    public DateTimeOffset? EditedAt { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    public IReadOnlyList<FeedbackReaction> Reactions => reactions;

    public bool IsRemoved => RemovedAt is not null;

    public bool IsBy(Decider who) => Recording is { } recording ? recording.ById == who.Member?.Id && recording.Said is null : who.Member is { } member ? MemberId == member.Id : MemberId is null && who.IsKnownAs(Who, LinkId, Name);

    internal void Rewrite(FeedbackDraft said, DateTimeOffset at) => (Text, Mentions, EditedAt) = (said.Text, said.Mentions, at);

    internal void Remove(DateTimeOffset? at) => RemovedAt = at;

    internal void Address(Audience audience) => Audience = audience;

    internal void Settle(FeedbackSuggestion suggestion) => Suggestion = suggestion;

    /// <returns>Whether the reaction is there now.</returns>
    internal bool React(string kind, Decider by, DateTimeOffset at)
    {
        if (reactions.RemoveAll(r => r.Kind == kind && r.IsBy(by)) > 0)
            return false;
        reactions.Add(new FeedbackReaction(this, kind, by, at));
        return true;
    }
}

/// <summary>A nod to a comment that needs no words.</summary>
public class FeedbackReaction : Entity, IBelongToWorkspace
{
    public const int KindLength = 20;

    public static readonly IReadOnlyList<string> Kinds = ["thumbs-up", "heart", "smile", "eye"];

    FeedbackReaction()
    {
    }

    internal FeedbackReaction(FeedbackComment comment, string kind, Decider by, DateTimeOffset at)
    {
        (CommentId, Kind, MemberId, LinkId, Name, At) = (comment.Id, kind, by.Member?.Id, by.LinkId, by.Name, at);
        Who = by.Member is { } member ? member.Id.ToString("N") : by.Who ?? NameOnly(by.LinkId, by.Name);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid CommentId { get; private set; }

    public string Kind { get; private set; } = "";

    public Guid? MemberId { get; private set; }

    public Guid? LinkId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>Member or guest, as one key: each reacts once in each way.</summary>
    public string Who { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public bool IsBy(Decider who) => who.Member is { } member ? MemberId == member.Id : MemberId is null && who.IsKnownAs(Guest(Who, LinkId, Name), LinkId, Name);

    /// <summary>Null where the key is no more than the name.</summary>
    public static string? Guest(string who, Guid? linkId, string name) => who == NameOnly(linkId, name) ? null : who;

    static string NameOnly(Guid? linkId, string name) => $"{linkId:N}:{name}";
}
