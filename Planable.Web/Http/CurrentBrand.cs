using System.Globalization;
using Microsoft.Extensions.Localization;
using Planable.Data.Brands;
using Planable.Data.Languages;

namespace Planable.Web.Http;

/// <summary>
/// Whose looks the page has: an agency's on its own host, behind its links and for its clients' people. Nobody's for the team at its work, which then sees ours.
/// </summary>
public sealed class CurrentBrand(IHttpContextAccessor accessor)
{
    internal static readonly object Key = typeof(Brand);

    public Brand? Brand => accessor.HttpContext?.Items[Key] as Brand;

    public void Wear(Brand brand) => accessor.HttpContext!.Items[Key] = brand;
}

/// <summary>The one set of translations, with what a brand calls things by other names in the reader's language.</summary>
public sealed class RenamedWords(IStringLocalizerFactory factory, IHttpContextAccessor accessor) : IStringLocalizer<Planable.Data.Words>
{
    const string Maker = "Planable";

    readonly IStringLocalizer words = factory.Create(typeof(Planable.Data.Words));

    Brand? Worn => accessor.HttpContext?.Items[CurrentBrand.Key] as Brand;

    public LocalizedString this[string name] => Worn is { } brand ? Renamed(name, brand) is { } other ? new LocalizedString(name, other) : Signed(words[name], brand) : words[name];

    public LocalizedString this[string name, params object[] arguments] => Worn is { } brand ? Signed(words[name, arguments], brand) : words[name, arguments];

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => words.GetAllStrings(includeParentCultures);

    string? Renamed(string name, Brand brand)
    {
        // What they named in no other language is called what the sentences around it call it; English names stand where those are English.
        return brand.NameFor(name, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName) ?? (words[name].ResourceNotFound ? brand.NameFor(name, Spoken.English) : null);
    }

    /// <summary>Where a sentence would name us, it names whose page it is.</summary>
    static LocalizedString Signed(LocalizedString said, Brand brand) =>
        said.Value.Contains(Maker, StringComparison.Ordinal) ? new LocalizedString(said.Name, said.Value.Replace(Maker, brand.Name, StringComparison.Ordinal), said.ResourceNotFound) : said;
}
