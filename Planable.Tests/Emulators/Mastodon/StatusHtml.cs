using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;

namespace Planable.Tests.Emulators.Mastodon;

/// <summary>Shows a status as Mastodon does: paragraphs, addresses with hidden parts, mentions without their server.</summary>
internal static partial class StatusHtml
{
    public static string Render(string text, Uri server) => text.Length == 0 ? "" : string.Concat(
        text.Split("\n\n").Select(p => $"<p>{string.Join("<br />", p.Split('\n').Select(line => Line(line, server)))}</p>"));

    public static string? FirstLink(string text) => Token().Matches(text).FirstOrDefault(m => m.Groups["url"].Success)?.Value;

    /// <summary>Addresses count 23, mentions without their server.</summary>
    public static int Length(string text) => new StringInfo(Token().Replace(text, Counted)).LengthInTextElements;

    private static string Counted(Match match) =>
        match.Groups["url"].Success ? new string('x', 23) : match.Groups["user"] is { Success: true, Value: var user } ? $"@{user}" : match.Value;

    private static string Line(string line, Uri server)
    {
        var html = "";
        var from = 0;
        foreach (Match match in Token().Matches(line))
        {
            html += Html(line[from..match.Index]) + Piece(match, server);
            from = match.Index + match.Length;
        }

        return html + Html(line[from..]);
    }

    private static string Piece(Match match, Uri server)
    {
        if (match.Groups["user"] is { Success: true, Value: var user })
        {
            var profile = $"https://{match.Groups["host"].Value}/@{user}";
            return $"""<span class="h-card" translate="no"><a href="{profile}" class="u-url mention">@<span>{user}</span></a></span>""";
        }

        if (match.Groups["tag"] is { Success: true, Value: var tag })
            return $"""<a href="{server}tags/{Html(tag)}" class="mention hashtag" rel="tag">#<span>{Html(tag)}</span></a>""";

        var prefix = match.Groups["prefix"].Value;
        var rest = match.Value[prefix.Length..];
        var shown = rest[..Math.Min(30, rest.Length)];
        return $"""<a href="{Html(match.Value)}" target="_blank" rel="nofollow noopener" translate="no">"""
            + $"""<span class="invisible">{prefix}</span><span class="{(rest.Length > 30 ? "ellipsis" : "")}">{Html(shown)}</span>"""
            + $"""<span class="invisible">{Html(rest[shown.Length..])}</span></a>""";
    }

    private static string Html(string text) => HtmlEncoder.Default.Encode(text);

    [GeneratedRegex(@"(?<url>(?<prefix>https?://(www\.)?)[^\s<>""]+)|@(?<user>\w+)@(?<host>[\w.-]+\w)|#(?<tag>\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
