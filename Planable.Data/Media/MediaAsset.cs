using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Media;

/// <summary>Bytes in the media store, and what they are.</summary>
public sealed record MediaFile(string Sha256, string ContentType, long Bytes);

/// <summary>An uploaded file. Its bytes lie in the media store under the hash and never change.</summary>
public class MediaAsset : Recorded, IBelongToWorkspace
{
    public const int PlaceholderLength = 2000;

    MediaAsset()
    {
    }

    /// <param name="published">What networks get instead of the original, where that lies on its side or tells more than it shows.</param>
    /// <param name="placeholder">A data address of a few blurred pixels.</param>
    public static MediaAsset Upload(
        Member by, string fileName, MediaFile original, int width, int height, DateTimeOffset at, MediaFile? published = null, string? placeholder = null)
    {
        by.Must(Permission.UploadMedia);
        var asset = new MediaAsset
        {
            FileName = fileName,
            ContentType = original.ContentType,
            Bytes = original.Bytes,
            Sha256 = original.Sha256,
            Width = width,
            Height = height,
            PublishedType = published?.ContentType,
            PublishedBytes = published?.Bytes,
            PublishedSha256 = published?.Sha256,
            Placeholder = placeholder,
            UploadedById = by.Id,
            UploadedAt = at,
        };
        asset.Record(by, "uploaded", at, ("name", fileName));
        return asset;
    }

    public Guid WorkspaceId { get; private set; }

    public string FileName { get; private set; } = "";

    /// <summary>As found in the bytes, not as claimed.</summary>
    public string ContentType { get; private set; } = "";

    public long Bytes { get; private set; }

    /// <summary>Upright, as people see it.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    public string Sha256 { get; private set; } = "";

    public string? PublishedType { get; private set; }

    public long? PublishedBytes { get; private set; }

    public string? PublishedSha256 { get; private set; }

    /// <summary>Shown until the picture is there.</summary>
    public string? Placeholder { get; private set; }

    public Guid UploadedById { get; private set; }

    public DateTimeOffset UploadedAt { get; private set; }

    public MediaFile Original => new(Sha256, ContentType, Bytes);

    /// <summary>What networks and strangers get: upright, and without place, time and names.</summary>
    public MediaFile Published => PublishedSha256 is null ? Original : new MediaFile(PublishedSha256, PublishedType!, PublishedBytes!.Value);

    protected override string Subject => "media";
}
