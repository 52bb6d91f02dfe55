using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Data.Quotas;
using Planable.Jobs.Publishing;

namespace Planable.Jobs.Readings;

/// <summary>
/// Whether a network may be asked for figures or posts now. One that is away is left alone; and so is one where the quota that all channels share is used up: some networks
/// count questions apart, and none likes an app that goes on at the end of its quota.
/// </summary>
public sealed class ReadingLeave(PlanableDb db, Lines lines, TimeProvider clock)
{
    /// <returns>Null if it may.</returns>
    public async Task<LineWait?> WhyNot(Channel channel, CancellationToken cancel)
    {
        if (await lines.Away(channel, cancel) is { } away)
            return away;
        var shared = QuotaBook.Of(channel).Where(q => q.Per == QuotaScope.App).ToList();
        if (shared.Count == 0)
            return null;
        var now = clock.GetUtcNow();
        var book = await QuotaBook.Open(db, [channel], now, now, cancel);
        return shared.Select(q => book.Now(channel, q, now)).Where(s => s.IsFull).OrderByDescending(s => s.RoomAt).FirstOrDefault() is { } full
            ? new LineWait("quota-full", "What this installation may publish there is used up for now. Nothing is read until there is room again.", full.RoomAt ?? now + QuotaStanding.LookAgain)
            : null;
    }
}
