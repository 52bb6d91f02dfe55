using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Labels;

/// <summary>A word that a workspace sorts its posts by. A removed one stays in the table, with its posts, so that it can come back.</summary>
public class Label : Recorded, IBelongToWorkspace, IRevised
{
    public const int NameLength = 60;

    Label()
    {
    }

    public Label(Member by, string name, int colour, DateTimeOffset at)
    {
        by.Must(Permission.WritePosts);
        Call(name, colour);
        CreatedAt = at;
        Record(by, "created", at, ("name", Name));
    }

    public Guid WorkspaceId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>The name as it is compared: two labels of one workspace never differ only in case.</summary>
    public string Key { get; private set; } = "";

    public int Colour { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? RemovedAt { get; private set; }

    /// <summary>The label that its posts got instead.</summary>
    public Guid? MergedIntoId { get; private set; }

    public int Revision { get; private set; }

    protected override string Subject => "label";

    /// <summary>How names are compared, on every database alike.</summary>
    public static string KeyOf(string name) => Clean(name).Normalize().ToLowerInvariant();

    public static string Clean(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public void Edit(string name, int colour, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        var (was, wasColour) = (Name, Colour);
        Call(name, colour);
        if (was != Name)
            Record(by, "renamed", at, ("from", was), ("to", Name));
        else if (wasColour != Colour)
            Record(by, "recoloured", at, ("name", Name));
    }

    /// <summary>See <see cref="LabelRemovals"/>, which sees to its posts.</summary>
    internal void Remove(Label? into, int posts, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        if (into?.Id == Id)
            throw new RuleBroken("MERGED_INTO_ITSELF", "Choose another label to merge this one into.");
        RemovedAt = at;
        MergedIntoId = into?.Id;
        // Its name is free for another one.
        Key = Id.ToString();
        Record(by, into is null ? "removed" : "merged", at, ("name", Name), ("into", into?.Name), ("posts", posts.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    internal void Restore(Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        if (RemovedAt is null)
            return;
        RemovedAt = null;
        MergedIntoId = null;
        Key = KeyOf(Name);
        Record(by, "restored", at, ("name", Name));
    }

    void Call(string name, int colour)
    {
        var clean = Clean(name);
        if (clean.Length is 0 or > NameLength)
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", NameLength);
        Name = clean;
        Key = KeyOf(clean);
        Colour = Math.Clamp(colour, 0, Workspace.Colours - 1);
    }
}
