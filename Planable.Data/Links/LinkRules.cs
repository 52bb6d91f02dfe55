using System.Text;
using System.Text.RegularExpressions;

namespace Planable.Data.Links;

/// <summary>
/// What is added to the links of posts, so that a site's own statistics know where a visitor came from. Each may hold placeholders: {network}, {channel},
/// {campaign}, {post}.
/// </summary>
/// <param name="Domains">Only links to these sites are marked, and to those below them; empty marks all.</param>
public sealed partial record LinkRules(string? Source, string? Medium, string? Campaign, string? Content, IReadOnlyList<string> Domains)
{
    public const int ValueLength = 120;
    public const int MostDomains = 20;

    public static readonly IReadOnlyList<string> Placeholders = ["network", "channel", "campaign", "post"];

    public bool IsEmpty => Source is null && Medium is null && Campaign is null && Content is null;

    /// <summary>As a person typed them.</summary>
    /// <returns>Null where nothing is added.</returns>
    public static LinkRules? Read(string? source, string? medium, string? campaign, string? content, string? domains)
    {
        var rules = new LinkRules(Clean(source), Clean(medium), Clean(campaign), Clean(content), [.. (domains ?? "").Split([',', ' ', ';', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(Domain).Distinct()]);
        if (rules.Domains.Count > MostDomains)
            throw new RuleBroken("DOMAINS_MANY", "Name up to {0} sites.", MostDomains);
        return rules.IsEmpty ? null : rules;
    }

    public override string ToString() =>
        string.Join(", ", new[] { ("utm_source", Source), ("utm_medium", Medium), ("utm_campaign", Campaign), ("utm_content", Content), ("sites", Domains.Count > 0 ? string.Join(' ', Domains) : null) }.Where(r => r.Item2 is not null).Select(r => $"{r.Item1}={r.Item2}"));

    /// <summary>A campaign's own rules come before the client's.</summary>
    public LinkRules With(LinkRules? own) =>
        own is null ? this : new(own.Source ?? Source, own.Medium ?? Medium, own.Campaign ?? Campaign, own.Content ?? Content, own.Domains.Count > 0 ? own.Domains : Domains);

    public static LinkRules? Of(Workspaces.Workspace workspace, LinkRules? campaign) => workspace.LinkRules is { } rules ? rules.With(campaign) : campaign;

    /// <summary>What becomes of a post's links on one channel, by the rules of this moment.</summary>
    public static LinkTags? On(Workspaces.Workspace workspace, Campaigns.Campaign? campaign, Channels.Channel channel, Guid post)
    {
        var tags = Of(workspace, campaign?.LinkRules)?.For(channel.Network, channel.Name, campaign?.Name, post);
        return workspace.ShortLinksAt is { } origin ? (tags ?? LinkTags.None) with { Short = new ShortAddress(origin, post, channel.Id) } : tags;
    }

    /// <summary>What a post's links get on one channel.</summary>
    public LinkTags? For(string network, string channel, string? campaign, Guid post)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add("utm_source", Source);
        Add("utm_medium", Medium);
        Add("utm_campaign", Campaign);
        Add("utm_content", Content);
        return values.Count == 0 ? null : new LinkTags(values, Domains);

        void Add(string name, string? template)
        {
            var value = template is null ? "" : Placeholder().Replace(template, match => Word(match.Groups[1].Value switch
            {
                "network" => network,
                "channel" => channel,
                "campaign" => campaign ?? "",
                _ => post.ToString("N"),
            })).Trim('-', '_', ' ');
            if (value.Length > 0)
                values[name] = value;
        }
    }

    static string? Clean(string? template)
    {
        var clean = template?.Trim() ?? "";
        if (clean.Length > ValueLength)
            throw new RuleBroken("TAG_LONG", "Up to {0} characters each.", ValueLength);
        if (Braces().Matches(clean).Select(m => m.Groups[1].Value).FirstOrDefault(name => !Placeholders.Contains(name)) is { } unknown)
            throw new RuleBroken("PLACEHOLDER_UNKNOWN", "{0} is not a placeholder. There are {1}.", $"{{{unknown}}}", string.Join(", ", Placeholders.Select(p => $"{{{p}}}")));
        return clean.Length == 0 ? null : clean;
    }

    static string Domain(string typed)
    {
        var host = Uri.TryCreate(typed.Contains("://", StringComparison.Ordinal) ? typed : $"https://{typed}", UriKind.Absolute, out var address) ? address.IdnHost.ToLowerInvariant() : "";
        if (!host.Contains('.', StringComparison.Ordinal))
            throw new RuleBroken("DOMAIN_INVALID", "{0} is not the name of a site, such as acme.example.", typed);
        return host.StartsWith("www.", StringComparison.Ordinal) ? host[4..] : host;
    }

    /// <summary>"Autumn Roast '26" is autumn-roast-26: statistics tell capitals and blanks apart.</summary>
    static string Word(string words)
    {
        var word = new StringBuilder();
        foreach (var letter in words.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter) || char.IsSurrogate(letter))
                word.Append(letter);
            else if (word.Length > 0 && word[^1] != '-')
                word.Append('-');
        }

        return word.ToString().Trim('-');
    }

    [GeneratedRegex(@"\{(network|channel|campaign|post)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Braces();
}
