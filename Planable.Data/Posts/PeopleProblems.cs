using Planable.Data.Channels;
using Planable.Data.Networks;

namespace Planable.Data.Posts;

/// <summary>What stands between the people tagged on pictures and a network.</summary>
static class PeopleProblems
{
    public static IEnumerable<Problem> Of(Channel channel, Network network, PostEdit edit, PostType? format)
    {
        var tagged = edit.Pictures.Select((p, i) => (Tags: PeopleTags.In(edit.Options, p.Asset.Id), Target: $"tags:{i + 1}")).Take(PostFormats.Files(format)).Where(p => p.Tags.Count > 0).ToList();
        if (tagged.Count == 0)
            yield break;
        if (network.Tagging is not { } tagging || format == PostType.Story)
        {
            yield return new Problem("TAGS_DROPPED", format == PostType.Story ? "{0} takes no tags of people on stories: they are left out there." : "{0} takes no tags of people on pictures: they are left out there.", [network.Name], tagged[0].Target, channel.Id, Blocks: false);
            yield break;
        }

        foreach (var (tags, target) in tagged)
        {
            if (tags.FirstOrDefault(t => !PeopleTags.IsName(t.Handle)) is { } wrong)
                yield return new Problem("TAG_INVALID", "\"{0}\" is no name that {1} could have.", [wrong.Handle, network.Name], target, channel.Id, Blocks: true);
            if (tags.Count > tagging.Most)
                yield return new Problem("TOO_MANY_TAGS", "Too many people on this picture: {0} over the {2} that {1} allows.", [tags.Count - tagging.Most, network.Name, tagging.Most], target, channel.Id, Blocks: true);
        }
    }

    /// <summary>Their picture is gone, and nobody has said yet what is to become of them.</summary>
    public static IEnumerable<Problem> Left(PostEdit edit) =>
        PeopleTags.Left(edit.Options, [.. edit.Pictures.Select(p => p.Asset.Id)]).Select(_ => new Problem("TAGS_LEFT", "The people tagged on a picture that is gone go out with none. Put them on another picture, or drop them.", [], "kept-tags", null, Blocks: false));
}
