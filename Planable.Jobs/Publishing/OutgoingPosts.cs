using System.Buffers.Binary;
using System.Security.Cryptography;
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
        var network = Networks.Find(delivery.Channel.Network)!.With(delivery.Channel.Limits);
        var chosen = content.SettingsFor(delivery.ChannelId);
        var format = PostFormats.Of(chosen);
        var settings = PostOptions.OfNetwork(chosen);
        if (network.HasTitle && chosen.GetValueOrDefault(PostOptions.TitleKey) is { Length: > 0 } title)
            settings = new Dictionary<string, string>(settings, StringComparer.Ordinal) { [PostOptions.TitleKey] = title };
        var whole = content.TextFor(delivery.ChannelId);
        var parts = format == PostType.Thread ? ThreadParts.Of(whole, network, settings) : [whole];
        var part = Math.Min(delivery.PartsOut?.Count ?? 0, parts.Count - 1);
        var text = parts[part];
        // Pictures and the chosen link go with the first part.
        var media = part > 0 ? [] : content.Media.Take(PostFormats.Files(format)).ToList();
        var assets = await Assets(media, cancel);
        var post = new OutgoingPost(
            Key(delivery.Id, part),
            keys.Open(delivery.Channel),
            text,
            Media(media, assets, network),
            media.Count > 0 ? null : (part == 0 ? content.Link : null) ?? FirstLink(text, delivery.Channel.Network),
            chosen.GetValueOrDefault("language"),
            delivery.CreatedAt,
            delivery.ArmedAt,
            settings)
        { Poll = format == PostType.Poll && Polls.In(chosen) is { } poll ? new OutgoingPoll(poll.Options, poll.Open) : null, Part = part, PartCount = parts.Count, Before = [.. (delivery.PartsOut ?? []).Select(p => p.RemoteId)] };
        return new Outgoing(post, Missing(assets.Values, network));
    }

    /// <summary>Needs the delivery with its channel and version.</summary>
    public OutgoingComment Make(CommentDelivery comment)
    {
        var delivery = comment.Delivery;
        var chosen = delivery.Version.Content.SettingsFor(delivery.ChannelId);
        return new OutgoingComment(
            comment.Id, keys.Open(delivery.Channel), delivery.RemoteIds, comment.Number, comment.Text, FirstLink(comment.Text, delivery.Channel.Network),
            chosen.GetValueOrDefault("language"), comment.CreatedAt, comment.ArmedAt, PostOptions.OfNetwork(chosen));
    }

    /// <summary>Tracked: where a network has changed what it takes, a video may first have to be converted.</summary>
    async Task<Dictionary<Guid, MediaAsset>> Assets(IReadOnlyList<ContentMedia> media, CancellationToken cancel)
    {
        if (media.Count == 0)
            return [];
        var ids = media.Select(m => m.Id).ToList();
        return await db.Media.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, cancel);
    }

    IReadOnlyList<OutgoingMedia> Media(IReadOnlyList<ContentMedia> media, Dictionary<Guid, MediaAsset> assets, Network network) =>
    [
        .. media.Select(m => (m.Alt, Asset: assets[m.Id], Ready: assets[m.Id].FileFor(network) ?? (assets[m.Id].Published, assets[m.Id].Width, assets[m.Id].Height))).Select(m => new OutgoingMedia(
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

/// <param name="Missing">What has to be ready before it may go out; null if everything is.</param>
public sealed record Outgoing(OutgoingPost Post, Conversion? Missing);
