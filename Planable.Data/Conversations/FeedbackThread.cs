using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Conversations;

/// <summary>What people say to each other about one thing of a post: among the team, or with the client.</summary>
public class FeedbackThread : Recorded, IBelongToWorkspace
{
    /// <summary>The subject of its entries in the log, whose id is the post.</summary>
    public const string LogSubject = "comment";

    /// <summary>Told to the client's open pages as well, without a word of it: what they show must go at once.</summary>
    public const string Hidden = "comment.hidden";

    readonly List<FeedbackComment> comments = [];
    readonly List<FeedbackTask> tasks = [];

    FeedbackThread()
    {
    }

    internal FeedbackThread(Post post, Audience audience, FeedbackAnchor? anchor, DateTimeOffset at)
    {
        (Post, PostId) = (post, post.Id);
        (Audience, Anchor, Version, StartedAt) = (audience, anchor, post.LatestVersion, at);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    public Post Post { get; private set; } = null!;

    public Audience Audience { get; private set; }

    /// <summary>What it is about; null for the post as a whole.</summary>
    public FeedbackAnchor? Anchor { get; private set; }

    /// <summary>The version of the post it was started at; 0 if there was none yet.</summary>
    public int Version { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset? ResolvedAt { get; private set; }

    public string? ResolvedBy { get; private set; }

    public IReadOnlyList<FeedbackComment> Comments => comments;

    public IReadOnlyList<FeedbackTask> Tasks => tasks;

    public bool IsResolved => ResolvedAt is not null;

    protected override string Subject => LogSubject;

    protected override Guid SubjectId => PostId;

    /// <summary>Does this person take part? Clients look at what is for them; whoever only looks has no words here.</summary>
    /// <param name="post">Who sees the post.</param>
    public static bool MayComment(Decider by, Audience post, Audience audience) =>
        (by.Member is null || by.Member.Can(Permission.Comment)) && (audience == Audience.Team ? !by.IsClient : post == Audience.Client);

    /// <param name="seenAs">Whom the writer was told it is for: words meant for the team never go to the client because somebody opened the thread meanwhile.</param>
    public FeedbackComment Reply(FeedbackDraft said, Audience seenAs, Decider by, DateTimeOffset at)
    {
        Must(by);
        if (seenAs != Audience)
        {
            throw Audience == Audience.Client
                ? new RuleBroken("NOW_VISIBLE", "The client sees this thread by now. Nothing was sent: look at your words again, then send them.")
                : new RuleBroken("NOW_HIDDEN", "The client does not see this thread any more. Nothing was sent: look at your words again, then send them.");
        }

        if (comments.Find(c => c.Id == said.Id) is { } sent)
            return sent;
        var comment = Say(said, by, at);
        if (IsResolved)
            Reopen(by, at);
        Note(by, comments.Count == 1 ? "started" : "replied", at, comment, said.Mentions);
        return comment;
    }

    public void Edit(Guid commentId, FeedbackDraft said, Decider by, DateTimeOffset at)
    {
        var comment = Own(commentId, by);
        if (comment.IsRemoved)
            throw new RuleBroken("COMMENT_REMOVED", "This comment was removed. Bring it back before changing it.");
        MustSaySomething(said with { Suggestion = comment.Suggestion, Files = comment.Files });
        if (comment.Text == said.Text)
            return;
        var named = said.Mentions.Except(comment.Mentions).ToList();
        comment.Rewrite(said, at);
        Note(by, "edited", at, comment, named);
    }

    /// <summary>Takes one's own words back. The answers to them stay.</summary>
    public void Remove(Guid commentId, Decider by, DateTimeOffset at)
    {
        var comment = Own(commentId, by);
        if (comment.IsRemoved)
            return;
        comment.Remove(at);
        Note(by, "removed", at, comment);
    }

    public void Restore(Guid commentId, Decider by, DateTimeOffset at)
    {
        var comment = Own(commentId, by);
        if (!comment.IsRemoved)
            return;
        comment.Remove(null);
        Note(by, "restored", at, comment);
    }

    /// <summary>Reacts, or takes the reaction back.</summary>
    public void React(Guid commentId, string kind, Decider by, DateTimeOffset at)
    {
        Must(by);
        var comment = Find(commentId);
        if (comment.IsRemoved)
            throw new RuleBroken("COMMENT_REMOVED", "This comment was removed.");
        if (!FeedbackReaction.Kinds.Contains(kind))
            throw new RuleBroken("REACTION_UNKNOWN", "There is no such reaction.");
        Note(by, comment.React(kind, by, at) ? "reacted" : "unreacted", at, comment);
    }

    public void Resolve(Decider by, DateTimeOffset at)
    {
        Must(by);
        if (IsResolved)
            return;
        (ResolvedAt, ResolvedBy) = (at, by.Name);
        Note(by, "resolved", at);
    }

    public void Reopen(Decider by, DateTimeOffset at)
    {
        Must(by);
        if (!IsResolved)
            return;
        (ResolvedAt, ResolvedBy) = (null, null);
        Note(by, "reopened", at);
    }

    /// <summary>Opens what the team said to the client.</summary>
    /// <param name="everyone">The workspace's members.</param>
    /// <param name="agreed">The clients who were named when it was asked whether they may see it.</param>
    public void ShowToClient(IReadOnlyCollection<Member> everyone, IReadOnlyCollection<Guid> agreed, Member by, DateTimeOffset at)
    {
        MustTurn(by);
        if (Audience == Audience.Client)
            return;
        if (Post.Audience != Audience.Client)
            throw new RuleBroken("POST_TEAM_ONLY", "The client does not see this post, so it cannot see what is said about it.");
        if (everyone.Any(m => m is { IsClient: true, IsActive: true } && !agreed.Contains(m.Id)))
            throw new RuleBroken("AUDIENCE_UNSEEN", "More people would see this than you were told. Look at who they are, then decide again.");
        Turn(Audience.Client);
        Note(by, "shown", at);
    }

    /// <summary>The client sees nothing of it any more, from this moment on.</summary>
    public void HideFromClient(Member by, DateTimeOffset at)
    {
        MustTurn(by);
        if (Audience == Audience.Team)
            return;
        Turn(Audience.Team);
        Note(by, "hidden", at);
    }

    public FeedbackComment Find(Guid commentId) => comments.Find(c => c.Id == commentId) ?? throw new RuleBroken("COMMENT_GONE", "This comment is not here any more. Reload to see what is.");

    /// <summary>Somebody is to do something. Given twice, it is there once.</summary>
    /// <param name="owner">Has to see the thread.</param>
    public FeedbackTask Give(Guid id, string? text, Member owner, DateOnly? due, Member by, DateTimeOffset at)
    {
        Must(by);
        if (tasks.Find(t => t.Id == id) is { } given)
            return given;
        var words = (text ?? "").Trim();
        if (words.Length == 0)
            throw new RuleBroken("TASK_EMPTY", "Say what is to be done.");
        if (words.Length > FeedbackTask.TextLength)
            throw new RuleBroken("TASK_LONG", "A task has up to {0} characters.", FeedbackTask.TextLength);
        if (tasks.Count >= FeedbackTask.MostTasks)
            throw new RuleBroken("TASKS_MANY", "A conversation has up to {0} tasks.", FeedbackTask.MostTasks);
        if (!owner.IsActive || owner.WorkspaceId != by.WorkspaceId || !MaySee(owner))
            throw new RuleBroken("TASK_BLIND", "{0} cannot see this conversation. Give the task to somebody who can.", owner.Person.Name);
        var task = new FeedbackTask(this, id, words, owner, due, by, at);
        tasks.Add(task);
        Note(by, "task-given", task, at);
        return task;
    }

    public void Finish(Guid taskId, Member by, DateTimeOffset at)
    {
        Must(by);
        var task = FindTask(taskId);
        if (task.IsDone)
            return;
        task.Finish(by.Person.Name, at);
        Note(by, "task-done", task, at);
    }

    public void Unfinish(Guid taskId, Member by, DateTimeOffset at)
    {
        Must(by);
        var task = FindTask(taskId);
        if (!task.IsDone)
            return;
        task.Reopen();
        Note(by, "task-reopened", task, at);
    }

    /// <summary>By whoever gave it, or whose post it is.</summary>
    public void Drop(Guid taskId, Member by, DateTimeOffset at)
    {
        Must(by);
        if (tasks.Find(t => t.Id == taskId) is not { } task)
            return;
        if (task.ById != by.Id && !Post.CanBeEditedBy(by))
            throw new NotAllowed($"{by.Person.Name} did not give this task.");
        tasks.Remove(task);
        Note(by, "task-dropped", task, at);
    }

    /// <summary>Does this member read along?</summary>
    public bool MaySee(Member reader) => IsOnWordsSeenBy(reader) && (!reader.IsClient || (Audience == Audience.Client && Post.Audience == Audience.Client));

    /// <summary>What is about a channel's own words is for those who see the channel.</summary>
    public bool IsOnWordsSeenBy(Member reader) => Anchor?.ChannelId is not { } channel || reader.Sees(channel);

    /// <summary>A mail of somebody unknown, that a member of the team lets in.</summary>
    internal FeedbackComment TakeIn(HeldReply held, Audience seenAs, Member by, DateTimeOffset at)
    {
        Must(by);
        if (seenAs != Audience)
            throw new RuleBroken("NOW_VISIBLE", "Who sees this thread has changed since. Look at the mail again, then decide.");
        if (comments.Find(c => c.MessageKey == held.MessageKey) is { } there)
            return there;
        var comment = Say(new FeedbackDraft(held.Id, held.Text, []) { Files = held.Files, MessageKey = held.MessageKey }, new Decider(by.Workspace, null, held.Name, IdentityStrength.Name, null, held.Address, Via.Mail), at);
        if (IsResolved)
            Reopen(by, at);
        Record(by, "held-taken", at, Audience, ("thread", Id.ToString()), ("comment", comment.Id.ToString()), ("from", held.Name));
        return comment;
    }

    /// <summary>What somebody said elsewhere, by the word of whoever writes it down; see <see cref="Post.TakeDown"/>.</summary>
    internal void TakeDown(FeedbackDraft said, Decider who, DateTimeOffset at)
    {
        var comment = Say(said, who, at);
        Record(who.Recorder!, "recorded", at, Audience, ("thread", Id.ToString()), ("comment", comment.Id.ToString()), ("from", who.Name), ("through", who.Recording!.Way), ("said", who.Recording.Said?.ToString()), ("counts", who.Recording.Counts ? "yes" : null));
        if (who.Recording.Said == DecisionKind.Approved)
            Resolve(who.Recorder!, at);
    }

    /// <summary>Turns down other words for the text.</summary>
    public void Decline(Guid commentId, Member by, DateTimeOffset at)
    {
        var comment = MustDecide(commentId, by);
        if (comment.Suggestion!.State != SuggestionState.Open)
            return;
        comment.Settle(comment.Suggestion with { State = SuggestionState.Declined, By = by.Person.Name, At = at });
        Note(by, "declined", at, comment);
    }

    /// <summary>Notes that a suggestion was accepted; see <see cref="Post.Accept"/>.</summary>
    internal void Accepted(FeedbackComment comment, int version, Member by, DateTimeOffset at)
    {
        comment.Settle(comment.Suggestion! with { State = SuggestionState.Accepted, By = by.Person.Name, At = at, Version = version });
        Note(by, "accepted", at, comment);
        Resolve(by, at);
    }

    internal FeedbackComment MustDecide(Guid commentId, Member by)
    {
        Must(by);
        if (!Post.CanBeEditedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not decide about other words for this post.");
        var comment = Find(commentId);
        if (comment.Suggestion is null || comment.IsRemoved)
            throw new RuleBroken("SUGGESTION_GONE", "This suggestion is not here any more. Reload to see what is.");
        return comment;
    }

    FeedbackComment Say(FeedbackDraft said, Decider by, DateTimeOffset at)
    {
        MustSaySomething(said, by.Recording?.Said is not null);
        // Who sees the thread is told by its anchor: words of another channel would be read by those who do not see that one.
        if (said.Suggestion?.ChannelId is { } channel && Anchor?.ChannelId != channel)
            throw new RuleBroken("SUGGESTION_ELSEWHERE", "This thread is not about that channel's text. Suggest other words for it in a thread of its own.");
        var comment = new FeedbackComment(this, said, by, at);
        comments.Add(comment);
        return comment;
    }

    static void MustSaySomething(FeedbackDraft said, bool isDecision = false)
    {
        if (said.Files.Count > FeedbackFile.MostFiles)
            throw new RuleBroken("FILES_MANY", "A comment takes up to {0} files.", FeedbackFile.MostFiles);
        if (said.Text.Length == 0 && said.Suggestion is null && said.Files.Count == 0 && !isDecision)
            throw new RuleBroken("COMMENT_EMPTY", "Write what you want to say.");
        if (said.Text.Length > FeedbackComment.TextLength)
            throw new RuleBroken("COMMENT_LONG", "A comment has up to {0} characters.", FeedbackComment.TextLength);
        if (said.Suggestion is { } suggestion && suggestion.Text == suggestion.Origin)
            throw new RuleBroken("SUGGESTION_SAME", "The suggestion is the text as it is. Change a word of it first.");
        if (said.Suggestion?.Text.Length > Post.TextLength)
            throw new RuleBroken("TEXT_ENORMOUS", "This text has {0} characters. No network takes more than {1}; shorten it before saving.", said.Suggestion.Text.Length, Post.TextLength);
    }

    /// <summary>Somebody who may not see it is told nothing about it: callers look for threads with <see cref="FeedbackQueries.SeenBy"/>.</summary>
    void Must(Decider by)
    {
        if (!MayComment(by, Post.Audience, Audience))
            throw new NotAllowed($"{by.Name} may not take part in this thread.");
    }

    void MustTurn(Member by)
    {
        by.Must(Permission.Comment);
        by.Must(Permission.SeeInternal);
    }

    FeedbackComment Own(Guid commentId, Decider by)
    {
        Must(by);
        var comment = Find(commentId);
        if (!comment.IsBy(by))
            throw new NotAllowed($"{by.Name} did not write this comment.");
        return comment;
    }

    void Turn(Audience to)
    {
        Audience = to;
        foreach (var comment in comments)
            comment.Address(to);
    }

    FeedbackTask FindTask(Guid id) => tasks.Find(t => t.Id == id) ?? throw new RuleBroken("TASK_GONE", "This task is not here any more. Reload to see what is.");

    void Note(Member by, string verb, FeedbackTask task, DateTimeOffset at) =>
        Record(by, verb, at, Audience, ("thread", Id.ToString()), ("task", task.Id.ToString()), ("owner", task.OwnerId.ToString()), ("giver", task.ById.ToString()));

    /// <summary>No words of it go into the log: the log cannot forget them when they are removed, or hidden from the client.</summary>
    void Note(Decider by, string verb, DateTimeOffset at, FeedbackComment? about = null, IReadOnlyList<Guid>? mentions = null) =>
        Record(
            by.Actor, verb, at, about?.Audience ?? Audience,
            ("thread", Id.ToString()), ("comment", about?.Id.ToString()), ("mentions", mentions is { Count: > 0 } ? string.Join(',', mentions) : null),
            ("version", Post.LatestVersion == 0 ? null : Post.LatestVersion.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
