using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Workspaces;

namespace Planable.Data.Media;

/// <summary>Bytes in the media store, and what they are.</summary>
public sealed record MediaFile(string Sha256, string ContentType, long Bytes);

/// <summary>An uploaded file. Its bytes lie in the media store under the hash and never change.</summary>
public class MediaAsset : Recorded, IBelongToWorkspace, IRevised
{
    public const int PlaceholderLength = 2000;
    public const int NameLength = 255;
    public const int NoteLength = 400;
    public const int MostTags = 20;

    readonly List<AssetTag> tags = [];
    readonly List<Conversion> conversions = [];

    MediaAsset()
    {
    }

    /// <param name="published">What networks get instead of the original, where that lies on its side or tells more than it shows.</param>
    /// <param name="placeholder">A data address of a few blurred pixels; empty where it can be seen through, null where nobody could look into it.</param>
    /// <param name="poster">A still of a video.</param>
    /// <param name="pages">Of a document; null where nobody could look into it.</param>
    /// <param name="request">The link through which somebody without an account sent it, on behalf of whoever made the link.</param>
    public static MediaAsset Upload(
        Member by, string fileName, MediaFile original, int width, int height, DateTimeOffset at, MediaFile? published = null, string? placeholder = null,
        VideoFacts? video = null, MediaFile? poster = null, Guid? folderId = null, string? ownDescription = null, UploadRequest? request = null,
        int? pages = null)
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
            Milliseconds = video is null ? null : (long)video.Duration.TotalMilliseconds,
            Codec = video?.Codec,
            AudioCodec = video?.AudioCodec,
            FramesPerSecond = video?.FramesPerSecond,
            PosterSha256 = poster?.Sha256,
            Pages = pages,
            FolderId = folderId,
            OwnDescription = ownDescription,
            UploadedById = by.Id,
            UploadedAt = at,
        };
        if (request is not null)
            asset.tags.Add(new AssetTag(asset.Id, request.Tag));
        asset.Index();
        asset.Record(request?.Sender ?? by, "uploaded", at, ("name", fileName));
        return asset;
    }

    /// <summary>The same bytes a second time, to be named and used apart.</summary>
    public MediaAsset Copy(string fileName, Guid? folderId, Member by, DateTimeOffset at)
    {
        var copy = Upload(by, fileName, Original, Width, Height, at, PublishedSha256 is null ? null : Published, Placeholder, Video, PosterSha256 is null ? null : new MediaFile(PosterSha256, "image/jpeg", 0), folderId, OwnDescription, pages: Pages);
        copy.LicensedUntil = LicensedUntil;
        copy.LicenceNote = LicenceNote;
        return copy;
    }

    /// <summary>Takes the place of another in the library, with its name, words, tags, folder and rights. Posts that have the other keep it.</summary>
    public void Replace(MediaAsset before, Member by, DateTimeOffset at)
    {
        by.Must(Permission.UploadMedia);
        if (before.ReplacedAt is not null || before.DeletedAt is not null)
            throw new RuleBroken("NOT_LATEST", "{0} has a newer version already. Open it again and look.", before.FileName);
        if (before.Sha256 == Sha256)
            throw new RuleBroken("SAME_FILE", "This is the same file as version {0}: not one byte differs.", before.Version);
        if (before.Kind != Kind)
            throw new RuleBroken("OTHER_KIND", before.Kind switch
            {
                MediaKind.Video => "A new version of a video is a video.",
                MediaKind.Document => "A new version of a document is a document.",
                _ => "A new version of a picture is a picture.",
            });
        (FileName, Alt, FolderId, LicensedUntil, LicenceNote) = (before.FileName, before.Alt, before.FolderId, before.LicensedUntil, before.LicenceNote);
        Edits = before.Edits?.For(before, this);
        tags.AddRange(before.tags.Select(t => new AssetTag(Id, t.Name)));
        (OriginId, Version, before.ReplacedAt) = (before.StackId, before.Version + 1, at);
        Index();
        Record(by, "replaced", at, ("name", FileName), ("version", Version.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("of", before.Id.ToString()));
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

    /// <summary>How long a video is.</summary>
    public long? Milliseconds { get; private set; }

    public string? Codec { get; private set; }

    public string? AudioCodec { get; private set; }

    public double? FramesPerSecond { get; private set; }

    /// <summary>A still of a video, or the first page of a document.</summary>
    public string? PosterSha256 { get; private set; }

    /// <summary>How many a document has; null where nobody could look into it.</summary>
    public int? Pages { get; private set; }

    /// <summary>What it shows, in words: where a post starts from.</summary>
    public string Alt { get; private set; } = "";

    /// <summary>What the file says about itself: no more than a suggestion for an alternative text.</summary>
    public string? OwnDescription { get; private set; }

    public Guid? FolderId { get; private set; }

    /// <summary>The last day on which it may be shown.</summary>
    public DateOnly? LicensedUntil { get; private set; }

    /// <summary>Where the right comes from: a contract, a photographer, a consent.</summary>
    public string? LicenceNote { get; private set; }

    /// <summary>Everything it is found by, folded; see <see cref="Folded"/>.</summary>
    public string SearchText { get; private set; } = "";

    public Guid UploadedById { get; private set; }

    public DateTimeOffset UploadedAt { get; private set; }

    /// <summary>Out of the library. Posts that have it keep it.</summary>
    public DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Which version of its file it is, from 1. Every version is an asset of its own: what went out with one stays as it was.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>The first version; null for the first itself.</summary>
    public Guid? OriginId { get; private set; }

    /// <summary>When a newer version took its place in the library.</summary>
    public DateTimeOffset? ReplacedAt { get; private set; }

    /// <summary>What new posts with it start from; null for nothing.</summary>
    public MediaEdits? Edits { get; private set; }

    public int Revision { get; private set; }

    /// <summary>What all versions of a file have in common.</summary>
    public Guid StackId => OriginId ?? Id;

    public IReadOnlyList<AssetTag> Tags => tags;

    public IReadOnlyList<Conversion> Conversions => conversions;

    public MediaKind Kind => MediaKinds.Of(ContentType);

    public bool IsPicture => Kind == MediaKind.Picture;

    public bool IsVideo => Kind == MediaKind.Video;

    public bool IsDocument => Kind == MediaKind.Document;

    /// <summary>Null for pictures, and where nobody could look into the file.</summary>
    public VideoFacts? Video =>
        IsVideo && Codec is { } codec ? new VideoFacts(Width, Height, TimeSpan.FromMilliseconds(Milliseconds ?? 0), codec, AudioCodec, FramesPerSecond ?? 0) : null;

    public MediaFile Original => new(Sha256, ContentType, Bytes);

    /// <summary>What networks and strangers get: upright, and without place, time and names.</summary>
    public MediaFile Published => PublishedSha256 is null ? Original : new MediaFile(PublishedSha256, PublishedType!, PublishedBytes!.Value);

    /// <summary>What is shown where it stands still.</summary>
    public string StillSha256 => PosterSha256 ?? Sha256;

    protected override string Subject => "media";

    public bool CanBeDeletedBy(Member by) => by.Can(Permission.EditOthersPosts) || (by.Can(Permission.UploadMedia) && UploadedById == by.Id);

    public void Describe(string fileName, string alt, IReadOnlyList<string> tagNames, Member by, DateTimeOffset at)
    {
        by.Must(Permission.UploadMedia);
        var name = fileName.Trim();
        if (name.Length == 0)
            throw new RuleBroken("FILE_NAME_MISSING", "Give the file a name.");
        if (name.Length > NameLength)
            throw new RuleBroken("FILE_NAME_TOO_LONG", "A file's name has at most {0} characters.", NameLength);
        if (tagNames.Count > MostTags)
            throw new RuleBroken("TOO_MANY_TAGS", "A file has at most {0} tags.", MostTags);
        var changed = new List<string>();
        if (name != FileName)
            changed.Add("name");
        if (alt != Alt)
            changed.Add("alternative text");
        if (!tags.Select(t => t.Name).SequenceEqual(tagNames, StringComparer.Ordinal))
            changed.Add("tags");
        if (changed.Count == 0)
            return;
        (FileName, Alt) = (name, alt.Length <= Posts.PostMedia.AltLength ? alt : alt[..Posts.PostMedia.AltLength]);
        tags.RemoveAll(t => !tagNames.Contains(t.Name, StringComparer.Ordinal));
        tags.AddRange(tagNames.Where(n => tags.TrueForAll(t => t.Name != n)).Select(n => new AssetTag(Id, n)));
        Index();
        Record(by, "described", at, ("name", FileName), ("changed", string.Join(", ", changed)));
    }

    public void Tag(string name, Member by, DateTimeOffset at) => Describe(FileName, Alt, [.. tags.Select(t => t.Name).Append(name).DistinctBy(Folded.Of)], by, at);

    public void MoveTo(AssetFolder? folder, Member by, DateTimeOffset at)
    {
        by.Must(Permission.UploadMedia);
        if (folder?.Id == FolderId)
            return;
        FolderId = folder?.Id;
        Record(by, "moved", at, ("name", FileName), ("to", folder?.Name));
    }

    /// <summary>What new posts with it start from. Posts that have it keep what they have.</summary>
    public void Edit(MediaEdits edits, Member by, DateTimeOffset at)
    {
        by.Must(Permission.UploadMedia);
        if (edits.Equals(Edits ?? MediaEdits.None))
            return;
        Edits = edits.IsNothing ? null : edits;
        Record(by, "edited", at, ("name", FileName));
    }

    /// <param name="until">The last day on which it may be shown; null is for ever.</param>
    public void License(DateOnly? until, string? note, Member by, DateTimeOffset at)
    {
        by.Must(Permission.UploadMedia);
        var trimmed = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        if (trimmed?.Length > NoteLength)
            throw new RuleBroken("NOTE_TOO_LONG", "The note has at most {0} characters.", NoteLength);
        if (until == LicensedUntil && trimmed == LicenceNote)
            return;
        (LicensedUntil, LicenceNote) = (until, trimmed);
        Record(by, "licensed", at, ("name", FileName), ("until", until?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
    }

    /// <param name="planned">Posts on their way out that have it, as people call them.</param>
    public void Delete(IReadOnlyList<string> planned, Member by, DateTimeOffset at)
    {
        if (!CanBeDeletedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not delete this file.");
        if (planned.Count > 0)
            throw new RuleBroken("ASSET_IN_USE", "{0} goes out with {1}. Take it off these posts first.", FileName, string.Join(", ", planned.Select(p => $"“{p}”")));
        if (DeletedAt is not null)
            return;
        DeletedAt = at;
        Record(by, "deleted", at, ("name", FileName));
    }

    public void Undelete(Member by, DateTimeOffset at)
    {
        if (!CanBeDeletedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not bring this file back.");
        if (DeletedAt is null)
            return;
        DeletedAt = null;
        Record(by, "undeleted", at, ("name", FileName));
    }

    /// <summary>Has it made into what the network needs, unless that is there or under way.</summary>
    public void ConvertFor(Network network, DateTimeOffset at, VideoEdit? edit = null)
    {
        if (VideoNeed.Of(this, network, edit) is { } need && !conversions.Exists(c => c.Need == need.Key))
            conversions.Add(new Conversion(Id, need, at));
    }

    public Conversion? ConversionFor(Network network, VideoEdit? edit = null) => VideoNeed.Of(this, network, edit) is { } need ? conversions.Find(c => c.Need == need.Key) : null;

    /// <summary>What this network gets; null while that is being made.</summary>
    public (MediaFile File, int Width, int Height)? FileFor(Network network, VideoEdit? edit = null)
    {
        if (VideoNeed.Of(this, network, edit) is not { } need)
            return (Published, Width, Height);
        return conversions.Find(c => c.Need == need.Key)?.File is { } file ? (file, need.Width, need.Height) : null;
    }

    void Index() => SearchText = Cut(Folded.Of(string.Join(' ', new[] { FileName, Alt }.Concat(tags.Select(t => t.Name)))));

    static string Cut(string text) => text.Length <= 3000 ? text : text[..3000];
}
