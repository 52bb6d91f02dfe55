using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Planable.Web.Shared;

namespace Planable.Web.Components;

/// <summary>Every component in both themes, for those who build pages. Exists in Development only.</summary>
[AllowAnonymous, Route("dev/components")]
public class ComponentsController(IWebHostEnvironment environment) : Controller
{
    [HttpGet]
    public IActionResult Index()
    {
        if (!environment.IsDevelopment()) return NotFound();

        ModelState.AddModelError(nameof(ComponentsForm.SendAt), "02:30 happens twice that night. First or second?");
        TempData["Flash"] = "Moved to Thu 22 Oct, 09:00 Berlin";
        TempData["Undo"] = "/dev/components";
        return View(new ComponentsForm());
    }

    /// <summary>Takes the undo of the sheet's toast and the save of its form.</summary>
    [HttpPost]
    public IActionResult Create()
    {
        if (!environment.IsDevelopment()) return NotFound();

        return PartialView("_Toast", new Toast("Taken back."));
    }
}

/// <summary>What the sheet's form shows: one field of each kind.</summary>
public sealed class ComponentsForm
{
    [StringLength(80)]
    public string Campaign { get; set; } = "Autumn roast launch";

    [Display(Name = "Time zone")]
    public string Zone { get; set; } = "Europe/Berlin";

    public string? Link { get; set; }

    [Display(Name = "Send at")]
    public string? SendAt { get; set; } = "25 Oct, 02:30";

    public string? Password { get; set; }

    public DateOnly Day { get; set; } = new(2026, 10, 22);

    public string? Note { get; set; } = "Plum, cocoa, a little smoke.";

    [Display(Name = "Visible to client")]
    public bool Visible { get; set; } = true;

    [Display(Name = "Auto-schedule")]
    public bool Automatic { get; set; } = true;
}
