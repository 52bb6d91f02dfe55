using Planable.Data.Ideas;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>Where it came from.</summary>
public partial class Post
{
    /// <summary>The idea it was made of; that knows who had it and where it was found.</summary>
    public Guid? IdeaId { get; private set; }

    internal static Post FromIdea(Idea idea, Workspace workspace, Member by, DateTimeOffset at)
    {
        var post = Draft(by, workspace, at);
        post.IdeaId = idea.Id;
        post.Edit(new PostEdit(idea.Text, idea.Url, [], [.. idea.Files.OrderBy(f => f.Position).Where(f => f.Asset.DeletedAt is null).Select(f => new PostEdit.Picture(f.Asset, f.Asset.Alt))]), by, at);
        post.Relabel([.. idea.Labels.Select(l => l.Label)], by, at);
        return post;
    }
}
