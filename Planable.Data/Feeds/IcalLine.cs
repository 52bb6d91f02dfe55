using System.Text;

namespace Planable.Data.Feeds;

/// <summary>A line of a calendar file: NAME;PARAMETER=VALUE:VALUE.</summary>
sealed record IcalLine(string Name, IReadOnlyDictionary<string, string> Parameters, string Value)
{
    /// <summary>RFC 5545, 3.1: a line that begins with a blank goes on with the one before.</summary>
    public static IEnumerable<string> Unfold(string text)
    {
        StringBuilder? line = null;
        foreach (var raw in text.Split('\n'))
        {
            var part = raw.TrimEnd('\r');
            if (part is [' ' or '\t', ..] && line is not null)
            {
                line.Append(part, 1, part.Length - 1);
                continue;
            }

            if (line is { Length: > 0 })
                yield return line.ToString();
            line = new StringBuilder(part);
        }

        if (line is { Length: > 0 })
            yield return line.ToString();
    }

    /// <returns>Null if it is no such line.</returns>
    public static IcalLine? Read(string line)
    {
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var at = line.AsSpan().IndexOfAny(';', ':');
        if (at <= 0)
            return null;
        var name = line[..at].ToUpperInvariant();
        while (line[at] == ';')
        {
            var equals = line.IndexOf('=', at);
            if (equals < 0)
                return null;
            var (key, from) = (line[(at + 1)..equals], equals + 1);
            var isQuoted = from < line.Length && line[from] == '"';
            var end = isQuoted ? line.IndexOf('"', from + 1) + 1 : line.AsSpan(from).IndexOfAny(';', ':') is >= 0 and var found ? from + found : -1;
            if (end <= 0 || end >= line.Length)
                return null;
            parameters[key] = line[from..end].Trim('"');
            at = end;
            if (line[at] is not (';' or ':'))
                return null;
        }

        return new IcalLine(name, parameters, line[(at + 1)..]);
    }

    /// <summary>Text without its escapes.</summary>
    public string Words()
    {
        var words = new StringBuilder(Value.Length);
        for (var i = 0; i < Value.Length; i++)
        {
            if (Value[i] != '\\' || i == Value.Length - 1)
                words.Append(Value[i]);
            else
                words.Append(Value[++i] is 'n' or 'N' ? ' ' : Value[i]);
        }

        return words.ToString().Trim();
    }
}
