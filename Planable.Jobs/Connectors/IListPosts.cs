namespace Planable.Jobs.Connectors;

/// <summary>
/// A network that lists what an account has published, whoever did it and however. Listed is what stands by itself: shares of others' posts, messages to single people and
/// answers to others are left out here or marked as answers.
/// </summary>
public interface IListPosts
{
    /// <param name="after">Where the page before said to go on; null begins with the newest post.</param>
    /// <returns>Newest first. Pages may be short, or empty in the middle: only <see cref="PostPage.Next"/> tells whether there is more.</returns>
    /// <exception cref="ConnectorFailure">Also permanent, where the sign-in of this channel does not reach that far.</exception>
    Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel);

    /// <summary>False for an id under which a post of ours is never listed: it is known by its words then.</summary>
    bool IsListed(string remoteId) => true;
}

/// <param name="Next">Null at the end.</param>
public sealed record PostPage(IReadOnlyList<LivePost> Posts, string? Next);
