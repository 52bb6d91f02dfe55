using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.People;

public sealed class ResetForm
{
    public string? Key { get; set; }

    [Display(Name = "New password"), Required(ErrorMessage = "Choose a password."), StringLength(200, ErrorMessage = "At most {1} characters.")]
    public string Password { get; set; } = "";
}

[Route("reset")]
[EnableRateLimiting("sign-up")]
public class ResetController(MailedKeys keys, Passwords passwords, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(string? key) => await keys.Open(key, MailedKeys.Reset) is null ? View("Gone") : View("Index", new ResetForm { Key = key });

    [HttpPost]
    public async Task<IActionResult> Create(ResetForm form, CancellationToken cancel)
    {
        if (await keys.Open(form.Key, MailedKeys.Reset) is not { } person)
            return this.Invalid("Gone", null);
        if (ModelState.IsValid && !await passwords.IsGood(form.Password))
            ModelState.AddModelError(nameof(form.Password), words[Passwords.Rule]);
        if (!ModelState.IsValid)
            return this.Invalid("Index", form);

        // Who opened the mail has shown that the address is theirs.
        person.EmailConfirmed = true;
        return await passwords.Change(person, form.Password, keep: null, cancel)
            ? this.GoTo("/sign-in", words["Your new password works from now on. All devices were signed out."])
            : this.Invalid("Gone", null);
    }
}
