using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.TagHelpers;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Planable.Web.Shared;

internal static class TagHelperOutputs
{
    /// <summary>Replaces the element in the view by the given one and whatever follows it. Attributes and classes written in the view are kept.</summary>
    public static void Become(this TagHelperOutput output, TagBuilder element, IHtmlContent? followedBy = null)
    {
        output.TagName = element.TagName;
        output.TagMode = TagMode.StartTagAndEndTag;
        foreach (var (name, value) in element.Attributes)
        {
            if (name == "class") continue;
            output.Attributes.SetAttribute(name, value);
        }

        foreach (var one in element.Attributes.GetValueOrDefault("class")?.Split(' ') ?? []) output.AddClass(one, HtmlEncoder.Default);
        output.Content.SetHtmlContent(element.InnerHtml);
        if (followedBy is not null) output.PostElement.AppendHtml(followedBy);
    }

    /// <summary>Replaces the element in the view by finished text.</summary>
    public static void Become(this TagHelperOutput output, HtmlString text)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(text);
    }

    /// <summary>Words for those who do not see the mark beside them.</summary>
    public static TagBuilder Unseen(string words)
    {
        var span = new TagBuilder("span");
        span.Attributes["class"] = "vh";
        span.InnerHtml.Append(words);
        return span;
    }
}
