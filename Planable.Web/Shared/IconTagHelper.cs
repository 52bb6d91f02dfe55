using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Planable.Web.Shared;

/// <summary><c>&lt;icon name="calendar-days" size="lg" /&gt;</c>: a lucide icon. Beside a word it is decoration; alone it needs a <c>label</c>.</summary>
[HtmlTargetElement("icon", Attributes = "name", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    /// <summary>The name of a symbol in icons.svg, as lucide calls it.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>sm</c> is 14 pixels, nothing 16, <c>lg</c> 20.</summary>
    public string? Size { get; set; }

    public string? Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var classes = Size is null ? "i" : $"i {Size}";
        if (Label is null && output.Attributes.Count == 0)
            output.Become(IconSprite.DrawPlain(View, Name, classes));
        else
            output.Become(IconSprite.Draw(View, Name, classes, Label));
    }
}
