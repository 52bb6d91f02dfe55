using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;

namespace Planable.Jobs.Mail;

/// <summary>A file that came with a mail.</summary>
public sealed record MailFile(string Name, string ContentType, byte[] Bytes);

/// <summary>
/// A mail as it came over the wire (RFC 5322, MIME), read by hand because no library restores: who, what, which files. What cannot be read is left out
/// and never stops the reading, since anybody can send anything.
/// </summary>
public sealed partial class IncomingMail
{
    const int MostParts = 200;
    const int Deepest = 12;
    const int LongestHeader = 8000;

    readonly List<Part> parts = [];
    readonly IReadOnlyList<(string Name, string Value)> headers;

    IncomingMail(IReadOnlyList<(string Name, string Value)> headers) => this.headers = headers;

    public string Subject => Decoded(Header("Subject") ?? "").Trim();

    /// <summary>Null if it does not say.</summary>
    public (string Name, string Address)? From => Addresses("From") is [var first, ..] ? first : null;

    public string? MessageId => Header("Message-ID")?.Trim();

    /// <summary>Those the headers name; who it was really delivered to stands on the envelope.</summary>
    public IEnumerable<string> Recipients => new[] { "X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc" }.SelectMany(Addresses).Select(a => a.Address);

    /// <summary>Made by a program: an absence note, a bounce, a mailing list.</summary>
    public bool IsAutomatic =>
        (Header("Auto-Submitted") is { } auto && !auto.Trim().Equals("no", StringComparison.OrdinalIgnoreCase)) || Header("List-Id") is not null || Header("X-Autoreply") is not null
        || (Header("Precedence")?.Trim().ToLowerInvariant() is "bulk" or "junk" or "list") || (Header("Content-Type")?.Contains("multipart/report", StringComparison.OrdinalIgnoreCase) ?? false);

    /// <summary>Found by the server that took it in.</summary>
    public bool IsSpam => Header("X-Spam-Flag")?.Trim().Equals("YES", StringComparison.OrdinalIgnoreCase) == true || Header("X-Spam")?.Trim().StartsWith("yes", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The server that took it in found that the sender is not who it says.</summary>
    public bool IsForged => All("Authentication-Results").Any(r => Forged().IsMatch(r));

    /// <summary>Plain words: of the part that has them, or of the page if there is only that.</summary>
    public string Text
    {
        get
        {
            var plain = parts.Where(p => p is { IsFile: false, Type: "text/plain" }).Select(p => p.Text().Trim()).Where(t => t.Length > 0).ToList();
            var words = plain.Count > 0 ? string.Join("\n\n", plain) : string.Join("\n\n", parts.Where(p => p is { IsFile: false, Type: "text/html" }).Select(p => WordsOf(p.Text())).Where(t => t.Length > 0));
            return WithoutSignature(words);
        }
    }

    public IEnumerable<MailFile> Files => parts.Where(p => p.IsFile && !IsDecoration(p)).Select(p => new MailFile(p.FileName ?? "file", p.Type, p.Bytes()));

    public static IncomingMail Read(byte[] message)
    {
        // Latin 1 keeps every byte as one character; text is decoded once its charset is known.
        var (headers, body) = Split(Encoding.Latin1.GetString(message));
        var mail = new IncomingMail(headers);
        mail.Collect(headers, body, 0);
        return mail;
    }

    void Collect(IReadOnlyList<(string Name, string Value)> partHeaders, string body, int depth)
    {
        if (parts.Count >= MostParts || depth > Deepest)
            return;
        var (type, typeParameters) = Parameters(Find(partHeaders, "Content-Type") ?? "text/plain");
        if (type.StartsWith("multipart/", StringComparison.Ordinal) && typeParameters.GetValueOrDefault("boundary") is { Length: > 0 } boundary)
        {
            foreach (var piece in Pieces(body, boundary))
            {
                var (headers, content) = Split(piece);
                Collect(headers, content, depth + 1);
            }

            return;
        }

        var (disposition, parameters) = Parameters(Find(partHeaders, "Content-Disposition") ?? "");
        var name = parameters.GetValueOrDefault("filename") ?? typeParameters.GetValueOrDefault("name");
        parts.Add(new Part(
            type, typeParameters.GetValueOrDefault("charset"), (Find(partHeaders, "Content-Transfer-Encoding") ?? "").Trim().ToLowerInvariant(), body, name,
            disposition == "attachment" || name is not null || !type.StartsWith("text/", StringComparison.Ordinal), disposition == "inline" || disposition.Length == 0, Find(partHeaders, "Content-ID")?.Trim().Trim('<', '>')));
    }

    /// <summary>A logo in somebody's signature is no attachment.</summary>
    bool IsDecoration(Part part) =>
        part is { IsInline: true, ContentId: { Length: > 0 } id } && part.Type.StartsWith("image/", StringComparison.Ordinal) && part.Body.Length < 40_000
        && parts.Any(p => p.Type == "text/html" && p.Text().Contains("cid:" + id, StringComparison.Ordinal));

    string? Header(string name) => Find(headers, name);

    IEnumerable<string> All(string name) => headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value);

