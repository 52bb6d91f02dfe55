using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Companies;
using Planable.Data.People;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.People;

public sealed class SignUpForm : IValidatableObject
{
    [Display(Name = "Your name"), Required(ErrorMessage = "Enter your name."), StringLength(Person.NameLength, ErrorMessage = "At most {1} characters.")]
    public string Name { get; set; } = "";

    [Display(Name = "Company"), StringLength(Planable.Data.Companies.Company.NameLength, ErrorMessage = "At most {1} characters.")]
    public string? Company { get; set; }

    [Display(Name = "Work e-mail"), Required(ErrorMessage = "Enter your e-mail address."), EmailAddress(ErrorMessage = "This is not an e-mail address."), StringLength(254, ErrorMessage = "At most {1} characters.")]
    public string Email { get; set; } = "";

    [Display(Name = "Password"), Required(ErrorMessage = "Choose a password."), StringLength(200, ErrorMessage = "At most {1} characters.")]
    public string Password { get; set; } = "";

    public string? ReturnUrl { get; set; }

    public string Next => Requests.LocalPath(ReturnUrl);

    /// <summary>Who comes by an invitation joins somebody's company and needs none of their own.</summary>
    public bool IsInvited => Next.StartsWith("/invitations/", StringComparison.Ordinal) || Next.StartsWith("/join/", StringComparison.Ordinal);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsInvited && string.IsNullOrWhiteSpace(Company))
            yield return new ValidationResult(validationContext.GetRequiredService<IStringLocalizer<Words>>()["Enter the name of your company."], [nameof(Company)]);
    }
}

[Route("sign-up")]
[EnableRateLimiting("sign-up")]
public class SignUpController(PlanableDb db, UserManager<Person> people, IPasswordHasher<Person> hasher, Passwords passwords, PeopleMails mails, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public IActionResult Index(string? returnUrl) => View(new SignUpForm { ReturnUrl = returnUrl });

    [HttpPost]
    public async Task<IActionResult> Create(SignUpForm form, CancellationToken cancel)
    {
        await using var even = new EvenTime(clock);
        if (form.Password is { Length: > 0 } && !await passwords.IsGood(form.Password))
            ModelState.AddModelError(nameof(form.Password), words[Passwords.Rule]);
        if (!ModelState.IsValid)
            return this.Invalid("Index", form);

        // A taken address gets the same answer; its owner gets a mail.
        if (await people.FindByEmailAsync(form.Email.Trim()) is { } here)
        {
            await mails.AlreadyHere(here);
            await db.SaveChangesAsync(cancel);
        }
        else
        {
            await Join(form, cancel);
        }

        TempData["MailedTo"] = form.Email.Trim();
        return this.GoTo($"/sign-up/sent{Onward.Query(form.ReturnUrl)}");
    }

    [HttpGet("sent")]
    public IActionResult Sent(string? returnUrl) => View("Sent", new VerifyAgainForm { Email = TempData.Peek("MailedTo") as string ?? "", ReturnUrl = returnUrl });

    async Task Join(SignUpForm form, CancellationToken cancel)
    {
        // Not by UserManager.CreateAsync: it changes the security stamp, and the key in the mail would no longer fit.
        var person = new Person(form.Name, form.Email, clock.GetUtcNow()) { LockoutEnabled = true };
        person.PasswordHash = hasher.HashPassword(person, form.Password);
        await people.UpdateNormalizedEmailAsync(person);
        await people.UpdateNormalizedUserNameAsync(person);
        db.Users.Add(person);
        if (!form.IsInvited)
            db.Companies.Add(new Company(form.Company!, person, clock.GetUtcNow()));
        await mails.Verify(person, form.Next);
        await db.SaveChangesAsync(cancel);
    }
}
