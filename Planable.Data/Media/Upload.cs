using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Media;

/// <summary>A file on its way here, piece by piece. How far it has come is the length of what lies on the disk.</summary>
public class Upload : Entity, IBelongToWorkspace
{
    /// <summary>Nobody comes back to an upload after this.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    Upload()
    {
    }

    public static Upload Begin(string fileName, long length, Guid? folderId, Member by, DateTimeOffset at)
    {
        by.Must(Permission.UploadMedia);
        return new Upload { FileName = fileName, Length = length, FolderId = folderId, MemberId = by.Id, StartedAt = at, TouchedAt = at };
    }

    /// <summary>Somebody without an account sends it through a link.</summary>
    public static Upload Begin(string fileName, long length, UploadRequest request, DateTimeOffset at) =>
        new() { FileName = fileName, Length = length, FolderId = request.FolderId, MemberId = request.AskedById, RequestId = request.Id, StartedAt = at, TouchedAt = at };

    /// <summary>It goes with a comment: whoever talks may send it, and it comes into no library.</summary>
    public static Upload Attach(string fileName, long length, Member by, DateTimeOffset at)
    {
        by.Must(Permission.Comment);
        return new Upload { FileName = fileName, Length = length, MemberId = by.Id, StartedAt = at, TouchedAt = at };
    }

    /// <summary>It goes with a comment of somebody who came by a review link.</summary>
    public static Upload Attach(string fileName, long length, Reviews.ReviewLink link, DateTimeOffset at) =>
        new() { FileName = fileName, Length = length, MemberId = link.MadeById, RequestId = link.Id, StartedAt = at, TouchedAt = at };

    public Guid WorkspaceId { get; private set; }

    public Guid MemberId { get; private set; }

    /// <summary>The link through which it comes, for uploads or for review; null for a member's own.</summary>
    public Guid? RequestId { get; private set; }

    public Guid? FolderId { get; private set; }

    public string FileName { get; private set; } = "";

    public long Length { get; private set; }

    public DateTimeOffset StartedAt { get; private set; }

    /// <summary>When a piece last arrived.</summary>
    public DateTimeOffset TouchedAt { get; private set; }

    public void Touch(DateTimeOffset at) => TouchedAt = at;
}
