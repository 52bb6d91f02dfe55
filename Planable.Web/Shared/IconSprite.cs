using System.Collections.Concurrent;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Planable.Web.Shared;

/// <summary>Draws one symbol of wwwroot/icons.svg. Its address carries the fingerprint of the file, so browsers keep it.</summary>
internal static class IconSprite
{
    /// <summary>An svg element of the given class that uses the symbol, hidden from assistive technology unless it is given a label.</summary>
    public static TagBuilder Draw(ViewContext view, string symbol, string cssClass, string? label = null)
    {
        var svg = new TagBuilder("svg");
        svg.Attributes["class"] = cssClass;
        if (label is null)
        {
            svg.Attributes["aria-hidden"] = "true";
        }
        else
        {
            svg.Attributes["role"] = "img";
            svg.Attributes["aria-label"] = label;
        }

        var use = new TagBuilder("use");
        use.Attributes["href"] = Address(view, symbol);
        svg.InnerHtml.AppendHtml(use);
        return svg;
    }

    static readonly ConcurrentDictionary<(string Address, string Class), HtmlString> Drawn = new();

    /// <summary>The same as finished text, drawn once: a page shows dozens of icons that differ in nothing.</summary>
    public static HtmlString DrawPlain(ViewContext view, string symbol, string cssClass) =>
        Drawn.GetOrAdd((Address(view, symbol), cssClass), key => new HtmlString($"<svg class=\"{key.Class}\" aria-hidden=\"true\"><use href=\"{key.Address}\"></use></svg>"));

    /// <summary>Where the symbol is found; an empty name gives what stands before every name.</summary>
    internal static string Address(ViewContext view, string symbol)
    {
        var assets = view.HttpContext.GetEndpoint()?.Metadata.GetMetadata<ResourceAssetCollection>();
        return $"{view.HttpContext.Request.PathBase}/{assets?["icons.svg"] ?? "icons.svg"}#{symbol}";
    }
}
