namespace Planable.Data.Posts;

/// <summary>
/// What a post has besides words, files and the networks' own settings: its format, a title, a poll, its own comments, the people on its pictures and in its text. What is chosen for all channels lies in the options of the post,
/// what is chosen for one among the settings of its variant, where it takes the place of the common choice.
/// </summary>
public static class PostOptions
{
    /// <summary>Far more than any network takes.</summary>
    public const int ValueLength = 10_000;

    /// <summary>For networks that show one.</summary>
    public const string TitleKey = "title";

    static readonly Dictionary<string, string> Nothing = [];

    /// <summary>What holds for one channel.</summary>
    public static IReadOnlyDictionary<string, string> For(IReadOnlyDictionary<string, string>? options, IReadOnlyDictionary<string, string>? settings)
    {
        var ownComments = PostComments.AreOwn(settings);
        var merged = (options ?? Nothing).Where(o => !(ownComments && PostComments.IsKey(o.Key))).ToDictionary(StringComparer.Ordinal);
        // A channel's own comments stay there for those who want them back while it follows the others again.
        foreach (var (key, value) in (settings ?? Nothing).Where(s => ownComments || !PostComments.IsKey(s.Key)))
            merged[key] = value;
        return merged;
    }

    /// <summary>What the network's own rules know.</summary>
    public static IReadOnlyDictionary<string, string> OfNetwork(IReadOnlyDictionary<string, string>? settings) =>
        settings is null ? new Dictionary<string, string>() : settings.Keys.Any(IsOurs) ? settings.Where(s => !IsOurs(s.Key)).ToDictionary(StringComparer.Ordinal) : settings;

    /// <summary>What a saved choice for a channel holds: nothing that is written for one post.</summary>
    public static IReadOnlyDictionary<string, string> WithoutWords(IReadOnlyDictionary<string, string> settings) =>
        settings.Where(s => s.Value.Length > 0 && !IsWords(s.Key)).ToDictionary(StringComparer.Ordinal);

    internal static Dictionary<string, string> Kept(IReadOnlyDictionary<string, string> options)
    {
        if (options.FirstOrDefault(o => o.Value.Length > ValueLength) is { Key: not null } enormous)
            throw new RuleBroken("TEXT_ENORMOUS", "This text has {0} characters. No network takes more than {1}; shorten it before saving.", enormous.Value.Length, ValueLength);
        return new Dictionary<string, string>(options.Where(o => IsOurs(o.Key) && o.Value.Length > 0), StringComparer.Ordinal);
    }

    /// <summary>Written for one post, and so in no saved choice.</summary>
    public static bool IsWords(string key) => IsOurs(key) && key != PostFormats.Key;

    static bool IsOurs(string key) => key is PostFormats.Key or TitleKey || PostComments.IsKey(key) || Polls.IsKey(key) || PeopleTags.IsKey(key) || key == Mentions.Key;
}
