using System.Globalization;

namespace Planable.Data.Posts;

/// <summary>A comment of the account itself below its post.</summary>
/// <param name="Minutes">How long after the post is out, or after the comment before.</param>
public sealed record PostComment(string Text, int Minutes);

/// <summary>The comments that follow a post, in order. They lie among its options, or among the settings of a variant that has its own.</summary>
public static class PostComments
{
    public const int Most = 5;

    /// <summary>Thirty days.</summary>
    public const int LongestMinutes = 30 * 24 * 60;

    /// <summary>Set where a channel has comments of its own, which may be none.</summary>
    public const string OwnKey = "comment-own";

    const string Prefix = "comment-";

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    public static string AfterKey(int number) => Key(number) + "-after";

    public static bool IsKey(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    public static bool AreOwn(IReadOnlyDictionary<string, string>? settings) => settings?.GetValueOrDefault(OwnKey) == "true";

    public static IReadOnlyList<PostComment> In(IReadOnlyDictionary<string, string>? options) =>
        options is null
            ? []
            :
            [
                .. Enumerable.Range(1, Most).Select(n => (Text: options.GetValueOrDefault(Key(n)), After: options.GetValueOrDefault(AfterKey(n))))
                    .Where(c => !string.IsNullOrWhiteSpace(c.Text)).Select(c => new PostComment(c.Text!.Trim(), Minutes(c.After))),
            ];

    static int Minutes(string? typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) ? Math.Min(minutes, LongestMinutes) : 0;
}
