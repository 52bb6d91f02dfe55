using System.Text;
using System.Text.Json.Serialization;
using Planable.Data.Networks;

namespace Planable.Data.Links;

/// <summary>
/// What the links of a version get on one channel. It is part of the version, so what was approved is what goes out, whatever becomes of the rules.
/// The same text and tags always give the same links.
/// </summary>
public sealed record LinkTags(SortedDictionary<string, string> Values, IReadOnlyList<string> Domains)
{
    public static LinkTags None { get; } = new(new SortedDictionary<string, string>(StringComparer.Ordinal), []);

    /// <summary>Not written where links are not shortened, so that versions made before keep their hash.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ShortAddress? Short { get; init; }

    public static string On(string address, LinkTags? tags) => tags?.On(address) ?? address;

    public static string In(string text, Network network, LinkTags? tags) => tags?.In(text, network) ?? text;

    public bool Equals(LinkTags? other) => other is not null && Values.SequenceEqual(other.Values) && Domains.SequenceEqual(other.Domains) && Short == other.Short;

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
            // Written without https://, it stays without, unless something short stands in its place.
            var added = link.Value.Length - words.Length;
            marked.Append(text, seen, link.Start - seen).Append(Shortened(link, words) is { } brief ? brief.Address : Tagged(link.Value) is var address && address == link.Value ? words : address[added..]);
            seen = link.End;
        }

        return marked.Append(text, seen, text.Length - seen).ToString();
    }

    /// <summary>The address as it goes out.</summary>
    public string On(string address) => Shortened(address) is { } link ? link.Address : Tagged(address);

    /// <summary>Each link of the text that is shortened: what stands in its place, and where that leads.</summary>
    public IEnumerable<(string Code, string Target)> ShortIn(string text, Network network) =>
        TextSpans.In(text, network).Where(s => s.Kind == TextSpanKind.Link).Select(s => Shortened(s, text[s.Start..s.End])).Where(l => l is not null).Select(l => (l!.Value.Code, l.Value.Target));

    public (string Code, string Target, string Address)? Shortened(string address)
    {
        if (Short is null || IsShort(address) || !Uri.TryCreate(address, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https"))
            return null;
        var target = Tagged(address);
        if (target.Length > ShortLink.TargetLength)
            return null;
        var code = Short.CodeOf(target);
        return (code, target, Short.Prefix + code);
    }

    /// <summary>"We flew with booking.com" names a company: in its place a short link would say nothing.</summary>
    (string Code, string Target, string Address)? Shortened(TextSpan link, string words) =>
        link.Value.Length > words.Length && Uri.TryCreate(link.Value, UriKind.Absolute, out var page) && page.AbsolutePath == "/" ? null : Shortened(link.Value);

    /// <summary>What the address says already stays; it is a person's choice.</summary>
    string Tagged(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https") || !IsMarked(page) || IsShort(address))
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

    /// <summary>One that somebody took from a post that is out: it leads where it should already.</summary>
    bool IsShort(string address) => Short is not null && address.StartsWith(Short.Prefix, StringComparison.OrdinalIgnoreCase);

    bool IsMarked(Uri page)
    {
        var host = page.IdnHost.ToLowerInvariant();
        return Domains.Count == 0 || Domains.Any(d => host == d || host.EndsWith($".{d}", StringComparison.Ordinal));
    }
}
