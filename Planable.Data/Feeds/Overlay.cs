using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Feeds;

/// <summary>A calendar somebody else keeps (holidays, fairs, matches), shown behind the client's own.</summary>
public class Overlay : Recorded, IBelongToWorkspace
{
    public const int NameLength = 80;
    public const int AddressLength = 1000;

    static readonly TimeSpan Every = TimeSpan.FromHours(6);
    static readonly TimeSpan Again = TimeSpan.FromMinutes(30);

    Overlay()
    {
    }

    /// <param name="isPublic">The client's people see it too.</param>
    public static Overlay Add(Workspace workspace, string name, Uri address, bool isPublic, Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        var overlay = new Overlay { Name = name.Trim(), Address = address.AbsoluteUri, Audience = isPublic ? Audience.Client : Audience.Team, ReadNextAt = at, AddedBy = by.Person.Name };
        workspace.HasOverlays = true;
        overlay.Record(by, "added", at, ("name", overlay.Name));
        return overlay;
    }

    public Guid WorkspaceId { get; private set; }

    public string Name { get; private set; } = "";

    public string Address { get; private set; } = "";

    public Audience Audience { get; private set; }

    public string AddedBy { get; private set; } = "";

    /// <summary>Null until it was read for the first time.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    public DateTimeOffset ReadNextAt { get; private set; }

    /// <summary>Why it could not be read the last time. What was read before stays.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Entries that could not be read.</summary>
    public int Skipped { get; private set; }

    public int Events { get; private set; }

    protected override string Subject => "overlay";

    public void Removed(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        Record(by, "removed", at, ("name", Name));
    }

    public void ReadSoon(Member by, DateTimeOffset at)
    {
        by.Must(Permission.ManageWorkspace);
        ReadNextAt = at;
    }

    public void Took(IcalCalendar calendar, DateTimeOffset at) =>
        (ReadAt, ReadNextAt, Trouble, Skipped, Events) = (at, at + Every, null, calendar.Skipped, calendar.Events.Count);

    public void Missed(string why, DateTimeOffset at) => (ReadNextAt, Trouble) = (at + Again, why.Length > 300 ? why[..300] : why);
}

/// <summary>One entry of an overlay, or one of its occurrences.</summary>
public class OverlayEvent : Entity, IBelongToWorkspace
{
    OverlayEvent()
    {
    }

    public OverlayEvent(Overlay overlay, IcalEvent from)
    {
        OverlayId = overlay.Id;
        Title = from.Title.Length > 0 ? from.Title : overlay.Name;
        (First, Last, Time) = (from.First, from.Last, from.Time);
    }

    public Guid WorkspaceId { get; private set; }

    public Guid OverlayId { get; private set; }

    public Overlay Overlay { get; private set; } = null!;

    public string Title { get; private set; } = "";

    public DateOnly First { get; private set; }

    public DateOnly Last { get; private set; }

    public TimeOnly? Time { get; private set; }
}
