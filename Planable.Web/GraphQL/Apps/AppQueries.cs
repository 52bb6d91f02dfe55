using Planable.Data.Apps;
using Planable.Data.Tokens;
using Planable.Web.Apps;

namespace Planable.Web.GraphQL.Apps;

[QueryType]
public static class AppQueries
{
    [GraphQLDescription("The programs the company has registered. For those who run it; others get none.")]
    [ListSize(AssumedSize = 10)]
    public static Task<IReadOnlyList<IntegrationApp>> GetApps(AppReader reader, CancellationToken cancel) => reader.Owned(cancel);

    [GraphQLDescription("Apps that members let act for them in this workspace: one's own, all for those who manage members.")]
    [ListSize(AssumedSize = 10)]
    public static Task<IReadOnlyList<ConnectedApp>> GetConnectedApps(AppReader reader, CancellationToken cancel) => reader.Connected(cancel);
}

[ObjectType<IntegrationApp>]
public static class IntegrationAppType
{
    static void Configure(IObjectTypeDescriptor<IntegrationApp> app)
    {
        app.BindFieldsExplicitly().Description("A program that asks people whether it may act for them: what OAuth calls a client.");
        app.Field(a => a.Id).ID().Description("Its id here; what programs send is clientId.");
        app.Field(a => a.Name);
        app.Field(a => a.ClientId).Description("What the app sends as client_id.");
        app.Field(a => a.IsPublic).Description("It can keep no secret.");
        app.Field(a => a.Redirects).Description("Where people may be sent back to.");
        app.Field(a => a.MadeBy).Description("Who registered it.");
        app.Field(a => a.MadeAt);
    }
}

[ObjectType<ConnectedApp>]
public static class ConnectedAppType
{
    static void Configure(IObjectTypeDescriptor<ConnectedApp> app)
    {
        app.BindFieldsExplicitly().Description("An app as a workspace knows it: what one member allowed it there.");
        app.Field(a => a.Id).ID().Description("Its id.");
        app.Field(a => a.Name);
        app.Field(a => a.Maker).Description("The company that registered it.");
        app.Field(a => a.Member).Description("For whom it acts, by name.");
        app.Field(a => a.ConnectedAt).Description("When they allowed it.");
        app.Field(a => a.UsedAt).Description("When it came last; null if it did not.");
    }

    [GraphQLDescription("What it may do, within what the member may.")]
    public static IReadOnlyList<string> GetScopes([Parent] ConnectedApp app) => [.. app.Scopes.Select(s => s.Name())];
}
