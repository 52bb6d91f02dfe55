using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Coauthors;

/// <summary>
/// The texts of a post as those who have it open type them. They run ahead of the post, which takes them over when one of them saves. A change is taken only
/// on top of the newest state, so there is one order of changes, on however many nodes; who comes second puts the two together and sends again.
/// </summary>
public class SharedDraft : Entity, IBelongToWorkspace, IRevised
{
    /// <summary>Pages remembered by their last change. Far more than work on one post.</summary>
    const int Pages = 40;

    SharedDraft()
    {
    }

    public static SharedDraft Of(Guid postId, PostTexts post, DateTimeOffset at) =>
        new() { PostId = postId, TouchedAt = at, Texts = new(post.Texts, StringComparer.Ordinal), Saved = new(post.Texts, StringComparer.Ordinal), PostRevision = post.Revision };

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    /// <summary>Grows with every change of a text.</summary>
    public int Sequence { get; private set; }

    public Dictionary<string, string> Texts { get; private set; } = [];

    /// <summary>The texts of the post when it was last seen: how a change from elsewhere is told from what was typed here.</summary>
    public Dictionary<string, string> Saved { get; private set; } = [];

    public int PostRevision { get; private set; }

    /// <summary>The last change of every page, by the page's own count: a page that got no answer learns whether its change arrived.</summary>
    public Dictionary<string, int> Taken { get; private set; } = [];

    /// <summary>When somebody typed last.</summary>
    public DateTimeOffset TouchedAt { get; private set; }

    public int Revision { get; private set; }

    public bool IsSaved => Texts.All(t => t.Value == Saved.GetValueOrDefault(t.Key, ""));

    public string Text(string field) => Texts.GetValueOrDefault(field, "");

    /// <returns>False if somebody else was first: nothing was taken.</returns>
    public bool Take(string page, int number, int after, IReadOnlyDictionary<string, string> texts, DateTimeOffset at)
    {
        if (after != Sequence)
            return false;
        if (texts.Values.Any(t => t.Length > Post.TextLength))
            throw new RuleBroken("TEXT_ENORMOUS", "This text has {0} characters. No network takes more than {1}; shorten it before saving.", texts.Values.Max(t => t.Length), Post.TextLength);
        Texts = Texts.Concat(texts).GroupBy(t => t.Key, StringComparer.Ordinal).ToDictionary(t => t.Key, t => t.Last().Value, StringComparer.Ordinal);
        Taken = Taken.Where(t => t.Key != page).TakeLast(Pages).Append(KeyValuePair.Create(page, number)).ToDictionary(StringComparer.Ordinal);
        Sequence++;
        TouchedAt = at;
        return true;
    }

    /// <summary>Takes over what was saved elsewhere: without a script, by an act on many posts, by going back to a version. What is typed here stays.</summary>
    /// <returns>False if there was nothing new.</returns>
    public bool Fold(PostTexts post)
    {
        if (post.Revision == PostRevision)
            return false;
        var texts = new Dictionary<string, string>(Texts, StringComparer.Ordinal);
        foreach (var (field, text) in post.Texts)
            texts[field] = TextMerge.Of(Saved.GetValueOrDefault(field, ""), Text(field), text);
        if (texts.Any(t => t.Value != Text(t.Key)))
            Sequence++;
        Texts = texts;
        See(post);
        return true;
    }

    /// <summary>The post has taken these texts over.</summary>
    public void See(PostTexts post) => (Saved, PostRevision) = (new(post.Texts, StringComparer.Ordinal), post.Revision);
}
