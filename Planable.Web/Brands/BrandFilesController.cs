using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;

namespace Planable.Web.Brands;

/// <summary>What a brand's pages load: its stylesheet, logos and manifest. Public, as anything on a sign-in page is.</summary>
[AllowAnonymous, Route("brand"), ApiExplorerSettings(IgnoreApi = true)]
public class BrandFilesController(PlanableDb db) : Controller
{
    const string ForGood = "public, max-age=31536000, immutable";

    /// <summary>The address changes with what it holds. An address of before gets what holds now, and may not keep it.</summary>
    [HttpGet("{id:guid}-{revision:int}.css")]
    public async Task<IActionResult> Style(Guid id, int revision, CancellationToken cancel)
    {
        if (await db.BrandSheets.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancel) is not { } sheet)
            return NotFound();
        return Css(BrandStyles.Of(sheet.Accent, sheet.Font), sheet.Revision == revision ? ForGood : "no-cache");
    }

    /// <summary>What is being tried out. It says nothing that was not asked.</summary>
    [HttpGet("trial.css")]
    public IActionResult Trial(string? accent, string? font) => Css(BrandStyles.Of(accent, font, ".brand-pv"), "private, max-age=3600");

    [HttpGet("pictures/{id:guid}")]
    public async Task<IActionResult> Picture(Guid id, CancellationToken cancel)
    {
        if (await db.BrandPictures.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } picture)
            return NotFound();
        Response.Headers.CacheControl = ForGood;
        // Mails and other sites' previews show it.
        Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        return File(picture.Bytes, picture.ContentType);
    }

    /// <summary>What a phone needs to put the page on its start screen.</summary>
    [HttpGet("{company:guid}.webmanifest")]
    public async Task<IActionResult> Manifest(Guid company, CancellationToken cancel)
    {
        var found = await db.Companies.Where(c => c.Id == company).Select(c => new { c.Name, Sheets = db.BrandSheets.Where(s => s.CompanyId == c.Id && s.WorkspaceId == null).ToList() }).AsNoTracking().AsSingleQuery().SingleOrDefaultAsync(cancel);
        if (found is null)
            return NotFound();
        var brand = Data.Brands.Brand.Of(company, found.Name, found.Sheets);
        Response.Headers.CacheControl = "no-cache";
        return new JsonResult(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["name"] = brand.Name,
            ["short_name"] = brand.Name,
            ["start_url"] = "/",
            ["scope"] = "/",
            ["display"] = "standalone",
            ["background_color"] = "#faf9f7",
            ["theme_color"] = brand.Accent.ToLower(CultureInfo.InvariantCulture),
            ["icons"] = brand.IconId is { } icon ? new[] { new { src = Data.Brands.Brand.Address(icon), sizes = "any", type = "image/png" } } : [],
        })
        { ContentType = "application/manifest+json" };
    }

    ContentResult Css(string css, string cache)
    {
        Response.Headers.CacheControl = cache;
        return Content(css, "text/css", Encoding.UTF8);
    }
}
