using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Readings;

/// <summary>Somebody wants the figures of some channels now. Each is asked for by its own verb; those that have to wait keep their time.</summary>
public sealed class FigureRequests(PlanableDb db, ConnectorShelf connectors, TimeProvider clock)
{
    public bool CanRead(string network) => connectors.For(network) is IReadMetrics;

    /// <returns>Those that are read now, or were about to be. Saving is the caller's.</returns>
    public async Task<IReadOnlyList<ChannelSync>> Ask(IReadOnlyCollection<Guid> channels, Member by, CancellationToken cancel)
    {
        by.Must(Permission.SeeInternal);
        var ids = channels.ToList();
        var chosen = (await db.Channels.Where(c => ids.Contains(c.Id) && c.State == ChannelState.Connected).ToListAsync(cancel)).FindAll(c => CanRead(c.Network));
        if (chosen.Count == 0)
            throw new RuleBroken("NO_FIGURES", "None of these channels can be read now.");
        var known = await db.ChannelSyncs.Where(s => ids.Contains(s.ChannelId)).ToDictionaryAsync(s => s.ChannelId, cancel);
        var now = clock.GetUtcNow();
        var syncs = chosen.ConvertAll(channel => known.TryGetValue(channel.Id, out var sync) ? sync : db.ChannelSyncs.Add(new ChannelSync(channel)).Entity);
        foreach (var sync in syncs.Where(s => s.MayBeAsked(now)))
            sync.Ask(by, now);
        var coming = syncs.FindAll(s => s.IsBusy);
        if (coming.Count == 0)
            throw new RuleBroken("SYNC_TOO_SOON", "These figures were read a moment ago. The networks count every question; they can be read again in {0} minutes.", Math.Max(1, (int)Math.Ceiling((syncs.Min(s => s.NextAllowedAt ?? now) - now).TotalMinutes)));
        return coming;
    }
}
