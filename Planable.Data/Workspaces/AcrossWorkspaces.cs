using Microsoft.EntityFrameworkCore;

namespace Planable.Data.Workspaces;

/// <summary>
/// The only door in the wall. For jobs that look for work everywhere, and for a person's own overview of the workspaces they belong to.
/// Whoever is limited to some channels of a workspace stays so here.
/// </summary>
public static class AcrossWorkspaces
{
    public static IQueryable<T> Everywhere<T>(this IQueryable<T> rows)
        where T : class, IBelongToWorkspace => rows.IgnoreQueryFilters(["Workspace", "Deleted", "Removed"]);

    /// <summary>What was removed and can come back, too; the workspace's wall stays.</summary>
    internal static IQueryable<T> WithRemoved<T>(this IQueryable<T> rows)
        where T : class, IBelongToWorkspace => rows.IgnoreQueryFilters(["Removed"]);

    /// <summary>Deleted posts too; the workspace's wall stays.</summary>
    public static IQueryable<Posts.Post> IncludingDeleted(this IQueryable<Posts.Post> posts) => posts.IgnoreQueryFilters(["Deleted"]);
}
