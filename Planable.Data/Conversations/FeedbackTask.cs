using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Conversations;

/// <summary>Something somebody is to do by a day, agreed in a thread.</summary>
public class FeedbackTask : Entity, IBelongToWorkspace
{
    public const int TextLength = 300;
    public const int MostTasks = 50;

    FeedbackTask()
    {
    }

    internal FeedbackTask(FeedbackThread thread, Guid id, string text, Member owner, DateOnly? due, Member by, DateTimeOffset at)
    {
        Id = id;
        (ThreadId, Text, Due, At) = (thread.Id, text, due, at);
        (OwnerId, OwnerName, ById, ByName) = (owner.Id, owner.Person.Name, by.Id, by.Person.Name);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid ThreadId { get; private set; }

    public FeedbackThread Thread { get; private set; } = null!;

    public string Text { get; private set; } = "";

    public Guid OwnerId { get; private set; }

    public string OwnerName { get; private set; } = "";

    public Guid ById { get; private set; }

    public string ByName { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>The last day on which it is in time, where the client is.</summary>
    public DateOnly? Due { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    public string? DoneBy { get; private set; }

    /// <summary>When those it concerns heard that it is overdue.</summary>
    public DateTimeOffset? ToldAt { get; private set; }

    public bool IsDone => DoneAt is not null;

    public bool IsOverdue(DateOnly today) => !IsDone && Due < today;

    internal void Finish(string by, DateTimeOffset at) => (DoneAt, DoneBy) = (at, by);

    internal void Reopen() => (DoneAt, DoneBy, ToldAt) = (null, null, null);

    public void Tell(DateTimeOffset at) => ToldAt = at;
}
