using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;

namespace Planable.Jobs.Connectors.Mastodon;

/// <summary>Compares what was sent with what a server shows:
/// it answers in HTML, shortens addresses with hidden parts and drops the server of mentions.</summary>
internal static partial class StatusText
{
    public static bool IsShownAs(string text, string html) => Bare(text) == Bare(new HtmlParser().ParseDocument(html).Body!.TextContent);

    /// <summary>What a browser would show of it, with its lines.</summary>
    public static string Plain(string html)
    {
        var body = new HtmlParser().ParseDocument(html.Replace("</p><p>", "</p>\n\n<p>", StringComparison.Ordinal).Replace("<br", "\n<br", StringComparison.Ordinal)).Body!;
        return body.TextContent.Trim();
    }

    public static bool IsSame(string text, string other) => Bare(text) == Bare(other);

    private static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var c in Mention().Replace(text, "@$1"))
            if (!char.IsWhiteSpace(c)) bare.Append(c);
        return bare.ToString().Normalize();
    }

    [GeneratedRegex(@"@([A-Za-z0-9_.-]+)@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d+)?", RegexOptions.NonBacktracking)]
    private static partial Regex Mention();
}
