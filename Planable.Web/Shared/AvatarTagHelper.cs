using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Planable.Web.Shared;

/// <summary>
/// <c>&lt;avatar name="Wanda Writer" /&gt;</c>: initials on a hue that always is the same for a name. Decoration beside the name;
/// alone it needs <c>labelled</c>. With <c>network</c> it stands for a channel and carries the glyph in its corner.
/// </summary>
[HtmlTargetElement("avatar", Attributes = "name", TagStructure = TagStructure.WithoutEndTag)]
public sealed class AvatarTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string Name { get; set; } = "";

    /// <summary><c>sm</c> is 20 pixels, nothing 24, <c>lg</c> 32.</summary>
    public string? Size { get; set; }

    public string? Network { get; set; }

    /// <summary>Square, as for companies.</summary>
    public bool Square { get; set; }

    public bool Labelled { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var avatar = new TagBuilder("span");
        avatar.Attributes["class"] = string.Join(' ', new[] { "ava", Size, Square ? "sq" : null }.Where(c => c is not null));
        avatar.Attributes["data-hue"] = Hue(Name).ToString(CultureInfo.InvariantCulture);
        if (Labelled)
        {
            avatar.Attributes["role"] = "img";
            avatar.Attributes["aria-label"] = Name;
        }
        else
        {
            avatar.Attributes["aria-hidden"] = "true";
        }

        avatar.InnerHtml.Append(Initials(Name));
        if (Network is not null)
        {
            var corner = new TagBuilder("span");
            corner.Attributes["class"] = "net";
            corner.InnerHtml.AppendHtml(IconSprite.Draw(View, NetworkGlyphTagHelper.Symbol(Network), "g"));
            avatar.InnerHtml.AppendHtml(corner);
        }

        output.Become(avatar);
    }

    /// <summary>First letters of the first and the last word; whole characters, so a name may begin with one outside the basic plane.</summary>
    public static string Initials(string name)
    {
        var parts = name.Split([' ', '@', '.', '_', '-'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var letters = parts.Length > 1 && !name.Contains('@') ? First(parts[0]) + First(parts[^1]) : First(parts.FirstOrDefault() ?? "?");
        return letters.ToUpperInvariant();

        static string First(string word) => StringInfo.GetNextTextElement(word);
    }

    /// <summary>0 to 11. FNV-1a, because string hashes differ from run to run.</summary>
    public static int Hue(string name)
    {
        var hash = 2166136261u;
        foreach (var letter in name) hash = unchecked((hash ^ letter) * 16777619u);
        return (int)((hash ^ (hash >> 15)) % 12);
    }
}
