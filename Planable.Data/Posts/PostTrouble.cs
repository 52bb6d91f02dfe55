namespace Planable.Data.Posts;

public static class PostTrouble
{
    /// <summary>Posts that wait for a person: what the rail counts, the overview lists and the calendar filters by.</summary>
    public static IQueryable<Post> NeedingPerson(this IQueryable<Post> posts) =>
        posts.Where(p => p.State == PostState.Failed || p.State == PostState.PartlyPublished || p.State == PostState.Held || p.State == PostState.Unknown);
}
