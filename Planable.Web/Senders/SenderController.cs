using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Senders;
using Planable.Jobs.Mail;
using Planable.Web.Companies;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Senders;

public sealed class SenderForm
{
    [Display(Name = "E-mail address"), Required(ErrorMessage = "Enter the address your clients should see."), StringLength(SenderDomain.LocalPartLength + 1 + Data.Portals.PortalDomain.HostLength)]
    public string Address { get; set; } = "";
}

/// <param name="Usual">The address mails go out from otherwise.</param>
public sealed record SenderPage(Guid Company, SenderDomain? Sender, SenderGround Ground, string Usual, SenderForm Form)
{
    public string Path => $"/companies/{Company}/sender";
}

/// <summary>The address from which a company's mails reach its clients.</summary>
[Authorize, Route("companies/{id:guid}/sender")]
public class SenderController(OwnCompany own, SenderDesk desk, Postman postman, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(Guid id, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is null)
            return NotFound();
        var sender = await desk.Find(id, cancel);
        return View(Page(id, sender, new SenderForm { Address = sender?.Address ?? "" }));
    }

    [HttpPost]
    public async Task<IActionResult> Update(Guid id, SenderForm form, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is not var (company, person))
            return NotFound();
        try
        {
            if (ModelState.IsValid)
            {
                var sender = await desk.Choose(form.Address, company, person, cancel);
                return this.GoTo($"/companies/{id}/sender", sender.IsVerified ? words["Saved. Mails to your clients go out from {0}.", sender.Address] : words["Saved. Set the records below; mails go out from {0} as soon as they are found.", sender.Address]);
            }
        }
        catch (RuleBroken broken)
        {
            ModelState.AddModelError(nameof(form.Address), words[broken.Words, broken.Arguments]);
        }

        var page = Page(id, await desk.Find(id, cancel), form);
        return this.Invalid("_Choose", page, "Index", page);
    }

    [HttpPost("checks")]
    public async Task<IActionResult> Check(Guid id, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is null || await desk.Find(id, cancel) is not { } sender)
            return NotFound();
        await desk.Check(sender, cancel);
        return this.Fragment("_Sender", Page(id, sender, new SenderForm()), $"/companies/{id}/sender");
    }

    [HttpPost("keys")]
    public async Task<IActionResult> Rotate(Guid id, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is not var (company, person) || await desk.Find(id, cancel) is not { } sender)
            return NotFound();
        await desk.Rotate(sender, company, person, cancel);
        return this.GoTo($"/companies/{id}/sender", words["Set the record of the new key as well. The old one signs until it is found."]);
    }

    [HttpPost("removal")]
    public async Task<IActionResult> Remove(Guid id, CancellationToken cancel)
    {
        if (await own.Find(id, cancel) is not var (company, person) || await desk.Find(id, cancel) is not { } sender)
            return NotFound();
        await desk.Remove(sender, company, person, cancel);
        return this.GoTo($"/companies/{id}/sender", words["{0} is given up. Mails go out from {1} again.", sender.Address, postman.Own.Address]);
    }

    SenderPage Page(Guid company, SenderDomain? sender, SenderForm form) => new(company, sender, desk.Ground, postman.Own.Address, form);
}
