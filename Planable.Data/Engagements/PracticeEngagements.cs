using Microsoft.EntityFrameworkCore;
using Planable.Data.Publishing;

namespace Planable.Data.Engagements;

/// <summary>The likes that posts have on the practice network.</summary>
public sealed class PracticeEngagements(PlanableDb db) : IEngagements
{
    public async Task<IReadOnlyList<Engagement>> Since(DateTimeOffset from, CancellationToken cancel)
    {
        var published = await db.Deliveries.AsNoTracking().Where(d => d.State == DeliveryState.Published && d.PublishedAt >= from && d.RemoteId != null && d.Channel.Network == "practice")
            .Select(d => new { d.PostId, d.ChannelId, d.PublishedAt, d.RemoteId }).ToListAsync(cancel);
        // Its ids are ours; databases write them as text each in their own way, so they are matched here.
        var byRemote = published.Where(d => Guid.TryParse(d.RemoteId, out _)).ToLookup(d => Guid.Parse(d.RemoteId!));
        var ids = byRemote.Select(d => d.Key).ToList();
        var likes = ids.Count == 0 ? [] : await db.PracticePosts.AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Likes }).ToListAsync(cancel);
        return [.. likes.SelectMany(l => byRemote[l.Id].Select(d => new Engagement(d.PostId, d.ChannelId, d.PublishedAt!.Value, l.Likes)))];
    }
}