    IReadOnlyList<(string Name, string Address)> Addresses(string header) =>
        [.. All(header).SelectMany(h => Mailboxes().Matches(Decoded(h))).Select(m => (Name: m.Groups["name"].Value.Trim().Trim('"').Trim(), Address: (m.Groups["in"].Success ? m.Groups["in"] : m.Groups["bare"]).Value)).Where(m => m.Address.Length is > 2 and <= 254)];

    static string? Find(IReadOnlyList<(string Name, string Value)> headers, string name) => headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    static (IReadOnlyList<(string Name, string Value)> Headers, string Body) Split(string message)
    {
        var found = new List<(string Name, string Value)>();
        var at = 0;
        while (at < message.Length && found.Count < 1000)
        {
            var end = message.IndexOf('\n', at);
            var line = (end < 0 ? message[at..] : message[at..end]).TrimEnd('\r');
            at = end < 0 ? message.Length : end + 1;
            if (line.Length == 0)
                break;
            if (line[0] is ' ' or '\t')
            {
                if (found.Count > 0)
                    found[^1] = (found[^1].Name, Bounded(found[^1].Value + " " + line.Trim()));
                continue;
            }

            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                found.Add((line[..colon].Trim(), Bounded(line[(colon + 1)..].Trim())));
        }

        return (found, message[Math.Min(at, message.Length)..]);
    }

    static string Bounded(string value) => value.Length <= LongestHeader ? value : value[..LongestHeader];

    static IEnumerable<string> Pieces(string body, string boundary)
    {
        var (mark, start) = ("--" + boundary, -1);
        var at = 0;
        while (at <= body.Length)
        {
            var end = body.IndexOf('\n', at);
            var line = (end < 0 ? body[at..] : body[at..end]).TrimEnd('\r', ' ', '\t');
            var isMark = line == mark || line == mark + "--";
            if (isMark && start >= 0)
                yield return body[start..Math.Max(start, at - (at > 1 && body[at - 1] == '\n' ? at > 2 && body[at - 2] == '\r' ? 2 : 1 : 0))];
            if (isMark)
                start = line == mark && end >= 0 ? end + 1 : -1;
            if (end < 0)
                break;
            at = end + 1;
        }

        // A mail that was cut off has no last mark.
        if (start >= 0 && start < body.Length)
            yield return body[start..];
    }

