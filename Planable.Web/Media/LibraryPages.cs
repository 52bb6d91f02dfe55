using Planable.Data.Media;
using Planable.Data.Members;

namespace Planable.Web.Media;

/// <summary>The library as one query shows it.</summary>
/// <param name="Path">Folders from the outermost to the open one.</param>
/// <param name="Folders">Inside the open one.</param>
/// <param name="Whole">Assets in the library, whatever the filter.</param>
public sealed record LibraryPage(
    LibraryQuery Query,
    IReadOnlyList<AssetFolder> Path,
    IReadOnlyList<FolderTile> Folders,
    IReadOnlyList<FolderChoice> AllFolders,
    IReadOnlyList<AssetTile> Assets,
    int Found,
    int Whole,
    IReadOnlyList<TagCount> Tags,
    AssetPage? Asset,
    bool CutsVideos,
    bool ReadsDocuments)
{
    public const int PageSize = 60;

    public int Pages => Math.Max(1, (Found + PageSize - 1) / PageSize);

    public string? TagName => Tags.FirstOrDefault(t => t.Key == Query.Tag)?.Name ?? Query.Tag;
}

public sealed record FolderTile(Guid Id, string Name, int Count);

/// <param name="Label">With the folders it lies in.</param>
public sealed record FolderChoice(Guid Id, string Label);

public sealed record TagCount(string Key, string Name, int Count);

public sealed record AssetTile(Guid Id, string FileName, string ContentType, int Width, int Height, string? Placeholder, string Alt, long? Milliseconds, bool HasStill, DateOnly? LicensedUntil, int? Pages)
{
    public MediaKind Kind => MediaKinds.Of(ContentType);

    public bool IsVideo => Kind == MediaKind.Video;

    public bool IsDocument => Kind == MediaKind.Document;

    /// <summary>It is a picture, or there is one of it.</summary>
    public bool CanBeShown => HasStill || Kind == MediaKind.Picture;

    public static AssetTile Of(MediaAsset asset) =>
        new(asset.Id, asset.FileName, asset.ContentType, asset.Width, asset.Height, asset.Placeholder, asset.Alt, asset.Milliseconds, asset.PosterSha256 is not null, asset.LicensedUntil, asset.Pages);
}

/// <summary>One asset in the side panel.</summary>
/// <param name="Uses">The first of them.</param>
/// <param name="AllUses">How many there are.</param>
/// <param name="Today">By the workspace's clock.</param>
public sealed record AssetPage(
    MediaAsset Asset, string UploadedBy, IReadOnlyList<AssetUse> Uses, int AllUses, IReadOnlyList<FolderChoice> Folders, LibraryQuery Query, DateOnly Today, string Zone)
{
    public const int MostUses = 50;

    /// <summary>How many ideas have it.</summary>
    public int Ideas { get; init; }

    /// <summary>What the latest of them says.</summary>
    public string? Idea { get; init; }

    public bool CanBeDeletedBy(Member member) => Asset.CanBeDeletedBy(member);

    public IEnumerable<AssetUse> Planned => Uses.Where(u => u.IsPlanned);

    /// <summary>Planned for a day on which the file may not be shown any more.</summary>
    public IEnumerable<AssetUse> TooLate =>
        Asset.LicensedUntil is { } until ? Planned.Where(u => u.At is { } at && DateOnly.FromDateTime(Planable.Data.Times.Zones.ToLocal(at, Zone)) > until) : [];
}

/// <summary>How far a video is on its way to what networks need.</summary>
public sealed record ConversionsPage(Guid AssetId, string FileName, IReadOnlyList<ConversionLine> Lines, bool Waits);

public sealed record ConversionLine(ConversionState State, int Percent, int Width, int Height, string? Why);

public sealed record PickerPage(IReadOnlyList<AssetTile> Assets, string? Text, int Found, int Page)
{
    public const int PageSize = 24;
}

/// <summary>All versions of a file and the posts that have one of them.</summary>
/// <param name="Behind">Posts of which nothing is out and that have an older version.</param>
public sealed record AssetVersionsPage(MediaAsset Latest, IReadOnlyList<VersionLine> Versions, IReadOnlyList<AssetUse> Uses, int Found, int Behind, int Page)
{
    public const int PageSize = 50;

    public int Pages => Math.Max(1, (Found + PageSize - 1) / PageSize);

    /// <summary>May this member give it the latest version?</summary>
    public bool CanBeTicked(AssetUse use, Member by) =>
        use.IsOpen && use.Version < Latest.Version && (by.Can(Permission.EditOthersPosts) || (by.Can(Permission.WritePosts) && use.AuthorId == by.Id)) && (use.State == Data.Posts.PostState.Draft || by.Can(Permission.SchedulePosts));
}

public sealed record VersionLine(Guid Id, int Version, string ContentType, long Bytes, int Width, int Height, string? Placeholder, bool HasStill, DateTimeOffset UploadedAt, string? By, int Uses);
