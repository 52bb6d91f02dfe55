namespace Planable.Data.Senders;

public enum SenderRecordKind
{
    /// <summary>Which servers send for the domain (RFC 7208).</summary>
    Spf,

    /// <summary>The key that signs (RFC 6376).</summary>
    Dkim,

    /// <summary>The key that will sign.</summary>
    NextDkim,

    /// <summary>What receivers do with mails that are neither (RFC 7489).</summary>
    Dmarc,

    /// <summary>Where mails that come back go.</summary>
    ReturnPath,
}

/// <summary>A record that has to stand in a company's DNS.</summary>
/// <param name="Type">TXT or CNAME.</param>
public sealed record SenderRecord(SenderRecordKind Kind, string Type, string Name, string Value);

/// <summary>What was found in its place.</summary>
/// <param name="Found">Null if nothing stands there.</param>
/// <param name="Trouble">What is wrong with it.</param>
public sealed record SenderFinding(SenderRecordKind Record, string? Found, string? Trouble)
{
    public bool IsRight => Found is not null && Trouble is null;
}

/// <summary>What the installation asks for.</summary>
/// <param name="Spf">The mechanism that names its mail server, e.g. "include:post.example".</param>
/// <param name="ReturnTarget">The name that takes what comes back; null: it comes back to the address itself.</param>
public sealed record SenderGround(string Spf, string? ReturnTarget);

/// <summary>Which records make a domain a company's sender, and whether what stands in DNS will do.</summary>
public static class SenderRecords
{
    /// <summary>Stands before the domain in addresses to which mails come back.</summary>
    public const string ReturnLabel = "bounce";

    const string SpfStart = "v=spf1", DmarcStart = "v=DMARC1";

    public static IReadOnlyList<SenderRecord> Of(SenderDomain sender, SenderGround ground)
    {
        var records = new List<SenderRecord>
        {
            new(SenderRecordKind.Spf, "TXT", sender.Domain, $"{SpfStart} {ground.Spf} ~all"),
            OfKey(SenderRecordKind.Dkim, sender, sender.Key),
            new(SenderRecordKind.Dmarc, "TXT", $"_dmarc.{sender.Domain}", $"{DmarcStart}; p=none"),
        };
        if (sender.NextKey is { } next)
            records.Insert(2, OfKey(SenderRecordKind.NextDkim, sender, next));
        if (ground.ReturnTarget is { } target)
            records.Add(new(SenderRecordKind.ReturnPath, "CNAME", $"{ReturnLabel}.{sender.Domain}", target));
        return records;
    }

    /// <summary>The one record among the texts of a name, which receivers take only if there is one.</summary>
    public static IReadOnlyList<string> SpfAmong(IEnumerable<string> texts) =>
        [.. texts.Where(t => t.Equals(SpfStart, StringComparison.OrdinalIgnoreCase) || t.StartsWith(SpfStart + " ", StringComparison.OrdinalIgnoreCase))];

    /// <summary>Mechanisms that let a server send, up to the one that settles it for all others.</summary>
    public static IReadOnlyList<string> Allowed(string spf) =>
        [.. spf.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).TakeWhile(m => !m.TrimStart('+', '-', '~', '?').Equals("all", StringComparison.OrdinalIgnoreCase))
            .Where(m => m[0] is not ('-' or '~' or '?')).Select(m => m.TrimStart('+').ToLowerInvariant())];

    /// <param name="isNamed">Whether the one record lets the installation's server send.</param>
    public static SenderFinding Spf(IReadOnlyList<string> texts, bool isNamed) => SpfAmong(texts) switch
    {
        [] => new(SenderRecordKind.Spf, null, null),
        [var one] => new(SenderRecordKind.Spf, one, isNamed ? null : "The record does not let this mail server send. Add to it what stands in the middle of the expected one."),
        var many => new(SenderRecordKind.Spf, string.Join("\n", many), "There is more than one SPF record, and receivers take none of them. Make one of them."),
    };

    public static SenderFinding Dkim(SenderRecordKind kind, IReadOnlyList<string> texts, string key)
    {
        if (texts.Select(t => (Text: t, Tags: Tags(t))).Where(t => t.Tags.ContainsKey("p")).ToList() is not [var (found, tags), ..] keys)
            return new(kind, texts is [var other, ..] ? other : null, texts.Count == 0 ? null : "This is no key.");
        var trouble = keys.Count > 1 ? "There is more than one key under this name. Leave one."
            : tags["p"].Length == 0 ? "The key is withdrawn: nothing stands behind p=."
            : !string.Equals(tags["p"], key, StringComparison.Ordinal) ? "This is another key, or a part of it is missing."
            : !string.Equals(tags.GetValueOrDefault("k", "rsa"), "rsa", StringComparison.OrdinalIgnoreCase) ? "The kind of key (k=) must be rsa."
            : tags.GetValueOrDefault("t", "").Split(':').Contains("y", StringComparer.Ordinal) ? "The key is marked as a trial (t=y), so receivers do not count the signature."
            : null;
        return new(kind, found, trouble);
    }

    /// <param name="texts">Of the domain, or of the nearest above it that has any.</param>
    public static SenderFinding Dmarc(IReadOnlyList<string> texts) => texts.Where(t => t.StartsWith(DmarcStart, StringComparison.OrdinalIgnoreCase)).ToList() switch
    {
        [] => new(SenderRecordKind.Dmarc, null, null),
        [var one] => new(SenderRecordKind.Dmarc, one, Tags(one).GetValueOrDefault("p", "").ToLowerInvariant() is "none" or "quarantine" or "reject" ? null : "The policy is missing: p=none, p=quarantine or p=reject."),
        var many => new(SenderRecordKind.Dmarc, string.Join("\n", many), "There is more than one DMARC record, and receivers take none of them. Leave one."),
    };

    public static SenderFinding ReturnPath(string? found, string target) => new(SenderRecordKind.ReturnPath, found, found is null || found == target ? null : "The name leads elsewhere.");

    static SenderRecord OfKey(SenderRecordKind kind, SenderDomain sender, SenderKey key) => new(kind, "TXT", $"{key.Selector}._domainkey.{sender.Domain}", $"v=DKIM1; k=rsa; p={key.Public}");

    /// <summary>Spaces mean nothing in them: control panels break long keys with some.</summary>
    static Dictionary<string, string> Tags(string text)
    {
        var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var tag in text.Split(';'))
        {
            if (tag.Split('=', 2) is [var name, var value])
                tags.TryAdd(name.Trim(), string.Concat(value.Where(c => !char.IsWhiteSpace(c))));
        }

        return tags;
    }
}
