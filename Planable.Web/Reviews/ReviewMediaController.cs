using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Media;
using Planable.Data.Reviews;
using Planable.Jobs.Media;
using Planable.Jobs.Outbound;
using Planable.Web.Media;

namespace Planable.Web.Reviews;

/// <summary>Pictures and videos of the posts a link shows, and no others.</summary>
[AllowAnonymous, Route("r/{token}")]
public class ReviewMediaController(PlanableDb db, ReviewDoor door, ReviewReader reader, Renditions renditions, IMediaStore store, LinkPreviews previews) : Controller
{
    [HttpGet("media/{id:guid}/thumb"), HttpHead("media/{id:guid}/thumb")]
    public async Task<IActionResult> Thumb(string token, Guid id, CancellationToken cancel, int width = 480, string? edit = null, int? at = null, int? page = null)
    {
        if (await Find(token, id, cancel) is not { } asset)
            return NotFound();
        var marked = door.Link.Watermark;
        var edited = PictureEditorPage.Takes(asset) && EditAddress.Read(edit) is { ChangesPixels: true } read ? read.Within(asset.Width, asset.Height) : null;
        if (marked)
            edited = Watermark.On(edited ?? new PictureEdit(), door.Workspace.Name);
        if (asset.IsVideo && at is { } moment && !marked && await renditions.StillAt(asset, moment, width, cancel) is { } still)
            return Shown(still);
        if (asset.IsDocument && page > 1 && await renditions.PageOf(asset, page.Value, width, cancel, edited) is { } leaf)
            return Shown(leaf);
        if (asset is { IsPicture: false, PosterSha256: null })
            return LocalRedirect(asset.IsVideo ? "/video.svg" : "/document.svg");
        if (await renditions.Of(asset.StillSha256, width, cancel, edited) is { } small)
            return Shown(small);
        // Without the means to write on it, it is not shown unmarked.
        return marked ? NotFound() : await Kept(asset, asset.PosterSha256 is { } poster ? new MediaFile(poster, "image/jpeg", 0) : asset.Original);
    }

    /// <summary>To be played where it stands. A watermarked link shows its still only.</summary>
    [HttpGet("media/{id:guid}/video")]
    public async Task<IActionResult> Video(string token, Guid id, CancellationToken cancel) =>
        await Find(token, id, cancel) is { IsVideo: true } asset && !door.Link.Watermark ? await Kept(asset, asset.Published) : NotFound();

    /// <summary>Of the card of a linked page.</summary>
    [HttpGet("links/picture")]
    public async Task<IActionResult> LinkPicture(string token, string? address, CancellationToken cancel)
    {
        // Only pages that were looked at already: a link for reviews fetches nothing for strangers.
        if (!await IsOpen(token, cancel) || LinkPreviews.PageAt(address) is not { } page || !previews.Knows(page, out _) || await previews.Picture(page, cancel) is not { } picture)
            return NotFound();
        return Shown(new MemoryStream(picture, writable: false));
    }

    async Task<bool> IsOpen(string token, CancellationToken cancel)
    {
        ReviewHeaders.Set(Response);
        return await door.Open(token, cancel) && door.State == ReviewLinkState.Open && !door.IsLocked;
    }

    async Task<MediaAsset?> Find(string token, Guid id, CancellationToken cancel)
    {
        if (!await IsOpen(token, cancel))
            return null;
        if (!await reader.Posts.AnyAsync(p => p.Media.Any(m => m.MediaId == id), cancel) && !await WasFrozen(id, cancel))
            return null;
        return await db.Media.AsNoTracking().IgnoreAutoIncludes().SingleOrDefaultAsync(a => a.Id == id, cancel);
    }

    /// <summary>It may be gone from a post since the link was frozen.</summary>
    async Task<bool> WasFrozen(Guid id, CancellationToken cancel)
    {
        if (!door.Link.IsFrozen)
            return false;
        var kept = door.Link.Frozen.ToDictionary(f => f.PostId, f => f.Version);
        var (posts, named) = (kept.Keys.ToList(), id.ToString());
        var versions = await db.PostVersions.Where(v => posts.Contains(v.PostId) && v.Json.Contains(named)).Select(v => new { v.PostId, v.Number }).ToListAsync(cancel);
        return versions.Exists(v => kept[v.PostId] == v.Number);
    }

    async Task<IActionResult> Kept(MediaAsset asset, MediaFile file)
    {
        var answer = await this.Picture(asset, file, store);
        Anonymous();
        return answer;
    }

    FileStreamResult Shown(Stream picture)
    {
        this.GuardPicture("picture");
        Anonymous();
        return File(picture, Renditions.ContentType);
    }

    /// <summary>Neither the file's name, which is the agency's own, nor a copy that outlives the link for long.</summary>
    void Anonymous()
    {
        Response.Headers.ContentDisposition = "inline";
        Response.Headers.CacheControl = "private, max-age=600";
    }
}

/// <summary>Words across a picture that is shown and not yet public.</summary>
static class Watermark
{
    public static PictureEdit On(PictureEdit edit, string client)
    {
        var words = client.Length <= 40 ? client : client[..40];
        PictureText At(int across, int down) => new(words, across, down, 4, "#ffffff", "#1c1a17");
        // Before what is written on it anyway: only so many texts are drawn.
        return edit with { Texts = [At(30, 20), At(50, 50), At(70, 80), .. edit.Texts] };
    }
}
