using Planable.Data.Posts;

namespace Planable.Data.Risks;

public static class RiskQueries
{
    /// <summary>Planned, and something will keep them from going out unless somebody mends it.</summary>
    public static IQueryable<Post> AtRisk(this IQueryable<Post> posts) => posts.Where(p => p.State == PostState.Scheduled && p.Risks.Any());
}
