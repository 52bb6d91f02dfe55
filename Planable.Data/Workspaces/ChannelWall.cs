using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Planable.Data.Approvals;
using Planable.Data.Channels;
using Planable.Data.Conversations;
using Planable.Data.Evergreens;
using Planable.Data.Labels;
using Planable.Data.Posts;

namespace Planable.Data.Workspaces;

/// <summary>
/// The save side of the limit to some channels. Query filters hide what lies on the others; here whatever verb, job or page forgot to ask is refused:
/// nothing is saved on a channel that is not seen, and no post is changed that goes to one, since a change reaches all of it.
/// </summary>
static class ChannelWall
{
    const string ChannelId = "ChannelId";

    /// <summary>What its deliveries add up to, and when it was looked at: no word and no time of the post.</summary>
    static readonly HashSet<string> Sums = [nameof(Post.State), nameof(Post.Revision), nameof(Post.Preflown)];

    public static async Task Check(PlanableDb db, CancellationToken cancel)
    {
        if (db.SeesAll || db.WorkspaceId is not { } entered || !db.LimitedWorkspaces.Contains(entered))
            return;
        var posts = new HashSet<Guid>();
        foreach (var entry in db.ChangeTracker.Entries())
        {
            if (entry.State is not (EntityState.Added or EntityState.Modified or EntityState.Deleted))
                continue;
            if (ChannelOf(entry) is { } channel && !db.SeenChannels.Contains(channel))
                throw new RuleBroken(Post.PartlyHidden, "You do not see that channel, so nothing on it was changed.");
            if (PostOf(entry) is { } post)
                posts.Add(post);
        }

        if (posts.Count > 0 && await db.Posts.IncludingDeleted().AsNoTracking().Where(p => posts.Contains(p.Id) && p.ChannelCount != p.Variants.Count).Select(p => new { Hidden = p.ChannelCount - p.Variants.Count }).FirstOrDefaultAsync(cancel) is { } shared)
            throw Post.IsPartlyHidden(shared.Hidden);
    }

    static Guid? ChannelOf(EntityEntry entry) => entry.Entity switch
    {
        Channel channel => channel.Id,
        _ when entry.Metadata.FindProperty(ChannelId) is { } property => entry.Property(property.Name).CurrentValue as Guid?,
        _ => null,
    };

    static Guid? PostOf(EntityEntry entry) => entry.Entity switch
    {
        Post post when entry.State == EntityState.Added || (entry.State == EntityState.Modified && entry.Properties.All(p => !p.IsModified || Sums.Contains(p.Metadata.Name))) => null,
        Post post => post.Id,
        Variant variant => variant.PostId,
        PostMedia media => media.PostId,
        PostVersion version => version.PostId,
        PostLabel label => label.PostId,
        ApprovalDecision decision => decision.PostId,
        Evergreen evergreen => evergreen.PostId,
        _ => null,
    };
}
