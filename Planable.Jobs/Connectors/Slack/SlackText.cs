using System.Text.RegularExpressions;

namespace Planable.Jobs.Connectors.Slack;

/// <summary>Three characters mean something to Slack and are written otherwise; what comes back has its links in angle brackets.</summary>
static partial class SlackText
{
    public static string Written(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    public static bool IsSame(string text, string shown) => Bare(text) == Bare(Read(shown));

    /// <summary>As people read it.</summary>
    public static string Read(string shown) => Marked().Replace(shown, "$1").Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);

    static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex(@"<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>", RegexOptions.NonBacktracking)]
    private static partial Regex Marked();
}
