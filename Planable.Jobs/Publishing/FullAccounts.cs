using Planable.Data;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Quotas;

namespace Planable.Jobs.Publishing;

/// <summary>Accounts that take no more for now: no call is made that would be refused.</summary>
static class FullAccounts
{
    /// <param name="held">Those that do not go out anyway, and take nobody's place.</param>
    public static async Task<IReadOnlyList<(Delivery Delivery, QuotaStanding Full)>> Among(List<Delivery> deliveries, List<Delivery> held, PlanableDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var limited = deliveries.FindAll(d => d is { State: DeliveryState.Waiting, HasBegun: false } && !held.Contains(d) && QuotaBook.Of(d.Channel).Count > 0);
        if (limited.Count == 0)
            return [];
        var book = await QuotaBook.Open(db, limited.Select(d => d.Channel), now, now, cancel);
        var stay = held.Select(d => d.Id).ToHashSet();
        return
        [
            .. from delivery in limited
               let type = PostFormats.Of(delivery.Version.Content.SettingsFor(delivery.ChannelId))
               let full = QuotaBook.Of(delivery.Channel).Where(q => q.Counts(type)).Select(q => book.Now(delivery.Channel, q, now, delivery, stay)).FirstOrDefault(s => s.IsFull)
               where full is not null
               select (delivery, full),
        ];
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
