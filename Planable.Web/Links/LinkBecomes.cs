using Planable.Data.Links;
using Planable.Data.Networks;

namespace Planable.Web.Links;

/// <summary>A link of a post as it is written and as it goes out.</summary>
public sealed record LinkBecomes(string Written, string GoesOut)
{
    public static IReadOnlyList<LinkBecomes> Of(string text, string? link, Network network, LinkTags? tags)
    {
        if (tags is null)
            return [];
        var links = TextSpans.In(text, network).Where(s => s.Kind == TextSpanKind.Link).Select(s => s.Value);
        return [.. links.Concat(link is null ? [] : [link]).Distinct().Select(l => new LinkBecomes(l, tags.On(l))).Where(l => l.Written != l.GoesOut)];
    }
}
