using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data.Calendar;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Calendar;

[Route("w/{workspace}/calendar")]
public class CalendarController(CalendarReader calendar, DaysReader days, Current current, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        // An address that says anything is taken at its word; only the bare one opens what this person looks at.
        var isBare = Request.Query.Count == 0;
        if (isBare && LastLook.Of(Request) is { } last)
            return Redirect(current.Root + (await calendar.Start(cancel) ?? last).Address());
        var query = Query();
        var page = await calendar.Read(query, cancel);
        if (isBare && page.Views.FirstOrDefault(v => v.IsDefault) is { } start)
            return Redirect(current.Root + start.Query.Address());
        LastLook.Keep(query, Response, current.Root);
        return this.PageOr("_Calendar", page);
    }

    [HttpGet("days/{day}")]
    public async Task<IActionResult> Day(DateOnly day, CancellationToken cancel)
    {
        var title = day.ToString("dddd d MMMM", CultureInfo.CurrentCulture);
        return this.Fragment("_Cards", await calendar.Day(Query(), day, title, cancel), otherwise: $"/w/{RouteData.Values[EnterWorkspace.RouteValue]}{Query().In(CalendarView.List).Between(day, day).Address()}");
    }

    [HttpGet("tray")]
    public async Task<IActionResult> Tray(int shown, CancellationToken cancel)
    {
        var query = Query();
        return this.Fragment("_TrayCards", await days.MoreOfTray(query, shown, words["Unscheduled"], cancel), otherwise: $"/w/{RouteData.Values[EnterWorkspace.RouteValue]}{query.In(CalendarView.List).WithoutDate(true).Address()}");
    }

    /// <summary>The month as days below each other, which a wide window does without.</summary>
    [HttpGet("agenda")]
    public async Task<IActionResult> Agenda(CancellationToken cancel) =>
        this.Fragment("_Agenda", await days.Month(Query().In(CalendarView.Month), cancel), otherwise: $"/w/{RouteData.Values[EnterWorkspace.RouteValue]}{Query().In(CalendarView.List).Address()}");

    /// <summary>Days, tray and counts of an open month after posts have changed.</summary>
    [HttpGet("changes")]
    public async Task<IActionResult> Changes([FromQuery(Name = "days")] string? dates, string? posts, CancellationToken cancel)
    {
        var ids = (posts ?? "").Split(',').Select(p => Guid.TryParse(p, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Take(100).ToArray();
        var those = (dates ?? "").Split(',').Select(d => DateOnly.TryParseExact(d, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : default).Where(d => d != default).ToArray();
        return PartialView("_Changes", await days.Changes(Query(), those, ids, cancel));
    }

    CalendarQuery Query()
    {
        var query = CalendarQuery.Read(name => Request.Query[name] is [{ } value, ..] ? value : null);
        return current.Member.IsClient ? query.ForClient() : query;
    }
}
