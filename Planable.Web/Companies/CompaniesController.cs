using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Companies;

/// <summary>What the owners of a company do to all its clients at once.</summary>
[Authorize]
[Route("companies/{id:guid}")]
public class CompaniesController(PlanableDb db, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost("pause")]
    public async Task<IActionResult> Pause(Guid id, string? why, CancellationToken cancel)
    {
        if (await Mine(id).SingleOrDefaultAsync(cancel) is not { } company)
            return NotFound();
        var person = await db.Users.SingleAsync(p => p.Id == User.PersonId(), cancel);
        company.PauseAll(person, why ?? "", clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo("/", words["All clients of {0} are paused. Nothing goes out until you resume them.", company.Name]);
    }

    [HttpPost("resume")]
    public async Task<IActionResult> Resume(Guid id, CancellationToken cancel)
    {
        if (await Mine(id).SingleOrDefaultAsync(cancel) is not { } company)
            return NotFound();
        company.Resume(await db.Users.SingleAsync(p => p.Id == User.PersonId(), cancel));
        await db.SaveChangesAsync(cancel);
        return this.GoTo("/", words["Publishing goes on. What came due meanwhile is listed under “Needs you” and waits for your choice."]);
    }

    /// <summary>Companies of which the person knows: others are not there for them.</summary>
    IQueryable<Data.Companies.Company> Mine(Guid id)
    {
        var personId = User.PersonId();
        return db.Companies.Where(c => c.Id == id && (c.Owners.Any(o => o.PersonId == personId)
            || db.Workspaces.Any(w => w.CompanyId == id && db.Members.Everywhere().Any(m => m.WorkspaceId == w.Id && m.PersonId == personId && m.LeftAt == null))));
    }
}
