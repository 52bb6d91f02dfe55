using System.Globalization;
using System.Text;

namespace Planable.Data.Feeds;

/// <summary>Writes a calendar file (RFC 5545).</summary>
public sealed class IcalText
{
    const int LineBytes = 75;

    readonly StringBuilder text = new();

    public IcalText(string producer, string name)
    {
        Line("BEGIN", "VCALENDAR");
        Line("VERSION", "2.0");
        Line("PRODID", $"-//{Escape(producer)}//EN");
        Line("CALSCALE", "GREGORIAN");
        Line("METHOD", "PUBLISH");
        Line("X-WR-CALNAME", Escape(name));
        Line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    }

    public void Add(string uid, DateTimeOffset start, TimeSpan length, string title, string details, Uri address, DateTimeOffset changed, bool isCertain)
    {
        Line("BEGIN", "VEVENT");
        Line("UID", Escape(uid));
        Line("DTSTAMP", Instant(changed));
        Line("DTSTART", Instant(start));
        Line("DTEND", Instant(start + length));
        Line("SUMMARY", Escape(title));
        Line("DESCRIPTION", Escape(details));
        Line("URL", address.AbsoluteUri);
        Line("STATUS", isCertain ? "CONFIRMED" : "TENTATIVE");
        Line("TRANSP", "TRANSPARENT");
        Line("END", "VEVENT");
    }

    public string End()
    {
        Line("END", "VCALENDAR");
        return text.ToString();
    }

    static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    static string Escape(string words) =>
        words.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)
            .Replace("\r\n", "\\n", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);

    /// <summary>Folded after 75 bytes, between characters.</summary>
    void Line(string name, string value)
    {
        var bytes = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes().Where(r => r.Value is >= 32 or 9))
        {
            if (bytes + rune.Utf8SequenceLength > LineBytes)
            {
                text.Append("\r\n ");
                bytes = 1;
            }

            text.Append(rune.ToString());
            bytes += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
