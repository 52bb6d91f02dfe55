using Microsoft.EntityFrameworkCore;
using Planable.Data.Analytics;
using Planable.Data.Readings;

namespace Planable.Data.Demographics;

/// <summary>One channel's audience by one dimension.</summary>
/// <param name="Told">Null where the network told nothing.</param>
/// <param name="Field">What the network calls it; null where it never tells it.</param>
public sealed record AudienceLine(BoardChannel Channel, Demographic? Told, string? Field, SyncState State, DateTimeOffset? AskedAt, string? Trouble)
{
    double Sum => Told?.Groups.Sum(g => g.Value) ?? 0;

    /// <summary>In percent of all that was told; NaN if nothing was told of the group.</summary>
    public double ShareOf(string key) => Told?.Groups.Find(g => g.Key == key) is { } group && Sum > 0 ? 100 * group.Value / Sum : double.NaN;
}

/// <summary>The audience of the chosen channels by one dimension. Channels are never added up: somebody who follows two of them is one person.</summary>
public sealed record AudienceBoard(Dimension By, IReadOnlyList<AudienceLine> Lines)
{
    public IEnumerable<AudienceLine> Told => Lines.Where(l => l.Told is not null);

    /// <summary>The network never tells it, or told nothing of this account.</summary>
    public IEnumerable<AudienceLine> NotTold => Lines.Where(l => l.Told is null && (l.Field is null || l.State == SyncState.Done));

    /// <summary>It would be told, and was not read yet.</summary>
    public IEnumerable<AudienceLine> NotRead => Lines.Where(l => l.Told is null && l.Field is not null && l.State != SyncState.Done);

    /// <summary>Ages from young to old, everything else by the largest part any channel has of it.</summary>
    public IReadOnlyList<string> Keys => By == Dimension.Age
        ? [.. All.Order(StringComparer.Ordinal)]
        : [.. All.OrderByDescending(key => Told.Max(l => l.ShareOf(key) is var share && double.IsFinite(share) ? share : 0)).ThenBy(key => key, StringComparer.Ordinal)];

    IEnumerable<string> All => Told.SelectMany(l => l.Told!.Groups).Select(g => g.Key).Distinct(StringComparer.Ordinal);
}

/// <summary>Reads audiences in two commands, however many channels there are.</summary>
public sealed class AudienceReader(PlanableDb db)
{
    public async Task<IReadOnlyList<AudienceBoard>> Read(IReadOnlyList<BoardChannel> channels, CancellationToken cancel)
    {
        var ids = channels.Select(c => c.Id).ToList();
        var audiences = await db.ChannelAudiences.AsNoTracking().Where(a => ids.Contains(a.ChannelId)).ToDictionaryAsync(a => a.ChannelId, cancel);
        var told = (await db.Demographics.AsNoTracking().Where(d => ids.Contains(d.ChannelId) && db.ChannelAudiences.Any(a => a.ChannelId == d.ChannelId && a.DoneAt == d.ReadAt)).ToListAsync(cancel))
            .ToDictionary(d => (d.ChannelId, d.By));
        return [.. Enum.GetValues<Dimension>().Select(by => new AudienceBoard(by, [.. channels.Select(channel =>
        {
            var audience = audiences.GetValueOrDefault(channel.Id);
            return new AudienceLine(channel, told.GetValueOrDefault((channel.Id, by)), NetworkFields.Audience(channel.Network, by), audience?.State ?? SyncState.Never, audience?.AskedAt, audience?.Trouble);
        })]))];
    }
}
