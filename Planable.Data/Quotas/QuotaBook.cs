using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;

namespace Planable.Data.Quotas;

/// <summary>
/// What counts against the quotas of some channels: what went out, what is planned, and what the network says was published past Planable. Two commands at most,
/// however many channels and posts; none where no network has quotas.
/// </summary>
public sealed class QuotaBook
{
    readonly ILookup<Guid, Line> byChannel;
    readonly ILookup<string, Line> byNetwork;

    QuotaBook(ILookup<Guid, Line> byChannel, ILookup<string, Line> byNetwork)
    {
        this.byChannel = byChannel;
        this.byNetwork = byNetwork;
    }

    /// <param name="from">The first moment that will be asked about.</param>
    /// <param name="to">The last one.</param>
    public static async Task<QuotaBook> Open(PlanableDb db, IEnumerable<Channel> channels, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var (limited, since) = (new List<Channel>(), from);
        foreach (var channel in channels.DistinctBy(c => c.Id))
        {
            var quotas = Of(channel);
            if (quotas.Count > 0)
                limited.Add(channel);
            foreach (var begin in quotas.Select(q => q.Begin(from)).Concat(channel.QuotaReadings.SelectMany(r => quotas.Where(q => q.Name == r.Name).Select(q => q.Begin(r.At)))))
                since = begin < since ? begin : since;
        }

        var ids = limited.FindAll(c => Of(c).Any(q => q.Per == QuotaScope.Channel)).ConvertAll(c => c.Id);
        var own = ids.Count == 0 ? [] : await Lines(db, db.Deliveries.AsNoTracking().Where(d => ids.Contains(d.ChannelId)), since, to, cancel);
        var networks = limited.FindAll(c => Of(c).Any(q => q.Per == QuotaScope.App)).Select(c => c.Network).Distinct().ToList();
        // An app's quota is used by everybody, whoever asks.
        using var everybody = db.SeeAll();
        var all = networks.Count == 0 ? [] : await Lines(db, db.Deliveries.AsNoTracking().Everywhere().Where(d => networks.Contains(d.Channel.Network) && d.Post.FoundAt == null), since, to, cancel);
        return new QuotaBook(own.ToLookup(l => l.ChannelId), all.ToLookup(l => l.Network, StringComparer.Ordinal));
    }

    /// <summary>Those that a post of the type counts against.</summary>
    public static IReadOnlyList<NetworkQuota> Of(Channel channel) => Networks.Networks.Find(channel.Network)?.Quotas ?? [];

    /// <summary>How a quota stands when a planned delivery has its turn: what is planned before it counts.</summary>
    public QuotaStanding Planned(Channel channel, NetworkQuota quota, DateTimeOffset due, Guid deliveryId) =>
        Standing(channel, quota, due, l => l.At >= quota.Begin(due) && (l.IsOut || l.At < due || (l.At == due && l.DeliveryId.CompareTo(deliveryId) < 0)) && l.DeliveryId != deliveryId);

    /// <summary>How a quota stands now, for a delivery about to be sent: what others send at this moment and came first counts too.</summary>
    /// <param name="except">Those that do not go out anyway.</param>
    public QuotaStanding Now(Channel channel, NetworkQuota quota, DateTimeOffset now, Delivery? delivery = null, IReadOnlySet<Guid>? except = null) =>
        Standing(channel, quota, now, l => l.IsOut
            ? l.At >= quota.Begin(now) && l.At <= now
            : delivery is not null && l.IsBeingSent(now) && l.DeliveryId != delivery.Id && except?.Contains(l.DeliveryId) != true && (l.Due < delivery.DueAt || (l.Due == delivery.DueAt && l.DeliveryId.CompareTo(delivery.Id) < 0)));

    QuotaStanding Standing(Channel channel, NetworkQuota quota, DateTimeOffset at, Func<Line, bool> counts)
    {
        var lines = (quota.Per == QuotaScope.App ? byNetwork[channel.Network] : byChannel[channel.Id]).Where(l => quota.Counts(l.Type)).ToList();
        var before = lines.FindAll(l => counts(l));
        var (most, elsewhere) = (quota.Most, 0);
        // What an account is told is told for the account.
        if (quota.Per == QuotaScope.Channel && channel.QuotaReadings.Find(r => r.Name == quota.Name) is { } told)
        {
            most = told.Most > 0 ? told.Most : most;
            if (at < quota.Free(told.At))
                elsewhere = Math.Max(0, told.Used - lines.Where(l => l.IsOut && l.At >= quota.Begin(told.At) && l.At <= told.At).Sum(l => l.Weight));
        }

        var used = before.Sum(l => l.Weight) + elsewhere;
        return new QuotaStanding(quota, most, used, used < most ? null : RoomAt(quota, before, used - most + 1, at));
    }

    /// <summary>When enough of ours have left the stretch. What others published leaves it at a time nobody tells; then it is looked at again soon.</summary>
    static DateTimeOffset RoomAt(NetworkQuota quota, List<Line> before, int tooMany, DateTimeOffset at)
    {
        foreach (var line in before.OrderBy(l => l.At))
        {
            tooMany -= line.Weight;
            if (tooMany <= 0)
                return Later(quota.Free(line.At), at);
        }

        return at + QuotaStanding.LookAgain;
    }

    static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset at) => one > at ? one : at + QuotaStanding.LookAgain;

    static async Task<List<Line>> Lines(PlanableDb db, IQueryable<Delivery> deliveries, DateTimeOffset since, DateTimeOffset to, CancellationToken cancel)
    {
        var rows = await deliveries
            .Where(d => d.State == DeliveryState.Published ? d.PublishedAt >= since : d.State != DeliveryState.Failed && d.State != DeliveryState.Held && d.DueAt <= to)
            .Select(d => new
            {
                d.Id,
                d.ChannelId,
                d.Channel.Network,
                d.State,
                d.DueAt,
                d.PublishedAt,
                d.LeasedUntil,
                d.PartCount,
                d.Post.Options,
                Settings = d.Post.Variants.Where(v => v.Id == d.VariantId).Select(v => v.Settings).FirstOrDefault(),
            })
            .ToListAsync(cancel);
        return rows.ConvertAll(r => new Line(
            r.Id, r.ChannelId, r.Network, r.PublishedAt ?? r.DueAt, r.DueAt, r.State, r.LeasedUntil, Math.Max(1, r.PartCount), PostFormats.Of(PostOptions.For(r.Options, r.Settings))));
    }

    /// <summary>One delivery of the book.</summary>
    sealed record Line(Guid DeliveryId, Guid ChannelId, string Network, DateTimeOffset At, DateTimeOffset Due, DeliveryState State, DateTimeOffset? LeasedUntil, int Weight, PostType? Type)
    {
        public bool IsOut => State == DeliveryState.Published;

        public bool IsBeingSent(DateTimeOffset now) => State is DeliveryState.Preparing or DeliveryState.Armed or DeliveryState.Confirming || (State == DeliveryState.Waiting && LeasedUntil >= now);
    }
}

/// <param name="Used">What counts at the moment asked about, without the post that asks.</param>
/// <param name="RoomAt">When there will be room again; null if there is.</param>
public sealed record QuotaStanding(NetworkQuota Quota, int Most, int Used, DateTimeOffset? RoomAt)
{
    public static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(30);

    public bool IsFull => Used >= Most;
}
