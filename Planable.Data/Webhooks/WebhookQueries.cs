using Microsoft.EntityFrameworkCore;

namespace Planable.Data.Webhooks;

public static class WebhookQueries
{
    /// <summary>The message with events that has to arrive before later ones go; at most one for an endpoint.</summary>
    public static Task<WebhookDelivery?> InFront(this IQueryable<WebhookDelivery> deliveries, Guid endpointId, CancellationToken cancel) =>
        deliveries.Where(d => d.EndpointId == endpointId && d.Kind == WebhookKind.Events && d.State == WebhookState.Waiting).OrderBy(d => d.At).FirstOrDefaultAsync(cancel);

    /// <exception cref="RuleBroken">The client has as many as it may.</exception>
    public static async Task MustHaveRoom(this IQueryable<WebhookEndpoint> endpoints, CancellationToken cancel)
    {
        if (await endpoints.CountAsync(cancel) >= WebhookEndpoint.Most)
            throw new RuleBroken("WEBHOOKS_MANY", "A client has at most {0} webhooks.", WebhookEndpoint.Most);
    }
}
