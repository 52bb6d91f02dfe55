using System.Globalization;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Risks;

namespace Planable.Data.Quotas;

/// <summary>Posts for which their channel will have no room at their time. Only those beyond the limit are at risk, not the ones before them.</summary>
public sealed class QuotaCheck(PlanableDb db) : IPreflightCheck
{
    public const string Code = "QUOTA_REACHED";

    public const string Waits = "{0} takes {1} {2} in {3}, and this would be one more. It waits until there is room, or give it a later time.";
    public const string Asks = "{0} takes {1} {2} in {3}, and this would be one more. It is held then for somebody to decide, or give it a later time.";

    public async Task<IReadOnlyList<RiskFound>> Look(PreflightRound round, CancellationToken cancel)
    {
        var due = round.Posts.Where(p => p.ScheduledAt is not null && p.Variants.Any(v => QuotaBook.Of(v.Channel).Count > 0)).ToList();
        if (due.Count == 0)
            return [];
        var book = await QuotaBook.Open(db, due.SelectMany(p => p.Variants).Select(v => v.Channel), due.Min(p => p.ScheduledAt!.Value), due.Max(p => p.ScheduledAt!.Value), cancel);
        return
        [
            .. from post in due
               from variant in post.Variants
               let type = PostFormats.Of(PostOptions.For(post.Options, variant.Settings))
               let delivery = post.Deliveries.FirstOrDefault(d => d.ChannelId == variant.ChannelId)
               where delivery is { State: DeliveryState.Waiting }
               let full = QuotaBook.Of(variant.Channel).Where(q => q.Counts(type)).Select(q => book.Planned(variant.Channel, q, post.ScheduledAt!.Value, delivery.Id)).FirstOrDefault(s => s.IsFull)
               where full is not null
               select new RiskFound(
                   post.Id, variant.ChannelId, Code, round.Workspace.QuotaPolicy == QuotaPolicy.Ask ? Asks : Waits, Say(variant.Channel.Name, full)),
        ];
    }

    public static IReadOnlyList<string> Say(string channel, QuotaStanding full) =>
        [full.Quota.Per == QuotaScope.App ? $"{channel} (with all channels of this installation)" : channel, full.Most.ToString(CultureInfo.InvariantCulture), full.Quota.Name, full.Quota.Stretch];
}
