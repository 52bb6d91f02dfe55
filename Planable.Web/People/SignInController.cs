using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.People;

public sealed class SignInForm
{
    [Display(Name = "E-mail"), Required(ErrorMessage = "Enter your e-mail address.")]
    public string Email { get; set; } = "";

    [Display(Name = "Password"), Required(ErrorMessage = "Enter your password.")]
    public string Password { get; set; } = "";

    public string? ReturnUrl { get; set; }

    public string Next => Requests.LocalPath(ReturnUrl);
}

[Route("sign-in")]
[EnableRateLimiting("sign-in")]
public class SignInController(Doorkeeper door, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public IActionResult Index(string? returnUrl)
    {
        if (User.PersonId() is not null)
            return Redirect(Requests.LocalPath(returnUrl));
        return View(new SignInForm { ReturnUrl = returnUrl });
    }

    [HttpPost]
    public async Task<IActionResult> Create(SignInForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return this.Invalid("Index", form);
        if (await door.Recognise(form.Email, form.Password, cancel) is not { } person)
        {
            ModelState.AddModelError("", words["This e-mail and password do not fit together. After ten wrong tries in a row an account waits ten minutes."]);
            return this.Invalid("Index", form);
        }

        // Only who knows the password learns that the address waits to be confirmed.
        if (!person.EmailConfirmed)
        {
            ViewData["Unconfirmed"] = true;
            return this.Invalid("Index", form);
        }

        if (person.TwoFactorEnabled)
        {
            await door.AskForCode(person, HttpContext);
            return this.GoTo($"/sign-in/code{Onward.Query(form.ReturnUrl)}");
        }

        await door.Admit(person, HttpContext);
        return this.GoTo(form.Next);
    }
}
