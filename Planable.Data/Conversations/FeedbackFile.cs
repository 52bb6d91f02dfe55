using Planable.Data.Media;

namespace Planable.Data.Conversations;

/// <summary>A file that goes with a comment: whoever may read the comment may have it, and nobody else. It lies in no library.</summary>
/// <param name="Still">A picture of it: the first page, a frame; null where nobody can draw one.</param>
public sealed record FeedbackFile(Guid Id, string Name, MediaFile File, string? Still, int Width, int Height, int? Pages)
{
    public const int MostFiles = 10;

    public bool IsPicture => MediaKinds.Of(File.ContentType) == MediaKind.Picture;
}
