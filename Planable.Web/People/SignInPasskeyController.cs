using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Planable.Data.People;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.People;

[Route("sign-in/passkey")]
[EnableRateLimiting("sign-in")]
public class SignInPasskeyController(SignInManager<Person> signIn, UserManager<Person> people, Doorkeeper door, IStringLocalizer<Words> words) : Controller
{
    /// <summary>What the browser needs to ask for a passkey: WebAuthn speaks JSON.</summary>
    [HttpPost("options")]
    public async Task<IActionResult> Options() => Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json");

    [HttpPost]
    public async Task<IActionResult> Create(string? credential, string? returnUrl)
    {
        var proof = string.IsNullOrEmpty(credential) ? null : await signIn.PerformPasskeyAssertionAsync(credential);
        if (proof is not { Succeeded: true } || !proof.User.EmailConfirmed)
        {
            ModelState.Clear();
            ModelState.AddModelError("", words["This passkey does not open an account here. Sign in with your password."]);
            return this.Invalid("~/People/SignIn/Index.cshtml", new SignInForm { ReturnUrl = returnUrl });
        }

        // The counter of the passkey: a copied one would fall behind.
        await people.AddOrUpdatePasskeyAsync(proof.User, proof.Passkey);
        await door.Admit(proof.User, HttpContext);
        return this.GoTo(Requests.LocalPath(returnUrl));
    }
}
