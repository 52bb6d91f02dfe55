using Microsoft.EntityFrameworkCore;
using Planable.Data.Approvals;
using Planable.Data.Posts;

namespace Planable.Data.Media;

/// <summary>A post that has a file.</summary>
/// <param name="Version">Of the file, that the post has.</param>
public sealed record AssetUse(Guid PostId, string Text, PostState State, DateTimeOffset? At, Guid AuthorId, int Version, ApprovalState Approval)
{
    /// <summary>Nothing of it is out: it can still get another version of the file.</summary>
    public bool IsOpen => State is PostState.Draft or PostState.Scheduled or PostState.Failed or PostState.Held;

    /// <summary>It is to go out, or somebody is to decide whether.</summary>
    public bool IsPlanned => State is not (PostState.Draft or PostState.Published);

    public string Title => TitleOf(Text);

    /// <summary>As people call a post: by its first words.</summary>
    public static string TitleOf(string text) => text.ReplaceLineEndings(" ").Trim() is { Length: > 0 } line ? (line.Length > 60 ? $"{line[..60].TrimEnd()}…" : line) : "Without text";
}

public static class MediaQueries
{
    /// <summary>The latest version of every file that was not deleted.</summary>
    public static IQueryable<MediaAsset> InLibrary(this IQueryable<MediaAsset> assets) => assets.Where(a => a.DeletedAt == null && a.ReplacedAt == null);

    /// <summary>Every word is found in name, alternative text or tags.</summary>
    public static IQueryable<MediaAsset> Containing(this IQueryable<MediaAsset> assets, string? query) =>
        Folded.Words(query).Aggregate(assets, (found, word) => found.Where(a => a.SearchText.Contains(word)));

    /// <summary>All versions of a file.</summary>
    public static IQueryable<MediaAsset> Stack(this IQueryable<MediaAsset> assets, Guid stackId) => assets.Where(a => a.Id == stackId || a.OriginId == stackId);

    /// <summary>Posts with any version of a file.</summary>
    public static IQueryable<AssetUse> UsesOf(this PlanableDb db, Guid stackId) => db.Posts.With(stackId).AsUses(stackId);

    /// <summary>Those that are to go out, or about which somebody is to decide.</summary>
    public static IQueryable<AssetUse> PlannedUsesOf(this PlanableDb db, Guid stackId) =>
        db.Posts.Where(p => p.State != PostState.Draft && p.State != PostState.Published).With(stackId).AsUses(stackId);

    /// <summary>Those of which nothing is out and that have an older version.</summary>
    public static IQueryable<Post> Behind(this IQueryable<Post> posts, MediaAsset latest) =>
        posts.Where(p => p.State == PostState.Draft || p.State == PostState.Scheduled || p.State == PostState.Failed || p.State == PostState.Held)
            .Where(p => p.Media.Any(m => m.MediaId != latest.Id && (m.MediaId == latest.StackId || m.Asset.OriginId == latest.StackId)));

    /// <summary>Ideas that have any version of a file.</summary>
    public static IQueryable<Ideas.Idea> With(this IQueryable<Ideas.Idea> ideas, Guid stackId) => ideas.Where(i => i.Files.Any(f => f.MediaId == stackId || f.Asset.OriginId == stackId));

    public static IQueryable<Post> With(this IQueryable<Post> posts, Guid stackId) => posts.Where(p => p.Media.Any(m => m.MediaId == stackId || m.Asset.OriginId == stackId));

    public static IQueryable<AssetUse> AsUses(this IQueryable<Post> posts, Guid stackId) =>
        posts.OrderByDescending(p => p.ScheduledAt).ThenByDescending(p => p.EditedAt).ThenBy(p => p.Id)
            .Select(p => new AssetUse(
                p.Id, p.Text.Length > 200 ? p.Text.Substring(0, 200) : p.Text, p.State, p.ScheduledAt, p.AuthorId,
                p.Media.Where(m => m.MediaId == stackId || m.Asset.OriginId == stackId).Min(m => m.Asset.Version), p.ApprovalState));
}
