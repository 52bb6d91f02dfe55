using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Media;

namespace Planable.Jobs.Publishing;

/// <summary>Turns a delivery's version into what a connector sends: from the immutable version, never from the rows people edit.</summary>
public sealed class OutgoingPosts(PlanableDb db, ChannelKeys keys, IMediaStore store, TimeProvider clock)
{
    public async Task<Outgoing> Make(Delivery delivery, CancellationToken cancel)
    {
        var content = delivery.Version.Content;
        var variant = content.For(delivery.ChannelId);
        var text = content.TextFor(delivery.ChannelId);
        var network = Networks.Find(delivery.Channel.Network)!.With(delivery.Channel.Limits);
        var assets = await Assets(content, cancel);
        var post = new OutgoingPost(
            delivery.Id,
            keys.Open(delivery.Channel),
            text,
            Media(content, assets, network),
            content.Media.Count > 0 ? null : content.Link ?? FirstLink(text, delivery.Channel.Network),
            variant.Settings.GetValueOrDefault("language"),
            delivery.CreatedAt,
            delivery.ArmedAt,
            variant.Settings);
        return new Outgoing(post, Missing(assets.Values, network));
    }

    /// <summary>Tracked: where a network has changed what it takes, a video may first have to be converted.</summary>
    async Task<Dictionary<Guid, MediaAsset>> Assets(PostContent content, CancellationToken cancel)
    {
        if (content.Media.Count == 0)
            return [];
        var ids = content.Media.Select(m => m.Id).ToList();
        return await db.Media.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);
    }

    IReadOnlyList<OutgoingMedia> Media(PostContent content, Dictionary<Guid, MediaAsset> assets, Network network) =>
    [
        .. content.Media.Select(m => (m.Alt, Asset: assets[m.Id], Ready: assets[m.Id].FileFor(network) ?? (assets[m.Id].Published, assets[m.Id].Width, assets[m.Id].Height))).Select(m => new OutgoingMedia(
            m.Asset.Id, m.Asset.FileName, m.Ready.File.ContentType, m.Ready.File.Bytes, m.Ready.Width, m.Ready.Height, m.Alt, c => store.Open(m.Ready.File.Sha256, c), m.Ready.File.Sha256)),
    ];

    Conversion? Missing(IEnumerable<MediaAsset> assets, Network network)
    {
        foreach (var asset in assets.Where(a => a.FileFor(network) is null))
        {
            asset.ConvertFor(network, clock.GetUtcNow());
            return asset.ConversionFor(network);
        }

        return null;
    }

    static string? FirstLink(string text, string network) =>
        TextSpans.In(text, Networks.Find(network)!).FirstOrDefault(s => s.Kind == TextSpanKind.Link)?.Value;
}

/// <param name="Missing">What has to be ready before it may go out; null if everything is.</param>
public sealed record Outgoing(OutgoingPost Post, Conversion? Missing);
