using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Media;

/// <summary>An uploaded file. Its bytes lie in the media store under the hash and never change.</summary>
public class MediaAsset : Recorded, IBelongToWorkspace
{
    MediaAsset()
    {
    }

    public static MediaAsset Upload(Member by, string fileName, string contentType, long bytes, int width, int height, string sha256, DateTimeOffset at)
    {
        by.Must(Permission.UploadMedia);
        var asset = new MediaAsset
        {
            FileName = fileName,
            ContentType = contentType,
            Bytes = bytes,
            Width = width,
            Height = height,
            Sha256 = sha256,
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

    public int Width { get; private set; }

    public int Height { get; private set; }

    public string Sha256 { get; private set; } = "";

    public Guid UploadedById { get; private set; }

    public DateTimeOffset UploadedAt { get; private set; }

    protected override string Subject => "media";
}
