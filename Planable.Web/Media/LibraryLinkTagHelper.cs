using Microsoft.AspNetCore.Razor.TagHelpers;
using Planable.Web.Http;

namespace Planable.Web.Media;

/// <summary><c>&lt;a library="@query"&gt;</c>: a link to the library as a query shows it, swapped in place where there is a script.</summary>
[HtmlTargetElement("a", Attributes = "library")]
public sealed class LibraryLinkTagHelper(Current current) : TagHelper
{
    public LibraryQuery Library { get; set; } = new();

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var address = $"{current.Root}/media{Library.Address()}";
        output.Attributes.SetAttribute("href", address);
        output.Attributes.SetAttribute("hx-get", address);
        output.Attributes.SetAttribute("hx-target", "#library");
        output.Attributes.SetAttribute("hx-swap", "outerMorph");
        output.Attributes.SetAttribute("hx-push-url", "true");
    }
}
