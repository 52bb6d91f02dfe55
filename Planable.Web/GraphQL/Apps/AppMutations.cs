using Planable.Data;
using Planable.Data.Apps;
using Planable.Data.Tokens;
using Planable.Web.Apps;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Apps;

/// <summary>An app with its secret, which is told this once.</summary>
/// <param name="App">The app.</param>
/// <param name="Secret">Begins with secret_; null for one that can keep none.</param>
public sealed record AppWithSecret(IntegrationApp App, string? Secret);

[MutationType, Error<UserError>, Scope(TokenScope.Write)]
public static class AppMutations
{
    [GraphQLDescription("Registers a program of the company's that asks people whether it may act for them (OAuth 2). For those who run the company. The answer holds the secret, this once.")]
    public static async Task<AppWithSecret> RegisterApp(
        [GraphQLDescription("By which people will know it.")] string name, [GraphQLDescription("Where people are sent back to, to the letter: https, or http on localhost and 127.0.0.1.")] IReadOnlyList<string> redirects,
        PlanableDb db, Current current, AppReader reader, TimeProvider clock, CancellationToken cancel, [GraphQLDescription("It runs where it can keep no secret: on phones, computers or in browsers.")] bool isPublic = false)
    {
        var company = await reader.MustOwn(cancel);
        await reader.MustHaveRoom(company, cancel);
        var (app, secret) = IntegrationApp.Register(company, new(name, redirects), isPublic, current.Member, clock.GetUtcNow());
        db.IntegrationApps.Add(app);
        await db.SaveChangesAsync(cancel);
        return new(app, secret);
    }

    [GraphQLDescription("What is left out stays as it is.")]
    public static async Task<IntegrationApp> EditApp(
        [ID("IntegrationApp"), GraphQLDescription("Which.")] Guid id, [GraphQLDescription("By which people know it.")] string? name, [GraphQLDescription("Where people are sent back to, all of them.")] IReadOnlyList<string>? redirects,
        PlanableDb db, Current current, AppReader reader, TimeProvider clock, CancellationToken cancel)
    {
        var (company, app) = await Own(reader, id, cancel);
        app.Edit(company, new(name ?? app.Name, redirects ?? app.Redirects), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return app;
    }

    [GraphQLDescription("Makes a new secret. The old one opens nothing any more, at once; what people allowed stays.")]
    public static async Task<AppWithSecret> ReplaceAppSecret([ID("IntegrationApp"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, AppReader reader, TimeProvider clock, CancellationToken cancel)
    {
        var (company, app) = await Own(reader, id, cancel);
        var secret = app.ReplaceSecret(company, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new(app, secret);
    }

    [GraphQLDescription("Takes it off the register. What anybody allowed it ends at once.")]
    public static async Task<IntegrationApp> RemoveApp([ID("IntegrationApp"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, AppReader reader, Consents consents, TimeProvider clock, CancellationToken cancel)
    {
        var (company, app) = await Own(reader, id, cancel);
        app.Remove(company, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        await consents.EndAllOf(app, cancel);
        return app;
    }

    [GraphQLDescription("Ends what an app may do in this workspace, for one member. Their own; anybody's for those who manage members.")]
    public static async Task<ConnectedApp> RevokeConnectedApp([ID("ConnectedApp"), GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, AppReader reader, TimeProvider clock, CancellationToken cancel)
    {
        var app = (await reader.Connected(cancel)).FirstOrDefault(a => a.Id == id).Or("connected app");
        var token = await reader.FindConnected(id, cancel).Or("connected app");
        token.Revoke(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return app;
    }

    static async Task<(Data.Companies.Company Company, IntegrationApp App)> Own(AppReader reader, Guid id, CancellationToken cancel) => await reader.Own(id, cancel) ?? throw Refused.NotFound("app");
}
