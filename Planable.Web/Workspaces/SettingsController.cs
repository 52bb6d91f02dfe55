using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Quotas;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Workspaces;

public sealed class SettingsForm
{
    /// <summary>How dates and numbers are written.</summary>
    public static readonly IReadOnlyList<string> Locales = ["en-GB", "en-US", "de-DE", "de-AT", "de-CH", "fr-FR", "es-ES", "it-IT", "nl-NL", "pl-PL", "pt-BR", "pt-PT", "sv-SE", "da-DK", "ar"];

    [Display(Name = "Name"), Required(ErrorMessage = "Give the client a name."), StringLength(Workspace.NameLength)]
    public string Name { get; set; } = "";

    [Display(Name = "Dates and numbers"), Required]
    public string Locale { get; set; } = "en-GB";

    [Display(Name = "Week starts on")]
    public DayOfWeek WeekStart { get; set; }

    [Display(Name = "Website"), Url(ErrorMessage = "Enter the whole address, with https://."), StringLength(400)]
    public string? Website { get; set; }

    [Range(0, Workspace.Colours - 1)]
    public int Colour { get; set; }

    [Display(Name = "New posts are seen by")]
    public Audience DefaultAudience { get; set; }

    [Display(Name = "Alternative texts of pictures")]
    public AltPolicy AltPolicy { get; set; } = AltPolicy.Recommended;

    [Display(Name = "Late limit (minutes)"), Range(0, 1440, ErrorMessage = "Between 0 minutes and a day (1440).")]
    public int LateMinutes { get; set; }

    [Display(Name = "When a network takes no more for now")]
    public QuotaPolicy QuotaPolicy { get; set; }

    /// <summary>What was saved last, when the form was opened: somebody else's newer save is not overwritten.</summary>
    public int Revision { get; set; }

    public static SettingsForm Of(Workspace workspace) => new()
    {
        Name = workspace.Name,
        Locale = workspace.Locale,
        WeekStart = workspace.WeekStart,
        Website = workspace.Website,
        Colour = workspace.Colour,
        DefaultAudience = workspace.DefaultAudience,
        AltPolicy = workspace.AltPolicy,
        LateMinutes = workspace.LateMinutes,
        QuotaPolicy = workspace.QuotaPolicy,
        Revision = workspace.Revision,
    };
}

[Route("w/{workspace}/settings")]
public class SettingsController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet, Requires(Permission.ManageWorkspace, Permission.PausePublishing)]
    public IActionResult Index() => View(SettingsForm.Of(current.Workspace));

    [HttpPost]
    public async Task<IActionResult> Update(SettingsForm form, CancellationToken cancel)
    {
        current.Member.Must(Permission.ManageWorkspace);
        if (!SettingsForm.Locales.Contains(form.Locale))
            ModelState.AddModelError(nameof(form.Locale), words["This language is not known."]);
        if (!ModelState.IsValid)
            return this.Invalid("_SettingsForm", form, "Index");

        db.Entry(current.Workspace).Property(w => w.Revision).OriginalValue = form.Revision;
        current.Workspace.Settle(current.Member, form.Name, form.Locale, form.WeekStart, form.Website, form.Colour, form.DefaultAudience, form.LateMinutes, form.AltPolicy, clock.GetUtcNow());
        current.Workspace.SettleQuotas(form.QuotaPolicy, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/settings", words["Saved."]);
    }
}
