using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Links;
using Planable.Data.Media;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Media;

namespace Planable.Jobs.Publishing;

/// <summary>Turns a delivery's version into what a connector sends: from the immutable version, never from the rows people edit.</summary>
public sealed class OutgoingPosts(PlanableDb db, ChannelKeys keys, IMediaStore store, Renditions renditions, MediaLinks links, TimeProvider clock)
{
    /// <summary>How long a network may take to fetch a file: some queue for hours, and a retry begins anew.</summary>
    static readonly TimeSpan FetchTime = TimeSpan.FromHours(12);

    /// <summary>Like a network that asks to wait: it has not been tried, so it is tried as long as it may be late.</summary>
    static readonly Failure Away = new(FailureClass.RateLimited, "media-away", "Our file storage cannot be reached.", TimeSpan.FromSeconds(30));

    public Task<Outgoing> Make(Delivery delivery, CancellationToken cancel) => Make(delivery, delivery.Version.Content, delivery.PartsOut?.Count ?? 0, cancel);

    /// <param name="content">What the delivery is to say: its version, or what a person wants changed about it.</param>
    /// <param name="nth">Which part of a thread, from 0.</param>
    public async Task<Outgoing> Make(Delivery delivery, PostContent content, int nth, CancellationToken cancel)
    {
        var network = Networks.Find(delivery.Channel.Network)!.With(delivery.Channel.Limits);
        var chosen = content.SettingsFor(delivery.ChannelId);
        var format = PostFormats.Of(chosen);
        var settings = PostOptions.OfNetwork(chosen);
        if (network.HasTitle && chosen.GetValueOrDefault(PostOptions.TitleKey) is { Length: > 0 } title)
            settings = new Dictionary<string, string>(settings, StringComparer.Ordinal) { [PostOptions.TitleKey] = title };
        var tags = content.For(delivery.ChannelId).Tags;
        var whole = LinkTags.In(content.TextFor(delivery.ChannelId), network, tags);
        var parts = format == PostType.Thread ? ThreadParts.Of(whole, network, settings) : [whole];
        var part = Math.Min(nth, parts.Count - 1);
        var text = parts[part];
        // Pictures and the chosen link go with the first part.
        var media = part > 0 ? [] : content.Media.Take(PostFormats.Files(format)).ToList();
        var assets = await Assets(media, cancel);
        var (files, refused) = (new List<OutgoingMedia>(), (Failure?)null);
        foreach (var one in media)
        {
            try
            {
                var file = await Media(one, assets[one.Id], network, format, cancel);
                // A network that fetches its files would only say that it could not, and be asked again and again. What is missing is found by whoever opens it.
                _ = await store.Has(file.Sha256, cancel);
                files.Add(file with { People = PeopleOn(one, assets[one.Id], content.Options, network, format) });
            }
            catch (Exception unmade) when (unmade is PictureUnreadable or FileNotFoundException or DirectoryNotFoundException)
            {
                // Never the unedited one in its place: that is not what was planned.
                refused = new Failure(FailureClass.Permanent, "not-edited", $"{assets[one.Id].FileName} could not be made as it was edited or as {network.Name} takes it: {(unmade is PictureUnreadable ? unmade.Message : "the file is no longer in the media store.")}");
            }
            catch (MediaUnreachable)
            {
                refused = Away;
            }
        }

        var post = new OutgoingPost(
            Key(delivery.Id, part),
            keys.Open(delivery.Channel),
            text,
            files,
            media.Count > 0 && !network.Media.WithLink ? null : (part == 0 && content.Link is { } link ? LinkTags.On(link, tags) : null) ?? FirstLink(text, delivery.Channel.Network),
            chosen.GetValueOrDefault("language"),
            delivery.CreatedAt,
            delivery.ArmedAt,
            settings)
        {
            Type = format,
            Title = settings.GetValueOrDefault("title"),
            Poll = format == PostType.Poll ? Polls.In(chosen) : null,
            Mentions = Mentions.In(chosen),
            Part = part,
            PartCount = parts.Count,
            Before = [.. (delivery.PartsOut ?? []).Take(nth).Select(p => p.RemoteId)],
        };
        return new Outgoing(post, Missing(media, assets, network), refused);
    }

    /// <summary>What a person needs to publish it by hand. Needs the delivery with its channel and version.</summary>
    public async Task<HandedPost> ForPhone(Delivery delivery, CancellationToken cancel)
    {
        var content = delivery.Version.Content;
        var network = Networks.Find(delivery.Channel.Network)!.With(delivery.Channel.Limits);
        var chosen = content.SettingsFor(delivery.ChannelId);
        var format = PostFormats.Of(chosen);
        var tags = content.For(delivery.ChannelId).Tags;
        var whole = LinkTags.In(content.TextFor(delivery.ChannelId), network, tags);
        if (content.Link is { } link && !whole.Contains(link, StringComparison.Ordinal))
            whole = $"{whole}\n{LinkTags.On(link, tags)}".Trim();
        var media = content.Media.Take(PostFormats.Files(format)).ToList();
        var assets = await Assets(media, cancel);
        var (files, problem) = (new List<OutgoingMedia>(), (string?)null);
        foreach (var one in media)
        {
            try
            {
                files.Add(await Media(one, assets[one.Id], network, format, cancel));
            }
            catch (Exception unmade) when (unmade is PictureUnreadable or FileNotFoundException or DirectoryNotFoundException)
            {
                problem = "A file could not be made as it was edited or as the network takes it. Look at it in the media library.";
            }
            catch (MediaUnreachable)
            {
                problem = "The files cannot be reached at the moment. Open this again in a minute.";
            }
        }

        return new HandedPost(
            format == PostType.Thread ? ThreadParts.Of(whole, network, PostOptions.OfNetwork(chosen)) : [whole], files,
            [.. PostComments.In(chosen).Select(c => LinkTags.In(c.Text, network, tags))], problem);
    }

