using Microsoft.Extensions.Localization;
using Planable.Data.Brands;

namespace Planable.Web.Http;

/// <summary>
/// Whose looks the page has: an agency's on its own host, behind its links and for its clients' people. Nobody's for the team at its work, which then sees ours.
/// </summary>
public sealed class CurrentBrand(IHttpContextAccessor accessor)
{
    internal static readonly object Key = typeof(Brand);

    public Brand? Brand => accessor.HttpContext?.Items[Key] as Brand;

    internal static readonly object LocaleKey = new();

    /// <param name="locale">Of the client whose page it is: what the agency calls by other names it does in that client's language. Null where no client is entered.</param>
    public void Wear(Brand brand, string? locale = null)
    {
        accessor.HttpContext!.Items[Key] = brand;
        accessor.HttpContext.Items[LocaleKey] = locale;
    }
}

/// <summary>The one set of translations, with what a brand calls things by other names.</summary>
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
        var language = accessor.HttpContext?.Items[CurrentBrand.LocaleKey] is string locale ? Times.Cultures.Of(locale).TwoLetterISOLanguageName : System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        // What has no name in the client's language has the one the sentences around it are written in.
        return brand.NameFor(name, language) ?? brand.NameFor(name, "en");
    }

    /// <summary>Where a sentence would name us, it names whose page it is.</summary>
    static LocalizedString Signed(LocalizedString said, Brand brand) =>
        said.Value.Contains(Maker, StringComparison.Ordinal) ? new LocalizedString(said.Name, said.Value.Replace(Maker, brand.Name, StringComparison.Ordinal), said.ResourceNotFound) : said;
}
