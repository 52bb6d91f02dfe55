namespace Planable.Data.Networks;

/// <summary>What would go to one channel, as far as rules care: a draft, a row of an import, or a version about to be sent.</summary>
/// <param name="Type">Null lets the content tell: pictures, a video, a link, or words.</param>
/// <param name="Comments">Of the account itself, below the post.</param>
/// <param name="Link">The address of the link card, if there is one.</param>
/// <param name="Settings">What was chosen for this network; a missing key means its default.</param>
/// <param name="ChannelId">Goes into every problem; null where no channel is meant.</param>
public sealed record VariantContent(
    string Text,
    IReadOnlyList<AttachedMedia> Media,
    IReadOnlyDictionary<string, string> Settings,
    PostType? Type = null,
    string? Title = null,
    IReadOnlyList<string>? Comments = null,
    string? Link = null,
    PollContent? Poll = null,
    Guid? ChannelId = null)
{
    /// <summary>A person posts it in the network's own app.</summary>
    public bool IsByHand { get; init; }

    public static VariantContent Of(string text) => new(text, [], new Dictionary<string, string>());

    public PostType EffectiveType => Type ?? this switch
    {
        { Poll: not null } => PostType.Poll,
        { Media: var media } when media.Any(m => m.IsDocument) => PostType.Document,
        { Media: [{ IsVideo: true }] } => PostType.Video,
        { Media.Count: > 1 } => PostType.Carousel,
        { Media.Count: 1 } => PostType.Image,
        { Link: not null } => PostType.Link,
        _ => PostType.Text,
    };
}

/// <param name="Width">In pixels; 0 if unknown, as for documents.</param>
/// <param name="Alt">Alternative text, empty if none.</param>
/// <param name="Duration">Of a video; null if unknown.</param>
public sealed record AttachedMedia(string ContentType, long Bytes, int Width, int Height, string Alt, TimeSpan? Duration = null)
{
    public bool IsImage => ContentType.StartsWith("image/", StringComparison.Ordinal);

    public bool IsVideo => ContentType.StartsWith("video/", StringComparison.Ordinal);

    public bool IsDocument => !IsImage && !IsVideo;

    /// <summary>Of a document; null if unknown.</summary>
    public int? Pages { get; init; }
}

/// <param name="Open">How long people can vote.</param>
public sealed record PollContent(IReadOnlyList<string> Options, TimeSpan Open);
