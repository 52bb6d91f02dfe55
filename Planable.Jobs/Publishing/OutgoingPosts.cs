using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Media;

namespace Planable.Jobs.Publishing;

/// <summary>Turns a delivery's version into what a connector sends: from the immutable version, never from the rows people edit.</summary>
public sealed class OutgoingPosts(PlanableDb db, ChannelKeys keys, IMediaStore store)
{
    public async Task<OutgoingPost> Make(Delivery delivery, CancellationToken cancel)
    {
        var content = delivery.Version.Content;
        var variant = content.For(delivery.ChannelId);
        var text = content.TextFor(delivery.ChannelId);
        return new OutgoingPost(
            delivery.Id,
            keys.Open(delivery.Channel),
            text,
            await Media(content, cancel),
            content.Media.Count > 0 ? null : content.Link ?? FirstLink(text, delivery.Channel.Network),
            variant.Settings.GetValueOrDefault("language"),
            delivery.CreatedAt,
            delivery.ArmedAt,
            variant.Settings);
    }

    async Task<IReadOnlyList<OutgoingMedia>> Media(PostContent content, CancellationToken cancel)
    {
        if (content.Media.Count == 0)
            return [];
        var ids = content.Media.Select(m => m.Id).ToList();
        var assets = await db.Media.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);
        return
        [
            .. content.Media.Select(m => (m.Alt, Asset: assets[m.Id], File: assets[m.Id].Published)).Select(m => new OutgoingMedia(
                m.Asset.Id, m.Asset.FileName, m.File.ContentType, m.File.Bytes, m.Asset.Width, m.Asset.Height, m.Alt, c => store.Open(m.File.Sha256, c), m.File.Sha256)),
        ];
    }

    static string? FirstLink(string text, string network) =>
        TextSpans.In(text, Networks.Find(network)!).FirstOrDefault(s => s.Kind == TextSpanKind.Link)?.Value;
}
