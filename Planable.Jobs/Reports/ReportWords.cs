using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Planable.Data.Times;

namespace Planable.Jobs.Reports;

/// <summary>
/// What documents say, in the language and with the numbers and dates of who gets them. The English sentence is the key; a phrase that has no translation
/// stays English by itself and is told in <see cref="Missing"/>.
/// </summary>
public sealed class ReportWords
{
    static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>?> Read = new(StringComparer.Ordinal);

    readonly IReadOnlyDictionary<string, string>? phrases;
    readonly SortedSet<string> asked = new(StringComparer.Ordinal);

    ReportWords(CultureInfo culture)
    {
        Culture = culture;
        phrases = culture.TwoLetterISOLanguageName == "en" ? null : Read.GetOrAdd(culture.TwoLetterISOLanguageName, Load);
    }

    /// <summary>Languages in which there are texts.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "de", "pt", "ar"];

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
    public static ReportWords In(string locale)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(locale).Clone();
        // Plans are made in the calendar that networks and mails use.
        if (culture.DateTimeFormat.Calendar is not GregorianCalendar)
            culture.DateTimeFormat.Calendar = new GregorianCalendar();
        // Digits are written 0 to 9 in all languages, and to those belong these signs.
        if (culture.TwoLetterISOLanguageName == "ar")
        {
            var numbers = culture.NumberFormat;
            (numbers.NumberGroupSeparator, numbers.NumberDecimalSeparator, numbers.PercentGroupSeparator, numbers.PercentDecimalSeparator, numbers.PercentSymbol) = (",", ".", ",", ".", "%");
        }

        return new ReportWords(culture);
    }

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

    string Said(string english)
    {
        asked.Add(english);
        return phrases?.GetValueOrDefault(english) ?? english;
    }

    /// <summary>Those of some phrases that are not translated. English is what they are written in; formats alone, of a language without texts, lack all of them.</summary>
    public IReadOnlyCollection<string> Lacks(IEnumerable<string> english) =>
        Culture.TwoLetterISOLanguageName == "en" ? [] : [.. english.Where(e => phrases?.ContainsKey(e) != true)];

    static IReadOnlyDictionary<string, string>? Load(string language)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Planable.Jobs.Reports.Words.{language}.json");
        return file is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(file);
    }
}
