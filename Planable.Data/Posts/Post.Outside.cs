using Planable.Data.Channels;
using Planable.Data.Histories;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>What somebody published on the network itself. It is shown and counted beside our own, and never written, sent or changed here.</summary>
public partial class Post
{
    /// <summary>When it was found on its network; null for a post that was written here.</summary>
    public DateTimeOffset? FoundAt { get; private set; }

    /// <summary>How many pictures and videos it has there. They are not brought here.</summary>
    public int? FilesOutside { get; private set; }

    public bool IsFromOutside => FoundAt is not null;

    /// <param name="by">Who had the posts brought in.</param>
    public static Post Found(Channel channel, OutsidePost seen, Member by, Workspace workspace, DateTimeOffset at)
    {
        var post = new Post
        {
            Id = Guid.CreateVersion7(at),
            AuthorId = by.Id,
            Audience = workspace.DefaultAudience,
            Text = seen.Text.Length > TextLength ? seen.Text[..TextLength] : seen.Text,
            CreatedAt = at,
            EditedAt = seen.At,
            EditedById = by.Id,
            State = PostState.Published,
            FoundAt = at,
            FilesOutside = seen.Files,
        };
        (post.PlannedLocal, post.Zone, post.ScheduledAt) = (Zones.ToLocal(seen.At, workspace.Zone), workspace.Zone, seen.At);
        var variant = new Variant(post.Id, channel);
        variant.Write(null, seen.Title is { Length: > 0 } title ? new Dictionary<string, string>(StringComparer.Ordinal) { [PostOptions.TitleKey] = title } : null);
        variant.Mark(post.Text);
        post.variants.Add(variant);
        post.ChannelCount = 1;
        // What was read is kept as it was read, as every version is; nothing is ever sent of it.
        var version = new PostVersion(post.Id, ++post.LatestVersion, post.Content(), by, at);
        post.versions.Add(version);
        post.deliveries.Add(Delivery.Found(post, variant, version, seen, at));
        post.Record(Actor.Planable, "found", at, ("channel", channel.Name), ("permalink", seen.Permalink));
        return post;
    }

    void MustBeOurs()
    {
        if (IsFromOutside)
            throw new RuleBroken("FROM_OUTSIDE", "This post was published on the network itself. It is shown here and stays as it is.");
    }
}
