using System.Globalization;
using Planable.Data.Members;
using Planable.Data.Reviews;
using Planable.Data.Workspaces;

namespace Planable.Data.Languages;

/// <summary>How somebody is spoken to: in whose words, and with dates and numbers as they write them. What machines read follows neither.</summary>
/// <param name="Words">Of one of the <see cref="Spoken"/>.</param>
/// <param name="Formats">May be those of a country without texts.</param>
public sealed record Speech(CultureInfo Words, CultureInfo Formats)
{
    /// <summary>Where nobody is known who reads.</summary>
    public static Speech Plain { get; } = new(Cultures.Of(Spoken.English), CultureInfo.InvariantCulture);

    /// <summary>What they chose for this client, or for themselves; then a client's people read as the client writes, and the team English.</summary>
    /// <param name="member">With the person.</param>
    public static Speech To(Member member, Workspace workspace) =>
        (member.Language ?? member.Person.Language) is { } chosen ? In(chosen, workspace.Locale) : member.IsClient ? Of(workspace) : new(Plain.Words, Cultures.Of(workspace.Locale));

    /// <summary>To somebody with a link: as it was made, then as the client writes, then as their browser asks.</summary>
    /// <param name="asked">The language a browser would like best of ours.</param>
    public static Speech To(ReviewLink link, Workspace workspace, string? asked = null) =>
        (link.Language ?? Spoken.Of(workspace.Locale) ?? asked) is { } language ? In(language, workspace.Locale) : Of(workspace);

    /// <summary>As a client writes.</summary>
    public static Speech Of(Workspace workspace) => In(Spoken.Of(workspace.Locale) ?? Spoken.English, workspace.Locale, keepsFormats: true);

    /// <summary>In a language, with the formats of a country where it speaks that.</summary>
    public static Speech In(string language, string? locale = null) => In(language, locale, keepsFormats: false);

    static Speech In(string language, string? locale, bool keepsFormats)
    {
        if (locale is not null && Spoken.Of(locale) == language)
            return new(Cultures.Of(locale), Cultures.Of(locale));
        var usual = Cultures.Of(language switch { "de" => "de-DE", "pt" => "pt-PT", "ar" => "ar", _ => "en-GB" });
        return new(usual, keepsFormats && locale is not null ? Cultures.Of(locale) : usual);
    }

    /// <summary>From here on in this request or job.</summary>
    public void Begin() => (CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture) = (Words, Formats);

    /// <summary>Until the end of the block, as for a mail to somebody else.</summary>
    public IDisposable ForNow()
    {
        var before = new Speech(CultureInfo.CurrentUICulture, CultureInfo.CurrentCulture);
        Begin();
        return new Ending(before);
    }

    sealed class Ending(Speech before) : IDisposable
    {
        public void Dispose() => before.Begin();
    }
}
