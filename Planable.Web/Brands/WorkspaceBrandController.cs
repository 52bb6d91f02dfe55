using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Brands;

/// <summary>What one client's pages have differently from the company's.</summary>
[Route("w/{workspace}/settings/brand"), Requires(Permission.ManageWorkspace)]
public class WorkspaceBrandController(PlanableDb db, Current current, BrandDesk desk, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    string Path => $"{current.Root}/settings/brand";

    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        var (sheet, usual) = await Sheets(cancel);
        return View(new BrandPage(Path, BrandForm.Of(sheet), sheet, usual));
    }

    [HttpPost("preview")]
    public async Task<IActionResult> Preview(BrandForm form, CancellationToken cancel)
    {
        var (sheet, usual) = await Sheets(cancel);
        return PartialView("~/Brands/_Preview.cshtml", new BrandPage(Path, form, sheet, usual));
    }

    [HttpPost, RequestSizeLimit(4 * LogoIntake.MostUploaded)]
    public async Task<IActionResult> Update(BrandForm form, CancellationToken cancel)
    {
        var (sheet, usual) = await Sheets(cancel);
        if (!await desk.Save(form, sheet, ModelState, d => sheet.Settle(d, current.Workspace, current.Member, clock.GetUtcNow()), (part, picture) => sheet.Show(part, picture, current.Workspace, current.Member, clock.GetUtcNow()), cancel))
            return this.Invalid("~/Brands/_BrandForm.cshtml", new BrandPage(Path, form, sheet, usual), "Show");
        return this.GoTo(Path, words["Saved. The people of {0} see it from their next page on.", current.Workspace.Name]);
    }

    async Task<(BrandSheet Sheet, string Usual)> Sheets(CancellationToken cancel)
    {
        var id = current.Workspace.Id;
        var sheet = await db.BrandSheets.SingleOrDefaultAsync(s => s.Id == id, cancel) ?? BrandSheet.Of(current.Workspace);
        var usual = await db.Companies.Where(c => c.Id == current.Workspace.CompanyId).Select(c => db.BrandSheets.Where(s => s.Id == c.Id).Select(s => s.Name).FirstOrDefault() ?? c.Name).SingleAsync(cancel);
        return (sheet, usual);
    }
}
