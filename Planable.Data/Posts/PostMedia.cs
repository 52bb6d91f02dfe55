namespace Planable.Data.Posts;

/// <summary>A picture at its place in a post, with what it shows in words.</summary>
public class PostMedia : Entity, Workspaces.IBelongToWorkspace
{
    public const int AltLength = 1500;

    PostMedia()
    {
    }

    internal PostMedia(Guid postId, Media.MediaAsset asset, int position, string alt, bool isSuggested, Media.MediaEdits? edits)
    {
        PostId = postId;
        MediaId = asset.Id;
        Asset = asset;
        Place(position, alt, isSuggested);
        Edits = edits is { IsNothing: false } ? edits : null;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    public Guid MediaId { get; private set; }

    public Media.MediaAsset Asset { get; private set; } = null!;

    public int Position { get; private set; }

    public string Alt { get; private set; } = "";

    /// <summary>How it is cut and what else is done to it here; null for nothing.</summary>
    public Media.MediaEdits? Edits { get; private set; }

    internal void Edit(Media.MediaEdits edits)
    {
        if (!edits.Equals(Edits ?? Planable.Data.Media.MediaEdits.None))
            Edits = edits.IsNothing ? null : edits;
    }

    /// <summary>Nobody has kept or changed the suggestion yet.</summary>
    public bool AltIsSuggested { get; private set; }

    internal void Place(int position, string alt, bool isSuggested)
    {
        Position = position;
        Alt = alt;
        AltIsSuggested = isSuggested && alt.Length > 0;
    }
}
