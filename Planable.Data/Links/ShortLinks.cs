using Microsoft.EntityFrameworkCore;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;

namespace Planable.Data.Links;

/// <summary>Short links are saved in the transaction that saves the words they stand in: whoever sees them can follow them.</summary>
static class ShortLinks
{
    public static async Task Keep(PlanableDb db, CancellationToken cancel)
    {
        var said = Said(db).ToList();
        if (said.Count == 0)
            return;
        var ids = said.Select(s => s.Variant.ChannelId).Distinct().ToList();
        var networks = await db.Channels.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Network }).ToDictionaryAsync(c => c.Id, c => c.Network, cancel);
        var wanted = said.SelectMany(one => Of(one, networks)).DistinctBy(l => l.Code).ToList();
        var codes = wanted.ConvertAll(l => l.Code);
        var there = await db.ShortLinks.Where(l => codes.Contains(l.Code)).Select(l => l.Code).ToListAsync(cancel);
        db.ShortLinks.AddRange(wanted.Where(l => !there.Contains(l.Code) && !db.ShortLinks.Local.Any(k => k.Code == l.Code)));
    }

    /// <summary>New versions, and other words for what is out, as far as their links are shortened.</summary>
    static IEnumerable<(PostContent Content, ContentVariant Variant, Guid PostId, DateTimeOffset At)> Said(PlanableDb db)
    {
        var added = db.ChangeTracker.Entries().Where(e => e.State == EntityState.Added && e.Entity is (PostVersion or LiveChange)).Select(e => e.Entity).ToList();
        foreach (var version in added.OfType<PostVersion>().Where(IsShortened))
        {
            var content = version.Content;
            foreach (var variant in content.Variants.Where(v => v.Tags?.Short is not null))
                yield return (content, variant, version.PostId, version.At);
        }

        foreach (var change in added.OfType<LiveChange>().Where(c => c.Kind == LiveChangeKind.Edit))
        {
            if (change.Delivery is not { Version: { } version } delivery || !IsShortened(version))
                continue;
            var content = version.Content.Saying(delivery.ChannelId, change.Text, null);
            if (content.For(delivery.ChannelId) is { Tags.Short: not null } variant)
                yield return (content, variant, delivery.PostId, change.At);
        }
    }

    static bool IsShortened(PostVersion version) => version.Json.Contains("\"Short\":", StringComparison.Ordinal);

    static IEnumerable<ShortLink> Of((PostContent Content, ContentVariant Variant, Guid PostId, DateTimeOffset At) said, Dictionary<Guid, string> networks)
    {
        var (content, variant, postId, at) = said;
        if (!networks.TryGetValue(variant.ChannelId, out var key) || Networks.Networks.Find(key) is not { } network)
            return [];
        var tags = variant.Tags!;
        var texts = PostComments.In(content.SettingsFor(variant.ChannelId)).Select(c => c.Text).Prepend(content.TextFor(variant.ChannelId));
        var links = texts.SelectMany(text => tags.ShortIn(text, network));
        if (content.Link is { } link && tags.Shortened(link) is { } chosen)
            links = links.Append((chosen.Code, chosen.Target));
        return links.Select(l => new ShortLink(l.Code, l.Target, postId, variant.ChannelId, at));
    }
}
