using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Planable.Data.Links;
using Planable.Jobs.Links;

namespace Planable.Web.Links;

/// <summary>Short addresses of published posts. They work whatever becomes of the post, the channel or the client.</summary>
[Route("l/{code}"), AllowAnonymous]
public class ShortLinksController(LinkClicks clicks) : Controller
{
    [AcceptVerbs("GET", "HEAD")]
    public async Task<IActionResult> Show(string code, CancellationToken cancel)
    {
        if (code.Length != ShortAddress.CodeLength || await clicks.Find(code, cancel) is not { Page: { } page } link)
            return NotFound();
        if (Visitors.IsPerson(Request))
            await clicks.Count(link, HttpContext.Connection.RemoteIpAddress?.ToString() ?? "", Request.Headers.UserAgent.ToString(), cancel);
        // Kept by nobody in between: each click comes here and is counted.
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        return Redirect(page.AbsoluteUri);
    }
}
