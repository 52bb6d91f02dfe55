using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Planable.Data.Networks;
using Planable.Data.Posts;

namespace Planable.Data.BrandRules;

/// <summary>What came of one rule on one post.</summary>
/// <param name="Applies">A disclosure that this post does not need is neither passed nor failed.</param>
/// <param name="IsLetThrough">Somebody overrode all that was found.</param>
public sealed record BrandCheck(BrandRule Rule, bool Applies, IReadOnlyList<BrandFinding> Findings, bool IsLetThrough)
{
    public bool Passed => Findings.Count == 0;

    public bool Blocks => Rule.Blocks && !Passed && !IsLetThrough;
}

/// <param name="Words">What stands in the text; of a disclosure what is missing, of links the address.</param>
/// <param name="Key">The same for the same words, however often they stand there.</param>
/// <param name="Target">The field, as in <see cref="Problem.Target"/>.</param>
public sealed record BrandFinding(string Words, string Key, string Target, Guid? ChannelId);

/// <summary>Holds a post against its client's rules. It looks at everything that goes out: texts, comments, descriptions of pictures, links, titles.</summary>
public static partial class BrandChecks
{
    static readonly TimeSpan Enough = TimeSpan.FromMilliseconds(250);

    static readonly ConditionalWeakTable<IReadOnlyList<string>, Regex> Finders = [];

    public static IReadOnlyList<BrandCheck> Of(IReadOnlyList<BrandRule> rules, PostEdit edit, IReadOnlyCollection<Guid> labels, BrandOverride? letThrough) =>
        Of(rules, edit.Text, edit.Link, [.. edit.Targets.Select(t => (t.Channel.Id, t.Channel.Network, t.Text, PostOptions.For(edit.Options, t.Settings)))], [.. edit.Pictures.Select(p => p.Alt)], labels, letThrough);

    /// <param name="targets">With the text each has of its own, or null, and what holds for it; see <see cref="PostOptions.For"/>.</param>
    public static IReadOnlyList<BrandCheck> Of(
        IReadOnlyList<BrandRule> rules, string text, string? link, IReadOnlyList<(Guid ChannelId, string Network, string? Text, IReadOnlyDictionary<string, string> Settings)> targets,
        IReadOnlyList<string> alts, IReadOnlyCollection<Guid> labels, BrandOverride? letThrough)
    {
        if (rules.Count == 0)
            return [];
        var texts = Texts(text, targets, alts).ToList();
        return [.. rules.Select(rule => Check(rule, texts, link, labels, letThrough))];
    }

    /// <summary>As the composer, an import and the API tell it; blocking ones first.</summary>
    public static IEnumerable<Problem> Problems(this IEnumerable<BrandCheck> checks) =>
        checks.Where(c => !c.IsLetThrough).SelectMany(c => c.Findings.DistinctBy(f => (f.Key, f.Target, f.ChannelId)).Select(f => ProblemOf(c.Rule, f))).OrderByDescending(p => p.Blocks);

    public static Problem ProblemOf(BrandRule rule, BrandFinding found)
    {
        var (code, words) = rule.Kind switch
        {
            BrandRuleKind.Claims => ("BRAND_CLAIM", "\"{0}\" is a claim that needs care ({1})."),
            BrandRuleKind.Disclosure => ("BRAND_DISCLOSURE", "{0} is missing ({1})."),
            BrandRuleKind.Links => ("BRAND_LINK", "Links to {0} are not to be used ({1})."),
            _ => ("BRAND_WORD", "\"{0}\" is not to be used ({1})."),
        };
        return rule.Note is null
            ? new Problem(code, words, [found.Words, rule.Name], found.Target, found.ChannelId, rule.Blocks)
            : new Problem(code, words + " {2}", [found.Words, rule.Name, rule.Note], found.Target, found.ChannelId, rule.Blocks);
    }

