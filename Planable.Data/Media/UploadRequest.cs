using System.Security.Cryptography;
using System.Text;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Media;

public enum RequestedKind
{
    Any,
    Pictures,
    Videos,
    Documents,
}

/// <summary>
/// A way for somebody without an account to send files into one folder. Whoever has its address sends, until it is closed, has run out or is full;
/// nobody sees with it what others sent.
/// </summary>
public class UploadRequest : Recorded, IBelongToWorkspace
{
    public const int FromLength = 30;
    public const int MessageLength = 1000;
    public const int MostFiles = 200;
    public const int MostDays = 90;

    UploadRequest()
    {
    }

    /// <param name="from">Who is asked, as they are called: what they send is tagged with it.</param>
    /// <returns>The token is shown once; only its hash is kept.</returns>
    public static (UploadRequest Request, string Token) Ask(
        string from, string? message, RequestedKind kind, int mostFiles, int mostMegabytes, int days, AssetFolder? folder, Member by, DateTimeOffset at)
    {
        by.Must(Permission.UploadMedia);
        var name = from.Trim();
        if (name.Length == 0)
            throw new RuleBroken("NAME_MISSING", "Say who sends the files: they are tagged with the name.");
        if (name.Length > FromLength)
            throw new RuleBroken("NAME_TOO_LONG", "The name has at most {0} characters.", FromLength);
        if (message?.Trim().Length > MessageLength)
            throw new RuleBroken("MESSAGE_TOO_LONG", "The message has at most {0} characters.", MessageLength);
        if (mostFiles is < 1 or > MostFiles)
            throw new RuleBroken("COUNT_WRONG", "A link takes 1 to {0} files.", MostFiles);
        if (mostMegabytes < 1)
            throw new RuleBroken("SIZE_WRONG", "A file may have at least 1 MB.");
        if (days is < 1 or > MostDays)
            throw new RuleBroken("DAYS_WRONG", "A link stays open for 1 to {0} days.", MostDays);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var request = new UploadRequest
        {
            From = name,
            Message = string.IsNullOrWhiteSpace(message) ? null : message.Trim(),
            Kind = kind,
            FilesAllowed = mostFiles,
            MegabytesAllowed = mostMegabytes,
            FolderId = folder?.Id,
            TokenHash = Hash(token),
            AskedById = by.Id,
            AskedBy = by.Person.Name,
            AskedAt = at,
            ExpiresAt = at.AddDays(days),
        };
        request.Record(by, "asked", at, ("from", name));
        return (request, token);
    }

    public Guid WorkspaceId { get; private set; }

    public string From { get; private set; } = "";

    public string? Message { get; private set; }

    public RequestedKind Kind { get; private set; }

    public int FilesAllowed { get; private set; }

    /// <summary>Of one file.</summary>
    public int MegabytesAllowed { get; private set; }

    public Guid? FolderId { get; private set; }

    public string TokenHash { get; private set; } = "";

    public Guid AskedById { get; private set; }

    public string AskedBy { get; private set; } = "";

    public DateTimeOffset AskedAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? ClosedAt { get; private set; }

    public int Received { get; private set; }

    public DateTimeOffset? LastReceivedAt { get; private set; }

    /// <summary>Without room for one more file.</summary>
    public bool IsFull => Received >= FilesAllowed;

    public string Tag => $"from {From}";

    public Actor Sender => new(ActorKind.Link, Id, From);

    protected override string Subject => "upload-request";

    public bool IsOpen(DateTimeOffset at) => ClosedAt is null && ExpiresAt > at;

    public bool CanBeClosedBy(Member by) => by.Can(Permission.EditOthersPosts) || (by.Can(Permission.UploadMedia) && AskedById == by.Id);

    /// <summary>Before anything of the file is known but its name and size.</summary>
    public void MustTake(string name, long bytes, DateTimeOffset at)
    {
        if (!IsOpen(at))
            throw new RuleBroken("REQUEST_CLOSED", "This link is closed. {0} was not sent.", name);
        if (IsFull)
            throw new RuleBroken("REQUEST_FULL", "This link takes {0} files, and they are all here. {1} was not sent.", FilesAllowed, name);
        if (bytes > MegabytesAllowed * 1024L * 1024)
            throw new RuleBroken("FILE_TOO_LARGE", "{0} has {1} MB. Files for this link may have up to {2} MB.", name, (long)Math.Ceiling(bytes / 1024d / 1024), MegabytesAllowed);
    }

    /// <summary>Once its bytes say what it is.</summary>
    public void MustTake(string name, MediaKind kind)
    {
        var wrong = (Kind, kind) switch
        {
            (RequestedKind.Pictures, MediaKind.Video) => "{0} is a video. This link is for pictures.",
            (RequestedKind.Pictures, MediaKind.Document) => "{0} is a document. This link is for pictures.",
            (RequestedKind.Videos, MediaKind.Picture) => "{0} is a picture. This link is for videos.",
            (RequestedKind.Videos, MediaKind.Document) => "{0} is a document. This link is for videos.",
            (RequestedKind.Documents, MediaKind.Picture) => "{0} is a picture. This link is for documents.",
            (RequestedKind.Documents, MediaKind.Video) => "{0} is a video. This link is for documents.",
            _ => null,
        };
        if (wrong is not null)
            throw new RuleBroken("FILE_TYPE_REFUSED", wrong, name);
    }

    /// <summary>A file arrived and lies in the library.</summary>
    public void Receive(string fileName, DateTimeOffset at)
    {
        Received++;
        LastReceivedAt = at;
        Record(Sender, "received", at, ("name", fileName), ("from", From), ("to", AskedById.ToString()), ("folder", FolderId?.ToString()));
    }

    public void Close(Member by, DateTimeOffset at)
    {
        if (!CanBeClosedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not close this link.");
        if (ClosedAt is not null)
            return;
        ClosedAt = at;
        Record(by, "closed", at, ("from", From));
    }

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
