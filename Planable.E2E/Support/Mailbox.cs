using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Planable.E2E.Support;

/// <summary>The folder where the app's mails land.</summary>
public sealed partial class Mailbox(string folder)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The plain words of the newest mail to somebody, waiting until one arrives.</summary>
    public async Task<string> TextOfMailTo(string address)
    {
        var since = Stopwatch.StartNew();
        while (since.Elapsed < Patience)
        {
            foreach (var file in Files())
            {
                var mail = await File.ReadAllTextAsync(file);
                if (Regex.IsMatch(mail, $@"^(X-Receiver|To): .*{Regex.Escape(address)}", RegexOptions.Multiline | RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)))
                    return Words(mail);
            }

            await Task.Delay(200);
        }

        throw new TimeoutException($"No mail for {address} in {folder}.");
    }

    /// <summary>The first address in the newest mail to somebody that leads to a page with these words in its path.</summary>
    public async Task<string> LinkTo(string address, string path)
    {
        var text = await TextOfMailTo(address);
        return Link().Matches(text).Select(m => m.Value).FirstOrDefault(l => l.Contains(path, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"The mail to {address} has no link with {path}:\n{text}");
    }

    IEnumerable<string> Files() => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml").OrderByDescending(File.GetLastWriteTimeUtc) : [];

    // The first part is the plain one. It comes as base64 or quoted-printable, whichever is shorter.
    static string Words(string mail)
    {
        var part = Part().Match(mail);
        var body = part.Success ? part.Groups["body"].Value : mail[(mail.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var encoding = Encoded().Match(part.Success ? part.Groups["head"].Value : mail).Groups[1].Value.ToLowerInvariant();
        return encoding switch
        {
            "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body)),
            "quoted-printable" => Unquoted(body),
            _ => body,
        };
    }

    static string Unquoted(string body)
    {
        var bytes = Escape().Replace(body.Replace("=\r\n", "", StringComparison.Ordinal), m => ((char)Convert.ToByte(m.Groups[1].Value, 16)).ToString());
        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));
    }

    [GeneratedRegex(@"https?://[^\s<>""]+", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"^--\S+\r\n(?<head>(?:[^\r\n]+\r\n)*?Content-Type: text/plain(?:[^\r\n]*\r\n)(?:[^\r\n]+\r\n)*)\r\n(?<body>.*?)\r\n--", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Part();

    [GeneratedRegex(@"Content-Transfer-Encoding: (\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex Encoded();

    [GeneratedRegex("=([0-9A-F]{2})")]
    private static partial Regex Escape();
}
