using System.Collections.Concurrent;
using System.Globalization;

namespace Planable.Web.Times;

/// <summary>A language's names and orders for dates, always in the Gregorian calendar: the calendar on the screen is one, whatever a country counts in.</summary>
public static class Cultures
{
    static readonly ConcurrentDictionary<string, CultureInfo> Known = new(StringComparer.OrdinalIgnoreCase);

    public static CultureInfo Of(string locale) => Known.GetOrAdd(locale, Gregorian);

    static CultureInfo Gregorian(string locale)
    {
        var culture = CultureInfo.GetCultureInfo(locale);
        if (culture.Calendar is GregorianCalendar || culture.OptionalCalendars.OfType<GregorianCalendar>().FirstOrDefault() is not { } gregorian)
            return culture;
        culture = (CultureInfo)culture.Clone();
        culture.DateTimeFormat.Calendar = gregorian;
        return CultureInfo.ReadOnly(culture);
    }
}
