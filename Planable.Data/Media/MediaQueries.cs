using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;

namespace Planable.Data.Media;

/// <summary>A post that has a file.</summary>
public sealed record AssetUse(Guid PostId, string Text, PostState State, DateTimeOffset? At)
{
    /// <summary>It is to go out, or somebody is to decide whether.</summary>
    public bool IsPlanned => State is not (PostState.Draft or PostState.Published);

    public string Title => Text.ReplaceLineEndings(" ").Trim() is { Length: > 0 } text ? (text.Length > 60 ? $"{text[..60].TrimEnd()}…" : text) : "Without text";
}

public static class MediaQueries
{
    public static IQueryable<MediaAsset> InLibrary(this IQueryable<MediaAsset> assets) => assets.Where(a => a.DeletedAt == null);

    /// <summary>Every word is found in name, alternative text or tags.</summary>
    public static IQueryable<MediaAsset> Containing(this IQueryable<MediaAsset> assets, string? query) =>
        Folded.Words(query).Aggregate(assets, (found, word) => found.Where(a => a.SearchText.Contains(word)));

    public static IQueryable<AssetUse> UsesOf(this PlanableDb db, Guid assetId) => db.Posts.Where(p => p.Media.Any(m => m.MediaId == assetId)).AsUses();

    /// <summary>Those that are to go out, or about which somebody is to decide.</summary>
    public static IQueryable<AssetUse> PlannedUsesOf(this PlanableDb db, Guid assetId) =>
        db.Posts.Where(p => p.State != PostState.Draft && p.State != PostState.Published && p.Media.Any(m => m.MediaId == assetId)).AsUses();

    static IQueryable<AssetUse> AsUses(this IQueryable<Post> posts) =>
        posts.OrderByDescending(p => p.ScheduledAt).ThenByDescending(p => p.EditedAt)
            .Select(p => new AssetUse(p.Id, p.Text.Length > 200 ? p.Text.Substring(0, 200) : p.Text, p.State, p.ScheduledAt));
}
