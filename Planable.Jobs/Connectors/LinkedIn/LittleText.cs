using System.Text;
using System.Text.RegularExpressions;
using Planable.Data.Networks;
using Planable.Data.Posts;

namespace Planable.Jobs.Connectors.LinkedIn;

/// <summary>LinkedIn's format for commentaries, which it calls little: signs with a meaning are escaped, hashtags are templates. An unescaped sign cuts the rest of the text.</summary>
static partial class LittleText
{
    const string Reserved = @"\<>#~_|[]*(){}@";

    public static string From(string text, IReadOnlyList<Mention> mentions) =>
        Mentions.Written(text, mentions, From, who => $"@[{Escaped(who.Name)}]({who.Id})");

    static string From(string text)
    {
        var little = new StringBuilder(text.Length + 16);
        var at = 0;
        foreach (var tag in TextSpans.In(text, Networks.Of(LinkedInApi.Member)).Where(s => s.Kind == TextSpanKind.Hashtag))
        {
            Escape(little, text.AsSpan(at, tag.Start - at));
            little.Append(@"{hashtag|\#|");
            Escape(little, tag.Value);
            little.Append('}');
            at = tag.End;
        }

        Escape(little, text.AsSpan(at));
        return little.ToString();
    }

    /// <summary>Whether a commentary as LinkedIn keeps it shows these words.</summary>
    public static bool Shows(string little, string text, IReadOnlyList<Mention> mentions) => Bare(Plain(little)) == Bare(Plain(From(text, mentions)));

    static string Plain(string little) => Escape().Replace(Template().Replace(little, "#$1"), "$1");

    static string Escaped(string text)
    {
        var little = new StringBuilder(text.Length + 8);
        Escape(little, text);
        return little.ToString();
    }

    static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).Normalize();

    static void Escape(StringBuilder little, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (Reserved.Contains(c, StringComparison.Ordinal))
                little.Append('\\');
            little.Append(c);
        }
    }

    [GeneratedRegex(@"\{hashtag\|\\?#\|((?:\\.|[^}\\])*)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Template();

    [GeneratedRegex(@"\\(.)", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
