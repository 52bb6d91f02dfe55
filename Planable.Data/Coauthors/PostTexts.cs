using Planable.Data.Posts;

namespace Planable.Data.Coauthors;

/// <summary>The texts of a post as it is saved, by the name of their field: the shared one, and those channels have of their own.</summary>
public sealed record PostTexts(int Revision, IReadOnlyDictionary<string, string> Texts)
{
    public const string Base = "base";

    public static PostTexts Of(Post post)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal) { [Base] = post.Text };
        foreach (var variant in post.Variants)
        {
            if ((variant.Text ?? variant.FormerText) is { } text)
                texts[variant.ChannelId.ToString()] = text;
        }

        return new PostTexts(post.Revision, texts);
    }
}