    /// <summary>Needs the delivery with its channel and version.</summary>
    public OutgoingComment Make(CommentDelivery comment)
    {
        var delivery = comment.Delivery;
        var chosen = delivery.Version.Content.SettingsFor(delivery.ChannelId);
        var text = LinkTags.In(comment.Text, Networks.Find(delivery.Channel.Network)!, delivery.Version.Content.For(delivery.ChannelId).Tags);
        return new OutgoingComment(
            comment.Id, keys.Open(delivery.Channel), delivery.RemoteIds, comment.Number, text, FirstLink(text, delivery.Channel.Network),
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

    async Task<OutgoingMedia> Media(ContentMedia media, MediaAsset asset, Network network, PostType? format, CancellationToken cancel)
    {
        var edit = asset.IsPicture && media.Edits?.For(network.Key, format) is { ChangesPixels: true } chosen ? chosen : null;
        if ((edit is null ? PictureNeed.Of(asset, network, format) : PictureNeed.OfEdited(asset, network, format)) is { } need)
        {
            var made = await renditions.Develop(asset, edit ?? new PictureEdit(), need.ContentType, need.MostBytes, cancel);
            var (width, height) = edit?.Size(asset.Width, asset.Height) ?? (asset.Width, asset.Height);
            return Of(made, width, height);
        }

        var ready = asset.FileFor(network, media.Edits?.Video) ?? (asset.Published, asset.Width, asset.Height);
        var video = asset.IsVideo ? media.Edits?.Video : null;
        return Of(ready.File, ready.Width, ready.Height) with { Still = StillOf(asset, video), Cover = CoverOf(video, network), Subtitles = SubtitlesOf(video, network) };

        OutgoingMedia Of(MediaFile file, int width, int height) =>
            new(asset.Id, asset.FileName, file.ContentType, file.Bytes, width, height, media.Alt, c => Open(file.Sha256, c), file.Sha256, links.Outside(asset.WorkspaceId, asset.Id, file, FetchTime));
    }

    /// <summary>A file that cannot be had is no bug: the network was not asked, and what happens next is the same as with any other failure.</summary>
    async Task<Stream> Open(string sha256, CancellationToken cancel)
    {
        try
        {
            return await store.Open(sha256, cancel);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConnectorFailure(FailureClass.Permanent, "media-missing", "The file is no longer in the media store.", inner: gone);
        }
        catch (MediaUnreachable away)
        {
            throw new ConnectorFailure(Away, away);
        }
    }

    /// <summary>The still a person chose, else the first one.</summary>
    Func<CancellationToken, Task<Stream>>? StillOf(MediaAsset asset, VideoEdit? video) => (video?.CoverSha256 ?? asset.PosterSha256) is { } still ? c => Open(still, c) : null;

    OutgoingCover? CoverOf(VideoEdit? video, Network network) =>
        network.Extras?.Cover == true && video?.CoverSha256 is { } sha256 ? new OutgoingCover(sha256, video.CoverBytes, c => Open(sha256, c)) { At = Moment(video) } : null;

    static TimeSpan? Moment(VideoEdit video) =>
        video.CoverAt is { } at && at >= (video.Start ?? 0) && at <= (video.End ?? int.MaxValue) ? TimeSpan.FromMilliseconds(at - (video.Start ?? 0)) : null;

    static IReadOnlyList<PersonTag> PeopleOn(ContentMedia media, MediaAsset asset, IReadOnlyDictionary<string, string>? options, Network network, PostType? format)
    {
        if (network.Tagging is null || format == PostType.Story)
            return [];
        var edit = asset.IsVideo ? null : media.Edits?.For(network.Key, format);
        return [.. PeopleTags.In(options, media.Id).Select(t => edit is null ? t : t.On(edit, asset.Width, asset.Height)).OfType<PersonTag>()];
    }

    static OutgoingSubtitles? SubtitlesOf(VideoEdit? video, Network network) => (network.Extras?.Subtitles, video?.ShownSubtitles) switch
    {
        ("vtt", { } said) => new OutgoingSubtitles(said.Language, "text/vtt", SubtitleFiles.ToVtt(said)),
        ("srt", { } said) => new OutgoingSubtitles(said.Language, "application/x-subrip", SubtitleFiles.ToSrt(said)),
        _ => null,
    };

    Conversion? Missing(IReadOnlyList<ContentMedia> media, Dictionary<Guid, MediaAsset> assets, Network network)
    {
        foreach (var (asset, video) in media.Select(m => (assets[m.Id], m.Edits?.Video)).Where(m => m.Item1.FileFor(network, m.Video) is null))
        {
            asset.ConvertFor(network, clock.GetUtcNow(), video);
            return asset.ConversionFor(network, video);
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

/// <summary>A post for a person who publishes it by hand.</summary>
/// <param name="Parts">One text, or those of a thread in order.</param>
/// <param name="Files">As the network takes them.</param>
/// <param name="Problem">Why a file is missing; null if all are there.</param>
public sealed record HandedPost(IReadOnlyList<string> Parts, IReadOnlyList<OutgoingMedia> Files, IReadOnlyList<string> Comments, string? Problem);

/// <param name="Missing">What has to be ready before it may go out; null if everything is.</param>
/// <param name="Refused">Why it cannot be made as it was planned; null if it can.</param>
public sealed record Outgoing(OutgoingPost Post, Conversion? Missing, Failure? Refused = null);
