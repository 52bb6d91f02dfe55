using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Times;
using Planable.Web.Http;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Calendar;

public sealed class NoteForm
{
    [Display(Name = "Note"), Required(ErrorMessage = "Write what these days are about."), StringLength(CalendarNote.TextLength, ErrorMessage = "At most {1} characters.")]
    public string Text { get; set; } = "";

    [Display(Name = "First day"), Required(ErrorMessage = "Choose the first day.")]
    public DateOnly? First { get; set; }

    /// <summary>Empty for one day.</summary>
    [Display(Name = "Last day")]
    public DateOnly? Last { get; set; }

    [Display(Name = "Seen by")]
    public Audience Audience { get; set; }

    /// <summary>What was saved last when the form was opened: somebody else's newer note is not overwritten.</summary>
    public int Revision { get; set; }

    /// <summary>Where to go back to.</summary>
    public string? From { get; set; }
}

/// <param name="Id">Null for a new one.</param>
/// <param name="By">Who wrote it.</param>
public sealed record NotePage(NoteForm Form, Guid? Id, string? By, bool CanEdit, bool CanTurn);

public sealed record NotesPage(DateOnly Month, IReadOnlyList<ShownNote> Notes);

[Route("w/{workspace}/notes")]
public class NotesController(PlanableDb db, Current current, TimeWords times, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(DateOnly? date, CancellationToken cancel)
    {
        var day = date ?? DateOnly.FromDateTime(times.LocalNow);
        var month = new DateOnly(day.Year, day.Month, 1);
        var notes = await db.Notes.AsNoTracking().On(month, month.AddMonths(1).AddDays(-1), current.Member).OrderBy(n => n.First).ThenBy(n => n.Id).Take(500)
            .Select(n => new ShownNote(n.Id, n.Text, n.Audience, n.First, n.Last)).ToListAsync(cancel);
        return View(new NotesPage(month, notes));
    }

    [HttpGet("new"), Requires(Permission.WritePosts)]
    public IActionResult New(DateOnly? date, string? from)
    {
        var day = date ?? DateOnly.FromDateTime(times.LocalNow);
        return this.PageOr("_Note", PageOf(new NoteForm { First = day, Last = day, Audience = Audience.Team, From = from }), "Note");
    }

    [HttpPost]
    public async Task<IActionResult> Create(NoteForm form, CancellationToken cancel)
    {
        if (!current.Can(Permission.WritePosts))
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!IsValid(form))
            return this.Invalid("_Note", PageOf(form), "Note");
        var note = CalendarNote.Write(form.Text, form.First!.Value, form.Last!.Value, form.Audience, current.Member, clock.GetUtcNow());
        db.Notes.Add(note);
        await db.SaveChangesAsync(cancel);
        return Back(form.From, note.First, words["Noted for {0}.", Days(note.First, note.Last)]);
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, string? from, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { DeletedAt: null } note)
            return NotFound();
        var form = new NoteForm { Text = note.Text, First = note.First, Last = note.Last, Audience = note.Audience, Revision = note.Revision, From = from };
        return this.PageOr("_Note", PageOf(form, note), "Note");
    }

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, NoteForm form, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { DeletedAt: null } note)
            return NotFound();
        if (!note.CanBeEditedBy(current.Member))
            return StatusCode(StatusCodes.Status403Forbidden);
        if (!IsValid(form))
            return this.Invalid("_Note", PageOf(form, note), "Note");
        db.Entry(note).Property(n => n.Revision).OriginalValue = form.Revision;
        note.Edit(form.Text, form.First!.Value, form.Last!.Value, form.Audience, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return Back(form.From, note.First, words["The note is kept."]);
    }

    [HttpPost("{id:guid}/deletion")]
    public async Task<IActionResult> Destroy(Guid id, string? from, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } note)
            return NotFound();
        note.Delete(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        TempData["Undo"] = $"{current.Root}/notes/{id}/deletion/undo";
        return Back(from, note.First, words["Deleted: {0}", note.Text]);
    }

    [HttpPost("{id:guid}/deletion/undo")]
    public async Task<IActionResult> Restore(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } note)
            return NotFound();
        note.Undelete(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return Back(null, note.First, words["The note is back."]);
    }

    /// <summary>A draft with the note's words, on its first day at nine or, if that is today, at the next full hour.</summary>
    [HttpPost("{id:guid}/post")]
    public async Task<IActionResult> Turn(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } note)
            return NotFound();
        var post = Post.FromNote(note, current.Workspace, FirstHour(note.First), current.Member, clock.GetUtcNow());
        db.Posts.Add(post);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/posts/{post.Id}/edit", words["The note is a draft now, for {0}. It has left the calendar's notes.", times.Short(post.ScheduledAt!.Value)]);
    }

    Task<CalendarNote?> Find(Guid id, CancellationToken cancel) => db.Notes.OpenTo(current.Member).Include(n => n.Author.Person).SingleOrDefaultAsync(n => n.Id == id, cancel);

    bool IsValid(NoteForm form)
    {
        form.Last ??= form.First;
        if (form.First is { } first && form.Last is { } last)
        {
            if (last < first)
                ModelState.AddModelError(nameof(form.Last), words["The last day lies before the first."]);
            else if (last.DayNumber - first.DayNumber >= CalendarNote.LongestDays)
                ModelState.AddModelError(nameof(form.Last), words["A note covers at most {0} days.", CalendarNote.LongestDays]);
        }

        return ModelState.IsValid;
    }

    NotePage PageOf(NoteForm form, CalendarNote? note = null) =>
        new(form, note?.Id, note?.Author.Name, note is null || note.CanBeEditedBy(current.Member), note?.CanBeEditedBy(current.Member) == true);

    PlannedTime FirstHour(DateOnly day)
    {
        var now = times.LocalNow;
        var hour = day == DateOnly.FromDateTime(now) ? Math.Min(now.Hour + 1, 23) : 9;
        return PlannedTime.Read(day.ToDateTime(new TimeOnly(hour, 0)), current.Workspace.Zone, second: false);
    }

    IActionResult Back(string? from, DateOnly day, string flash) =>
        this.GoTo(Requests.LocalPath(from, current.Root + CalendarQuery.Read(_ => null).At(day).Address()), flash);

    static string Days(DateOnly first, DateOnly last) =>
        first == last ? first.ToString("d MMMM", CultureInfo.CurrentCulture) : $"{first.ToString("d MMMM", CultureInfo.CurrentCulture)} – {last.ToString("d MMMM", CultureInfo.CurrentCulture)}";
}
