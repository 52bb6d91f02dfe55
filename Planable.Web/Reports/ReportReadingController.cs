using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Languages;
using Planable.Data.Logs;
using Planable.Data.Reports;
using Planable.Data.Reviews;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Jobs.Media;
using Planable.Jobs.Reports;
using Planable.Web.Http;
using Planable.Web.Reviews;

namespace Planable.Web.Reports;

/// <summary>A report that was sent, read online by one of those who got it: what the file says, as it was. The figures of now are another page, and say so.</summary>
[AllowAnonymous, Route("report/{token}"), EnableRateLimiting("review-link")]
public class ReportReadingController(
    PlanableDb db, Current current, ReportReader reader, Renditions renditions, IMediaStore store, IDataProtectionProvider protection, TimeProvider clock, IStringLocalizer<Words> words) : Controller, IAsyncResultFilter
{
    const string Cookie = "report";

    /// <summary>One pixel without colour.</summary>
    static readonly byte[] Pixel = Convert.FromBase64String("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    ReportDelivery delivery = null!;
    ReportRun run = null!;
    Workspace workspace = null!;

    string Path => current.Root;

    ReportWords Said => ReportWords.In(delivery.Locale);

    /// <summary>The page is in the language of the report, whatever its reader reads elsewhere.</summary>
    [NonAction]
    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (delivery is not null)
            new Speech(Cultures.Of(delivery.Locale), Cultures.Of(delivery.Locale)).Begin();
        await next();
    }

    [HttpGet, HttpHead]
    public async Task<IActionResult> Show(string token, string? numbers, CancellationToken cancel)
    {
        if (await Closed(token, cancel) is { } closed)
            return closed;
        if (HttpMethods.IsGet(Request.Method) && !Agents.Knows(Request.Headers.UserAgent))
            await Opened(cancel);
        var isCurrent = numbers == "current";
        var now = clock.GetUtcNow();
        var data = isCurrent ? await reader.Read(workspace, run.Query, DateOnly.FromDateTime(Zones.ToLocal(now, workspace.Zone)), reader: null, cancel) with { At = now } : run.Data!;
        var said = Said;
        var shown = ReportPress.Outline(data, run.Name, run.Sections, said).Shown;
        return View(new ReadingPage(Path, run, said, data, shown, isCurrent));
    }

    [HttpGet("file")]
    public async Task<IActionResult> Paper(string token, CancellationToken cancel)
    {
        if (await Closed(token, cancel) is { } closed)
            return closed;
        return run.Files.FirstOrDefault(f => f.Locale == delivery.Locale && f.ContentType == ReportFile.PdfType) is { } file ? File(await store.Open(file.Sha256, cancel), file.ContentType, file.Name) : NotFound();
    }

    /// <summary>Pictures of posts that the report shows, and no others.</summary>
    [HttpGet("pictures/{sha256}")]
    public async Task<IActionResult> Picture(string token, string sha256, CancellationToken cancel)
    {
        if (await Closed(token, cancel) is not null || !run.Data!.Posts.Any(p => p.Sha256 == sha256) || await renditions.Print(sha256, null, cancel) is not { } picture)
            return NotFound();
        Response.Headers.CacheControl = "private, max-age=3600";
        return File(picture, "image/jpeg");
    }

    /// <summary>Asked for by mail programs that load pictures.</summary>
    [HttpGet("seen.gif")]
    public async Task<IActionResult> Seen(string token, CancellationToken cancel)
    {
        if (!await Find(token, cancel))
            return NotFound();
        await Opened(cancel);
        Response.Headers.CacheControl = "no-store";
        return File(Pixel, "image/gif");
    }

    [HttpPost("password")]
    public async Task<IActionResult> Unlock(string token, string? password, CancellationToken cancel)
    {
        if (!await Find(token, cancel))
            return Missing();
        if (!run.IsReadable(clock.GetUtcNow()))
            return Ended();
        try
        {
            var right = delivery.Unlock(run, password, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            if (right)
            {
                Response.Cookies.Append(Cookie, Protector.Protect(Key), new CookieOptions { Path = Path, HttpOnly = true, Secure = Request.IsHttps, SameSite = SameSiteMode.Lax, IsEssential = true });
                return Redirect(Path);
            }
        }
        catch (RuleBroken paused)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return View("Password", new LockedPage(Path, run.Data!.Company, Said, words[paused.Words, paused.Arguments]));
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Password", new LockedPage(Path, run.Data!.Company, Said, Said["This is not the password."]));
    }

    /// <summary>Opening it changes nothing, since programs open the links in mails.</summary>
    [HttpGet("mail")]
    public async Task<IActionResult> Mail(string token, CancellationToken cancel) =>
        await Find(token, cancel) ? View("Mail", PageOf(await Mailing(cancel))) : Missing();

    /// <summary>Mail readers press it by themselves too (RFC 8058).</summary>
    [HttpPost("mail"), IgnoreAntiforgeryToken]
    public async Task<IActionResult> Stop(string token, CancellationToken cancel)
    {
        if (!await Find(token, cancel))
            return Missing();
        if (await Mailing(cancel) is { } report && report.Spare(delivery, clock.GetUtcNow()))
        {
            foreach (var open in await db.ReportRuns.Where(r => r.ReportId == report.Id && r.SentAt == null).ToListAsync(cancel))
                open.Spare(delivery);
            await db.SaveChangesAsync(cancel);
        }

        return View("Mail", PageOf(null));
    }

    /// <returns>The report, if it still goes to this reader.</returns>
    async Task<Report?> Mailing(CancellationToken cancel) => await db.Reports.SingleOrDefaultAsync(r => r.Id == run.ReportId, cancel) is { } report && report.IsFor(delivery) ? report : null;

    MailingPage PageOf(Report? report) => new(Path, run.Data!.Company, run.Name, run.Data!.Client, delivery.Address, Said, report is null);

    IDataProtector Protector => protection.CreateProtector("report");

    /// <summary>Of this reader and this password: another password asks anew.</summary>
    string Key => $"{delivery.Id:N}{run.PasswordHash}";

    /// <returns>The page that says why it is not shown; null if it is.</returns>
    async Task<IActionResult?> Closed(string token, CancellationToken cancel)
    {
        if (!await Find(token, cancel))
            return Missing();
        if (!run.IsReadable(clock.GetUtcNow()))
            return Ended();
        return run.PasswordHash is null || IsUnlocked() ? null : View("Password", new LockedPage(Path, run.Data!.Company, Said, null));
    }

    bool IsUnlocked()
    {
        try
        {
            return Request.Cookies[Cookie] is { } kept && Protector.Unprotect(kept) == Key;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    async Task<bool> Find(string token, CancellationToken cancel)
    {
        var hash = ReviewLink.Hash(token);
        var found = await db.ReportDeliveries.Everywhere().Where(d => d.TokenHash == hash)
            .Join(db.ReportRuns.Everywhere(), d => d.RunId, r => r.Id, (d, r) => new { Delivery = d, Run = r })
            // On an agency's address its own clients only.
            .Join(db.Workspaces, f => f.Run.WorkspaceId, w => w.Id, (f, w) => new { f.Delivery, f.Run, Workspace = w })
            .SingleOrDefaultAsync(cancel);
        if (found?.Run.Data is null)
            return false;
        (delivery, run, workspace) = (found.Delivery, found.Run, found.Workspace);
        db.Enter(workspace.Id, Via.Link);
        current.Visit(workspace, $"/report/{token}");
        Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        Response.Headers["Referrer-Policy"] = "no-referrer";
        return true;
    }

    async Task Opened(CancellationToken cancel)
    {
        if (delivery.OpenedAt is not null)
            return;
        delivery.Open(clock.GetUtcNow());
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            db.ChangeTracker.Clear();
        }
    }

    ViewResult Missing()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return View("Ended", new LockedPage("", null, ReportWords.In(CultureInfo.CurrentUICulture.Name is { Length: > 0 } own ? own : "en-GB"), null));
    }

    ViewResult Ended()
    {
        Response.StatusCode = StatusCodes.Status410Gone;
        return View("Ended", new LockedPage(Path, run.Data!.Company, Said, null));
    }
}

/// <param name="Shown">Sections that have something to show, with their titles.</param>
/// <param name="IsCurrent">With the figures of now, which is not what was sent.</param>
public sealed record ReadingPage(string Path, ReportRun Run, ReportWords Said, ReportData Data, IReadOnlyList<(ReportSection Section, string Title)> Shown, bool IsCurrent)
{
    public string Say(ReportFigure? figure) => figure?.Total is not { } total ? Said["no data"] : figure.IsRate ? Percent(total) : Said.Number(total);

    public string Say(double? value) => value is { } known ? Said.Number(known) : Said["no data"];

    public string Percent(double value) => (value / 100).ToString("P1", Said.Culture);

    public string Change(ReportFigure figure) => Said.Change(figure);
}

/// <param name="Company">Null where nothing was found.</param>
public sealed record LockedPage(string Path, string? Company, ReportWords Said, string? Trouble);

/// <param name="IsStopped">Nothing more of the report goes to this reader.</param>
public sealed record MailingPage(string Path, string Company, string Report, string Client, string Address, ReportWords Said, bool IsStopped);
