using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Planable.Web.DevMail;

/// <summary>A mail as the pickup folder holds it: reads what our own postman writes, no more of MIME.</summary>
public sealed partial class EmlFile
{
    EmlFile(string name, Dictionary<string, string> headers, IReadOnlyList<(string Type, string Content)> parts)
    {
        Name = name;
        From = Decoded(headers.GetValueOrDefault("From", ""));
        To = Decoded(headers.GetValueOrDefault("To", ""));
        Subject = Decoded(headers.GetValueOrDefault("Subject", ""));
        // Kept as written, e.g. "21 Nov 2026 14:20:00 +0000".
        At = DateTimeOffset.TryParse(headers.GetValueOrDefault("Date"), CultureInfo.InvariantCulture, out var at) ? at : DateTimeOffset.UnixEpoch;
        Text = parts.FirstOrDefault(p => p.Type == "text/plain").Content ?? "";
        Html = parts.FirstOrDefault(p => p.Type == "text/html").Content ?? "";
    }

    public string Name { get; }

    public string From { get; }

    public string To { get; }

    public string Subject { get; }

    public DateTimeOffset At { get; }

    public string Text { get; }

    public string Html { get; }

    public static async Task<EmlFile> Read(string path, CancellationToken cancel)
    {
        var (headers, body) = Split((await File.ReadAllTextAsync(path, cancel)).ReplaceLineEndings("\n"));
        return new EmlFile(Path.GetFileNameWithoutExtension(path), headers, [.. Parts(headers, body)]);
    }

    static IEnumerable<(string Type, string Content)> Parts(Dictionary<string, string> headers, string body)
    {
        var kind = headers.GetValueOrDefault("Content-Type", "text/plain");
        if (Boundary().Match(kind) is not { Success: true } boundary)
            return [(kind.Split(';')[0].Trim().ToLowerInvariant(), Decode(headers.GetValueOrDefault("Content-Transfer-Encoding", ""), body))];
        return body.Split($"--{boundary.Groups[1].Value}").Skip(1).Where(part => !part.StartsWith("--", StringComparison.Ordinal))
            .SelectMany(part =>
            {
                var (inner, content) = Split(part.TrimStart('\n'));
                return Parts(inner, content);
            });
    }

    static (Dictionary<string, string> Headers, string Body) Split(string text)
    {
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var (head, body) = end < 0 ? (text, "") : (text[..end], text[(end + 2)..]);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Folded().Replace(head, " ").Split('\n'))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                headers.TryAdd(line[..colon], line[(colon + 1)..].Trim());
        }

        return (headers, body);
    }

    static string Decode(string encoding, string body) => encoding.Trim().ToLowerInvariant() switch
    {
        "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body.Trim())),
        "quoted-printable" => Unquoted(body.Replace("=\n", "", StringComparison.Ordinal)),
        _ => body,
    };

    static string Decoded(string header) =>
        EncodedWord().Replace(BetweenWords().Replace(header, "?==?"), word => string.Equals(word.Groups[1].Value, "B", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[2].Value))
            : Unquoted(word.Groups[2].Value.Replace('_', ' ')));

    static string Unquoted(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text[i].ToString()));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    [GeneratedRegex("""boundary="?([^";\s]+)"?""", RegexOptions.IgnoreCase)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"\n[ \t]+")]
    private static partial Regex Folded();

    [GeneratedRegex(@"=\?utf-8\?([BQ])\?([^?]*)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"\?=\s+=\?")]
    private static partial Regex BetweenWords();
}
