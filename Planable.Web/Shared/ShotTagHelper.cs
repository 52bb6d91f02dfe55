using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Planable.Data.Media;
using Planable.Jobs.Media;
using Planable.Web.Http;
using Planable.Web.Media;

namespace Planable.Web.Shared;

/// <summary>
/// <c>&lt;shot of="@picture.Id" width="@picture.Width" height="@picture.Height" blur="@picture.Placeholder" alt="…" sizes="320px" /&gt;</c>: a picture in its
/// reserved space, blurred until it is there, fetched no larger than it is shown.
/// </summary>
[HtmlTargetElement("shot", Attributes = "of,sizes", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ShotTagHelper(Current current) : TagHelper
{
    public Guid Of { get; set; }

    /// <summary>Of the original; zero leaves the space to the style sheet.</summary>
    public int Width { get; set; }

    public int Height { get; set; }

    public string? Blur { get; set; }

    /// <summary>What is done to it first; width and height are then those of what comes out.</summary>
    public PictureEdit? Edit { get; set; }

    /// <summary>The moment of a video that is shown, in milliseconds.</summary>
    public int? Moment { get; set; }

    public string Alt { get; set; } = "";

    /// <summary>How wide it is shown, as in the attribute of the same name.</summary>
    public string Sizes { get; set; } = "";

    /// <summary>Not where it is what the page is about: there waiting for the scroll would only cost time.</summary>
    public bool Lazy { get; set; } = true;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var shot = new TagBuilder("span");
        shot.Attributes["class"] = "shot";
        // Blurred is the whole picture.
        if (Blur is { Length: > 0 } && Edit is null && Moment is null)
        {
            var blur = Image(Blur, "");
            blur.Attributes["class"] = "blur";
            blur.Attributes["aria-hidden"] = "true";
            shot.InnerHtml.AppendHtml(blur);
        }

        var image = Image(At(480), Alt);
        image.Attributes["srcset"] = SourceSet();
        image.Attributes["sizes"] = Sizes;
        image.Attributes["decoding"] = "async";
        image.Attributes["draggable"] = "false";
        if (Lazy)
            image.Attributes["loading"] = "lazy";
        shot.InnerHtml.AppendHtml(image);
        output.Become(shot);
    }

    TagBuilder Image(string source, string alt)
    {
        var image = new TagBuilder("img") { TagRenderMode = TagRenderMode.SelfClosing };
        image.Attributes["src"] = source;
        image.Attributes["alt"] = alt;
        if (Width > 0 && Height > 0)
        {
            image.Attributes["width"] = Digits(Width);
            image.Attributes["height"] = Digits(Height);
        }

        return image;
    }

    /// <summary>Up to the first rendition that has all there is; none is wider than the original.</summary>
    string SourceSet()
    {
        var enough = Width == 0 ? int.MaxValue : Renditions.Widths.FirstOrDefault(w => w >= Width, int.MaxValue);
        return string.Join(", ", Renditions.Widths.Where(w => w <= enough).Select(w => $"{At(w)} {Digits(Width == 0 ? w : Math.Min(w, Width))}w"));
    }

    string At(int width) => $"{current.Root}/media/{Of}/thumb?width={Digits(width)}{(Edit is null ? "" : $"&edit={EditAddress.Of(Edit)}")}{(Moment is { } at ? $"&at={Digits(at)}" : "")}";

    static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
