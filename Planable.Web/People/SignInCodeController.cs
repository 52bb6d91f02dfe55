using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.People;

public sealed class SignInCodeForm
{
    [Display(Name = "Code"), Required(ErrorMessage = "Enter the code.")]
    public string Code { get; set; } = "";

    public string? ReturnUrl { get; set; }

    public string Next => Requests.LocalPath(ReturnUrl);
}

[Route("sign-in/code")]
[EnableRateLimiting("sign-in")]
public class SignInCodeController(Doorkeeper door, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(string? returnUrl)
    {
        if (await door.WhoOwesCode() is null)
            return Redirect($"/sign-in{Onward.Query(returnUrl)}");
        return View(new SignInCodeForm { ReturnUrl = returnUrl });
    }

    [HttpPost]
    public async Task<IActionResult> Create(SignInCodeForm form, CancellationToken cancel)
    {
        if (await door.WhoOwesCode() is not { } person)
            return this.GoTo($"/sign-in{Onward.Query(form.ReturnUrl)}");
        if (ModelState.IsValid && !await door.TakesCode(person, form.Code, cancel))
            ModelState.AddModelError(nameof(form.Code), words["This code is not right, or was used before. After ten wrong tries in a row an account waits ten minutes."]);
        if (!ModelState.IsValid)
            return this.Invalid("Index", form);

        await HttpContext.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await door.Admit(person, HttpContext);
        return this.GoTo(form.Next);
    }
}
