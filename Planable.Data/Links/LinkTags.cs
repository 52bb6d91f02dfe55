using System.Text;
using Planable.Data.Networks;

namespace Planable.Data.Links;

/// <summary>
/// What the links of a version get on one channel. It is part of the version, so what was approved is what goes out, whatever becomes of the rules.
/// The same text and tags always give the same links.
/// </summary>
public sealed record LinkTags(SortedDictionary<string, string> Values, IReadOnlyList<string> Domains)
{
    public static string On(string address, LinkTags? tags) => tags?.On(address) ?? address;

    public static string In(string text, Network network, LinkTags? tags) => tags?.In(text, network) ?? text;

    public bool Equals(LinkTags? other) => other is not null && Values.SequenceEqual(other.Values) && Domains.SequenceEqual(other.Domains);

    public override int GetHashCode() => Values.Aggregate(Domains.Count, (hash, value) => HashCode.Combine(hash, value.Key, value.Value));

    /// <summary>The text with all its links marked.</summary>
    public string In(string text, Network network)
    {
        var links = TextSpans.In(text, network).Where(s => s.Kind == TextSpanKind.Link).ToList();
        if (links.Count == 0)
            return text;
        var (marked, seen) = (new StringBuilder(), 0);
        foreach (var link in links)
        {
            var words = text[link.Start..link.End];
            // Written without https://, it stays without.
            var address = On(link.Value);
            marked.Append(text, seen, link.Start - seen).Append(address == link.Value ? words : link.Value.Length > words.Length ? address[(link.Value.Length - words.Length)..] : address);
            seen = link.End;
        }

        return marked.Append(text, seen, text.Length - seen).ToString();
    }

    /// <summary>What the address says already stays; it is a person's choice.</summary>
    public string On(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https") || !IsMarked(page))
            return address;
        var fragment = address.IndexOf('#', StringComparison.Ordinal) is >= 0 and var mark ? address[mark..] : "";
        var rest = address[..^fragment.Length];
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (rest, "") : (rest[..question], rest[(question + 1)..]);
        var said = query.Split('&').Select(pair => pair.Split('=')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var added = string.Join('&', Values.Where(v => !said.Contains(v.Key)).Select(v => $"{v.Key}={Uri.EscapeDataString(v.Value)}"));
        if (added.Length == 0)
            return address;
        if (path.IndexOf('/', path.IndexOf("://", StringComparison.Ordinal) + 3) < 0)
            path += "/";
        return $"{path}?{(query.Length > 0 ? query.TrimEnd('&') + "&" : "")}{added}{fragment}";
    }

    bool IsMarked(Uri page)
    {
        var host = page.IdnHost.ToLowerInvariant();
        return Domains.Count == 0 || Domains.Any(d => host == d || host.EndsWith($".{d}", StringComparison.Ordinal));
    }
}
