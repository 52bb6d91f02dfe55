using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;

namespace Planable.Data.Members;

/// <summary>Ends memberships. The door asks on every request, so access ends with this save; unfinished posts go to the heir.</summary>
public sealed class Departures(PlanableDb db, TimeProvider clock)
{
    public async Task Remove(Member member, Guid? heirId, IReadOnlyList<Member> everyone, Workspace workspace, Member by, CancellationToken cancel)
    {
        var posts = await db.UnfinishedOf(member.Id).Include(p => p.Author).ToListAsync(cancel);
        var heir = everyone.FirstOrDefault(m => m.Id == heirId && m.Id != member.Id && m.Can(Permission.WritePosts));
        if (posts.Count > 0 && heir is null)
            throw new RuleBroken("HEIR_MISSING", "{0} has {1} posts that are not out yet. Choose who takes them over.", member.Person.Name, posts.Count);
        var at = clock.GetUtcNow();
        foreach (var post in posts)
            post.HandTo(heir!, by, at);
        member.Leave(by, everyone, posts.Count > 0 ? heir : null, at);
        // Whoever comes back by another invitation finds none of their programs at work.
        foreach (var token in await db.AccessTokens.Where(t => t.MemberId == member.Id && t.RevokedAt == null).ToListAsync(cancel))
            token.End(by, "left", at);
        var inHand = await db.Deliveries.Include(d => d.Channel).Include(d => d.Post).Where(d => d.HandedToId == member.Id && (d.State == DeliveryState.HandedOver || d.HeldFor == HoldReason.Phone)).ToListAsync(cancel);
        foreach (var delivery in inHand)
            delivery.LeftAlone(at);
        await db.RecountApprovals(workspace, at, cancel);
        if (inHand.Count == 0)
            await db.SaveChangesAsync(cancel);
        else
            await db.SaveAndSum([.. inHand.Select(d => d.PostId).Distinct()], cancel);
    }
}

public static class UnfinishedPosts
{
    /// <summary>Of somebody's posts those that are not out yet.</summary>
    public static IQueryable<Post> UnfinishedOf(this PlanableDb db, Guid authorId) => db.Posts.Where(p => p.AuthorId == authorId && p.State != PostState.Published && p.State != PostState.Publishing);
}
