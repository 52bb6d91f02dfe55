using Planable.Data.Channels;
using Planable.Data.Media;

namespace Planable.Data.Posts;

/// <summary>What a person made of a post: the whole of it, as the composer, an import or the API hands it over.</summary>
public sealed record PostEdit(string Text, string? Link, IReadOnlyList<PostEdit.Target> Targets, IReadOnlyList<PostEdit.Picture> Pictures)
{
    /// <summary>What is chosen for all channels; see <see cref="PostOptions"/>. Null keeps what the post has.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }

    /// <summary>See <see cref="Post.Kind"/>: what a post is was decided with its draft, so this only tells which problems it can have.</summary>
    public string? Kind { get; init; }

    /// <param name="Text">Null follows the base.</param>
    /// <param name="Settings">Null keeps those the variant has.</param>
    public sealed record Target(Channel Channel, string? Text, IReadOnlyDictionary<string, string>? Settings)
    {
        /// <summary>What its links would get; for looking at problems, the post works it out itself.</summary>
        public Links.LinkTags? Tags { get; init; }
    }

    /// <param name="IsSuggested">The alternative text was suggested and nobody has kept or changed it yet.</param>
    /// <param name="Edits">Null keeps those the post has, or those the file starts with.</param>
    public sealed record Picture(MediaAsset Asset, string Alt, bool IsSuggested = false, MediaEdits? Edits = null);
}
