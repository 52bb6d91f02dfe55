using Microsoft.AspNetCore.Mvc;
using Planable.Jobs.Media;
using Planable.Jobs.Outbound;

namespace Planable.Web.Links;

/// <summary>What previews show of a linked page. They ask for it after they are shown: no page waits for a stranger's server.</summary>
[Route("w/{workspace}/links")]
public class LinksController(LinkPreviews previews) : Controller
{
    [HttpGet("card")]
    public async Task<IActionResult> Card(string? address, CancellationToken cancel) =>
        LinkPreviews.PageAt(address) is { } page ? PartialView("_LinkCard", new LinkShown(page, IsRead: true, await previews.Card(page, cancel))) : NotFound();

    /// <param name="address">Of the page; only what its own card names is fetched.</param>
    [HttpGet("picture")]
    public async Task<IActionResult> Picture(string? address, CancellationToken cancel)
    {
        if (LinkPreviews.PageAt(address) is not { } page || await previews.Picture(page, cancel) is not { } picture)
            return NotFound();
        Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        Response.Headers.CacheControl = "private, max-age=3600";
        return File(picture, Renditions.ContentType);
    }
}
