using System.Text;

namespace Planable.Data.Feeds;

/// <summary>Writes a calendar file (RFC 5545).</summary>
public sealed class IcalText
{
    readonly StringBuilder text = new();

    public IcalText(string producer, string name)
    {
        text.Append(IcalLines.Line("BEGIN", "VCALENDAR"));
        text.Append(IcalLines.Line("VERSION", "2.0"));
        text.Append(IcalLines.Words("PRODID", $"-//{producer}//EN"));
        text.Append(IcalLines.Line("CALSCALE", "GREGORIAN"));
        text.Append(IcalLines.Line("METHOD", "PUBLISH"));
        text.Append(IcalLines.Words("X-WR-CALNAME", name));
        text.Append(IcalLines.Line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"));
    }

    public void Add(string uid, DateTimeOffset start, TimeSpan length, string title, string details, Uri address, DateTimeOffset changed, bool isCertain)
    {
        text.Append(IcalLines.Line("BEGIN", "VEVENT"));
        text.Append(IcalLines.Words("UID", uid));
        text.Append(IcalLines.Instant("DTSTAMP", changed));
        text.Append(IcalLines.Instant("DTSTART", start));
        text.Append(IcalLines.Instant("DTEND", start + length));
        text.Append(IcalLines.Words("SUMMARY", title));
        text.Append(IcalLines.Words("DESCRIPTION", details));
        text.Append(IcalLines.Line("URL", address.AbsoluteUri));
        text.Append(IcalLines.Line("STATUS", isCertain ? "CONFIRMED" : "TENTATIVE"));
        text.Append(IcalLines.Line("TRANSP", "TRANSPARENT"));
        text.Append(IcalLines.Line("END", "VEVENT"));
    }

    public string End()
    {
        text.Append(IcalLines.Line("END", "VCALENDAR"));
        return text.ToString();
    }
}
