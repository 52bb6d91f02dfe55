using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Calendar;

/// <summary>Reads cards, whichever view shows them.</summary>
public sealed class CalendarCards(Current current, TimeWords times)
{
    public const int WordsLength = 100;

    public async Task<Dictionary<Guid, CalendarCard>> Read(IQueryable<Post> posts, Facets facets, CancellationToken cancel)
    {
        var (isClient, now) = (current.Member.IsClient, times.Now);
        var rows = await posts
            .Select(p => new
            {
                p.Id,
                p.AuthorId,
                p.ScheduledAt,
                p.State,
                p.ApprovalState,
                Text = p.Text.Substring(0, WordsLength),
                p.Kind,
                AtRisk = p.Risks.Any(),
                Missed = p.State == PostState.Draft && p.ApprovalState == ApprovalState.Waiting && p.ScheduledAt <= now ? p.Approval : null,
                IsFromOutside = p.FoundAt != null,
                OpenThreads = p.Threads.Count(t => t.ResolvedAt == null && (!isClient || t.Audience == Audience.Client) && t.Comments.Any(c => c.RemovedAt == null)),
                Phone = p.State == PostState.Publishing || p.State == PostState.Held ? p.Deliveries.Where(d => d.State == DeliveryState.HandedOver || (d.State == DeliveryState.Held && d.HeldFor == HoldReason.Phone && d.HandedToId != null)).Select(d => d.HandedTo).FirstOrDefault() : null,
                Channels = p.Variants.Select(v => v.ChannelId).ToList(),
                Picture = p.Media.OrderBy(m => m.Position).Select(m => (Guid?)m.MediaId).FirstOrDefault(),
                Edits = p.Media.OrderBy(m => m.Position).Select(m => m.Edits).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return rows.ToDictionary(r => r.Id, r => facets.Card(current.Member, r.Id, r.AuthorId, r.ScheduledAt is { } at ? times.Local(at) : null, r.State, r.Text, r.Channels, r.Picture is { } id ? new CardPicture(id, r.Edits) : null, r.Kind, r.ApprovalState, r.AtRisk, new CardFate(r.IsFromOutside, r.Phone, r.OpenThreads, r.Missed)));
    }
}
