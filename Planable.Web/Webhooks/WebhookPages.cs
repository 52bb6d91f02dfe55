using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Webhooks;
using Planable.Web.Http;

namespace Planable.Web.Webhooks;

public sealed record WebhooksPage(IReadOnlyList<WebhookRow> Endpoints, WebhookForm Form);

/// <param name="Arrived">Messages of the last 24 hours, as is <paramref name="Missed"/>.</param>
public sealed record WebhookRow(
    Guid Id, string Name, string Address, IReadOnlyList<EventTopic> Topics, Audience Audience, string Member, DateTimeOffset MadeAt, DateTimeOffset? PausedAt, WebhookPause? PausedBecause, DateTimeOffset? FailingSince, DateTimeOffset? ActAt, int Failures, DateTimeOffset? OlderUntil)
{
    public int Arrived { get; init; }

    public int Missed { get; init; }

    public string Host => new Uri(Address).GetLeftPart(UriPartial.Authority);
}

/// <param name="Secret">Of one just made or replaced; shown this once.</param>
/// <param name="Behind">Events of the log since the last message: how much a catch-up would look through.</param>
/// <param name="Deliveries">The latest, the latest first.</param>
public sealed record WebhookPage(WebhookRow Endpoint, WebhookForm Form, string? Secret, long Behind, IReadOnlyList<WebhookSent> Deliveries);

public sealed record WebhookSent(Guid Id, WebhookKind Kind, WebhookState State, string Types, int Events, DateTimeOffset At, int Tries, IReadOnlyList<WebhookAttempt> Attempts)
{
    public WebhookAttempt? Latest => Attempts.Count > 0 ? Attempts[^1] : null;
}

/// <param name="Body">As it was sent.</param>
public sealed record WebhookSentPage(Guid EndpointId, string Endpoint, string Address, WebhookSent Sent, string MessageId, string Body);

public sealed class WebhookReader(PlanableDb db, Current current, TimeProvider clock)
{
    const int MostShown = 50;

    public async Task<WebhooksPage> Read(WebhookForm form, CancellationToken cancel)
    {
        var rows = await Rows(db.WebhookEndpoints.OrderBy(e => e.MadeAt)).ToListAsync(cancel);
        var since = clock.GetUtcNow().AddHours(-24);
        var sent = (await db.WebhookDeliveries.Where(d => d.At > since).GroupBy(d => d.EndpointId)
            .Select(g => new { g.Key, Arrived = g.Sum(d => d.State == WebhookState.Arrived ? 1 : 0), Missed = g.Sum(d => d.State == WebhookState.Arrived ? 0 : 1) }).ToListAsync(cancel)).ToDictionary(s => s.Key);
        return new([.. rows.Select(r => sent.GetValueOrDefault(r.Id) is { } s ? r with { Arrived = s.Arrived, Missed = s.Missed } : r)], form);
    }

    public async Task<WebhookPage?> Read(Guid id, WebhookForm? form, string? secret, CancellationToken cancel)
    {
        if (await db.WebhookEndpoints.AsNoTracking().Include(e => e.Member).ThenInclude(m => m.Person).SingleOrDefaultAsync(e => e.Id == id, cancel) is not { } endpoint)
            return null;
        var sent = await db.WebhookDeliveries.Where(d => d.EndpointId == id).OrderByDescending(d => d.At).Take(MostShown)
            .Select(d => new WebhookSent(d.Id, d.Kind, d.State, d.Types, d.Events, d.At, d.Tries, d.Attempts)).ToListAsync(cancel);
        var row = new WebhookRow(
            endpoint.Id, endpoint.Name, endpoint.Address, endpoint.Topics, endpoint.Audience, endpoint.Member.Name, endpoint.MadeAt, endpoint.PausedAt, endpoint.PausedBecause, endpoint.FailingSince, endpoint.ActAt, endpoint.Failures,
            endpoint.OlderUntil > clock.GetUtcNow() ? endpoint.OlderUntil : null);
        return new(row, form ?? WebhookForm.Of(endpoint), secret, Math.Max(0, current.Workspace.LastSequence - endpoint.Cursor), sent);
    }

    public async Task<WebhookSentPage?> ReadSent(Guid id, Guid sentId, CancellationToken cancel) =>
        await db.WebhookDeliveries.Where(d => d.Id == sentId && d.EndpointId == id)
            .Join(db.WebhookEndpoints, d => d.EndpointId, e => e.Id, (d, e) => new { d, e.Name, e.Address })
            .Select(x => new { x.Name, x.Address, x.d.MessageKey, x.d.Body, Sent = new WebhookSent(x.d.Id, x.d.Kind, x.d.State, x.d.Types, x.d.Events, x.d.At, x.d.Tries, x.d.Attempts) })
            .SingleOrDefaultAsync(cancel) is { } found
            ? new(id, found.Name, found.Address, found.Sent, $"msg_{found.MessageKey:N}", found.Body)
            : null;

    static IQueryable<WebhookRow> Rows(IQueryable<WebhookEndpoint> endpoints) =>
        endpoints.Select(e => new WebhookRow(e.Id, e.Name, e.Address, e.Topics, e.Audience, e.Member.Person.Name, e.MadeAt, e.PausedAt, e.PausedBecause, e.FailingSince, e.ActAt, e.Failures, e.OlderUntil));
}
