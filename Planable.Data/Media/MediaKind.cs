namespace Planable.Data.Media;

/// <summary>What a file is to people.</summary>
public enum MediaKind
{
    Picture,
    Video,

    /// <summary>A PDF: pages that are read.</summary>
    Document,
}

public static class MediaKinds
{
    public const string Pdf = "application/pdf";

    public static MediaKind Of(string contentType) =>
        contentType.StartsWith("image/", StringComparison.Ordinal) ? MediaKind.Picture : contentType.StartsWith("video/", StringComparison.Ordinal) ? MediaKind.Video : MediaKind.Document;

    /// <summary>How the content types of a kind begin.</summary>
    public static string Start(MediaKind kind) => kind switch { MediaKind.Picture => "image/", MediaKind.Video => "video/", _ => "application/" };
}
