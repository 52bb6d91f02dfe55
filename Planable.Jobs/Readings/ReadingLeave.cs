using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Data.Quotas;
using Planable.Jobs.Publishing;

namespace Planable.Jobs.Readings;

/// <summary>
/// Whether a network may be asked for figures or posts now. What is planned comes first: where what all channels do counts against one quota of the app, nothing is read
/// once it is used up; and a network that is away is not asked either.
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
            ? new LineWait("quota-full", "Everything that this installation may do there for now goes into publishing.", full.RoomAt ?? now + QuotaStanding.LookAgain)
            : null;
    }
}
