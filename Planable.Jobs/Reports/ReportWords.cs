using System.Globalization;
using Planable.Data.Languages;
using Planable.Data.Reports;
using Planable.Data.Times;
using Planable.Jobs.Languages;

namespace Planable.Jobs.Reports;

/// <summary>
/// What documents say, in the language and with the numbers and dates of who gets them. The English sentence is the key; a phrase that has no translation
/// stays English by itself and is told in <see cref="Missing"/>.
/// </summary>
public sealed class ReportWords
{
    readonly IReadOnlyDictionary<string, string>? phrases;
    readonly SortedSet<string> asked = new(StringComparer.Ordinal);

    ReportWords(CultureInfo culture)
    {
        Culture = culture;
        phrases = Phrases.Of(culture.TwoLetterISOLanguageName) is { Count: > 0 } known ? known : null;
    }

    public CultureInfo Culture { get; }

    /// <summary>Of the texts; formats may be those of a language that has none.</summary>
    public string Language => phrases is null ? "en" : Culture.Name;

    public bool RightToLeft => phrases is not null && Culture.TextInfo.IsRightToLeft;

    /// <summary>Phrases that were asked for.</summary>
    public IReadOnlyCollection<string> Asked => asked;

    /// <summary>Phrases that were asked for and are not translated.</summary>
    public IReadOnlyCollection<string> Missing => Lacks(asked);

    public string this[string english] => Said(english);

    public string this[string english, params object?[] with] => string.Format(Culture, Said(english), with);

    /// <param name="locale">A language tag like "de-DE".</param>
    public static ReportWords In(string locale) => new(Cultures.Of(locale));

    /// <summary>"Thu 22 Oct 2026, 09:00 Berlin".</summary>
    public string Moment(DateTimeOffset at, string zone) => $"{Zones.ToLocal(at, zone).ToString("ddd d MMM yyyy, HH:mm", Culture)} {(zone == "Etc/UTC" ? "UTC" : Zones.City(zone))}";

    public string Clock(DateTime local) => local.ToString("HH:mm", Culture);

    public string Day(DateOnly day) => day.ToString(Culture.Name == "en-US" ? "MMMM d, yyyy" : IsPortuguese ? "d 'de' MMMM 'de' yyyy" : "d MMMM yyyy", Culture);

    public string Month(DateOnly day) => day.ToString(IsPortuguese ? "MMMM 'de' yyyy" : "MMMM yyyy", Culture);

    /// <summary>"1–31 May 2026", with what both days share said once.</summary>
    public string Days(DateOnly first, DateOnly last) => this switch
    {
        _ when first == last => Day(first),
        { Culture.Name: "en-US" } when first.Year == last.Year && first.Month == last.Month => $"{first.ToString("MMMM d", Culture)}–{last.ToString("d, yyyy", Culture)}",
        _ when first.Year == last.Year && first.Month == last.Month => $"{first.Day.ToString(Culture)}–{Day(last)}",
        _ when first.Year == last.Year => $"{first.ToString(Culture.Name == "en-US" ? "MMMM d" : IsPortuguese ? "d 'de' MMMM" : "d MMMM", Culture)} – {Day(last)}",
        _ => $"{Day(first)} – {Day(last)}",
    };

    bool IsPortuguese => Culture.TwoLetterISOLanguageName == "pt";

    public string Number(double value) => value.ToString("N0", Culture);

    public string Number(double value, int decimals) => value.ToString($"N{decimals}", Culture);

    /// <summary>Against the days before: "+19.8%", or "+0.5 points" of a rate. Empty if there is nothing to compare with.</summary>
    public string Change(ReportFigure figure)
    {
        if (figure.Change is not { } change)
            return "";
        var sign = Math.Round(change, 1) switch { > 0 => "+", < 0 => "−", _ => "±" };
        return figure.IsRate ? this["{0} points", sign + Number(Math.Abs(change), 1)] : sign + (Math.Abs(change) / 100).ToString("P1", Culture);
    }

    string Said(string english)
    {
        asked.Add(english);
        return phrases?.GetValueOrDefault(english) ?? english;
    }

    /// <summary>Those of some phrases that are not translated. English is what they are written in; formats alone, of a language without texts, lack all of them.</summary>
    public IReadOnlyCollection<string> Lacks(IEnumerable<string> english) =>
        Culture.TwoLetterISOLanguageName == "en" ? [] : [.. english.Where(e => phrases?.ContainsKey(e) != true)];
}
