using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Brands;
using Planable.Web.Companies;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Brands;

/// <summary>How a company shows itself to its clients.</summary>
[Authorize, Route("companies/{id:guid}/brand")]
public class CompanyBrandController(PlanableDb db, OwnCompany own, BrandDesk desk, IStringLocalizer<Words> words) : Controller
{
    /// <summary>From where the id of the company is not at hand.</summary>
    [HttpGet("~/companies/mine")]
    public async Task<IActionResult> Mine(CancellationToken cancel)
    {
        var personId = User.PersonId();
        var id = await db.Companies.Where(c => c.Owners.Any(o => o.PersonId == personId)).OrderBy(c => c.CreatedAt).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancel);
        return id is null ? NotFound() : Redirect($"/companies/{id}/brand");
    }

    [HttpGet]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is not var (company, _))
            return NotFound();
        var sheet = await Sheet(id, cancel) ?? BrandSheet.Of(company);
        return View(new BrandPage($"/companies/{id}/brand", BrandForm.Of(sheet), sheet, company.Name, id));
    }

    [HttpPost("preview")]
    public async Task<IActionResult> Preview(Guid id, BrandForm form, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is not var (company, _))
            return NotFound();
        return PartialView("~/Brands/_Preview.cshtml", new BrandPage($"/companies/{id}/brand", form, await Sheet(id, cancel) ?? BrandSheet.Of(company), company.Name, id));
    }

    [HttpPost, RequestSizeLimit(4 * LogoIntake.MostUploaded)]
    public async Task<IActionResult> Update(Guid id, BrandForm form, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is not var (company, person))
            return NotFound();
        var sheet = await Sheet(id, cancel) ?? BrandSheet.Of(company);
        if (!await desk.Save(form, sheet, ModelState, d => sheet.Settle(d, company, person), (part, picture) => sheet.Show(part, picture, company, person), cancel))
            return this.Invalid("~/Brands/_BrandForm.cshtml", new BrandPage($"/companies/{id}/brand", form, sheet, company.Name, id), "Show");
        return this.GoTo($"/companies/{id}/brand", words["Saved. Your clients see it from their next page on."]);
    }

    Task<BrandSheet?> Sheet(Guid id, CancellationToken cancel) => db.BrandSheets.SingleOrDefaultAsync(s => s.Id == id, cancel);
}
