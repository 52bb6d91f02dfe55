using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Portals;
using Planable.Jobs.Portals;
using Planable.Web.Companies;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Portals;

public sealed class DomainForm
{
    [Display(Name = "Address"), Required(ErrorMessage = "Enter the address your clients should see."), StringLength(253)]
    public string Host { get; set; } = "";
}

/// <param name="Target">Where the name has to lead.</param>
public sealed record DomainsPage(Guid Company, IReadOnlyList<PortalDomain> Domains, string Target, DomainForm Form)
{
    public string Path => $"/companies/{Company}/domains";
}

/// <summary>The address under which a company's clients find their pages.</summary>
[Authorize, Route("companies/{id:guid}/domains")]
public class DomainsController(PlanableDb db, OwnCompany own, DomainDesk desk, PortalSettings settings, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel) => await own.Find(id, cancel) is null ? NotFound() : View(await Page(id, new DomainForm(), cancel));

    [HttpPost]
    public async Task<IActionResult> Create(Guid id, DomainForm form, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is not var (company, person))
            return NotFound();
        try
        {
            if (ModelState.IsValid)
            {
                await desk.Add(form.Host, company, person, cancel);
                return this.GoTo($"/companies/{id}/domains", words["Added. Two records in your DNS are missing now; they stand below."]);
            }
        }
        catch (RuleBroken broken)
        {
            ModelState.AddModelError(nameof(form.Host), words[broken.Words, broken.Arguments]);
        }

        return this.Invalid("_Add", await Page(id, form, cancel), "Index", await Page(id, form, cancel));
    }

    /// <summary>Looks now, for somebody who has just changed a record.</summary>
    [HttpPost("{domainId:guid}/checks")]
    public async Task<IActionResult> Check(Guid id, Guid domainId, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is null || await Find(id, domainId, cancel) is not { } domain)
            return NotFound();
        await desk.Check(domain, cancel);
        return this.Fragment("_Domain", (await Page(id, new DomainForm(), cancel), domain), $"/companies/{id}/domains");
    }

    [HttpPost("{domainId:guid}/removal")]
    public async Task<IActionResult> Remove(Guid id, Guid domainId, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is not var (company, person) || await Find(id, domainId, cancel) is not { } domain)
            return NotFound();
        await desk.Remove(domain, company, person, cancel);
        var next = await db.PortalDomains.Where(d => d.CompanyId == id && d.State == PortalState.Active).OrderBy(d => d.Since).ThenBy(d => d.Id).Select(d => d.Host).FirstOrDefaultAsync(cancel);
        return this.GoTo($"/companies/{id}/domains", words["{0} is removed. Mails to your clients link to {1}.", domain.Host, next ?? settings.PublicUrl.Host]);
    }

    Task<PortalDomain?> Find(Guid company, Guid id, CancellationToken cancel) => db.PortalDomains.SingleOrDefaultAsync(d => d.Id == id && d.CompanyId == company, cancel);

    async Task<DomainsPage> Page(Guid id, DomainForm form, CancellationToken cancel) =>
        new(id, await db.PortalDomains.AsNoTracking().Where(d => d.CompanyId == id).OrderBy(d => d.Host).ToListAsync(cancel), settings.Target, form);
}
