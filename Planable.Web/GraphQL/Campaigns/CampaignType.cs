using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Campaigns;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Campaigns;

[QueryType]
public static class CampaignQueries
{
    [GraphQLDescription("Posts that serve one purpose for a while. A client's token sees none.")]
    [UsePaging]
    public static IQueryable<Campaign> GetCampaigns(PlanableDb db, Current current)
    {
        var team = current.Can(Permission.SeeInternal);
        return db.Campaigns.AsNoTracking().Where(c => team).OrderBy(c => c.Key);
    }
}

[ObjectType<Campaign>]
public static class CampaignType
{
    static void Configure(IObjectTypeDescriptor<Campaign> campaign)
    {
        campaign.BindFieldsExplicitly().Description("Posts that serve one purpose for a while.");
        campaign.Field(c => c.Name);
        campaign.Field(c => c.Colour);
        campaign.Field(c => c.Starts);
        campaign.Field(c => c.Ends);
        campaign.Field(c => c.Brief);
        campaign.Field(c => c.CreatedAt);
        campaign.Field(c => c.Revision);
    }

    [NodeResolver]
    public static async Task<Campaign?> Find(Guid id, ICampaignByIdDataLoader campaigns, CancellationToken cancel) => await campaigns.LoadAsync(id, cancel);
}

public interface ICampaignByIdDataLoader : IDataLoader<Guid, Campaign>;

public static class CampaignLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Campaign>> GetCampaignByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel) =>
        current.Can(Permission.SeeInternal) ? await db.Campaigns.AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, cancel) : [];
}
