using System.Globalization;
using Planable.Data.Networks;

namespace Planable.Data.Posts;

/// <summary>A poll asks with the text of the post. Its answers and how long it is open lie among the options of the post.</summary>
public static class Polls
{
    public const int MostOptions = 4;
    public const int DefaultMinutes = 24 * 60;
    public const string MinutesKey = "poll-minutes";

    const string Prefix = "poll-";

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number}");

    public static bool IsKey(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <returns>Null if no answer is written.</returns>
    public static PollContent? In(IReadOnlyDictionary<string, string>? options)
    {
        if (options is null)
            return null;
        var answers = Enumerable.Range(1, MostOptions).Select(n => options.GetValueOrDefault(Key(n))?.Trim()).Where(a => !string.IsNullOrEmpty(a)).Select(a => a!).ToList();
        if (answers.Count == 0)
            return null;
        var minutes = int.TryParse(options.GetValueOrDefault(MinutesKey), NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : DefaultMinutes;
        return new PollContent(answers, TimeSpan.FromMinutes(minutes));
    }
}
