using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Planable.Data.People;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.People;

public sealed class PasswordForm
{
    [Display(Name = "Password until now"), Required(ErrorMessage = "Enter your password.")]
    public string OldPassword { get; set; } = "";

    [Display(Name = "New password"), Required(ErrorMessage = "Choose a password."), StringLength(200, ErrorMessage = "At most {1} characters.")]
    public string NewPassword { get; set; } = "";
}

[Route("account/security/password")]
[Authorize]
[EnableRateLimiting("sign-in")]
public class PasswordController(UserManager<Person> people, Passwords passwords, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public IActionResult Index() => View(new PasswordForm());

    [HttpPost]
    public async Task<IActionResult> Update(PasswordForm form, CancellationToken cancel)
    {
        var person = (await people.GetUserAsync(User))!;
        if (ModelState.IsValid && !passwords.Fits(person, form.OldPassword))
            ModelState.AddModelError(nameof(form.OldPassword), words["This is not your password."]);
        if (ModelState.IsValid && !await passwords.IsGood(form.NewPassword))
            ModelState.AddModelError(nameof(form.NewPassword), words[Passwords.Rule]);
        if (!ModelState.IsValid)
            return this.Invalid("Index", form);

        if (!await passwords.Change(person, form.NewPassword, keep: User.SessionId(), cancel))
            throw new Microsoft.EntityFrameworkCore.DbUpdateConcurrencyException();
        return this.GoTo("/account/security", words["Your password was changed. All other devices are signed out."]);
    }
}
