using System.Collections.Concurrent;
using System.Globalization;

namespace Planable.Data.Languages;

/// <summary>A language's names and orders for dates, always in the Gregorian calendar: the calendar on the screen is one, whatever a country counts in.</summary>
public static class Cultures
{
    static readonly ConcurrentDictionary<string, CultureInfo> Known = new(StringComparer.OrdinalIgnoreCase);

    public static CultureInfo Of(string locale) => Known.GetOrAdd(locale, Adapted);

    static CultureInfo Adapted(string locale)
    {
        var culture = (CultureInfo)CultureInfo.GetCultureInfo(locale).Clone();
        if (culture.DateTimeFormat.Calendar is not GregorianCalendar)
            culture.DateTimeFormat.Calendar = culture.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() ?? new GregorianCalendar();
        // Digits are written 0 to 9 in all languages, and to those belong these signs.
        if (culture.TwoLetterISOLanguageName == "ar")
        {
            var numbers = culture.NumberFormat;
            (numbers.NumberGroupSeparator, numbers.NumberDecimalSeparator, numbers.PercentGroupSeparator, numbers.PercentDecimalSeparator, numbers.PercentSymbol, numbers.NegativeSign) = (",", ".", ",", ".", "%", "-");
        }

        return CultureInfo.ReadOnly(culture);
    }
}
