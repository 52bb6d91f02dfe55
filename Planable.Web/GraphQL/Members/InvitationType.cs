using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Web.GraphQL.Channels;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Members;

[QueryType]
public static class InvitationQueries
{
    [GraphQLDescription("Invitations that can still be used or renewed, the latest first. For those who may invite.")]
    [UsePaging]
    public static IQueryable<Invitation> GetInvitations(PlanableDb db, Current current)
    {
        var inviting = current.Can(Permission.InviteTeam) || current.Can(Permission.InviteClients);
        return db.Invitations.AsNoTracking().Where(i => inviting && i.RevokedAt == null && i.Uses < i.MaxUses).OrderByDescending(i => i.SentAt);
    }
}

[ObjectType<Invitation>]
public static class InvitationType
{
    static void Configure(IObjectTypeDescriptor<Invitation> invitation)
    {
        invitation.BindFieldsExplicitly().Description("A way into the workspace.");
        invitation.Field(i => i.Id).ID().Description("Its id.");
        invitation.Field(i => i.Email).Description("Where it went; null for a link that anybody who has it may use.");
        invitation.Field(i => i.Role).Description("What whoever joins will be.");
        invitation.Field(i => i.ExpiresAt).Description("When it ends.");
        invitation.Field(i => i.Uses).Description("How many have joined by it.");
        invitation.Field(i => i.MaxUses).Description("How many may.");
        invitation.Field(i => i.InvitedByName).Description("Who sent it.");
        invitation.Field(i => i.SentAt).Description("When it was sent last.");
        invitation.Field(i => i.RevokedAt).Description("When it was taken back.");
    }

    [GraphQLDescription("The channels whoever joins will see; null for all.")]
    [ListSize(AssumedSize = 4)]
    public static async Task<IReadOnlyList<Channel>?> GetOnlyChannels([Parent] Invitation invitation, IChannelByIdDataLoader channels, CancellationToken cancel) =>
        invitation.OnlyChannels is { } only ? [.. (await Task.WhenAll(only.Select(id => channels.LoadAsync(id, cancel)))).OfType<Channel>()] : null;
}
