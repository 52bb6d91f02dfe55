using Microsoft.EntityFrameworkCore;

namespace Planable.Data.Posts;

public static class PostLoading
{
    /// <summary>A client's people see what was made visible to them.</summary>
    public static IQueryable<Post> SeenBy(this IQueryable<Post> posts, Members.Member reader) =>
        reader.IsClient ? posts.Where(p => p.Audience == Logs.Audience.Client) : posts;

    /// <summary>Of which the reader sees every channel: for what shows all of a post.</summary>
    public static IQueryable<Post> SeenWhole(this IQueryable<Post> posts) => posts.Where(p => p.ChannelCount == p.Variants.Count);

    /// <summary>With all that verbs on a post look at.</summary>
    public static IQueryable<Post> Whole(this IQueryable<Post> posts) =>
        posts
            .Include(p => p.Author)
            .Include(p => p.Variants).ThenInclude(v => v.Channel)
            .Include(p => p.Media).ThenInclude(m => m.Asset)
            .Include(p => p.Labels).ThenInclude(l => l.Label)
            .Include(p => p.Campaign)
            .Include(p => p.Versions)
            .Include(p => p.Deliveries).ThenInclude(d => d.Channel)
            .AsSplitQuery();
}
