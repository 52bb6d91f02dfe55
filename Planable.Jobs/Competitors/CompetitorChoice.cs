using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Competitors;
using Planable.Data.Members;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Competitors;

/// <summary>Which profiles may be chosen: those of networks that tell of others, and of which a channel is connected to ask with.</summary>
public sealed class CompetitorChoice(PlanableDb db, ConnectorShelf connectors, TimeProvider clock)
{
    public bool Tells(string network) => connectors.Networks.Contains(network) && connectors.For(network) is IReadProfiles;

    /// <summary>Saving is the caller's.</summary>
    public async Task<Competitor> Add(string network, string handle, Member by, CancellationToken cancel)
    {
        var competitor = new Competitor(by, network, handle, clock.GetUtcNow());
        if (!Tells(network) || !await db.Channels.AnyAsync(c => c.Network == network && c.State == ChannelState.Connected, cancel))
            throw new RuleBroken("NETWORK_TELLS_NONE", "Connect a channel of a network that tells of other accounts first.");
        var there = await db.Competitors.Where(c => c.RemovedAt == null).Select(c => new { c.Network, c.Handle }).ToListAsync(cancel);
        if (there.Any(c => c.Network == network && string.Equals(c.Handle, competitor.Handle, StringComparison.OrdinalIgnoreCase)))
            throw new RuleBroken("COMPETITOR_KNOWN", "{0} is among the competitors already.", competitor.Handle);
        if (there.Count >= Competitor.Most)
            throw new RuleBroken("COMPETITORS_MANY", "At most {0} profiles are compared with. Remove one first.", Competitor.Most);
        db.Competitors.Add(competitor);
        return competitor;
    }
}
