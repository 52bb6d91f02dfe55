using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Media;

/// <summary>A place in the library. Folders lie in folders; an asset lies in one or in none.</summary>
public class AssetFolder : Recorded, IBelongToWorkspace
{
    public const int NameLength = 60;
    public const int Deepest = 6;

    AssetFolder()
    {
    }

    /// <param name="all">Every folder of the workspace.</param>
    public static AssetFolder Make(string name, AssetFolder? parent, IReadOnlyCollection<AssetFolder> all, Member by, DateTimeOffset at)
    {
        by.Must(Permission.UploadMedia);
        if (parent is not null && parent.PathIn(all).Count >= Deepest)
            throw new RuleBroken("FOLDER_TOO_DEEP", "Folders lie at most {0} deep.", Deepest);
        var folder = new AssetFolder { ParentId = parent?.Id, Name = Named(name, parent?.Id, all, null) };
        folder.Record(by, "folder-made", at, ("name", folder.Name));
        return folder;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid? ParentId { get; private set; }

    public string Name { get; private set; } = "";

    protected override string Subject => "media";

    public void Rename(string name, IReadOnlyCollection<AssetFolder> all, Member by, DateTimeOffset at)
    {
        by.Must(Permission.UploadMedia);
        var renamed = Named(name, ParentId, all, this);
        if (renamed == Name)
            return;
        Record(by, "folder-renamed", at, ("from", Name), ("name", renamed));
        Name = renamed;
    }

    /// <param name="isEmpty">Nothing lies in it, neither files nor folders. The caller looked.</param>
    public void Discard(bool isEmpty, Member by, DateTimeOffset at)
    {
        by.Must(Permission.UploadMedia);
        if (!isEmpty)
            throw new RuleBroken("FOLDER_NOT_EMPTY", "{0} is not empty. Move or delete what lies in it first.", Name);
        Record(by, "folder-deleted", at, ("name", Name));
    }

    /// <summary>From the outermost to this one.</summary>
    public IReadOnlyList<AssetFolder> PathIn(IReadOnlyCollection<AssetFolder> all)
    {
        var path = new List<AssetFolder>();
        for (var folder = this; folder is not null && path.Count < 50; folder = all.FirstOrDefault(f => f.Id == folder.ParentId))
            path.Insert(0, folder);
        return path;
    }

    static string Named(string name, Guid? parentId, IReadOnlyCollection<AssetFolder> all, AssetFolder? self)
    {
        var trimmed = name.Trim();
        if (trimmed.Length == 0)
            throw new RuleBroken("FOLDER_NAME_MISSING", "Give the folder a name.");
        if (trimmed.Length > NameLength)
            throw new RuleBroken("FOLDER_NAME_TOO_LONG", "A folder's name has at most {0} characters.", NameLength);
        if (all.Any(f => f != self && f.ParentId == parentId && Folded.Of(f.Name) == Folded.Of(trimmed)))
            throw new RuleBroken("FOLDER_EXISTS", "There is a folder {0} here already.", trimmed);
        return trimmed;
    }
}
