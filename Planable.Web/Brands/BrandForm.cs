using System.ComponentModel.DataAnnotations;
using Planable.Data.Brands;

namespace Planable.Web.Brands;

public sealed class BrandNameField
{
    public string Language { get; set; } = "";

    public string Word { get; set; } = "";

    public string? Name { get; set; }
}

public sealed class BrandForm
{
    [Display(Name = "Name"), StringLength(BrandSheet.NameLength, ErrorMessage = "At most {1} characters.")]
    public string? Name { get; set; }

    [Display(Name = "Colour"), StringLength(20)]
    public string? Accent { get; set; }

    /// <summary>The shade that was offered in place of one that is too pale.</summary>
    public string? Offered { get; set; }

    [Display(Name = "Typeface")]
    public string? Font { get; set; }

    public List<BrandNameField> Names { get; set; } = [];

    public IFormFile? Logo { get; set; }

    public IFormFile? DarkLogo { get; set; }

    public IFormFile? Icon { get; set; }

    public bool NoLogo { get; set; }

    public bool NoDarkLogo { get; set; }

    public bool NoIcon { get; set; }

    public int Revision { get; set; }

    public static BrandForm Of(BrandSheet sheet) => new()
    {
        Name = sheet.Name,
        Accent = sheet.Accent,
        Font = sheet.Font,
        Revision = sheet.Revision,
        Names = [.. sheet.Names.Select(n => new BrandNameField { Language = n.Language, Word = n.Word, Name = n.Name })],
    };

    public BrandDraft Read() => new(Name, Offered ?? Accent, Font, [.. Names.Select(n => new BrandName(n.Language, n.Word, n.Name ?? ""))]);

    /// <summary>What is uploaded, and what is taken away.</summary>
    public IEnumerable<(BrandPart Part, IFormFile? File)> Pictures()
    {
        foreach (var (part, file, none) in ((BrandPart, IFormFile?, bool)[])[(BrandPart.Logo, Logo, NoLogo), (BrandPart.DarkLogo, DarkLogo, NoDarkLogo), (BrandPart.Icon, Icon, NoIcon)])
        {
            if (file is { Length: > 0 } || none)
                yield return (part, file is { Length: > 0 } ? file : null);
        }
    }
}

/// <param name="Action">Where the form goes.</param>
/// <param name="Usual">What an empty name stands for.</param>
/// <param name="Company">Whose page it is, for the company's own.</param>
public sealed record BrandPage(string Action, BrandForm Form, BrandSheet Sheet, string Usual, Guid? Company = null)
{
    /// <summary>The shade on offer, if the one that was typed is too pale.</summary>
    public string? Offer => Shade.Read(Form.Accent) is { } shade && shade.On(Shade.White) < Shade.Readable ? shade.ReadableOn(Shade.White).ToString() : null;

    public double Contrast => Shade.Read(Form.Accent) is { } shade ? Math.Floor(shade.On(Shade.White) * 10) / 10 : 0;

    /// <summary>What the preview is dyed with.</summary>
    public string? Dye => Offer ?? Shade.Read(Form.Accent)?.ToString();

    public string NameFor(string language, string word) => Form.Names.Find(n => n.Language == language && n.Word == word)?.Name ?? "";
}
