using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.People;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.People;

public sealed class VerifyAgainForm
{
    [Display(Name = "Work e-mail"), Required(ErrorMessage = "Enter your e-mail address.")]
    public string Email { get; set; } = "";

    public string? ReturnUrl { get; set; }
}

public sealed record VerificationPage(string? Key, string? ReturnUrl, string? Email);

[Route("verify")]
[EnableRateLimiting("sign-up")]
public class VerificationController(PlanableDb db, UserManager<Person> people, MailedKeys keys, PeopleMails mails, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    /// <summary>Only shows a button: programs that scan mails open every link in them.</summary>
    [HttpGet]
    public async Task<IActionResult> Index(string? key, string? returnUrl) => View("Index", new VerificationPage(key, returnUrl, (await keys.Open(key, MailedKeys.Verify))?.Email));

    [HttpPost]
    public async Task<IActionResult> Create(string? key, string? returnUrl, CancellationToken cancel)
    {
        if (await keys.Open(key, MailedKeys.Verify) is not { } person)
            return this.Invalid("Index", new VerificationPage(key, returnUrl, null));
        person.EmailConfirmed = true;
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"/sign-in{Onward.Query(returnUrl)}", words["Your address is confirmed. Sign in to begin."]);
    }

    [HttpPost("again")]
    public async Task<IActionResult> Again(VerifyAgainForm form, CancellationToken cancel)
    {
        await using var even = new EvenTime(clock);
        if (!ModelState.IsValid)
            return this.Invalid("Index", new VerificationPage(null, form.ReturnUrl, null));
        if (await people.FindByEmailAsync(form.Email.Trim()) is { EmailConfirmed: false } person)
        {
            await mails.Verify(person, Requests.LocalPath(form.ReturnUrl));
            await db.SaveChangesAsync(cancel);
        }

        TempData["MailedTo"] = form.Email.Trim();
        return this.GoTo($"/sign-up/sent{Onward.Query(form.ReturnUrl)}", words["If this address waits to be confirmed, a mail is on its way."]);
    }
}
