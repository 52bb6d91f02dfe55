using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Competitors;

/// <summary>A public profile of somebody else, read once a day. What was read stays, also when the profile is gone.</summary>
public class Competitor : Recorded, IBelongToWorkspace
{
    public const int Most = 12;
    public const int HandleLength = 200;
    public const int NameLength = 200;

    /// <summary>Between two readings.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromDays(1);

    Competitor()
    {
    }

    public Competitor(Member by, string network, string handle, DateTimeOffset at)
    {
        by.Must(Permission.SetGoals);
        (Network, Handle, Name, AddedBy, AddedAt, ActAt) = (network, Clean(handle), Clean(handle), by.Person.Name, at, at);
        Record(by, "added", at, Facts());
    }

    public Guid WorkspaceId { get; private set; }

    public string Network { get; private set; } = "";

    /// <summary>As people type it, without a leading @.</summary>
    public string Handle { get; private set; } = "";

    public string Name { get; private set; } = "";

    /// <summary>Where people see it.</summary>
    public string? Address { get; private set; }

    public string AddedBy { get; private set; } = "";

    public DateTimeOffset AddedAt { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>When it was read the last time.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Since then the network shows nothing of it: it is private, was renamed, or is gone.</summary>
    public DateTimeOffset? GoneSince { get; private set; }

    /// <summary>Why it was not read the last time.</summary>
    public string? Trouble { get; private set; }

    /// <summary>When a worker should read it; null if nobody wants it any more.</summary>
    public DateTimeOffset? ActAt { get; private set; }

    public Guid? LeaseId { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public int Tries { get; private set; }

    protected override string Subject => "competitor";

    /// <summary>What people paste is often an address, or begins with an @.</summary>
    public static string Clean(string handle)
    {
        var typed = handle.Trim();
        if (Uri.TryCreate(typed, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            typed = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries) is [.., var last] ? Uri.UnescapeDataString(last) : "";
        typed = typed.TrimStart('@');
        return typed.Length is > 0 and <= HandleLength && !typed.Any(char.IsWhiteSpace) ? typed : throw new RuleBroken("HANDLE_MISSING", "Say which profile: its name on the network, such as @name.");
    }

    public void Learn(string name, string? address, DateTimeOffset at)
    {
        if (GoneSince is not null)
            Record(Actor.Planable, "returned", at, Facts());
        (Name, Address, ReadAt, GoneSince, Trouble, Tries, ActAt) = (Cut(name), address is { Length: <= 400 } ? address : Address, at, null, null, 0, at + Every);
        Release();
    }

    /// <summary>The network says that there is no such profile, or shows nothing of it.</summary>
    public void Lose(string why, DateTimeOffset at)
    {
        if (GoneSince is null)
            Record(Actor.Planable, "lost", at, Facts());
        (GoneSince, Trouble, Tries, ActAt) = (GoneSince ?? at, why, 0, at + Every);
        Release();
    }

    /// <summary>It says nothing of the profile that it could not be read now.</summary>
    public void Wait(string why, DateTimeOffset until, bool counts)
    {
        (Trouble, ActAt, Tries) = (why, until, counts ? Tries + 1 : 0);
        Release();
    }

    public void Remove(Member by, DateTimeOffset at)
    {
        by.Must(Permission.SetGoals);
        if (RemovedAt is not null)
            return;
        (RemovedAt, ActAt) = (at, null);
        Record(by, "removed", at, Facts());
    }

    string Cut(string name) => name.Trim() is { Length: > 0 } clean ? clean.Length <= NameLength ? clean : clean[..NameLength] : Handle;

    (string, string?)[] Facts() => [("name", Name), ("network", Network)];

    void Release() => (LeaseId, LeasedUntil) = (Guid.NewGuid(), null);
}

/// <summary>What a profile showed on one day.</summary>
public class CompetitorFigure : Entity, IBelongToWorkspace
{
    CompetitorFigure()
    {
    }

    public CompetitorFigure(Guid competitorId, DateOnly day, long? followers, long? posts, DateTimeOffset at) => (CompetitorId, Day, Followers, Posts, ReadAt) = (competitorId, day, followers, posts, at);

    public Guid WorkspaceId { get; private set; }

    public Guid CompetitorId { get; private set; }

    public DateOnly Day { get; private set; }

    /// <summary>Null where the profile hides them.</summary>
    public long? Followers { get; private set; }

    /// <summary>All there are, not those of the day.</summary>
    public long? Posts { get; private set; }

    public DateTimeOffset ReadAt { get; private set; }

    public void Grow(long? followers, long? posts, DateTimeOffset at) => (Followers, Posts, ReadAt) = (followers ?? Followers, posts ?? Posts, at);
}
