using Planable.Data.Networks;
using Planable.Jobs.Outbound;

namespace Planable.Web.Links;

/// <summary>A link below a text, as a preview shows it.</summary>
/// <param name="IsRead">The page was asked; if it said nothing there is no card.</param>
public sealed record LinkShown(Uri Page, bool IsRead, LinkCard? Card)
{
    public string Host => Page.IdnHost.StartsWith("www.", StringComparison.Ordinal) ? Page.IdnHost[4..] : Page.IdnHost;

    /// <summary>The link of a post on a network: the one chosen, or the first in the text.</summary>
    /// <returns>Null if there is none, or pictures take its place.</returns>
    public static LinkShown? Of(string text, string? link, Network network, bool hasPictures, LinkPreviews previews)
    {
        if (hasPictures || LinkPreviews.PageAt(link ?? TextSpans.In(text, network).FirstOrDefault(s => s.Kind == TextSpanKind.Link)?.Value) is not { } page)
            return null;
        return new LinkShown(page, previews.Knows(page, out var card), card);
    }
}
