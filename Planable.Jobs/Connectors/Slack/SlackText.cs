using System.Text.RegularExpressions;
using Planable.Data.Posts;

namespace Planable.Jobs.Connectors.Slack;

/// <summary>Three characters mean something to Slack and are written otherwise; what comes back has its links in angle brackets.</summary>
static partial class SlackText
{
    public static string Written(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>With the ids of those who are mentioned.</summary>
    public static string Written(string text, IReadOnlyList<Mention> mentions) => Mentions.Written(text, mentions, Written, who => $"<@{who.Id}>");

    public static bool IsSame(string text, IReadOnlyList<Mention> mentions, string shown) => Bare(Read(Written(text, mentions))) == Bare(Read(shown));

    /// <summary>As people read it.</summary>
    public static string Read(string shown) => Marked().Replace(shown, "$1").Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex(@"<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>", RegexOptions.NonBacktracking)]
    private static partial Regex Marked();
}
