using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Conversations;

/// <summary>A mail that answers a thread, from somebody who is not known to take part in it. Nobody outside the team sees a word of it before somebody has looked.</summary>
public class HeldReply : Recorded, IBelongToWorkspace
{
    HeldReply()
    {
    }

    public HeldReply(FeedbackThread thread, MailedReply mail, DateTimeOffset at)
    {
        (ThreadId, Thread, PostId) = (thread.Id, thread, thread.PostId);
        (Name, Address, Headline, Text, Files, LeftOut, MessageKey, At) = (mail.Name, mail.Address, mail.Subject, mail.Text, mail.Files, mail.LeftOut, mail.MessageKey, at);
        Record(Actor.Planable, "held", at, ("thread", thread.Id.ToString()), ("held", Id.ToString()));
    }

    public Guid WorkspaceId { get; private set; }

    public Guid ThreadId { get; private set; }

    public FeedbackThread Thread { get; private set; } = null!;

    public Guid PostId { get; private set; }

    public string Name { get; private set; } = "";

    public string Address { get; private set; } = "";

    public string Headline { get; private set; } = "";

    public string Text { get; private set; } = "";

    public IReadOnlyList<FeedbackFile> Files { get; private set; } = [];

    /// <summary>Files that were not kept, and why.</summary>
    public string? LeftOut { get; private set; }

    public string MessageKey { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public DateTimeOffset? SettledAt { get; private set; }

    public string? SettledBy { get; private set; }

    public bool IsTaken { get; private set; }

    protected override string Subject => FeedbackThread.LogSubject;

    protected override Guid SubjectId => PostId;

    /// <summary>It becomes a comment of the thread, in the name it came under.</summary>
    /// <param name="seenAs">Who was said to see it then.</param>
    public FeedbackComment Take(FeedbackThread thread, Audience seenAs, Member by, DateTimeOffset at)
    {
        MustBeOpen(by);
        var comment = thread.TakeIn(this, seenAs, by, at);
        (SettledAt, SettledBy, IsTaken) = (at, by.Person.Name, true);
        return comment;
    }

    public void Discard(Member by, DateTimeOffset at)
    {
        MustBeOpen(by);
        (SettledAt, SettledBy) = (at, by.Person.Name);
        // What was not wanted is not kept.
        (Text, Files) = ("", []);
        Record(by, "held-discarded", at, ("thread", ThreadId.ToString()), ("from", Name));
    }

    void MustBeOpen(Member by)
    {
        by.Must(Permission.Comment);
        by.Must(Permission.SeeInternal);
        if (SettledAt is not null)
            throw new RuleBroken("HELD_SETTLED", "{0} has decided about this mail already.", SettledBy ?? "–");
    }
}

/// <summary>What is left of a mail without what it quotes.</summary>
/// <param name="MessageKey">The same mail is taken once.</param>
/// <param name="LeftOut">Files that were not kept, and why.</param>
public sealed record MailedReply(string Name, string Address, string Subject, string Text, IReadOnlyList<FeedbackFile> Files, string? LeftOut, string MessageKey);
