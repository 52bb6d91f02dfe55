using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Media;

/// <summary>The versions of a file, and which posts have which.</summary>
[Route("w/{workspace}/media/{id:guid}/versions")]
public class AssetVersionsController(PlanableDb db, Current current, Uploads uploads, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const long FormBytes = 512L * 1024 * 1024;

    CancellationToken Cancel => HttpContext.RequestAborted;

    [HttpGet, Requires(Permission.SeeInternal)]
    public async Task<IActionResult> Index(Guid id, int page = 1)
    {
        var versions = await db.Media.AsNoTracking().IgnoreAutoIncludes().Where(a => (a.OriginId ?? a.Id) == db.Media.Where(x => x.Id == id).Select(x => x.OriginId ?? x.Id).First())
            .OrderByDescending(a => a.Version)
            .Select(a => new
            {
                Asset = a,
                By = db.Members.Where(m => m.Id == a.UploadedById).Select(m => m.Person.Name).FirstOrDefault(),
                Uses = db.Posts.Count(p => p.Media.Any(m => m.MediaId == a.Id)),
            }).ToListAsync(Cancel);
        if (versions.Find(v => v.Asset.ReplacedAt is null)?.Asset is not { DeletedAt: null } latest)
            return NotFound();
        page = Math.Clamp(page, 1, 10_000);
        var uses = await db.UsesOf(latest.StackId).Skip((page - 1) * AssetVersionsPage.PageSize).Take(AssetVersionsPage.PageSize).ToListAsync(Cancel);
        var counts = await db.Workspaces.Where(w => w.Id == db.WorkspaceId).Select(w => new { Found = db.Posts.With(latest.StackId).Count(), Behind = db.Posts.Behind(latest).Count() }).SingleAsync(Cancel);
        return View(new AssetVersionsPage(
            latest,
            versions.ConvertAll(v => new VersionLine(v.Asset.Id, v.Asset.Version, v.Asset.ContentType, v.Asset.Bytes, v.Asset.Width, v.Asset.Height, v.Asset.Placeholder, v.Asset.PosterSha256 is not null, v.Asset.UploadedAt, v.By, v.Uses)),
            uses, counts.Found, counts.Behind, page));
    }

    [HttpPost, Requires(Permission.UploadMedia), RequestSizeLimit(FormBytes), RequestFormLimits(MultipartBodyLengthLimit = FormBytes)]
    public async Task<IActionResult> Create(Guid id, IFormFile? file)
    {
        if (await db.Media.InLibrary().Include(a => a.Tags).SingleOrDefaultAsync(a => a.Id == id, Cancel) is not { } before)
            return NotFound();
        if (file is null)
            throw new RuleBroken("FILE_MISSING", "Choose a file first.");
        await using var bytes = file.OpenReadStream();
        var taken = await uploads.Take(bytes, file.FileName, Cancel, before.FolderId, before);
        return this.GoTo($"{current.Root}/media/{taken.Asset.Id}/versions", words["Version {0} is in the library. Tick the posts that are to get it.", taken.Asset.Version]);
    }

    /// <summary>The ticked posts get the latest version, one by one: what one of them cannot take keeps no other from it.</summary>
    [HttpPost("posts"), Requires(Permission.UploadMedia)]
    public async Task<IActionResult> Renew(Guid id, List<Guid> posts, bool keepTags = true)
    {
        if (!await db.Media.InLibrary().AnyAsync(a => a.Id == id, Cancel))
            return NotFound();
        if (posts.Count == 0)
            throw new RuleBroken("NOTHING_TICKED", "Tick the posts that are to get the new version.");
        var (given, refused) = (0, new List<string>());
        foreach (var postId in posts.Distinct().Take(AssetVersionsPage.PageSize))
        {
            // Each with its own rows: what a refused one had changed must not be saved with the next.
            db.ChangeTracker.Clear();
            var latest = await db.Media.InLibrary().SingleAsync(a => a.Id == id, Cancel);
            if (await db.Posts.Whole().SingleOrDefaultAsync(p => p.Id == postId, Cancel) is not { } post)
                continue;
            try
            {
                post.Renew(latest, current.Member, clock.GetUtcNow(), keepTags);
                await db.SaveChangesAsync(Cancel);
                given++;
            }
            catch (RuleBroken rule)
            {
                refused.Add($"“{AssetUse.TitleOf(post.Text)}”: {words[rule.Words, rule.Arguments]}");
            }
        }

        if (refused.Count > 0)
            TempData["Alarm"] = $"{(refused.Count == 1 ? words["One post keeps the version it has."] : words["{0} posts keep the version they have.", refused.Count])} {string.Join(' ', refused)}";
        return this.GoTo($"{current.Root}/media/{id}/versions", given switch { 0 => null, 1 => words["One post has the new version."].Value, _ => words["{0} posts have the new version.", given].Value });
    }
}
