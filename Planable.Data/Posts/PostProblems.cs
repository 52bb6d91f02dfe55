using Planable.Data.BrandRules;
using Planable.Data.Channels;
using Planable.Data.Kinds;
using Planable.Data.Links;
using Planable.Data.Media;
using Planable.Data.Networks;
using Planable.Data.Snippets;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>What stands between a post and its channels: the networks' rules for every variant, and what concerns the post as a whole.</summary>
public static class PostProblems
{
    public const string LicenceEnded = "{0} is licensed until {1}. Take another file, or an earlier day.";

    /// <summary>Needs the variants with their channels and the media with their assets.</summary>
    public static IReadOnlyList<Problem> Of(Post post, AltPolicy alt = AltPolicy.Recommended) =>
        Of(new PostEdit(
            post.Text,
            post.Link,
            [.. post.Variants.OrderBy(v => v.Channel.Name, StringComparer.Ordinal).Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings) { Tags = v.Tags })],
            [.. post.MediaInOrder.Select(m => new PostEdit.Picture(m.Asset, m.Alt, m.AltIsSuggested, m.Edits))])
        { Options = post.Options, Kind = post.Kind },
            post.PlannedLocal,
            alt: alt);

    /// <summary>Blocking ones first, then in order of the channels.</summary>
    /// <param name="planned">The day it is to go out, by the clock of its zone.</param>
    /// <param name="brand">What the client's own rules found.</param>
    public static IReadOnlyList<Problem> Of(PostEdit edit, DateTime? planned = null, IReadOnlyList<BrandCheck>? brand = null, AltPolicy alt = AltPolicy.Recommended)
    {
        var problems = new List<Problem>();
        if (edit.Kind is not null && TitledText.Split(edit.Text).Title.Length == 0)
            problems.Add(new Problem("TITLE_MISSING", "Give it a title.", [], "title", null, Blocks: true));
        else if (edit.Kind is null && edit.Targets.Count == 0)
            problems.Add(new Problem("NO_CHANNEL", "Choose at least one channel.", [], "channels", null, Blocks: true));
        problems.AddRange(Unfilled(edit.Text, null));
        foreach (var target in edit.Targets)
        {
            problems.AddRange(OfChannel(target.Channel, ByPhone.MemberOf(target.Settings) is not null));
            problems.AddRange(Unfilled(target.Text ?? "", target.Channel.Id));
            problems.AddRange(PostComments.In(PostOptions.For(edit.Options, target.Settings)).SelectMany((c, i) => Unfilled(c.Text, target.Channel.Id, $"comment:{i + 1}")));
            if (Networks.Networks.Find(target.Channel.Network)?.With(target.Channel.Limits) is not { } network)
                continue;
            problems.AddRange(NetworkRules.Check(network, ContentFor(target, edit)));
            problems.AddRange(OfFormat(target, edit));
            problems.AddRange(OfConversions(target.Channel, network, edit));
            problems.AddRange(OfExtras(target.Channel, network, edit));
            problems.AddRange(PeopleProblems.Of(target.Channel, network, edit, PostFormats.Of(PostOptions.For(edit.Options, target.Settings))));
        }

        if (planned is { } day)
            problems.AddRange(OfLicences(edit, DateOnly.FromDateTime(day)));

        problems.AddRange(PeopleProblems.Left(edit));
        problems.AddRange((brand ?? []).Problems());
        return [.. AltTexts.Under(alt, edit, problems).OrderByDescending(p => p.Blocks)];
    }

    public static VariantContent ContentFor(PostEdit.Target target, PostEdit edit)
    {
        var settings = PostOptions.For(edit.Options, target.Settings);
        var format = PostFormats.Of(settings);
        var network = Networks.Networks.Find(target.Channel.Network)?.With(target.Channel.Limits);
        return new(
            Marked(target.Text ?? edit.Text),
            [.. edit.Pictures.Take(PostFormats.Files(format)).Select(p => Attached(p, network, format))],
            PostOptions.OfNetwork(settings),
            format,
            Title: settings.GetValueOrDefault(PostOptions.TitleKey),
            Poll: format == PostType.Poll ? Polls.In(settings) : null,
            Comments: [.. PostComments.In(settings).Select(c => Marked(c.Text))],
            Link: edit.Link is { } link ? LinkTags.On(link, target.Tags) : null,
            ChannelId: target.Channel.Id)
        { IsByHand = ByPhone.MemberOf(settings) is not null };

        string Marked(string text) => network is null ? text : LinkTags.In(text, network, target.Tags);
    }

    static IEnumerable<Problem> OfFormat(PostEdit.Target target, PostEdit edit)
    {
        var left = edit.Pictures.Count - PostFormats.Files(PostFormats.Of(PostOptions.For(edit.Options, target.Settings)));
        if (left == 1)
            yield return new Problem("PICTURES_LEFT_OUT", "1 picture stays in the tray: this format has no place for it.", [], "type", target.Channel.Id, Blocks: false);
        else if (left > 1)
            yield return new Problem("PICTURES_LEFT_OUT", "{0} pictures stay in the tray: this format has no place for them.", [left], "type", target.Channel.Id, Blocks: false);
    }

    static IEnumerable<Problem> Unfilled(string text, Guid? channelId, string target = "text") =>
        Variables.In(text).Select(name => new Problem("VARIABLE_UNRESOLVED", "{0} is not filled in. Write it out, or give it a value under Settings, Snippets.", [name], target, channelId, Blocks: true));

    /// <summary>As the network would get it: a picture or video that has to be converted counts as what comes out.</summary>
    static AttachedMedia Attached(PostEdit.Picture picture, Network? network, PostType? format)
    {
        var asset = picture.Asset;
        if (network is not null && asset.IsPicture && picture.Edits?.For(network.Key, format) is { ChangesPixels: true } edit)
        {
            // Its weight is known once it is made; it is never much more than the original's.
            var (width, height) = edit.Size(asset.Width, asset.Height);
            return new AttachedMedia(PictureNeed.OfEdited(asset, network, format).ContentType, 0, width, height, picture.Alt);
        }

        if (network is not null && PictureNeed.Of(asset, network, format) is { } made)
            return new AttachedMedia(made.ContentType, 0, asset.Width, asset.Height, picture.Alt);

        var duration = asset.Milliseconds is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : (TimeSpan?)null;
        var video = picture.Edits?.Video;
        if (duration is { } whole && video is not null)
            duration = video.Length(whole);
        return network is not null && VideoNeed.Of(asset, network, video) is { } need
            ? new AttachedMedia(VideoNeed.ContentType, asset.ConversionFor(network, video)?.Bytes ?? 0, need.Width, need.Height, picture.Alt, duration)
            : new AttachedMedia(asset.Published.ContentType, asset.Published.Bytes, asset.Width, asset.Height, picture.Alt, duration) { Pages = asset.Pages };
    }

    static IEnumerable<Problem> OfConversions(Channel channel, Network network, PostEdit edit)
    {
        for (var i = 0; i < edit.Pictures.Count; i++)
        {
            var (asset, video) = (edit.Pictures[i].Asset, edit.Pictures[i].Edits?.Video);
            if (VideoNeed.Of(asset, network, video) is null || asset.ConversionFor(network, video) is { State: ConversionState.Done })
                continue;
            var (conversion, target) = (asset.ConversionFor(network, video), $"media:{i + 1}");
            yield return conversion is { State: ConversionState.Failed }
                ? new Problem("VIDEO_NOT_CONVERTED", "{0} could not be made into what {1} takes: {2}", [edit.Pictures[i].Asset.FileName, network.Name, conversion.Why ?? ""], target, channel.Id, Blocks: true)
                : new Problem("VIDEO_CONVERTING", "{0} is being converted for {1}. You can schedule now; it goes out once it is ready.", [edit.Pictures[i].Asset.FileName, network.Name], target, channel.Id, Blocks: false);
        }
    }

    /// <summary>What was made for a video and the network has no place for.</summary>
    static IEnumerable<Problem> OfExtras(Channel channel, Network network, PostEdit edit)
    {
        for (var i = 0; i < edit.Pictures.Count && network.Media.Videos.Count > 0; i++)
        {
            if (!edit.Pictures[i].Asset.IsVideo || edit.Pictures[i].Edits?.Video is not { } video)
                continue;
            if (video.CoverAt is not null && network.Extras?.Cover != true)
                yield return new Problem("COVER_DROPPED", "{0} takes no cover of your own and chooses one itself.", [network.Name], $"media:{i + 1}", channel.Id, Blocks: false);
            if (video.Subtitles is not null && network.Extras?.Subtitles is null)
                yield return new Problem("SUBTITLES_DROPPED", "{0} takes no subtitles: they are left out there.", [network.Name], $"media:{i + 1}", channel.Id, Blocks: false);
        }
    }

    static IEnumerable<Problem> OfLicences(PostEdit edit, DateOnly day)
    {
        for (var i = 0; i < edit.Pictures.Count; i++)
        {
            if (edit.Pictures[i].Asset is { LicensedUntil: { } until } asset && until < day)
                yield return new Problem("LICENCE_ENDED", LicenceEnded, [asset.FileName, until.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture)], $"media:{i + 1}", null, Blocks: true);
        }
    }

    /// <param name="byHand">A person publishes it: nothing is asked of the channel's sign-in.</param>
    static IEnumerable<Problem> OfChannel(Channel channel, bool byHand)
    {
        if (channel.State == ChannelState.Disconnected)
            yield return new Problem("CHANNEL_GONE", "{0} is disconnected. Connect it again or take it off this post.", [channel.Name], "channels", channel.Id, Blocks: true);
        // It may well be repaired before the post is due, so this only warns.
        if (channel.State == ChannelState.NeedsReconnect && !byHand)
            yield return new Problem("CHANNEL_BROKEN", "{0} has to be reconnected before anything goes out there.", [channel.Name], "channels", channel.Id, Blocks: false);
        if (channel.State == ChannelState.Planned && !byHand)
            yield return new Problem("CHANNEL_PLANNED", "{0} is not connected yet: what falls due there is held until it is.", [channel.Name], "channels", channel.Id, Blocks: false);
        if (channel.Pause is not null)
            yield return new Problem("CHANNEL_PAUSED", "{0} is paused: nothing goes out there until it is resumed.", [channel.Name], "channels", channel.Id, Blocks: false);
    }
}
