using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Publishing;

namespace Planable.Data.Posts;

/// <summary>What it says on some of its channels, and nothing else. Somebody limited to those channels may change that, though the post also goes where they do not see.</summary>
public partial class Post
{
    /// <summary>Changes the words and settings of these channels; the text of all, the files, the time and the other channels stay as they are. Needs all of the post, see <see cref="PostParts.FindForPart"/>.</summary>
    /// <returns>The version it is now.</returns>
    public PostVersion EditPart(IReadOnlyCollection<PostEdit.Target> part, Member by, DateTimeOffset at)
    {
        if (variants.Count != ChannelCount)
            throw new InvalidOperationException("A version made of a part of the post would lose the rest of it.");
        if (!CanBeEditedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not change this post.");
        if (WhyPartIsFixed(by) is { } fix)
            throw fix;
        MustBeChangeable(by);
        if (!part.All(t => by.Sees(t.Channel.Id) && variants.Exists(v => v.ChannelId == t.Channel.Id)))
            throw new RuleBroken("NOT_TARGETED", "This post does not go to that channel.");
        if (part.FirstOrDefault(t => t.Text?.Length > TextLength) is { } enormous)
            throw new RuleBroken("TEXT_ENORMOUS", "This text has {0} characters. No network takes more than {1}; shorten it before saving.", enormous.Text!.Length, TextLength);

        var changed = part.Select(t => (Variant: variants.Find(v => v.ChannelId == t.Channel.Id)!, Target: t)).Where(c => Differs(c.Variant, c.Target)).ToList();
        if (changed.Count == 0)
            return Snap(by, at);
        foreach (var (variant, target) in changed)
        {
            if (target.Text is null && !variant.FollowsBase)
                variant.FollowBase();
            variant.Write(target.Text, target.Settings);
        }

        MustFit(changed.ConvertAll(c => c.Variant), by);
        Edited(by, at, "channels", changed.ConvertAll(c => c.Variant));
        return Snap(by, at);
    }

    /// <summary>Why nothing of it can be changed by this member, not even on their channels; null if it can. Needs all of the post.</summary>
    public RuleBroken? WhyPartIsFixed(Member by)
    {
        if (IsLocked(by.Workspace))
            return new RuleBroken(LockedCode, LockedWords, string.Join(", ", Approval!.Unlockers));
        if (IsSeenWholeBy(by))
            return null;
        // One answer for all of it: what happens on the other channels is not told by the way it is refused.
        if (!IsEditable || IsUnderWay || deliveries.Exists(d => d.HasBegun || (by.Sees(d.ChannelId) && d.State is not (DeliveryState.Waiting or DeliveryState.Failed or DeliveryState.Held))))
            return new RuleBroken("PART_FIXED", "This post cannot be changed at the moment. Ask somebody who sees every channel.");
        var reach = by.Workspace.Approvals.Resets.For(["channels"]);
        return reach != ResetReach.Nothing && (IsApproved || Falling(reach).Count > 0)
            ? new RuleBroken("APPROVED_FOR_ALL", "A change would take approvals back that hold for channels you do not see. Ask somebody who sees every channel.")
            : null;
    }

    /// <summary>What is planned goes out changed: their channels have to take it.</summary>
    void MustFit(IReadOnlyCollection<Variant> changed, Member by)
    {
        if (State == PostState.Draft)
            return;
        var edit = new PostEdit(
            Text,
            Link,
            [.. changed.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings) { Tags = v.Tags })],
            [.. MediaInOrder.Select(m => new PostEdit.Picture(m.Asset, m.Alt, m.AltIsSuggested, m.Edits))])
        { Options = Options, Kind = Kind };
        if (PostProblems.Of(edit, PlannedLocal, alt: by.Workspace.AltPolicy).FirstOrDefault(p => p.Blocks) is { } problem)
            throw new RuleBroken(problem.Code, problem.Words, [.. problem.Arguments]);
    }
}

public static class PostParts
{
    /// <summary>All of a post this member sees at least a part of, for the verbs that change the part: a version holds every channel. What is shown afterwards has to be read anew.</summary>
    public static async Task<Post?> FindForPart(this PlanableDb db, Guid id, Member by, CancellationToken cancel)
    {
        if (!by.IsLimited)
            return await db.Posts.SeenBy(by).Whole().SingleOrDefaultAsync(p => p.Id == id, cancel);
        if (!await db.Posts.SeenBy(by).AnyAsync(p => p.Id == id, cancel))
            return null;
        using var everything = db.SeeAll();
        return await db.Posts.Whole().SingleOrDefaultAsync(p => p.Id == id, cancel);
    }
}
