using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Webhooks;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Webhooks;

[QueryType]
public static class WebhookQueries
{
    [GraphQLDescription("Addresses that are told what happens. For members who manage the workspace; others get none.")]
    [UsePaging]
    public static IQueryable<WebhookEndpoint> GetWebhooks(PlanableDb db, Current current)
    {
        var manages = current.Can(Permission.ManageWorkspace);
        return db.WebhookEndpoints.AsNoTracking().Where(e => manages).OrderBy(e => e.MadeAt);
    }
}

[ObjectType<WebhookEndpoint>]
public static class WebhookType
{
    static void Configure(IObjectTypeDescriptor<WebhookEndpoint> webhook)
    {
        webhook.BindFieldsExplicitly().Description("An address that is told what happens, in order.");
        webhook.Field(e => e.Name);
        webhook.Field(e => e.Address);
        webhook.Field(e => e.Topics).Description("Kinds of events, by the names of the subscriptions: POST is postChanged, and so on. Here each event belongs to one.");
        webhook.Field(e => e.Audience).Description("TEAM is told everything, CLIENT what the client sees.");
        webhook.Field(e => e.MadeAt);
        webhook.Field(e => e.PausedAt);
        webhook.Field(e => e.PausedBecause);
        webhook.Field(e => e.FailingSince).Description("Since when it does not answer; null while it does.");
        webhook.Field(e => e.ActAt).Description("When it is tried again.");
    }

    [NodeResolver]
    public static async Task<WebhookEndpoint?> Find(Guid id, PlanableDb db, Current current, CancellationToken cancel) =>
        current.Can(Permission.ManageWorkspace) ? await db.WebhookEndpoints.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancel) : null;

    [GraphQLDescription("What was sent in the last thirty days, the latest first.")]
    [UsePaging(ConnectionName = "SentWebhooks")]
    public static async Task<Connection<SentWebhook>> GetDeliveries([Parent] WebhookEndpoint webhook, PagingArguments paging, ISentWebhooksByEndpointDataLoader sent, CancellationToken cancel) =>
        await sent.With(paging).LoadAsync(webhook.Id, cancel) is { } page ? page.Select(d => new SentWebhook(d)).ToConnection() : Page<SentWebhook>.Empty.ToConnection();
}

/// <summary>One message to a webhook.</summary>
public sealed class SentWebhook(WebhookDelivery delivery)
{
    [ID("SentWebhook")]
    public Guid Id => delivery.Id;

    [GraphQLDescription("As in the header webhook-id. A message that is sent again keeps it.")]
    public string MessageId => delivery.MessageId;

    public WebhookKind Kind => delivery.Kind;

    public WebhookState State => delivery.State;

    public DateTimeOffset At => delivery.At;

    [GraphQLDescription("How many events are in it.")]
    public int Events => delivery.Events;

    [GraphQLDescription("As it was sent: JSON.")]
    public string Body => delivery.Body;

    [GraphQLDescription("How often it was tried.")]
    public int Tries => delivery.Tries;

    [GraphQLDescription("The latest twenty tries, the latest last.")]
    [ListSize(AssumedSize = 4)]
    public IReadOnlyList<WebhookTry> Attempts => [.. delivery.Attempts.Select(a => new WebhookTry(a.At, a.Milliseconds, a.Status, a.Answer, a.Trouble))];
}

/// <summary>One try to hand a message over.</summary>
/// <param name="Status">Of the answer; null if there was none.</param>
/// <param name="Answer">The beginning of what was answered.</param>
/// <param name="Trouble">Why there was no answer.</param>
public sealed record WebhookTry(DateTimeOffset At, int Milliseconds, int? Status, string? Answer, string? Trouble);

public interface ISentWebhooksByEndpointDataLoader : IDataLoader<Guid, Page<WebhookDelivery>>;

public static class WebhookLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Page<WebhookDelivery>>> GetSentWebhooksByEndpointAsync(IReadOnlyList<Guid> endpoints, PagingArguments paging, PlanableDb db, CancellationToken cancel) =>
        await db.WebhookDeliveries.AsNoTracking().Where(d => endpoints.Contains(d.EndpointId)).OrderByDescending(d => d.At).ToBatchPageAsync(d => d.EndpointId, paging, cancel);
}
