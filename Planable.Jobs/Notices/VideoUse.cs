using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;

namespace Planable.Jobs.Notices;

/// <summary>Whom a video concerns: who uploaded it, who wrote the posts it goes out with, and whoever may publish.</summary>
sealed class VideoUse
{
    readonly Dictionary<Guid, Guid> uploaders;
    readonly ILookup<Guid, (Guid PostId, Guid AuthorId)> posts;

    VideoUse(Dictionary<Guid, Guid> uploaders, ILookup<Guid, (Guid PostId, Guid AuthorId)> posts)
    {
        this.uploaders = uploaders;
        this.posts = posts;
    }

    public static async Task<VideoUse> Of(List<Guid> assetIds, PlanableDb db, CancellationToken cancel)
    {
        if (assetIds.Count == 0)
            return new VideoUse([], Array.Empty<(Guid, Guid, Guid)>().ToLookup(p => p.Item1, p => (p.Item2, p.Item3)));
        var uploadedBy = await db.Media.Where(a => assetIds.Contains(a.Id)).Select(a => new { a.Id, a.UploadedById }).ToDictionaryAsync(a => a.Id, a => a.UploadedById, cancel);
        var usedIn = await db.Posts.Where(p => p.State != PostState.Published).SelectMany(p => p.Media.Where(m => assetIds.Contains(m.MediaId)), (p, m) => new { m.MediaId, p.Id, p.AuthorId, p.State, p.ScheduledAt }).ToListAsync(cancel);
        return new VideoUse(uploadedBy, usedIn.OrderBy(p => p.State == PostState.Draft).ThenBy(p => p.ScheduledAt ?? DateTimeOffset.MaxValue).ToLookup(p => p.MediaId, p => (p.Id, p.AuthorId)));
    }

    /// <summary>The one that goes out first.</summary>
    public Guid? PostOf(Guid assetId) => posts[assetId].Select(p => (Guid?)p.PostId).FirstOrDefault();

    public bool Concerns(Member member, Guid assetId) =>
        member.Can(Permission.PublishPosts) || uploaders.GetValueOrDefault(assetId) == member.Id || posts[assetId].Any(p => p.AuthorId == member.Id);
}
