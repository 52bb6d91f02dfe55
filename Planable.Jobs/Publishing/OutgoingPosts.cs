using System.Buffers.Binary;
using System.Security.Cryptography;
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
        var settings = PostFormats.WithoutFormat(variant.Settings);
        var whole = content.TextFor(delivery.ChannelId);
        var parts = PostFormats.Chosen(variant.Settings) == PostType.Thread ? ThreadParts.Of(whole, Networks.Find(delivery.Channel.Network)!.With(delivery.Channel.Limits), settings) : [whole];
        var part = Math.Min(delivery.PartsOut?.Count ?? 0, parts.Count - 1);
        var text = parts[part];
        // Pictures and the chosen link go with the first part.
        var media = part > 0 ? [] : content.Media.Take(PostFormats.Files(PostFormats.Chosen(variant.Settings))).ToList();
        return new OutgoingPost(
            Key(delivery.Id, part),
            keys.Open(delivery.Channel),
            text,
            await Media(media, cancel),
            media.Count > 0 ? null : (part == 0 ? content.Link : null) ?? FirstLink(text, delivery.Channel.Network),
            variant.Settings.GetValueOrDefault("language"),
            delivery.CreatedAt,
            delivery.ArmedAt,
            settings) { Part = part, PartCount = parts.Count, Before = [.. (delivery.PartsOut ?? []).Select(p => p.RemoteId)] };
    }

    async Task<IReadOnlyList<OutgoingMedia>> Media(IReadOnlyList<ContentMedia> media, CancellationToken cancel)
    {
        if (media.Count == 0)
            return [];
        var ids = media.Select(m => m.Id).ToList();
        var assets = await db.Media.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);
        return
        [
            .. media.Select(m => (m.Alt, Asset: assets[m.Id], File: assets[m.Id].Published)).Select(m => new OutgoingMedia(
                m.Asset.Id, m.Asset.FileName, m.File.ContentType, m.File.Bytes, m.Asset.Width, m.Asset.Height, m.Alt, c => store.Open(m.File.Sha256, c), m.File.Sha256)),
        ];
    }

    /// <summary>Every part has a key of its own, which follows from the delivery: repeated, it is the same.</summary>
    static Guid Key(Guid deliveryId, int part)
    {
        if (part == 0)
            return deliveryId;
        Span<byte> bytes = stackalloc byte[20];
        deliveryId.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(bytes[16..], part);
        return new Guid(SHA256.HashData(bytes).AsSpan(0, 16), bigEndian: true);
    }

    static string? FirstLink(string text, string network) =>
        TextSpans.In(text, Networks.Find(network)!).FirstOrDefault(s => s.Kind == TextSpanKind.Link)?.Value;
}
