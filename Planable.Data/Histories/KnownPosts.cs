using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Posts;
using Planable.Data.Publishing;

namespace Planable.Data.Histories;

/// <summary>What a channel is known to have published, by everything a network may call it. A post that is known never gets a second card.</summary>
public sealed class KnownPosts
{
    /// <summary>Between what the network calls the time of a post and what we do: clocks, and what is worked on before it shows.</summary>
    static readonly TimeSpan Slack = TimeSpan.FromHours(24);

    readonly HashSet<string> ids = new(StringComparer.Ordinal);
    readonly Dictionary<string, Guid> links = new(StringComparer.OrdinalIgnoreCase);
    readonly List<Nameless> nameless = [];
    readonly List<DateTimeOffset> unsettled = [];

    KnownPosts()
    {
    }

    /// <param name="from">The oldest post that will be asked about.</param>
    /// <param name="isListed">Whether the network lists posts under this id; others are matched by what they say.</param>
    public static async Task<KnownPosts> Of(PlanableDb db, Channel channel, DateTimeOffset from, Func<string, bool> isListed, CancellationToken cancel)
    {
        var (known, since) = (new KnownPosts(), from - Slack);
        // Deleted posts count too: what somebody took away here does not come back by itself.
        var sent = await db.Deliveries.AsNoTracking()
            .Where(d => d.ChannelId == channel.Id && (d.State == DeliveryState.Published ? d.PublishedAt >= since : d.RemoteId != null || d.PartsOut != null || d.ArmedAt != null || d.State == DeliveryState.HandedOver || d.HandedTo != null))
            .Select(d => new { d.Id, d.State, d.RemoteId, d.Permalink, d.PartsOut, d.PublishedAt, d.ArmedAt, d.DueAt, d.HandedTo, d.HeldFor, Key = db.Variants.Where(v => v.Id == d.VariantId).Select(v => v.TextKey).FirstOrDefault() })
            .ToListAsync(cancel);
        foreach (var one in sent)
        {
            foreach (var part in one.PartsOut ?? [])
                known.Add(one.Id, part.RemoteId, part.Permalink);
            known.Add(one.Id, one.RemoteId, one.Permalink);
            if (one.State == DeliveryState.Published && one.PublishedAt is { } at && (one.RemoteId is null || !isListed(one.RemoteId)))
                known.nameless.Add(new Nameless(one.Id, one.Key, at));
            if (one.State is DeliveryState.Armed or DeliveryState.Confirming or DeliveryState.Unknown)
                known.unsettled.Add(one.ArmedAt ?? one.DueAt);
            if (one.State == DeliveryState.HandedOver || (one.State == DeliveryState.Held && one.HeldFor == HoldReason.Phone && one.HandedTo is not null))
                known.unsettled.Add(one.DueAt);
        }

        foreach (var comment in await db.CommentDeliveries.AsNoTracking().Where(c => c.Delivery.ChannelId == channel.Id && c.RemoteId != null && c.PublishedAt >= since).Select(c => c.RemoteId).ToListAsync(cancel))
            known.ids.Add(comment!);
        return known;
    }

    public bool Knows(string remoteId, IEnumerable<string> otherIds) => ids.Contains(remoteId) || otherIds.Any(ids.Contains);

    public bool KnowsLink(string? permalink) => permalink is not null && links.ContainsKey(Bare(permalink));

    /// <summary>A delivery of ours that went out without an id the network lists: by its link, or by its words at about that time. It is not offered twice.</summary>
    public Guid? Recognise(string text, string? permalink, DateTimeOffset at)
    {
        var key = TextKeys.Of(text);
        var found = permalink is not null && links.TryGetValue(Bare(permalink), out var linked) && nameless.Find(n => n.Id == linked) is { } byLink ? byLink
            : key is null ? null : nameless.Find(n => n.Key == key && (n.At - at).Duration() <= Slack);
        if (found is not null)
            nameless.Remove(found);
        return found?.Id;
    }

    /// <summary>Something is being sent, or may be out, whose id is not known yet: what the network shows since then might be it.</summary>
    public bool MayBeOurs(DateTimeOffset at) => unsettled.Exists(begun => at >= begun - TimeSpan.FromMinutes(10));

    public void Add(string remoteId, string? permalink) => Add(Guid.Empty, remoteId, permalink);

    void Add(Guid delivery, string? remoteId, string? permalink)
    {
        if (remoteId is not null)
            ids.Add(remoteId);
        if (permalink is not null)
            links.TryAdd(Bare(permalink), delivery);
    }

    /// <summary>The same address, however it is written down: people paste what their browser shows.</summary>
    static string Bare(string permalink)
    {
        if (!Uri.TryCreate(permalink, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return permalink;
        var host = address.Host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? address.Host[4..] : address.Host;
        // Some networks tell their posts apart by what stands behind the question mark, and put there what only counts clicks.
        var query = address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(p => p.StartsWith("v=", StringComparison.Ordinal) || p.StartsWith("id=", StringComparison.Ordinal) || p.StartsWith("story_fbid=", StringComparison.Ordinal) || p.StartsWith("fbid=", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return $"{host}{address.AbsolutePath.TrimEnd('/')}?{string.Join('&', query)}";
    }

    sealed record Nameless(Guid Id, string? Key, DateTimeOffset At);
}
