using Microsoft.EntityFrameworkCore;
using Planable.Data.Labels;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Campaigns;

/// <summary>Takes campaigns away, with their posts or into another one, and brings them back as they were.</summary>
public static class CampaignRemovals
{
    /// <param name="into">The campaign its posts go to; null leaves them without.</param>
    public static async Task Remove(this PlanableDb db, Campaign campaign, Campaign? into, Member by, DateTimeOffset at, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        campaign.Remove(into, await Posts(db).CountAsync(p => p.CampaignId == campaign.Id, cancel), by, at);
        if (into is not null)
        {
            await Posts(db).Where(p => p.CampaignId == campaign.Id)
                .ExecuteUpdateAsync(p => p.SetProperty(x => x.CampaignId, into.Id).SetProperty(x => x.MergedCampaignId, campaign.Id), cancel);
        }

        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.RingLogBell();
    }

    public static async Task Restore(this PlanableDb db, Campaign campaign, Member by, DateTimeOffset at, CancellationToken cancel)
    {
        await db.MustBeFree(db.Campaigns.Where(c => c.Id != campaign.Id).Select(c => c.Key), campaign.Name, cancel);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        campaign.Restore(by, at);
        await Posts(db).Where(p => p.MergedCampaignId == campaign.Id)
            .ExecuteUpdateAsync(p => p.SetProperty(x => x.CampaignId, campaign.Id).SetProperty(x => x.MergedCampaignId, (Guid?)null), cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        db.RingLogBell();
    }

    /// <summary>Removed ones too; the workspace's wall stays.</summary>
    public static IQueryable<Campaign> IncludingRemoved(this IQueryable<Campaign> campaigns) => campaigns.WithRemoved();

    // A deleted post may come back as well.
    static IQueryable<Post> Posts(PlanableDb db) => db.Posts.IncludingDeleted();
}
