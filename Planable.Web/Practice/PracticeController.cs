using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Practice;
using Planable.Jobs.Media;

namespace Planable.Web.Practice;

/// <summary>What readers of the practice network see. It plays the outside world: anybody may look, nobody is known here.</summary>
[AllowAnonymous, Route("practice/{account}")]
public class PracticeController(PlanableDb db, IMediaStore store) : Controller
{
    /// <summary>Files a browser shows or saves and nothing that could run in one.</summary>
    static readonly string[] Shown = ["image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "video/mp4", "video/quicktime", "video/webm", MediaKinds.Pdf];

    /// <param name="post">Turns to the page on which this post stands.</param>
    [HttpGet]
    public async Task<IActionResult> Index(string account, int page, Guid? post, CancellationToken cancel)
    {
        var found = await db.PracticeAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.Account == account, cancel);
        if (found is null)
            return NotFound();
        var posts = db.PracticePosts.AsNoTracking().Where(p => p.Account == account && p.ParentId == null);
        if (post is { } id)
        {
            var newer = await posts.CountAsync(p => posts.Any(wanted => wanted.Id == id && p.At > wanted.At), cancel);
            page = (newer / PracticePage.PageSize) + 1;
        }

        page = Math.Max(1, page);
        var shown = await posts.OrderByDescending(p => p.At).ThenByDescending(p => p.Id).Skip((page - 1) * PracticePage.PageSize).Take(PracticePage.PageSize).ToListAsync(cancel);
        var ids = shown.Select(p => p.Id).ToList();
        var comments = await db.PracticePosts.AsNoTracking().Where(p => p.ParentId != null && ids.Contains(p.ParentId.Value)).OrderBy(p => p.At).ThenBy(p => p.Id).ToListAsync(cancel);
        return View(new PracticePage(found.Account, found.Name, await posts.CountAsync(cancel), page, shown, comments.ToLookup(c => c.ParentId!.Value)));
    }

    /// <summary>Anybody may like anything: the outside world does.</summary>
    [HttpPost("likes/{post:guid}")]
    public async Task<IActionResult> Like(string account, Guid post, CancellationToken cancel)
    {
        var liked = await db.PracticePosts.Where(p => p.Id == post && p.Account == account).ExecuteUpdateAsync(set => set.SetProperty(p => p.Likes, p => p.Likes + 1), cancel);
        return liked == 0 ? NotFound() : Redirect($"/practice/{Uri.EscapeDataString(account)}?post={post}#p-{post}");
    }

    /// <summary>A picture, as the named post of this account shows it.</summary>
    [HttpGet("pictures/{post:guid}/{sha256:regex(^[[0-9a-f]]{{64}}$)}")]
    public async Task<IActionResult> Picture(string account, Guid post, string sha256, CancellationToken cancel)
    {
        var pictures = await db.PracticePosts.Where(p => p.Id == post && p.Account == account).Select(p => p.Pictures).SingleOrDefaultAsync(cancel);
        var type = pictures?.Find(p => p.Sha256 == sha256)?.ContentType ?? (pictures?.Exists(p => p.CoverSha256 == sha256) == true ? "image/jpeg" : null);
        if (type is null || !Shown.Contains(type, StringComparer.Ordinal) || !await store.Has(sha256, cancel))
            return NotFound();
        Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        // Saved, not shown: a browser's reader of documents runs scripts of its own.
        if (type == MediaKinds.Pdf)
            return File(await store.Open(sha256, cancel), type, "document.pdf", enableRangeProcessing: true);
        return File(await store.Open(sha256, cancel), type, enableRangeProcessing: true);
    }

    /// <summary>What is said in a video, as the player of the named post reads it.</summary>
    [HttpGet("pictures/{post:guid}/{sha256:regex(^[[0-9a-f]]{{64}}$)}/subtitles")]
    public async Task<IActionResult> Subtitles(string account, Guid post, string sha256, CancellationToken cancel)
    {
        var pictures = await db.PracticePosts.Where(p => p.Id == post && p.Account == account).Select(p => p.Pictures).SingleOrDefaultAsync(cancel);
        return pictures?.Find(p => p.Sha256 == sha256)?.Subtitles is { } said ? Content(said, "text/vtt", System.Text.Encoding.UTF8) : NotFound();
    }
}

public sealed record PracticePage(string Account, string Name, int Count, int Page, IReadOnlyList<PracticePost> Posts, ILookup<Guid, PracticePost> Comments)
{
    public const int PageSize = 20;

    public int Pages => Math.Max(1, (Count + PageSize - 1) / PageSize);
}
