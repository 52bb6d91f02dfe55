using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Analytics;

public enum TileKind
{
    /// <summary>One number with its change and its line.</summary>
    Number,

    /// <summary>The chart by channel.</summary>
    Chart,

    /// <summary>The table by channel.</summary>
    Table,

    /// <summary>The best posts by the figure.</summary>
    Posts,
}

public sealed record Tile(TileKind Kind, string Metric);

/// <summary>Tiles as one person arranged them; shared, the whole team sees them. It shows the numbers of the fixed pages and none of its own.</summary>
public class Dashboard : Recorded, IBelongToWorkspace, IRevised
{
    public const int NameLength = 60;
    public const int MostTiles = 24;

    Dashboard()
    {
    }

    public Dashboard(Member by, string name, IReadOnlyList<Tile> tiles, DateTimeOffset at)
    {
        by.Must(Permission.SeeInternal);
        (OwnerId, CreatedAt) = (by.Id, at);
        Name = Clean(name);
        Tiles = Kept(tiles);
        Record(by, "made", at, ("name", Name));
    }

    public Guid WorkspaceId { get; private set; }

    public string Name { get; private set; } = "";

    public Guid OwnerId { get; private set; }

    public Member Owner { get; private set; } = null!;

    public bool IsShared { get; private set; }

    public List<Tile> Tiles { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    public int Revision { get; private set; }

    protected override string Subject => "dashboard";

    /// <summary>One's own, and those that are shared.</summary>
    public bool IsSeenBy(Member reader) => reader.Can(Permission.SeeInternal) && (IsShared || OwnerId == reader.Id);

    public void Arrange(string name, IReadOnlyList<Tile> tiles, Member by, DateTimeOffset at)
    {
        MustOwn(by);
        var (called, kept) = (Clean(name), Kept(tiles));
        if (called == Name && kept.SequenceEqual(Tiles))
            return;
        (Name, Tiles) = (called, kept);
        Record(by, "arranged", at, ("name", Name));
    }

    /// <summary>Somebody else's arrangement, to change as one likes.</summary>
    public Dashboard Copy(Member by, DateTimeOffset at) => new(by, Name, Tiles, at);

    public void Share(bool shared, Member by, DateTimeOffset at)
    {
        MustOwn(by);
        if (IsShared == shared)
            return;
        IsShared = shared;
        Record(by, shared ? "shared" : "unshared", at, ("name", Name));
    }

    public void Remove(Member by, DateTimeOffset at)
    {
        // What somebody left behind for the team is tidied up by those who look after the client.
        if (!IsShared || !by.Can(Permission.ManageWorkspace))
            MustOwn(by);
        if (RemovedAt is not null)
            return;
        RemovedAt = at;
        Record(by, "removed", at, ("name", Name));
    }

    /// <summary>What somebody arranged is theirs; others make one of their own.</summary>
    void MustOwn(Member by)
    {
        by.Must(Permission.SeeInternal);
        if (by.Id != OwnerId)
            throw new RuleBroken("DASHBOARD_OF_ANOTHER", "This dashboard is somebody else's. Copy it to have one of your own.");
    }

    static string Clean(string name)
    {
        var clean = string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return clean.Length is > 0 and <= NameLength ? clean : throw new RuleBroken("NAME_LENGTH", "A name has 1 to {0} characters.", NameLength);
    }

    static List<Tile> Kept(IReadOnlyList<Tile> tiles)
    {
        if (tiles.Count > MostTiles)
            throw new RuleBroken("TILES_MANY", "A dashboard has at most {0} tiles.", MostTiles);
        if (tiles.Any(t => Metric.Find(t.Metric) is null || (t.Kind == TileKind.Posts && !Metric.OfPosts.Contains(t.Metric))))
            throw new RuleBroken("TILE_FIGURE", "Posts cannot be ranked by that figure.");
        return [.. tiles.Distinct()];
    }
}
