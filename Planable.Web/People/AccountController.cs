using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Languages;
using Planable.Data.People;
using Planable.Data.Times;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.People;

public sealed class AccountForm
{
    [Display(Name = "Your name"), Required(ErrorMessage = "Enter your name."), StringLength(Person.NameLength, ErrorMessage = "At most {1} characters.")]
    public string Name { get; set; } = "";

    [Display(Name = "Appearance")]
    public Theme Theme { get; set; }

    [Display(Name = "Single-key shortcuts")]
    public bool Shortcuts { get; set; }

    [Display(Name = "Your time zone")]
    public string? Zone { get; set; }

    [Display(Name = "Language")]
    public string? Language { get; set; }

    public string? Email { get; init; }
}

[Route("account")]
[Authorize]
public class AccountController(PlanableDb db, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) =>
        View(await db.Users.Where(p => p.Id == User.PersonId()).Select(p => new AccountForm { Name = p.Name, Theme = p.Theme, Shortcuts = !p.ShortcutsOff, Zone = p.Zone, Language = p.Language, Email = p.Email }).SingleAsync(cancel));

    [HttpPost]
    public async Task<IActionResult> Update(AccountForm form, CancellationToken cancel)
    {
        if (!string.IsNullOrEmpty(form.Zone) && !Zones.Knows(form.Zone))
            ModelState.AddModelError(nameof(form.Zone), words["There is no time zone {0}.", form.Zone]);
        if (!string.IsNullOrEmpty(form.Language) && !Spoken.All.Contains(form.Language))
            ModelState.AddModelError(nameof(form.Language), words["There are no texts in the language “{0}”.", form.Language]);
        if (!ModelState.IsValid)
            return this.Invalid("Index", form);
        var person = await db.Users.SingleAsync(p => p.Id == User.PersonId(), cancel);
        person.Rename(form.Name);
        person.Prefer(form.Theme, form.Shortcuts);
        person.LiveIn(string.IsNullOrEmpty(form.Zone) ? null : form.Zone);
        person.Speak(form.Language);
        await db.SaveChangesAsync(cancel);
        if (person.Language is { } language)
            Speech.In(language).Begin();
        return this.GoTo("/account", words["Your account was saved."]);
    }
}
