using Planable.Data.Networks;

namespace Planable.Data.Posts;

/// <summary>The shape a person chose for a post on one channel. It lies among the settings of the variant; without it the content tells the shape.</summary>
public static class PostFormats
{
    public const string Key = "format";

    /// <summary>What can be chosen.</summary>
    public static readonly IReadOnlyList<PostType> Offered = [PostType.Text, PostType.Image, PostType.Carousel, PostType.Video, PostType.Reel, PostType.Story, PostType.Document, PostType.Link, PostType.Poll, PostType.Thread];

    public static PostType? Chosen(IReadOnlyDictionary<string, string>? settings) =>
        settings?.GetValueOrDefault(Key) is [var first, ..] name && char.IsAsciiLetter(first) && !name.Contains(',', StringComparison.Ordinal) && Enum.TryParse<PostType>(name, ignoreCase: true, out var type) ? type : null;

    /// <summary>The shape that was chosen, or that follows from the options: answers make a poll.</summary>
    public static PostType? Of(IReadOnlyDictionary<string, string>? settings) => Chosen(settings) ?? (Polls.In(settings) is null ? null : PostType.Poll);

    /// <summary>How many of the post's files go along. The others stay with the post, for its other channels and for another format.</summary>
    public static int Files(PostType? format) => format switch
    {
        PostType.Text or PostType.Link or PostType.Poll => 0,
        PostType.Image or PostType.Video or PostType.Reel or PostType.Story or PostType.Document => 1,
        _ => int.MaxValue,
    };
}
