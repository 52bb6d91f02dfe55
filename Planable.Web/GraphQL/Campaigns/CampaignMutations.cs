using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Campaigns;
using Planable.Data.Labels;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Workspaces;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Campaigns;

/// <summary>What is left out stays as it is.</summary>
public sealed record EditCampaignInput([property: ID("Campaign")] Guid Id, int? Revision, string? Name, int? Colour, Optional<DateOnly?> Starts, Optional<DateOnly?> Ends, Optional<string?> Brief);

[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class CampaignMutations
{
    public static async Task<Campaign> CreateCampaign(string name, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel, int colour = 0)
    {
        var campaign = new Campaign(current.Member, name, colour, clock.GetUtcNow());
        await db.MustBeFree(db.Campaigns.Select(c => c.Key), name, cancel);
        db.Campaigns.Add(campaign);
        await db.SaveChangesAsync(cancel);
        return campaign;
    }

    public static async Task<Campaign> EditCampaign(EditCampaignInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var campaign = await Find(db.Campaigns, input.Id, cancel);
        if (input.Name is { } name)
            await db.MustBeFree(db.Campaigns.Where(c => c.Id != input.Id).Select(c => c.Key), name, cancel);
        if (input.Revision is { } seen)
            db.Entry(campaign).Property(c => c.Revision).OriginalValue = seen;
        campaign.Edit(
            input.Name ?? campaign.Name, input.Colour ?? campaign.Colour, input.Starts.HasValue ? input.Starts.Value : campaign.Starts, input.Ends.HasValue ? input.Ends.Value : campaign.Ends,
            input.Brief.HasValue ? input.Brief.Value : campaign.Brief, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return campaign;
    }

    [GraphQLDescription("What links of the campaign's posts get, besides the client's own rules.")]
    public static async Task<Campaign> SetCampaignLinkRules([ID<Campaign>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("Null: only the client's own rules hold.")] LinkRulesInput? rules, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var campaign = await Find(db.Campaigns, id, cancel);
        campaign.TagLinks(rules?.Read(), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return campaign;
    }

    [GraphQLDescription("Takes a campaign away; its posts go to another one, or are left without.")]
    public static async Task<Campaign> RemoveCampaign([ID<Campaign>] Guid id, [ID<Campaign>] Guid? into, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (campaign, other) = (await Find(db.Campaigns, id, cancel), into is { } kept ? await Find(db.Campaigns, kept, cancel) : null);
        await db.Remove(campaign, other, current.Member, clock.GetUtcNow(), cancel);
        return campaign;
    }

    public static async Task<Campaign> RestoreCampaign([ID<Campaign>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Member.Must(Data.Members.Permission.EditOthersPosts);
        var campaign = await Find(db.Campaigns.IncludingRemoved(), id, cancel);
        await db.Restore(campaign, current.Member, clock.GetUtcNow(), cancel);
        return campaign;
    }

    static async Task<Campaign> Find(IQueryable<Campaign> campaigns, Guid id, CancellationToken cancel) => await campaigns.SingleOrDefaultAsync(c => c.Id == id, cancel) ?? throw Refused.NotFound("campaign");
}
