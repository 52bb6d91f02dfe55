using System.ComponentModel.DataAnnotations;
using Planable.Data.BrandRules;
using Planable.Data.Posts;
using Planable.Web.Labels;

namespace Planable.Web.BrandRules;

/// <summary>Which rules a post keeps and which it breaks: for the composer, for the post's page and for whoever decides about it.</summary>
/// <param name="PostId">Null where the post may not exist yet: there the composer's own form overrides.</param>
public sealed record BrandChecksPart(Guid? PostId, IReadOnlyList<BrandCheck> Checks, BrandOverride? Override, bool MayOverride)
{
    public static BrandChecksPart None { get; } = new(null, [], null, MayOverride: false);

    public IReadOnlyList<BrandCheck> Applying => [.. Checks.Where(c => c.Applies).OrderBy(c => c.Passed).ThenByDescending(c => c.Blocks)];

    /// <summary>What failed stands among the problems beside it already.</summary>
    public bool IsBesideProblems { get; init; }

    public bool IsBlocked => Checks.Any(c => c.Blocks);

    /// <summary>What the editor marks.</summary>
    public IEnumerable<string> Marked => Checks.Where(c => c.Rule.Kind != BrandRuleKind.Disclosure).SelectMany(c => c.Findings).Select(f => f.Words).Distinct(StringComparer.OrdinalIgnoreCase).Take(100);
}

public sealed class BrandRuleForm
{
    [Display(Name = "What it looks for")]
    public BrandRuleKind Kind { get; set; }

    [Display(Name = "When it finds something")]
    public bool Blocks { get; set; } = true;

    [Display(Name = "Name"), Required(ErrorMessage = "Give it a name."), StringLength(BrandRule.NameLength, ErrorMessage = "Up to {1} characters.")]
    public string? Name { get; set; }

    [Display(Name = "Words"), Required(ErrorMessage = "Write at least one word.")]
    public string? Words { get; set; }

    public List<Guid> Labels { get; set; } = [];

    [Display(Name = "In texts with one of these words")]
    public string? Triggers { get; set; }

    public bool OnlyThese { get; set; }

    [Display(Name = "What to do instead"), StringLength(BrandRule.NoteLength, ErrorMessage = "Up to {1} characters.")]
    public string? Note { get; set; }

    public BrandRuleDraft Draft => new(Kind, Blocks, Name, Words, Labels, Triggers, OnlyThese, Note);

    public static BrandRuleForm Of(BrandRule rule) => new()
    {
        Kind = rule.Kind,
        Blocks = rule.Blocks,
        Name = rule.Name,
        Words = string.Join('\n', rule.Words),
        Labels = [.. rule.Labels],
        Triggers = string.Join('\n', rule.Triggers),
        OnlyThese = rule.OnlyThese,
        Note = rule.Note,
    };
}

/// <param name="Id">Null for a new rule.</param>
public sealed record BrandRuleFields(Guid? Id, BrandRuleForm Form, IReadOnlyList<LabelChoice> Labels);

public sealed record BrandRulesPage(IReadOnlyList<BrandRule> Rules, BrandRuleFields New, BrandTrial Trial, IReadOnlyList<LabelChoice> Labels);

/// <summary>A text held against the rules, on nobody's post.</summary>
public sealed record BrandTrial(string Text, IReadOnlyList<Guid> Labels, IReadOnlyList<BrandCheck>? Checks, IReadOnlyList<LabelChoice> AllLabels)
{
    /// <summary>The text in pieces, found or not.</summary>
    public IEnumerable<(string Text, bool IsFound)> Pieces()
    {
        var words = (Checks ?? []).Where(c => c.Rule.Kind != BrandRuleKind.Disclosure).SelectMany(c => c.Findings).Select(f => f.Words).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(w => w.Length).ToList();
        var seen = 0;
        while (seen < Text.Length)
        {
            var next = words.Select(w => (At: Text.IndexOf(w, seen, StringComparison.OrdinalIgnoreCase), w.Length)).Where(f => f.At >= 0).OrderBy(f => f.At).ThenByDescending(f => f.Length).FirstOrDefault((At: -1, Length: 0));
            if (next.At < 0)
                break;
            if (next.At > seen)
                yield return (Text[seen..next.At], false);
            yield return (Text.Substring(next.At, next.Length), true);
            seen = next.At + next.Length;
        }

        if (seen < Text.Length)
            yield return (Text[seen..], false);
    }
}

/// <param name="Looked">How many posts were held against the rules, the next to go out first; null for all there are.</param>
public sealed record BreachesPage(IReadOnlyList<PlannedBreach> Posts, int? Looked)
{
    public IEnumerable<(string Heading, IReadOnlyList<PlannedBreach> Posts)> Groups =>
        new[] { ("Planned", Posts.Where(p => p.State != PostState.Draft).ToList()), ("Drafts", Posts.Where(p => p.State == PostState.Draft).ToList()) }.Where(g => g.Item2.Count > 0).Select(g => (g.Item1, (IReadOnlyList<PlannedBreach>)g.Item2));
}

public sealed record PlannedBreach(Guid Id, string Title, PostState State, DateTimeOffset? At, IReadOnlyList<BrandCheck> Failed);
