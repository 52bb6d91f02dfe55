using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Planable.Data.Approvals;
using Planable.Data.Channels;
using Planable.Data.Conversations;
using Planable.Data.Evergreens;
using Planable.Data.Labels;
using Planable.Data.Posts;
using Planable.Data.Publishing;

namespace Planable.Data.Workspaces;

/// <summary>
/// The save side of the limit to some channels. Query filters hide what lies on the others; here whatever verb, job or page forgot to ask is refused:
/// nothing is saved on a channel that is not seen, and no post is changed that goes to one, since a change reaches all of it. What it says on the channels that are
/// seen may change (<see cref="Post.EditPart"/>): then it gets a version that holds all the rest to the letter, and all of its deliveries carry that.
/// </summary>
static class ChannelWall
{
    const string ChannelId = "ChannelId";

    /// <summary>What its deliveries add up to, and when it was looked at: no word and no time of the post.</summary>
    static readonly HashSet<string> Sums = [nameof(Post.State), nameof(Post.Revision), nameof(Post.Preflown)];

    /// <summary>What follows for the post when its words on some channels change: who did it and when, the new version, and what was carried over to it.</summary>
    static readonly HashSet<string> OfPart =
        [.. Sums, nameof(Post.EditedAt), nameof(Post.EditedById), nameof(Post.IsApartFromSeries), nameof(Post.LatestVersion), nameof(Post.Approval), nameof(Post.ApprovedHash)];

    /// <summary>A delivery takes the new version, and whoever had prepared the former lets go of it.</summary>
    static readonly HashSet<string> Carried = [nameof(Delivery.VersionId), nameof(Delivery.LeaseId), nameof(Delivery.LeasedUntil)];

    public static async Task Check(PlanableDb db, CancellationToken cancel)
    {
        if (db.SeesAll || db.WorkspaceId is not { } entered || !db.LimitedWorkspaces.Contains(entered))
            return;
        var changes = db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted).ToList();
        if (changes.Exists(e => ChannelOf(e) is { } channel && !db.SeenChannels.Contains(channel) && !OnlyCarries(e, changes)))
            throw new RuleBroken(Post.PartlyHidden, "You do not see that channel, so nothing on it was changed.");
        var posts = changes.Select(PostOf).OfType<Guid>().ToHashSet();
        if (posts.Count == 0)
            return;
        var shared = await db.Posts.IncludingDeleted().AsNoTracking().Where(p => posts.Contains(p.Id) && p.ChannelCount != p.Variants.Count)
            .Select(p => new { p.Id, p.ChannelCount, Seen = p.Variants.Count, Files = p.Media.Count }).ToListAsync(cancel);
        if (shared.Find(p => !changes.Where(e => PostOf(e) == p.Id).All(e => IsOfPart(e, p.ChannelCount, p.Files))) is { } whole)
            throw Post.IsPartlyHidden(whole.ChannelCount - whole.Seen);
    }

    static bool OnlyCarries(EntityEntry entry, List<EntityEntry> changes) =>
        entry is { Entity: Delivery delivery, State: EntityState.Modified } && Changes(entry, Carried) && changes.Exists(e => e is { State: EntityState.Added, Entity: PostVersion version } && version.Id == delivery.VersionId && version.PostId == delivery.PostId);

    /// <summary>Variants come here only if their channel is seen. A version made from less than all of the post would lose the rest.</summary>
    static bool IsOfPart(EntityEntry entry, int channels, int files) => entry switch
    {
        { Entity: Variant, State: EntityState.Modified } => true,
        { Entity: Post, State: EntityState.Modified } => Changes(entry, OfPart),
        { Entity: PostVersion version, State: EntityState.Added } => version.Content is var content && content.Variants.Count == channels && content.Media.Count == files && IsTrue(entry.Context, version),
        _ => false,
    };

    /// <summary>Does it say what the post says? Nothing of the post but the seen variants can have changed.</summary>
    static bool IsTrue(DbContext db, PostVersion version) => db.ChangeTracker.Entries<Post>().FirstOrDefault(p => p.Entity.Id == version.PostId)?.Entity is { } post && version.IsGenuine && post.Content().Hash() == version.Hash;

    static bool Changes(EntityEntry entry, HashSet<string> only) => entry.Properties.All(p => !p.IsModified || only.Contains(p.Metadata.Name));

    static Guid? ChannelOf(EntityEntry entry) => entry.Entity switch
    {
        Channel channel => channel.Id,
        _ when entry.Metadata.FindProperty(ChannelId) is { } property => entry.Property(property.Name).CurrentValue as Guid?,
        _ => null,
    };

    static Guid? PostOf(EntityEntry entry) => entry.Entity switch
    {
        Post post when entry.State == EntityState.Added || (entry.State == EntityState.Modified && Changes(entry, Sums)) => null,
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
