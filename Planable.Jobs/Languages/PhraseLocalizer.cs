using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Planable.Jobs.Languages;

/// <summary>What the framework asks for texts: one set for everything, in the language of <see cref="CultureInfo.CurrentUICulture"/>.</summary>
public sealed class PhraseLocalizers : IStringLocalizerFactory
{
    static readonly PhraseLocalizer All = new();

    public IStringLocalizer Create(Type resourceSource) => All;

    public IStringLocalizer Create(string baseName, string location) => All;
}

/// <summary>A phrase that is not translated stays English.</summary>
sealed class PhraseLocalizer : IStringLocalizer
{
    static IReadOnlyDictionary<string, string> Spoken => Phrases.Of(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName);

    public LocalizedString this[string name] => Spoken.GetValueOrDefault(name) is { } said ? new(name, said) : new(name, name, resourceNotFound: true);

    public LocalizedString this[string name, params object[] arguments]
    {
        get
        {
            var said = this[name];
            return new(name, string.Format(CultureInfo.CurrentCulture, said.Value, arguments), said.ResourceNotFound);
        }
    }

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => Spoken.Select(p => new LocalizedString(p.Key, p.Value));
}
