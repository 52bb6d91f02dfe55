using System.Text.RegularExpressions;

namespace Planable.Data.BrandRules;

public enum BrandRuleKind
{
    /// <summary>Words that are not to be used.</summary>
    Words,

    /// <summary>Words that promise something and need care.</summary>
    Claims,

    /// <summary>Words of which one has to stand in the text.</summary>
    Disclosure,

    /// <summary>Where links may lead.</summary>
    Links,
}

/// <summary>What a client's texts are held against before they are submitted.</summary>
/// <param name="Blocks">Otherwise it warns.</param>
/// <param name="Words">What is looked for; of a disclosure what has to be there, of links the domains.</param>
/// <param name="Labels">Of a disclosure: it is needed on posts with one of these labels.</param>
/// <param name="Triggers">Of a disclosure: it is needed in texts with one of these words. With neither labels nor triggers it is always needed.</param>
/// <param name="OnlyThese">Of links: no other domains than these; otherwise not these.</param>
/// <param name="Note">What to do instead.</param>
public sealed partial record BrandRule(
    Guid Id,
    BrandRuleKind Kind,
    bool Blocks,
    string Name,
    IReadOnlyList<string> Words,
    IReadOnlyList<Guid> Labels,
    IReadOnlyList<string> Triggers,
    bool OnlyThese,
    string? Note,
    string By,
    DateTimeOffset At)
{
    public const int NameLength = 80;
    public const int NoteLength = 300;
    public const int WordLength = 100;
    public const int MostWords = 200;
    public const int MostRules = 60;

    /// <summary>Takes what a person typed, with one word or domain in each line or between commas.</summary>
    public static BrandRule Of(Guid id, BrandRuleDraft draft, string by, DateTimeOffset at)
    {
        var name = (draft.Name ?? "").Trim();
        if (name.Length is 0 or > NameLength)
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", NameLength);
        var words = Lines(draft.Words);
        if (draft.Kind == BrandRuleKind.Links)
            words = [.. words.Select(DomainOf).Distinct(StringComparer.Ordinal)];
        if (words.Count == 0)
            throw new RuleBroken("WORDS_MISSING", draft.Kind == BrandRuleKind.Links ? "Name at least one domain, such as example.com." : "Write at least one word.");
        var isDisclosure = draft.Kind == BrandRuleKind.Disclosure;
        var note = (draft.Note ?? "").Trim();
        return new BrandRule(
            id, draft.Kind, draft.Blocks, name, words,
            isDisclosure ? [.. draft.Labels.Distinct()] : [], isDisclosure ? Lines(draft.Triggers) : [], draft.Kind == BrandRuleKind.Links && draft.OnlyThese,
            note.Length == 0 ? null : note[..Math.Min(note.Length, NoteLength)], by, at);
    }

    /// <summary>A label was merged into another one: what held for its posts holds for that one's.</summary>
    internal BrandRule Following(Guid label, Guid into) => Labels.Contains(label) ? this with { Labels = [.. Labels.Select(l => l == label ? into : l).Distinct()] } : this;

    static IReadOnlyList<string> Lines(string? typed)
    {
        IReadOnlyList<string> words = [.. (typed ?? "").Split(['\n', '\r', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(w => Blanks().Replace(w.Normalize(), " ")).DistinctBy(w => w.ToLowerInvariant())];
        if (words.Count > MostWords)
            throw new RuleBroken("WORDS_MANY", "A rule has up to {0} words. Make a second rule for the others.", MostWords);
        if (words.FirstOrDefault(w => w.Length > WordLength || w.All(c => !char.IsLetterOrDigit(c))) is { } wrong)
            throw new RuleBroken("WORD_UNFIT", "\"{0}\" cannot be looked for: a word or phrase has letters or digits, up to {1} characters.", wrong[..Math.Min(wrong.Length, 40)], WordLength);
        return words;
    }

    /// <summary>People paste whole addresses.</summary>
    static string DomainOf(string typed)
    {
        var domain = typed.ToLowerInvariant();
        if (domain.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme)
            domain = domain[(scheme + 3)..];
        domain = domain.Split('/', '?', '#', ':')[0].TrimStart('*', '.').TrimEnd('.');
        if (domain.StartsWith("www.", StringComparison.Ordinal))
            domain = domain[4..];
        return Domains().IsMatch(domain) ? domain : throw new RuleBroken("DOMAIN_INVALID", "\"{0}\" is no domain. Write it like example.com; its subdomains are meant too.", typed[..Math.Min(typed.Length, 60)]);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}][\p{L}\p{N}-]+$")]
    private static partial Regex Domains();
}

/// <summary>A rule as a person types it.</summary>
public sealed record BrandRuleDraft(
    BrandRuleKind Kind, bool Blocks, string? Name, string? Words, IReadOnlyList<Guid> Labels, string? Triggers = null, bool OnlyThese = false, string? Note = null);

/// <summary>Somebody let a post through in spite of what was found. It holds for just that: another blocked word stands in the way again.</summary>
/// <param name="Covers">See <see cref="BrandFinding.Key"/>.</param>
public sealed record BrandOverride(string Reason, string By, DateTimeOffset At, IReadOnlyList<string> Covers)
{
    public const int ReasonLength = 500;
}
