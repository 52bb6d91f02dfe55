using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Notices;
using Planable.Data.Workspaces;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Notices;

/// <param name="Client">The one client whose notices are shown; null shows all.</param>
public sealed record NoticesPage(IReadOnlyList<NoticeRow> Rows, string? Client, bool OnlyUnread, int Unread, int Number, bool HasMore)
{
    public string Query(int page) => QueryString.Create(
        new (string Key, string? Value)[] { ("client", Client), ("unread", OnlyUnread ? "1" : null), ("page", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null) }
            .Where(p => p.Value is not null).Select(p => KeyValuePair.Create(p.Key, p.Value))).ToString();
}

public sealed record NoticeRow(Guid Id, string Slug, string Client, int Colour, string Zone, string Kind, Guid? PostId, string? Post, string Words, DateTimeOffset At, bool IsRead, string? Reader, IReadOnlyList<string> Reasons, string Key);

/// <summary>Everything a person should know, from all their clients: what is unread first.</summary>
[Authorize]
[Route("notices")]
public class NoticesController(PlanableDb db, NoticeBell bell, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int Size = 50;

    Guid PersonId => User.PersonId()!.Value;

    [HttpGet]
    public async Task<IActionResult> Index(string? client, int? unread, int? page, CancellationToken cancel)
    {
        var number = Math.Clamp(page ?? 1, 1, 10_000);
        var wanted = db.NoticesOf(PersonId);
        if (unread == 1)
            wanted = wanted.Where(n => n.ReadAt == null);
        if (client is not null)
            wanted = wanted.Where(n => db.Workspaces.Any(w => w.Id == n.WorkspaceId && w.Slug == client));
        var rows = await Rows(wanted.OrderBy(n => n.ReadAt == null ? 0 : 1).ThenByDescending(n => n.At).ThenBy(n => n.Id).Skip((number - 1) * Size).Take(Size + 1)).ToListAsync(cancel);
        var all = await db.NoticesOf(PersonId).CountAsync(n => n.ReadAt == null, cancel);
        return this.PageOr("_List", new NoticesPage([.. rows.Take(Size).OrderBy(r => r.IsRead).ThenByDescending(r => r.At).ThenBy(r => r.Id)], client, unread == 1, all, number, rows.Count > Size), "Index");
    }

    /// <summary>What a notice was about, when that is gone.</summary>
    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel)
    {
        if (await Rows(db.NoticesWithMailsOf(PersonId).Where(n => n.Id == id)).SingleOrDefaultAsync(cancel) is not { } row)
            return NotFound();
        return View(row);
    }

    /// <summary>Opening is reading. Leads to what the notice is about, or says that it is gone.</summary>
    [HttpPost("{id:guid}/opening")]
    public async Task<IActionResult> Open(Guid id, CancellationToken cancel)
    {
        if (await Rows(db.NoticesOf(PersonId).Where(n => n.Id == id)).SingleOrDefaultAsync(cancel) is not { } row)
            return NotFound();
        var at = clock.GetUtcNow();
        await db.NoticesOf(PersonId).Where(n => n.Id == id && n.ReadAt == null).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, at), cancel);
        bell.Ring(PersonId);
        return this.GoTo(PathOf(row));
    }

    /// <summary>Where links in mails lead: to what the notice is about, or to the words that it is gone. Reading it is left to the page it leads to, since programs open links too.</summary>
    [HttpGet("{id:guid}/about")]
    public async Task<IActionResult> About(Guid id, CancellationToken cancel) =>
        await Rows(db.NoticesWithMailsOf(PersonId).Where(n => n.Id == id)).SingleOrDefaultAsync(cancel) is { } row ? Redirect(PathOf(row)) : NotFound();

    static string PathOf(NoticeRow row) =>
        row switch
        {
            { PostId: { } post, Post: not null, Kind: "post.handed-to-phone" } => $"/w/{row.Slug}/posts/{post}/handover",
            { PostId: { } post, Post: not null } => $"/w/{row.Slug}/posts/{post}",
            { PostId: not null } => $"/notices/{row.Id}",
            { Kind: Data.Notices.Notice.MailUndelivered } when Jobs.Notices.ReturnedReports.ReportOf(row.Key) is { } report => $"/w/{row.Slug}/reports/{report}",
            { Kind: Data.Notices.Notice.MailUndelivered } => $"/w/{row.Slug}/members",
            { Kind: "import.finished" } => $"/w/{row.Slug}/imports",
            { Kind: "bulk.done" } => $"/w/{row.Slug}/bulk",
            { Kind: "upload-request.received" } => $"/w/{row.Slug}/media/requests",
            { Kind: "channel.broken" or "connect-link.used" or "connect-link.offered" or "connect-link.forgotten" } => $"/w/{row.Slug}/channels",
            { Kind: "invitation.asked-again" } => $"/w/{row.Slug}/members",
            { Kind: "limit.fell" or "limit.recovered" } => $"/w/{row.Slug}/analytics/goals",
            _ => $"/notices/{row.Id}",
        };

    [HttpPost("reading")]
    public async Task<IActionResult> ReadAll(CancellationToken cancel)
    {
        // The instant is the name of this act: undo takes back exactly what carries it. Databases keep microseconds.
        var at = new DateTimeOffset(clock.GetUtcNow().UtcTicks / 10 * 10, TimeSpan.Zero);
        var count = await db.NoticesOf(PersonId).Where(n => n.ReadAt == null).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, at), cancel);
        bell.Ring(PersonId);
        if (count > 0)
            TempData["Undo"] = $"/notices/reading/undo?at={at.UtcTicks.ToString(CultureInfo.InvariantCulture)}";
        return this.GoTo("/notices", count == 1 ? words["One notification marked as read."] : words["{0} notifications marked as read.", count]);
    }

    [HttpPost("reading/undo")]
    public async Task<IActionResult> UndoReadAll(long at, CancellationToken cancel)
    {
        if (at <= 0 || at > DateTimeOffset.MaxValue.UtcTicks)
            return NotFound();
        var instant = new DateTimeOffset(at, TimeSpan.Zero);
        await db.NoticesOf(PersonId).Where(n => n.ReadAt == instant).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, (DateTimeOffset?)null), cancel);
        bell.Ring(PersonId);
        return this.GoTo("/notices", words["Taken back."]);
    }

    IQueryable<NoticeRow> Rows(IQueryable<Data.Notices.Notice> notices) =>
        notices.Join(db.Workspaces, n => n.WorkspaceId, w => w.Id, (n, w) => new NoticeRow(
            n.Id, w.Slug, w.Name, w.Colour, w.Zone, n.Kind, n.PostId,
            db.Posts.Everywhere().Where(p => p.Id == n.PostId && p.WorkspaceId == n.WorkspaceId && p.DeletedAt == null).Select(p => p.Text.Substring(0, 120)).FirstOrDefault(),
            n.Words, n.At, n.ReadAt != null,
            db.Members.Everywhere().Where(m => m.Id == n.MemberId).Select(m => m.Person.Zone).FirstOrDefault(),
            n.Reasons, n.Key));
}
