using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.RateLimiting;
using Planable.Data;
using Planable.Data.People;
using Planable.Web.Http;

namespace Planable.Web.People;

public sealed class ForgotForm
{
    [Display(Name = "E-mail"), Required(ErrorMessage = "Enter your e-mail address.")]
    public string Email { get; set; } = "";
}

[Route("forgot")]
[EnableRateLimiting("sign-up")]
public class ForgotController(PlanableDb db, UserManager<Person> people, PeopleMails mails, TimeProvider clock) : Controller
{
    [HttpGet]
    public IActionResult Index() => View(new ForgotForm());

    [HttpPost]
    public async Task<IActionResult> Create(ForgotForm form, CancellationToken cancel)
    {
        await using var even = new EvenTime(clock);
        if (!ModelState.IsValid)
            return this.Invalid("Index", form);
        if (await people.FindByEmailAsync(form.Email.Trim()) is { } person)
        {
            await mails.Reset(person);
            await db.SaveChangesAsync(cancel);
        }

        return this.GoTo("/forgot/sent");
    }

    [HttpGet("sent")]
    public IActionResult Sent() => View();
}
