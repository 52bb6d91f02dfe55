using System.Net;
using System.Text;
using System.Text.Json;
using Planable.Data.Networks;

namespace Planable.Jobs.Connectors.X;

/// <summary>The words of a post as they leave, and compared with what X shows: it shortens addresses, adds some for files and escapes signs of HTML.</summary>
static class XText
{
    /// <summary>The address of a link card stands in the text: X makes the card from it.</summary>
    public static string Words(OutgoingPost post) =>
        post.Link is null || post.Text.Contains(post.Link, StringComparison.Ordinal) || TextSpans.In(post.Text, Networks.Of(XApi.Key)).Any(s => s.Kind == TextSpanKind.Link && s.Value == post.Link) ? post.Text
        : post.Text.Length == 0 ? post.Link
        : $"{post.Text}\n\n{post.Link}";

    public static bool IsShownAs(string words, JsonElement tweet) => Bare(words) == Bare(Plain(tweet));

    /// <summary>The words with whole addresses, without those of files.</summary>
    public static string Plain(JsonElement tweet)
    {
        var whole = tweet.At("note_tweet") is { ValueKind: JsonValueKind.Object } note ? note : tweet;
        var shown = whole.Text("text") ?? "";
        foreach (var url in whole.At("entities", "urls").Items())
        {
            if (url.Text("url") is { Length: > 0 } shortened)
                shown = shown.Replace(shortened, url.Text("media_key") is null ? url.Text("expanded_url") : "", StringComparison.Ordinal);
        }

        return WebUtility.HtmlDecode(shown).Trim();
    }

    // X completes addresses with a scheme and a slash, and collapses blanks.
    static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var c in text.Replace("https://", "", StringComparison.OrdinalIgnoreCase).Replace("http://", "", StringComparison.OrdinalIgnoreCase))
        {
            if (!char.IsWhiteSpace(c) && c != '/')
                bare.Append(c);
        }

        return bare.ToString().Normalize();
    }
}
