using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Companies;
using Planable.Data.Logs;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Overview;

public sealed class ClientForm
{
    [Display(Name = "Client"), Required(ErrorMessage = "Give the client a name."), StringLength(Workspace.NameLength)]
    public string Name { get; set; } = "";

    [Display(Name = "Time zone"), Required(ErrorMessage = "Choose a time zone.")]
    public string Zone { get; set; } = "Europe/Berlin";

    [Range(0, Workspace.Colours - 1)]
    public int Colour { get; set; }

    [Display(Name = "Practice workspace")]
    public bool Practice { get; set; }

    /// <summary>Asked only of somebody who has no company yet.</summary>
    [Display(Name = "Your company"), StringLength(Data.Companies.Company.NameLength)]
    public string? Company { get; set; }

    public bool AsksCompany { get; set; }
}

/// <summary>Opens a workspace for a client: the first step after signing up, and whenever the agency wins another.</summary>
[Authorize]
[Route("clients")]
public class ClientsController(PlanableDb db, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    Guid PersonId => User.PersonId()!.Value;

    [HttpGet("new")]
    public async Task<IActionResult> New(CancellationToken cancel)
    {
        var own = await OwnCompanies().AsNoTracking().FirstOrDefaultAsync(cancel);
        if (own is null && await IsMember(cancel))
            return StatusCode(StatusCodes.Status403Forbidden);
        var taken = own is null ? [] : await db.Workspaces.Where(w => w.CompanyId == own.Id).OrderByDescending(w => w.CreatedAt).Select(w => new { w.Zone, w.Colour }).ToListAsync(cancel);
        return View(new ClientForm
        {
            AsksCompany = own is null,
            Zone = taken.Select(w => w.Zone).FirstOrDefault() ?? "Europe/Berlin",
            Colour = Enumerable.Range(0, Workspace.Colours).FirstOrDefault(c => taken.TrueForAll(w => w.Colour != c)),
        });
    }

    [HttpPost]
    public async Task<IActionResult> Create(ClientForm form, CancellationToken cancel)
    {
        var company = await OwnCompanies().FirstOrDefaultAsync(cancel);
        form.AsksCompany = company is null;
        if (company is null && await IsMember(cancel))
            return StatusCode(StatusCodes.Status403Forbidden);
        if (company is null && string.IsNullOrWhiteSpace(form.Company))
            ModelState.AddModelError(nameof(form.Company), words["Give your company a name."]);
        if (!Zones.Knows(form.Zone))
            ModelState.AddModelError(nameof(form.Zone), words["There is no time zone {0}.", form.Zone]);
        if (!ModelState.IsValid)
            return this.Invalid("_ClientForm", form, "New");

        var person = await db.Users.SingleAsync(p => p.Id == PersonId, cancel);
        var at = clock.GetUtcNow();
        if (company is null)
            db.Companies.Add(company = new Company(form.Company!, person, at));
        var workspace = company.OpenWorkspace(person, form.Name, await FreeSlug(form.Name, cancel), form.Zone, form.Colour, at, form.Practice);
        db.Enter(workspace.Id, Via.Web);
        db.Workspaces.Add(workspace);
        db.Members.Add(workspace.Founder!);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"/w/{workspace.Slug}/channels", form.Practice
            ? words["{0} is open for practice. Connect an account of the practice network and try everything; nothing reaches a real one.", workspace.Name]
            : words["{0} is open. Connect its channels, or write a first draft.", workspace.Name]);
    }

    IQueryable<Company> OwnCompanies()
    {
        var personId = PersonId;
        return db.Companies.Where(c => c.Owners.Any(o => o.PersonId == personId)).OrderBy(c => c.CreatedAt);
    }

    Task<bool> IsMember(CancellationToken cancel)
    {
        var personId = PersonId;
        return db.Members.Everywhere().AnyAsync(m => m.PersonId == personId && m.LeftAt == null, cancel);
    }

    /// <summary>Addresses are shared by all companies: the second Acme is acme-2.</summary>
    async Task<string> FreeSlug(string name, CancellationToken cancel)
    {
        var slug = Workspace.SlugFor(name);
        var taken = await db.Workspaces.Where(w => w.Slug.StartsWith(slug)).Select(w => w.Slug).ToListAsync(cancel);
        return Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? slug : $"{slug}-{n}").First(s => !taken.Contains(s));
    }
}
