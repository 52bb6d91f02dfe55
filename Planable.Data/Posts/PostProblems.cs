using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Data.Snippets;

namespace Planable.Data.Posts;

/// <summary>What stands between a post and its channels: the networks' rules for every variant, and what concerns the post as a whole.</summary>
public static class PostProblems
{
    /// <summary>Needs the variants with their channels and the media with their assets.</summary>
    public static IReadOnlyList<Problem> Of(Post post) =>
        Of(new PostEdit(
            post.Text,
            post.Link,
            [.. post.Variants.OrderBy(v => v.Channel.Name, StringComparer.Ordinal).Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))],
            [.. post.MediaInOrder.Select(m => new PostEdit.Picture(m.Asset, m.Alt))]));

    /// <summary>Blocking ones first, then in order of the channels.</summary>
    public static IReadOnlyList<Problem> Of(PostEdit edit)
    {
        var problems = new List<Problem>();
        if (edit.Targets.Count == 0)
            problems.Add(new Problem("NO_CHANNEL", "Choose at least one channel.", [], "channels", null, Blocks: true));
        problems.AddRange(Unfilled(edit.Text, null));
        foreach (var target in edit.Targets)
        {
            problems.AddRange(OfChannel(target.Channel));
            problems.AddRange(Unfilled(target.Text ?? "", target.Channel.Id));
            if (Networks.Networks.Find(target.Channel.Network) is { } network)
            {
                problems.AddRange(NetworkRules.Check(network.With(target.Channel.Limits), ContentFor(target, edit)));
                problems.AddRange(OfFormat(target, edit));
            }
        }

        return [.. problems.OrderByDescending(p => p.Blocks)];
    }

    public static VariantContent ContentFor(PostEdit.Target target, PostEdit edit)
    {
        var format = PostFormats.Chosen(target.Settings);
        return new(
            target.Text ?? edit.Text,
            [.. edit.Pictures.Take(PostFormats.Files(format)).Select(p => new AttachedMedia(p.Asset.Published.ContentType, p.Asset.Published.Bytes, p.Asset.Width, p.Asset.Height, p.Alt))],
            PostFormats.WithoutFormat(target.Settings),
            format,
            Link: edit.Link,
            ChannelId: target.Channel.Id);
    }

    static IEnumerable<Problem> OfFormat(PostEdit.Target target, PostEdit edit)
    {
        var left = edit.Pictures.Count - PostFormats.Files(PostFormats.Chosen(target.Settings));
        if (left == 1)
            yield return new Problem("PICTURES_LEFT_OUT", "1 picture stays in the tray: this format has no place for it.", [], "type", target.Channel.Id, Blocks: false);
        else if (left > 1)
            yield return new Problem("PICTURES_LEFT_OUT", "{0} pictures stay in the tray: this format has no place for them.", [left], "type", target.Channel.Id, Blocks: false);
    }

    static IEnumerable<Problem> Unfilled(string text, Guid? channelId) =>
        Variables.In(text).Select(name => new Problem("VARIABLE_UNRESOLVED", "{0} is not filled in. Write it out, or give it a value under Settings, Snippets.", [name], "text", channelId, Blocks: true));

    static IEnumerable<Problem> OfChannel(Channel channel)
    {
        if (channel.State == ChannelState.Disconnected)
            yield return new Problem("CHANNEL_GONE", "{0} is disconnected. Connect it again or take it off this post.", [channel.Name], "channels", channel.Id, Blocks: true);
        // It may well be repaired before the post is due, so this only warns.
        if (channel.State == ChannelState.NeedsReconnect)
            yield return new Problem("CHANNEL_BROKEN", "{0} has to be reconnected before anything goes out there.", [channel.Name], "channels", channel.Id, Blocks: false);
        if (channel.Pause is not null)
            yield return new Problem("CHANNEL_PAUSED", "{0} is paused: nothing goes out there until it is resumed.", [channel.Name], "channels", channel.Id, Blocks: false);
    }
}
