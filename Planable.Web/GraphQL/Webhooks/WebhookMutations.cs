using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Secrets;
using Planable.Data.Tokens;
using Planable.Data.Webhooks;
using Planable.Jobs.Webhooks;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Webhooks;

/// <summary>A webhook with its secret, which is told this once.</summary>
/// <param name="Secret">Begins with whsec_. Messages are signed with it as standardwebhooks.com says.</param>
public sealed record WebhookWithSecret(WebhookEndpoint Webhook, string Secret);

[MutationType, Error<UserError>, Scope(TokenScope.Webhooks)]
public static class WebhookMutations
{
    [GraphQLDescription("Tells an address what happens from now on. The answer holds the secret, this once.")]
    public static async Task<WebhookWithSecret> CreateWebhook(string name, string address, IReadOnlyList<EventTopic> topics, PlanableDb db, Current current, Vault vault, WebhookAddresses addresses, TimeProvider clock, CancellationToken cancel, Audience audience = Audience.Team)
    {
        var terms = new WebhookTerms(name, address, topics, audience);
        current.Member.Must(Permission.ManageWorkspace);
        terms.Check();
        await addresses.MustBeOutside(terms, cancel);
        var (endpoint, secret) = WebhookEndpoint.Make(terms, vault, current.Member, clock.GetUtcNow());
        await db.WebhookEndpoints.MustHaveRoom(cancel);
        db.WebhookEndpoints.Add(endpoint);
        await db.SaveChangesAsync(cancel);
        return new(endpoint, secret);
    }

    [GraphQLDescription("What is left out stays as it is.")]
    public static async Task<WebhookEndpoint> EditWebhook([ID("WebhookEndpoint")] Guid id, string? name, string? address, IReadOnlyList<EventTopic>? topics, Audience? audience, PlanableDb db, Current current, WebhookAddresses addresses, TimeProvider clock, CancellationToken cancel)
    {
        var endpoint = await Find(db.WebhookEndpoints, id, current, cancel);
        var terms = new WebhookTerms(name ?? endpoint.Name, address ?? endpoint.Address, topics ?? endpoint.Topics, audience ?? endpoint.Audience);
        terms.Check();
        if (address is not null)
            await addresses.MustBeOutside(terms, cancel);
        endpoint.Change(terms, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return endpoint;
    }

    [GraphQLDescription("Makes a new secret. For 24 hours messages carry a signature by each.")]
    public static async Task<WebhookWithSecret> ReplaceWebhookSecret([ID("WebhookEndpoint")] Guid id, PlanableDb db, Current current, Vault vault, TimeProvider clock, CancellationToken cancel)
    {
        var endpoint = await Find(db.WebhookEndpoints, id, current, cancel);
        var secret = endpoint.Rotate(vault, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return new(endpoint, secret);
    }

    [GraphQLDescription("Tells it nothing until it is resumed. Nothing is lost.")]
    public static async Task<WebhookEndpoint> PauseWebhook([ID("WebhookEndpoint")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var endpoint = await Find(db.WebhookEndpoints, id, current, cancel);
        endpoint.Pause(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return endpoint;
    }

    [GraphQLDescription("Tells it what it missed, in order; or, with `skipMissed`, only what happens from now on. Whoever resumes it answers for it.")]
    public static async Task<WebhookEndpoint> ResumeWebhook([ID("WebhookEndpoint")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel, bool skipMissed = false)
    {
        var endpoint = await Find(db.WebhookEndpoints, id, current, cancel);
        endpoint.Resume(await db.WebhookDeliveries.InFront(id, cancel), skipMissed, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return endpoint;
    }

    [GraphQLDescription("Sends a message that says nothing but that it is a ping, and tells what was answered.")]
    public static async Task<SentWebhook> PingWebhook([ID("WebhookEndpoint")] Guid id, Current current, WebhookSender sender, CancellationToken cancel) =>
        new(await sender.Ping(await Find(sender.Endpoints(), id, current, cancel), cancel));

    [GraphQLDescription("Sends a message once more, under the same message id, and tells what was answered.")]
    public static async Task<SentWebhook> ResendWebhook([ID("SentWebhook")] Guid id, PlanableDb db, Current current, WebhookSender sender, CancellationToken cancel)
    {
        current.Member.Must(Permission.ManageWorkspace);
        var delivery = await db.WebhookDeliveries.SingleOrDefaultAsync(d => d.Id == id, cancel) ?? throw Refused.NotFound("message");
        return new(await sender.SendAgain(await Find(sender.Endpoints(), delivery.EndpointId, current, cancel), delivery, cancel));
    }

    public static async Task<WebhookEndpoint> RemoveWebhook([ID("WebhookEndpoint")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var endpoint = await Find(db.WebhookEndpoints, id, current, cancel);
        endpoint.Remove(current.Member, clock.GetUtcNow());
        db.WebhookEndpoints.Remove(endpoint);
        await db.SaveChangesAsync(cancel);
        return endpoint;
    }

    static async Task<WebhookEndpoint> Find(IQueryable<WebhookEndpoint> endpoints, Guid id, Current current, CancellationToken cancel)
    {
        current.Member.Must(Permission.ManageWorkspace);
        return await endpoints.SingleOrDefaultAsync(e => e.Id == id, cancel) ?? throw Refused.NotFound("webhook");
    }
}
