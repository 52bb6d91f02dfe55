using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Planable.Data.People;
using Planable.Web.Http;
using Planable.Web.Shared;
using QRCoder;

namespace Planable.Web.People;

public sealed class AuthenticatorForm
{
    [Display(Name = "Code from the app"), Required(ErrorMessage = "Enter the code.")]
    public string Code { get; set; } = "";

    /// <summary>For typing, in groups of four.</summary>
    public string Secret { get; set; } = "";

    /// <summary>The same as a picture for the phone's camera: a data address.</summary>
    public string Picture { get; set; } = "";
}

public sealed class AuthenticatorRemovalForm
{
    [Display(Name = "Your password"), Required(ErrorMessage = "Enter your password.")]
    public string Password { get; set; } = "";
}

[Route("account/security/authenticator")]
[Authorize]
[EnableRateLimiting("sign-in")]
public class AuthenticatorController(UserManager<Person> people, Passwords passwords, CurrentBrand brand, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index()
    {
        var person = (await people.GetUserAsync(User))!;
        if (person.TwoFactorEnabled)
            return Redirect("/account/security");
        if (await people.GetAuthenticatorKeyAsync(person) is null)
            await people.ResetAuthenticatorKeyAsync(person);
        return View(await Fill(new AuthenticatorForm(), person));
    }

    [HttpPost]
    public async Task<IActionResult> Create(AuthenticatorForm form)
    {
        var person = (await people.GetUserAsync(User))!;
        if (ModelState.IsValid && !await people.VerifyTwoFactorTokenAsync(person, people.Options.Tokens.AuthenticatorTokenProvider, Doorkeeper.Typed(form.Code)))
            ModelState.AddModelError(nameof(form.Code), words["This code is not right. Take the one the app shows now; if it still fails, check the clock of your phone."]);
        if (!ModelState.IsValid)
            return this.Invalid("Index", await Fill(form, person));

        await people.SetTwoFactorEnabledAsync(person, true);
        return View("~/People/RecoveryCodes/Show.cshtml", await RecoveryCodesController.New(people, person));
    }

    [HttpGet("removal")]
    public IActionResult Removal() => View("Removal", new AuthenticatorRemovalForm());

    [HttpPost("removal")]
    public async Task<IActionResult> Destroy(AuthenticatorRemovalForm form)
    {
        var person = (await people.GetUserAsync(User))!;
        if (ModelState.IsValid && !passwords.Fits(person, form.Password))
            ModelState.AddModelError(nameof(form.Password), words["This is not your password."]);
        if (!ModelState.IsValid)
            return this.Invalid("Removal", form);

        await people.SetTwoFactorEnabledAsync(person, false);
        await people.ResetAuthenticatorKeyAsync(person);
        return this.GoTo("/account/security", words["Two-step sign-in is off."]);
    }

    async Task<AuthenticatorForm> Fill(AuthenticatorForm form, Person person)
    {
        var key = (await people.GetAuthenticatorKeyAsync(person))!;
        var label = Uri.EscapeDataString($"{brand.Brand?.Name ?? "Planable"}:{person.Email}");
        using var code = QRCodeGenerator.GenerateQrCode($"otpauth://totp/{label}?secret={key}&issuer={Uri.EscapeDataString(brand.Brand?.Name ?? "Planable")}&digits=6", QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        form.Secret = string.Join(' ', key.Chunk(4).Select(four => new string(four)));
        form.Picture = "data:image/svg+xml;base64," + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg.GetGraphic(4)));
        return form;
    }
}
