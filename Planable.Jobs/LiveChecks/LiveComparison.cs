using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.LiveChecks;

/// <summary>
/// What of a live post is not what was sent. Networks trim, collapse blanks, complete addresses and drop parts of mentions: that is no difference. Each rule makes of
/// the words what is left when a network has done to them what it does to all.
/// </summary>
public static partial class LiveComparison
{
    public const string Text = "text";
    public const string Title = "title";
    public const string Media = "media";
    public const string Alt = "alt";

    static readonly Dictionary<string, Func<string, string>> Rules = new(StringComparer.Ordinal)
    {
        // Servers show mentions without the server, and some read Markdown.
        ["mastodon"] = text => Bare(Mention().Replace(text, "@$1")),
        // Addresses get a scheme and a slash.
        ["x"] = text => Bare(Scheme().Replace(text, "")).Replace("/", "", StringComparison.Ordinal),
        // Signs that Markdown knows come back with a backslash.
        ["reddit"] = text => Bare(MarkdownEscape().Replace(text, "$1")),
        // Angle brackets are not allowed and left out.
        ["youtube"] = text => Bare(text.Replace("<", "", StringComparison.Ordinal).Replace(">", "", StringComparison.Ordinal)),
        // Hashtags may come back with another sign for the hash.
        ["linkedin"] = LinkedIn,
        ["linkedin-page"] = LinkedIn,
    };

    /// <returns>What differs, in the order people look; none if readers see what was sent.</returns>
    public static IReadOnlyList<string> Of(string network, OutgoingPost sent, LivePost live)
    {
        var differences = new List<string>();
        // The question of a poll is told in many ways, and cannot be changed.
        if (sent.Poll is null && !Written(sent).Any(words => AreSameWords(network, words, sent.Link, live.Text)))
            differences.Add(Text);
        if (sent.Title is { Length: > 0 } title && live.Title is { } shown && Rule(network)(title) != Rule(network)(shown))
            differences.Add(Title);
        if (live.Files is { } files)
        {
            if (files.Count != sent.Media.Count || files.Zip(sent.Media).Any(f => f.First.IsVideo != f.Second.IsVideo))
                differences.Add(Media);
            else if (files.Zip(sent.Media).Any(f => f.First.Alt is { } alt && Bare(alt) != Bare(f.Second.Alt)))
                differences.Add(Alt);
        }

        return differences;
    }

    /// <param name="link">Networks without link cards of their own get it below the text.</param>
    public static bool AreSameWords(string network, string sent, string? link, string live)
    {
        var rule = Rule(network);
        var shown = rule(live);
        return rule(sent) == shown || (link is not null && (rule($"{sent} {link}") == shown || (sent.Length == 0 && rule(link) == shown)));
    }

    /// <summary>Networks show people who are mentioned by their handle or by their name.</summary>
    static IEnumerable<string> Written(OutgoingPost sent) => sent.Mentions.Count == 0
        ? [sent.Text]
        : [sent.Text, Mentions.Written(sent.Text, sent.Mentions, words => words, who => who.Name), Mentions.Written(sent.Text, sent.Mentions, words => words, who => $"@{who.Name}")];

    static Func<string, string> Rule(string network) => Rules.GetValueOrDefault(network, Bare);

    static string LinkedIn(string text) => Bare(text).Replace('\uFF03', '#');

    /// <summary>Without blanks, marks that nobody sees, and the many ways to write one sign.</summary>
    static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c) && !char.IsControl(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format && c != '\uFE0F')
                bare.Append(c);
        }

        return bare.ToString().Normalize();
    }

    [GeneratedRegex(@"@([A-Za-z0-9_.-]+)@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d+)?", RegexOptions.NonBacktracking)]
    private static partial Regex Mention();

    [GeneratedRegex("https?://", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\\([\\`*_{}\[\]()#+.!~>|-])", RegexOptions.NonBacktracking)]
    private static partial Regex MarkdownEscape();
}