    static BrandCheck Check(BrandRule rule, IReadOnlyList<Said> texts, string? link, IReadOnlyCollection<Guid> labels, BrandOverride? letThrough)
    {
        var applies = rule.Kind != BrandRuleKind.Disclosure || (rule.Labels.Count == 0 && rule.Triggers.Count == 0) || rule.Labels.Any(labels.Contains)
            || (rule.Triggers.Count > 0 && texts.Any(t => Find(rule.Triggers, t.Text).Any()));
        IReadOnlyList<BrandFinding> findings = rule.Kind switch
        {
            _ when !applies => [],
            BrandRuleKind.Disclosure => [.. texts.Where(t => t.IsBody && !Find(rule.Words, t.Text).Any()).Select(t => Found(rule, t, string.Join(" / ", rule.Words.Take(3)), "missing"))],
            BrandRuleKind.Links => [.. texts.Append(new Said(link ?? "", "link", null, IsBody: false)).SelectMany(t => Hosts(rule, t.Text).Distinct(StringComparer.Ordinal).Select(host => Found(rule, t, host, host)))],
            _ => [.. texts.SelectMany(t => Find(rule.Words, t.Text).Select(word => Found(rule, t, word, word.ToLowerInvariant())))],
        };
        return new BrandCheck(rule, applies, findings, findings.Count > 0 && letThrough is not null && findings.All(f => letThrough.Covers.Contains(f.Key)));
    }

    static BrandFinding Found(BrandRule rule, Said where, string words, string key) => new(words, $"{rule.Id:N}:{key}", where.Target, where.ChannelId);

    static IEnumerable<Said> Texts(string text, IReadOnlyList<(Guid ChannelId, string Network, string? Text, IReadOnlyDictionary<string, string> Settings)> targets, IReadOnlyList<string> alts)
    {
        if (targets.Count == 0 || targets.Any(t => t.Text is null))
            yield return new Said(text, "text", null, IsBody: true);
        foreach (var (channelId, network, own, settings) in targets)
        {
            if (own is not null)
                yield return new Said(own, "text", channelId, IsBody: true);
            var known = Networks.Networks.Find(network)?.Settings;
            foreach (var (key, value) in settings)
            {
                if (known?.FirstOrDefault(s => s.Key == key)?.Kind == SettingKind.Text || key == PostOptions.TitleKey || Polls.IsKey(key))
                    yield return new Said(value, $"setting:{key}", channelId, IsBody: false);
            }

            foreach (var (number, comment) in PostComments.In(settings).Index())
                yield return new Said(comment.Text, $"comment:{number + 1}", channelId, IsBody: false);
        }

        for (var i = 0; i < alts.Count; i++)
            yield return new Said(alts[i], $"alt:{i + 1}", null, IsBody: false);
    }

    static IEnumerable<string> Find(IReadOnlyList<string> words, string text)
    {
        if (text.Length == 0)
            return [];
        if (!text.IsNormalized())
            text = text.Normalize();
        return Finders.GetValue(words, Finder).Matches(text).Select(m => m.Value);
    }

    /// <summary>Whole words in any spelling of capitals and blanks; a star stands for the rest of a word.</summary>
    static Regex Finder(IReadOnlyList<string> words) =>
        new($@"(?<![\p{{L}}\p{{M}}\p{{N}}_])(?:{string.Join('|', words.OrderByDescending(w => w.Length).Select(w => Regex.Escape(w).Replace(@"\*", @"[\p{L}\p{M}\p{N}_]*").Replace(@"\ ", @"\s+")))})(?![\p{{L}}\p{{M}}\p{{N}}_])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Enough);

    /// <summary>The domains in a text that the rule does not allow.</summary>
    static IEnumerable<string> Hosts(BrandRule rule, string text)
    {
        if (!text.Contains('.', StringComparison.Ordinal))
            yield break;
        foreach (Match found in (rule.OnlyThese ? Addresses() : Names()).Matches(text))
        {
            var host = found.Groups[1].Value.ToLowerInvariant();
            if (host.StartsWith("www.", StringComparison.Ordinal))
                host = host[4..];
            if (rule.Words.Any(domain => host == domain || host.EndsWith("." + domain, StringComparison.Ordinal)) != rule.OnlyThese)
                yield return host;
        }
    }

    /// <summary>What is certainly a link.</summary>
    [GeneratedRegex(@"(?:https?://(?:[^\s/@]*@)?|(?<![\p{L}\p{N}@./-])(?=www\.))((?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();

    /// <summary>Networks make links of bare names too; what stands behind an @ is a person or a mailbox.</summary>
    [GeneratedRegex(@"(?<![\p{L}\p{N}@._-])((?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Names();

    /// <param name="IsBody">What readers see first: a disclosure has to stand here.</param>
    sealed record Said(string Text, string Target, Guid? ChannelId, bool IsBody);
}
