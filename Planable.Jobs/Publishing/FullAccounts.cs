using Planable.Data;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Quotas;

namespace Planable.Jobs.Publishing;

/// <summary>Accounts that take no more for now: no call is made that would be refused.</summary>
static class FullAccounts
{
    public static async Task<IReadOnlyDictionary<Guid, QuotaStanding>> For(List<Delivery> deliveries, PlanableDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var full = new Dictionary<Guid, QuotaStanding>();
        var limited = deliveries.FindAll(d => d is { State: DeliveryState.Waiting, HasBegun: false } && QuotaBook.Of(d.Channel).Count > 0);
        if (limited.Count == 0)
            return full;
        var book = await QuotaBook.Open(db, limited.Select(d => d.Channel), now, now, cancel);
        foreach (var delivery in limited)
        {
            var type = PostFormats.Of(delivery.Version.Content.SettingsFor(delivery.ChannelId));
            if (QuotaBook.Of(delivery.Channel).Where(q => q.Counts(type)).Select(q => book.Now(delivery.Channel, q, now, delivery)).FirstOrDefault(s => s.IsFull) is { } standing)
                full[delivery.Id] = standing;
        }

        return full;
    }

    /// <param name="asks">The client wants to be asked.</param>
    public static void Wait(Delivery delivery, QuotaStanding full, bool asks, DateTimeOffset now)
    {
        var said = QuotaCheck.Say(delivery.Channel.Name, full);
        var words = $"{said[0]} takes {said[1]} {said[2]} in {said[3]}, and they are used up.";
        if (asks)
            delivery.Hold(HoldReason.Quota, $"{words} Publish it when there is room, or give it a new time.", now);
        else
            delivery.AwaitRoom($"{words} It goes out by itself when there is room.", full.RoomAt!.Value, now);
    }
}
