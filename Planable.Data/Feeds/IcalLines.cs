using System.Globalization;
using System.Text;

namespace Planable.Data.Feeds;

/// <summary>Content lines as RFC 5545 has them: escaped values, CRLF, folded at 75 octets and never inside a character.</summary>
public static class IcalLines
{
    const int Octets = 75;

    public static string Line(string name, string value)
    {
        var line = new StringBuilder();
        var octets = 0;
        foreach (var rune in $"{name}:{value}".EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > Octets)
            {
                // The space that marks the continuation counts too.
                line.Append("\r\n ");
                octets = 1;
            }

            line.Append(rune);
            octets += rune.Utf8SequenceLength;
        }

        return line.Append("\r\n").ToString();
    }

    public static string Words(string name, string text) => Line(name, Escaped(text));

    public static string List(string name, IEnumerable<string> texts) => Line(name, string.Join(',', texts.Select(Escaped)));

    public static string Instant(string name, DateTimeOffset at) => Line(name, at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));

    static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.Replace("\r\n", "\n", StringComparison.Ordinal))
        {
            escaped.Append(c switch
            {
                '\\' => @"\\",
                ';' => @"\;",
                ',' => @"\,",
                '\n' or '\r' => @"\n",
                '\t' => "\t",
                _ when char.IsControl(c) => "",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
