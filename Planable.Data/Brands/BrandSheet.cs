using Planable.Data.Companies;
using Planable.Data.Members;
using Planable.Data.People;
using Planable.Data.Workspaces;

namespace Planable.Data.Brands;

/// <summary>What somebody decided about the looks; null leaves it as it is without.</summary>
public sealed record BrandDraft(string? Name, string? Accent, string? Font, IReadOnlyList<BrandName> Names);

/// <summary>How a company shows itself to its clients, or how one client's pages differ from that.</summary>
public class BrandSheet : Entity, IRevised
{
    public const int NameLength = 80;

    BrandSheet()
    {
    }

    /// <summary>It has the id of whose looks it describes, so that there is never a second one.</summary>
    BrandSheet(Guid companyId, Guid? workspaceId) => (Id, CompanyId, WorkspaceId) = (workspaceId ?? companyId, companyId, workspaceId);

    public Guid CompanyId { get; private set; }

    /// <summary>Null is the company's own.</summary>
    public Guid? WorkspaceId { get; private set; }

    public string? Name { get; private set; }

    /// <summary>"#0F5A46"; can be read on white, and white on it.</summary>
    public string? Accent { get; private set; }

    public string? Font { get; private set; }

    public IReadOnlyList<BrandName> Names { get; private set; } = [];

    public Guid? LogoId { get; private set; }

    public Guid? DarkLogoId { get; private set; }

    public Guid? IconId { get; private set; }

    /// <summary>Also the version of its stylesheet.</summary>
    public int Revision { get; private set; }

    public static BrandSheet Of(Company company) => new(company.Id, null);

    public static BrandSheet Of(Workspace workspace) => new(workspace.CompanyId, workspace.Id);

    public Guid? Picture(BrandPart part) => part switch { BrandPart.Logo => LogoId, BrandPart.DarkLogo => DarkLogoId, _ => IconId };

    public void Settle(BrandDraft draft, Company company, Person by)
    {
        MustDecide(company, by);
        Take(draft);
    }

    public void Settle(BrandDraft draft, Workspace workspace, Member by, DateTimeOffset at)
    {
        workspace.Dress(by, at);
        Take(draft);
    }

    /// <param name="picture">Null shows none.</param>
    public void Show(BrandPart part, BrandPicture? picture, Company company, Person by)
    {
        MustDecide(company, by);
        Hang(part, picture);
    }

    public void Show(BrandPart part, BrandPicture? picture, Workspace workspace, Member by, DateTimeOffset at)
    {
        workspace.Dress(by, at);
        Hang(part, picture);
    }

    static void MustDecide(Company company, Person by)
    {
        if (!company.IsOwnedBy(by.Id))
            throw new NotAllowed("Only the owners of a company decide how it looks.");
    }

    void Hang(BrandPart part, BrandPicture? picture) => _ = part switch
    {
        BrandPart.Logo => LogoId = picture?.Id,
        BrandPart.DarkLogo => DarkLogoId = picture?.Id,
        _ => IconId = picture?.Id,
    };

    void Take(BrandDraft draft)
    {
        var name = Trimmed(draft.Name);
        if (name?.Length > NameLength)
            throw new RuleBroken("BRAND_NAME_LONG", "A name has up to {0} characters.", NameLength);
        if (draft.Font is { Length: > 0 } font && BrandFonts.Find(font) is null)
            throw new RuleBroken("FONT_UNKNOWN", "This typeface is not among those to choose from.");
        var accent = Trimmed(draft.Accent) is { } colour ? MustBeReadable(colour) : null;
        var names = draft.Names.Where(n => !string.IsNullOrWhiteSpace(n.Name)).Select(n => n with { Name = n.Name.Trim() }).ToList();
        if (names.Exists(n => n.Name.Length > BrandNames.NameLength || !BrandNames.Words.Contains(n.Word) || !BrandNames.Languages.Contains(n.Language)))
            throw new RuleBroken("BRAND_NAMES", "A name for a thing has up to {0} characters.", BrandNames.NameLength);
        (Name, Accent, Font, Names) = (name, accent, Trimmed(draft.Font), names);
    }

    static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    static string MustBeReadable(string colour)
    {
        var shade = Shade.Read(colour) ?? throw new RuleBroken("COLOUR_UNKNOWN", "A colour is written like {0}.", Brand.UsualAccent);
        var contrast = shade.On(Shade.White);
        if (contrast < Shade.Readable)
            throw new RuleBroken("COLOUR_PALE", "{0} reaches a contrast of {1} : 1 to white, and text on buttons needs 4.5 : 1. The nearest shade that does is {2}.", shade.ToString(), Math.Floor(contrast * 10) / 10, shade.ReadableOn(Shade.White).ToString());
        return shade.ToString();
    }
}