    /// <summary>A value with its parameters, those in pieces and in other alphabets (RFC 2231) too.</summary>
    static (string Value, Dictionary<string, string> Parameters) Parameters(string header)
    {
        var pieces = Semicolons().Split(header);
        var plain = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var continued = new SortedDictionary<(string Name, int Number), (string Text, bool IsEncoded)>();
        foreach (var piece in pieces.Skip(1))
        {
            if (piece.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var equals))
                continue;
            var (name, value) = (piece[..equals].Trim().ToLowerInvariant(), piece[(equals + 1)..].Trim());
            if (value.Length > 1 && value[0] == '"' && value[^1] == '"')
                value = value[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
            var stars = name.Split('*');
            if (stars.Length == 1)
                plain[name] = Decoded(value);
            else
                continued[(stars[0], int.TryParse(stars[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)] = (value, name.EndsWith('*'));
        }

        foreach (var one in continued.GroupBy(c => c.Key.Name))
        {
            var first = one.First().Value;
            var charset = "utf-8";
            var text = new StringBuilder();
            foreach (var (_, (value, isEncoded)) in one)
            {
                var raw = value;
                if (isEncoded && value == first.Text && value.Split('\'', 3) is [var named, _, var rest])
                    (charset, raw) = (named, rest);
                text.Append(isEncoded ? PercentDecoded(raw) : raw);
            }

            plain[one.Key] = CharsetOf(charset).GetString(Encoding.Latin1.GetBytes(text.ToString()));
        }

        return (pieces[0].Trim().ToLowerInvariant(), plain);
    }

    static string PercentDecoded(string text) => Percent().Replace(text, m => ((char)int.Parse(m.ValueSpan[1..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    /// <summary>Words in other alphabets (RFC 2047). Mailers that write them plainly mean UTF-8.</summary>
    static string Decoded(string header)
    {
        if (header.Any(c => c > 127))
            header = Utf8(header);
        header = BetweenWords().Replace(header, "$1");
        return EncodedWords().Replace(header, m =>
        {
            var bytes = m.Groups[2].Value is "B" or "b" ? Base64(m.Groups[3].Value) : QuotedPrintable(m.Groups[3].Value.Replace('_', ' '));
            return CharsetOf(m.Groups[1].Value.Split('*')[0]).GetString(bytes);
        });
    }

    static string Utf8(string latin) => CharsetOf("utf-8").GetString(Encoding.Latin1.GetBytes(latin));

    static byte[] Base64(string text)
    {
        var clean = new string([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/')]);
        clean = clean[..(clean.Length - (clean.Length % 4 == 1 ? 1 : 0))];
        return Convert.FromBase64String(clean.PadRight((clean.Length + 3) / 4 * 4, '='));
    }

    static byte[] QuotedPrintable(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '=')
            {
                bytes.Add((byte)text[i]);
            }
            else if (i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else if (i + 1 < text.Length && text[i + 1] is '\r' or '\n')
            {
                // A line that goes on.
                i += i + 2 < text.Length && text[i + 1] == '\r' && text[i + 2] == '\n' ? 2 : 1;
            }
            else
            {
                bytes.Add((byte)'=');
            }
        }

        return [.. bytes];
    }

    static Encoding CharsetOf(string? name)
    {
        try
        {
            return Encoding.GetEncoding(name?.Trim('"', '\'', ' ') is { Length: > 0 } known ? known : "utf-8");
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name?.Trim('"', '\'', ' ') ?? "") ?? Encoding.UTF8;
        }
    }

    /// <summary>What somebody reads of a page, with its links written out.</summary>
    static string WordsOf(string html)
    {
        var page = new HtmlParser().ParseDocument(html);
        foreach (var unseen in page.QuerySelectorAll("script, style, head, title, blockquote, .gmail_quote").ToList())
            unseen.Remove();
        foreach (var link in page.QuerySelectorAll("a[href^=http]").Where(a => !a.TextContent.Contains("://", StringComparison.Ordinal)))
            link.TextContent = $"{link.TextContent.Trim()} {link.GetAttribute("href")}";
        foreach (var end in page.QuerySelectorAll("br, p, div, li, tr, h1, h2, h3, h4").ToList())
            end.After(page.CreateTextNode("\n"));
        var lines = (page.Body?.TextContent ?? "").Split('\n').Select(l => Blanks().Replace(l, " ").Trim());
        return ManyBreaks().Replace(string.Join('\n', lines), "\n\n").Trim();
    }

    /// <summary>Two dashes and a blank begin a signature, an angle what is quoted.</summary>
    static string WithoutSignature(string text)
    {
        text = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        var lines = text.Split('\n').TakeWhile(l => l is not ("-- " or "--")).Where(l => !l.StartsWith('>'));
        return ManyBreaks().Replace(string.Join('\n', lines.Select(l => l.TrimEnd())), "\n\n").Trim();
    }

    [GeneratedRegex(@";(?=(?:[^""]*""[^""]*"")*[^""]*$)")]
    private static partial Regex Semicolons();

    [GeneratedRegex("%[0-9A-Fa-f]{2}")]
    private static partial Regex Percent();

    [GeneratedRegex(@"=\?([^?\s]{1,40})\?([BbQq])\?([^?\s]*)\?=")]
    private static partial Regex EncodedWords();

    [GeneratedRegex(@"(\?=)\s+(?==\?)")]
    private static partial Regex BetweenWords();

    [GeneratedRegex(@"(?<name>""[^""]*""|[^<>,""]*)<(?<in>[^<>\s@]+@[^<>\s]+)>|(?<bare>[^\s<>,;""]+@[^\s<>,;""]+)")]
    private static partial Regex Mailboxes();

    [GeneratedRegex(@"[ \t\u00A0]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\n{3,}")]
    private static partial Regex ManyBreaks();

    [GeneratedRegex(@"\bdmarc\s*=\s*fail\b", RegexOptions.IgnoreCase)]
    private static partial Regex Forged();

    sealed record Part(string Type, string? Charset, string Encoding, string Body, string? FileName, bool IsFile, bool IsInline, string? ContentId)
    {
        public byte[] Bytes() => Encoding switch
        {
            "base64" => Base64(Body),
            "quoted-printable" => QuotedPrintable(Body),
            _ => System.Text.Encoding.Latin1.GetBytes(Body),
        };

        public string Text() => CharsetOf(Charset).GetString(Bytes());
    }
}
