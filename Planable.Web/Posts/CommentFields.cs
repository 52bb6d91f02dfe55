using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Posts;

namespace Planable.Web.Posts;

/// <summary>The fields for the comments below a post: those for all channels, or those of one.</summary>
/// <param name="Name">What their names begin with.</param>
/// <param name="Id">What their ids begin with.</param>
public sealed record CommentFields(string Name, string Id, IReadOnlyDictionary<string, string?> Values)
{
    static readonly int[] Delays = [0, 1, 5, 15, 30, 60, 120, 360, 720, 1440, 2880, 10080];

    public int Filled => Enumerable.Range(1, PostComments.Most).LastOrDefault(n => !string.IsNullOrWhiteSpace(Text(n)));

    public string? Text(int number) => Values.GetValueOrDefault(PostComments.Key(number));

    public int Minutes(int number) => int.TryParse(Values.GetValueOrDefault(PostComments.AfterKey(number)), out var minutes) ? minutes : 0;

    public static IEnumerable<int> Choices(int minutes) => Delays.Append(minutes).Distinct().Order();

    /// <param name="number">Which comment: the first counts from the post, any other from the one before.</param>
    public static string After(int minutes, int number, IStringLocalizer<Words> words) => (minutes, number) switch
    {
        (0, 1) => words["right after the post"],
        (0, _) => words["right after the comment before"],
        (_, 1) => words["{0} after the post", Length(minutes, words)],
        _ => words["{0} after the comment before", Length(minutes, words)],
    };

    public static string Length(int minutes, IStringLocalizer<Words> words) => minutes switch
    {
        1 => words["1 minute"],
        60 => words["1 hour"],
        1440 => words["1 day"],
        _ when minutes % 1440 == 0 => words["{0} days", minutes / 1440],
        _ when minutes % 60 == 0 => words["{0} hours", minutes / 60],
        _ => words["{0} minutes", minutes],
    };
}
