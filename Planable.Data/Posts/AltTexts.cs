using Microsoft.EntityFrameworkCore;
using Planable.Data.Media;
using Planable.Data.Networks;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>A suggested alternative text and where it is from. Nobody of the team has looked at it for this post yet.</summary>
public sealed record AltSuggestion(string Text, bool FromFile);

/// <summary>Alternative texts: what a client demands of them, and where a suggestion may come from.</summary>
public static class AltTexts
{
    public const string Required = "ALT_REQUIRED";

    /// <summary>The policy in place of the networks' hints.</summary>
    internal static IEnumerable<Problem> Under(AltPolicy policy, PostEdit edit, IEnumerable<Problem> problems)
    {
        var others = policy == AltPolicy.Recommended ? problems : problems.Where(p => p.Code != "ALT_MISSING");
        var files = edit.Targets.Select(t => PostFormats.Files(PostFormats.Of(PostOptions.For(edit.Options, t.Settings)))).DefaultIfEmpty(int.MaxValue).Max();
        var seen = edit.Pictures.Take(files).Select((picture, i) => (picture, Number: i + 1)).Where(p => p.picture.Asset.IsPicture).ToList();
        if (policy == AltPolicy.Required)
            others = others.Concat(seen.Where(p => !IsDescribed(p.picture)).Select(p => new Problem(Required, "Picture {0} has no alternative text yet, and this client requires one.", [p.Number], $"alt:{p.Number}", null, Blocks: true)));
        if (policy == AltPolicy.Recommended)
            others = others.Concat(seen.Where(p => p.picture is { IsSuggested: true, Alt.Length: > 0 }).Select(p => new Problem("ALT_SUGGESTED", "The alternative text of picture {0} is only suggested. Read it, then keep or change it.", [p.Number], $"alt:{p.Number}", null, Blocks: false)));
        return others;
    }

    /// <summary>A suggestion that nobody kept or changed is no description.</summary>
    public static bool IsDescribed(PostEdit.Picture picture) => !picture.Asset.IsPicture || (!picture.IsSuggested && !string.IsNullOrWhiteSpace(picture.Alt));

    /// <summary>What the same picture was described as in the latest post that has it, or what the file says about itself; null if neither is there.</summary>
    public static async Task<AltSuggestion?> Suggest(this PlanableDb db, MediaAsset asset, CancellationToken cancel)
    {
        if (!asset.IsPicture)
            return null;
        var before = await db.Posts.SelectMany(p => p.Media.Where(m => m.Asset.Sha256 == asset.Sha256 && m.Alt != "" && !m.AltIsSuggested).Select(m => new { p.EditedAt, m.Alt }))
            .OrderByDescending(m => m.EditedAt).Select(m => m.Alt).FirstOrDefaultAsync(cancel);
        return before is not null ? new AltSuggestion(before, FromFile: false) : asset.OwnDescription is { } own ? new AltSuggestion(own, FromFile: true) : null;
    }
}
