using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Calendar;

public sealed class ViewForm
{
    [Display(Name = "Name"), Required(ErrorMessage = "Give the view a name."), StringLength(SavedView.NameLength, ErrorMessage = "At most {1} characters.")]
    public string Name { get; set; } = "";

    [Display(Name = "Found by")]
    public Audience Audience { get; set; }

    [Display(Name = "My calendar opens with it")]
    public bool Opens { get; set; }

    /// <summary>The address to keep.</summary>
    public string? Look { get; set; }

    /// <summary>Where to go back to.</summary>
    public string? From { get; set; }
}

/// <param name="Id">Null for a new one.</param>
/// <param name="Query">What is kept.</param>
public sealed record ViewPage(ViewForm Form, Guid? Id, CalendarQuery Query);

public sealed record ViewsPage(IReadOnlyList<ViewsPage.Row> Rows)
{
    public sealed record Row(Guid Id, string Name, Audience Audience, string Owner, CalendarQuery Query, bool CanEdit, bool IsDefault);
}

[Route("w/{workspace}/views")]
public class ViewsController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var me = current.Member;
        var views = await db.Views.AsNoTracking().OpenTo(me).OrderBy(v => v.Name).ThenBy(v => v.Id).Take(200)
            .Select(v => new { View = v, Owner = v.Owner.Person.Name, IsDefault = db.DefaultViews.Any(d => d.MemberId == me.Id && d.ViewId == v.Id) }).ToListAsync(cancel);
        return View(new ViewsPage([.. views.Select(v => new ViewsPage.Row(v.View.Id, v.View.Name, v.View.Audience, v.Owner, Mine(Read(v.View.Address)).StartedFrom(v.View.Id), v.View.CanBeEditedBy(me), v.IsDefault))]));
    }

    [HttpGet("new"), Requires(Permission.SeeInternal)]
    public IActionResult New(string? look, string? from) => this.PageOr("_View", PageOf(new ViewForm { Audience = Audience.Team, Look = look, From = from }), "View");

    [HttpPost]
    public async Task<IActionResult> Create(ViewForm form, CancellationToken cancel)
    {
        if (!current.Can(Permission.SeeInternal))
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!ModelState.IsValid)
            return this.Invalid("_View", PageOf(form), "View");
        var view = SavedView.Save(form.Name, form.Audience, Read(form.Look), current.Member, clock.GetUtcNow());
        db.Views.Add(view);
        if (form.Opens)
            await OpenWith(view, cancel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(current.Root + Read(form.From ?? view.Address).StartedFrom(view.Id).Address(), words["Saved as {0}.", view.Name]);
    }

    [HttpGet("{id:guid}/edit")]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } view)
            return NotFound();
        if (!view.CanBeEditedBy(current.Member))
            return StatusCode(StatusCodes.Status403Forbidden);
        return this.PageOr("_View", PageOf(new ViewForm { Name = view.Name, Audience = view.Audience, Look = view.Address }, id), "View");
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, ViewForm form, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } view)
            return NotFound();
        if (!view.CanBeEditedBy(current.Member))
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!ModelState.IsValid)
            return this.Invalid("_View", PageOf(form, id), "View");
        view.Rename(form.Name, form.Audience, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/views", words["The view is kept."]);
    }

    /// <summary>What is looked at now becomes what the view keeps.</summary>
    [HttpPost("{id:guid}/look")]
    public async Task<IActionResult> Keep(Guid id, string? look, string? from, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } view)
            return NotFound();
        view.Keep(Read(look), current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Requests.LocalPath(from, $"{current.Root}/views"), words["{0} is kept as you see it.", view.Name]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } view)
            return NotFound();
        view.Remove(current.Member, clock.GetUtcNow());
        db.Views.Remove(view);
        await db.SaveChangesAsync(cancel);
        TempData["Undo"] = QueryHelpers.AddQueryString($"{current.Root}/views", new Dictionary<string, string?> { ["Name"] = view.Name, ["Audience"] = view.Audience.ToString(), ["Look"] = view.Address });
        return this.GoTo($"{current.Root}/views", words["Removed: {0}", view.Name]);
    }

    /// <summary>Everybody chooses for themselves with which view their calendar opens.</summary>
    [HttpPost("{id:guid}/default")]
    public async Task<IActionResult> Choose(Guid id, bool on, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } view)
            return NotFound();
        if (on)
            await OpenWith(view, cancel);
        else
            db.DefaultViews.RemoveRange(await db.DefaultViews.Where(d => d.MemberId == current.Member.Id && d.ViewId == id).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/views", on ? words["Your calendar opens with {0}.", view.Name] : words["Your calendar opens as you left it."]);
    }

    async Task OpenWith(SavedView view, CancellationToken cancel)
    {
        if (await db.DefaultViews.SingleOrDefaultAsync(d => d.MemberId == current.Member.Id, cancel) is { } chosen)
            chosen.Choose(view);
        else
            db.DefaultViews.Add(new DefaultView(current.Member, view));
    }

    Task<SavedView?> Find(Guid id, CancellationToken cancel) => db.Views.OpenTo(current.Member).SingleOrDefaultAsync(v => v.Id == id, cancel);

    ViewPage PageOf(ViewForm form, Guid? id = null) => new(form, id, Read(form.Look));

    CalendarQuery Mine(CalendarQuery query) => current.Member.IsClient ? query.ForClient() : query;

    /// <summary>Whatever stands before the question mark is not looked at: an address of a calendar is what its parameters say.</summary>
    static CalendarQuery Read(string? address)
    {
        var at = address?.IndexOf('?', StringComparison.Ordinal) ?? -1;
        var values = QueryHelpers.ParseQuery(at < 0 ? "" : address![at..]);
        return CalendarQuery.Read(name => values.TryGetValue(name, out var value) ? value[0] : null);
    }
}
