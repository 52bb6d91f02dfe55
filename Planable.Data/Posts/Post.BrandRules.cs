using Planable.Data.BrandRules;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>What the client wants said and not said.</summary>
public partial class Post
{
    public BrandOverride? BrandOverride { get; private set; }

    /// <summary>Needs variants with channels, media with assets, and labels.</summary>
    public IReadOnlyList<BrandCheck> BrandChecks(Workspace workspace) =>
        Data.BrandRules.BrandChecks.Of(workspace.BrandRules, AsEdit(), [.. labels.Select(l => l.LabelId)], BrandOverride);

    /// <summary>Nothing is submitted that breaks a rule of the brand that blocks: not to its channels, and not to those who decide about it.</summary>
    public void MustKeepBrandRules(Workspace workspace)
    {
        if (workspace.BrandRules.Count > 0 && BrandChecks(workspace).Problems().FirstOrDefault(p => p.Blocks) is { } problem)
            throw new RuleBroken(problem.Code, problem.Words, problem.Arguments);
    }

    /// <summary>Lets through what was found, and only that.</summary>
    public void OverrideBrandRules(string? reason, IReadOnlyList<BrandCheck> checks, Member by, DateTimeOffset at)
    {
        by.Must(Permission.OverrideBrandRules);
        if (string.IsNullOrWhiteSpace(reason))
            throw new RuleBroken("REASON_MISSING", "Say why the rules of the brand do not hold here. The reason is kept in the log.");
        var failed = checks.Where(c => !c.Passed && c.Rule.Blocks).ToList();
        if (failed.Count == 0)
            throw new RuleBroken("NOTHING_TO_OVERRIDE", "No rule of the brand stands in the way of this post.");
        reason = reason.Trim();
        Reconsider();
        BrandOverride = new BrandOverride(reason[..Math.Min(reason.Length, BrandOverride.ReasonLength)], by.Person.Name, at, [.. failed.SelectMany(c => c.Findings).Select(f => f.Key).Distinct(StringComparer.Ordinal)]);
        Record(by, "brand-overridden", at, ("reason", BrandOverride.Reason), ("rules", string.Join(", ", failed.Select(c => c.Rule.Name))), ("found", string.Join(", ", failed.SelectMany(c => c.Findings).Select(f => f.Words).Distinct(StringComparer.OrdinalIgnoreCase).Take(10))));
    }

    public void EndBrandOverride(Member by, DateTimeOffset at)
    {
        by.Must(Permission.OverrideBrandRules);
        if (BrandOverride is null)
            return;
        if (State != PostState.Draft)
            throw new RuleBroken("POST_SUBMITTED", "This post is planned as it was let through. Take it back to a draft first.");
        BrandOverride = null;
        Record(by, "brand-override-ended", at);
    }

    /// <summary>One post becomes several: what was let through is let through in each.</summary>
    internal void ShareBrandOverride(Post of) => BrandOverride = of.BrandOverride;

    PostEdit AsEdit() =>
        new(Text, Link, [.. variants.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))], [.. MediaInOrder.Select(m => new PostEdit.Picture(m.Asset, m.Alt, m.AltIsSuggested, m.Edits))]) { Options = Options, Kind = Kind };
}
