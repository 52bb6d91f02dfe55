using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Mail;
using Planable.Data.Members;
using Planable.Data.Reports;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Reports;

/// <summary>Reports of a client: made, changed, sent by themselves or when somebody asks.</summary>
[Route("w/{workspace}/reports"), Requires(Permission.ShareForReview)]
public class ReportsController(PlanableDb db, Current current, TimeWords times, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int RunsShown = 24;
    const int NextShown = 3;

    string Path => $"{current.Root}/reports";

    DateOnly Today => DateOnly.FromDateTime(times.LocalNow);

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var reports = await db.Reports.AsNoTracking().Where(r => r.RemovedAt == null).OrderBy(r => r.Name).ThenBy(r => r.Id)
            .Select(r => new { Report = r, Last = db.ReportRuns.Where(x => x.ReportId == r.Id).Max(x => x.SentAt) }).ToListAsync(cancel);
        var waiting = await Runs(db.ReportRuns.Where(r => r.State == ReportRunState.Draft || r.State == ReportRunState.Held).OrderBy(r => r.SendAt)).ToListAsync(cancel);
        return View(new ReportsPage([.. reports.Select(r => new ReportRow(r.Report.Id, r.Report.Name, r.Report.NextAt, r.Report.PausedAt, r.Report.Schedule, r.Report.Recipients.Count, r.Last))], waiting));
    }

    /// <param name="template">What it begins with; null begins with the usual sections.</param>
    [HttpGet("new")]
    public async Task<IActionResult> New(Guid? template, CancellationToken cancel)
    {
        var form = new ReportForm { Name = words["Performance"], Locale = ReportForm.Locales.Contains(current.Workspace.Locale) ? current.Workspace.Locale : "en-GB", Zone = current.Workspace.Zone };
        if (template is not null)
        {
            if (await Template(template.Value, cancel) is not { Pattern: var said } of)
                return NotFound();
            (form.TemplateId, form.Name, form.With, form.NeedsRelease, form.WhenStale, form.Attaches, form.ReadableDays) = (of.Id, of.Name, said.With, said.NeedsRelease, said.WhenStale, said.Attaches, said.ReadableDays);
        }

        return View("Edit", await PageOf(null, form, cancel));
    }

    /// <summary>The next three, as the form stands.</summary>
    [HttpGet("next-runs")]
    public IActionResult Next([FromQuery] ReportForm form) => this.Fragment("_NextRuns", NextOf(form), otherwise: $"{Path}/new");

    [HttpPost]
    public async Task<IActionResult> Create(ReportForm form, CancellationToken cancel)
    {
        if (await Unread(null, form, cancel) is { } unread)
            return unread;
        try
        {
            var template = form.TemplateId is { } of ? await Template(of, cancel) ?? throw new RuleBroken("TEMPLATE_GONE", "This template is not there any more.") : null;
            var report = Report.Make(form.Terms(current.Workspace, Today), current.Member, clock.GetUtcNow(), template);
            db.Reports.Add(report);
            await db.SaveChangesAsync(cancel);
            return this.GoTo($"{Path}/{report.Id}", words["{0} is made. Arrange its sections; beside them stands what it would be now.", report.Name]);
        }
        catch (RuleBroken rule)
        {
            return await Refused(null, form, rule, cancel);
        }
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) =>
        await db.Reports.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id && r.RemovedAt == null, cancel) is { } report ? View(await PageOf(report, cancel)) : NotFound();

    [HttpGet("{id:guid}/settings")]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel) => await Find(id, cancel) is { } report ? View(await PageOf(id, ReportForm.Of(report), cancel)) : NotFound();

    [HttpPost("{id:guid}")]
    public async Task<IActionResult> Update(Guid id, ReportForm form, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } report)
            return NotFound();
        if (await Unread(id, form, cancel) is { } unread)
            return unread;
        try
        {
            db.Entry(report).Property(r => r.Revision).OriginalValue = form.Revision;
            report.Settle(form.Terms(current.Workspace, Today), current.Member, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return this.GoTo($"{Path}/{id}", words["Saved: {0}", report.Name]);
        }
        catch (RuleBroken rule)
        {
            return await Refused(id, form, rule, cancel);
        }
    }

    [HttpPost("{id:guid}/pause")]
    public Task<IActionResult> Pause(Guid id, CancellationToken cancel) => Do(id, r => r.Pause(current.Member, clock.GetUtcNow()), words["Paused. Nothing goes out until you resume it."], cancel);

    [HttpPost("{id:guid}/resumption")]
    public Task<IActionResult> Resume(Guid id, CancellationToken cancel) => Do(id, r => r.Resume(current.Member, clock.GetUtcNow()), words["It goes out again. What fell into the pause is not made up for."], cancel);

    [HttpPost("{id:guid}/skip")]
    public Task<IActionResult> Skip(Guid id, DateOnly day, CancellationToken cancel) => Do(id, r => r.Skip(day, current.Member, clock.GetUtcNow()), words["Left out once."], cancel);

    [HttpPost("{id:guid}/skip/undo")]
    public Task<IActionResult> Unskip(Guid id, DateOnly day, CancellationToken cancel) => Do(id, r => r.Unskip(day, current.Member, clock.GetUtcNow()), words["It is not left out."], cancel);

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Remove(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } report)
            return NotFound();
        report.Remove(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Removed: {0}. What was sent is kept.", report.Name]);
    }

    [HttpPost("{id:guid}/runs")]
    public async Task<IActionResult> Run(Guid id, DateOnly from, DateOnly to, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } report)
            return NotFound();
        try
        {
            var run = report.BeginNow(from, to, current.Member, clock.GetUtcNow());
            db.ReportRuns.Add(run);
            await db.SaveChangesAsync(cancel);
            return this.GoTo($"{Path}/{id}/runs/{run.Id}", words["It is being made. Nothing goes out before you release it."]);
        }
        catch (RuleBroken rule)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("Show", await PageOf(report, cancel) with { From = from, To = to, Problem = words[rule.Words, rule.Arguments] });
        }
    }

    async Task<IActionResult> Do(Guid id, Action<Report> verb, string flash, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } report)
            return NotFound();
        verb(report);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{Path}/{id}", flash);
    }

    async Task<ReportPage> PageOf(Report report, CancellationToken cancel)
    {
        var runs = await Runs(db.ReportRuns.Where(r => r.ReportId == report.Id).OrderByDescending(r => r.SendAt).ThenByDescending(r => r.Id).Take(RunsShown)).ToListAsync(cancel);
        var month = new DateOnly(Today.Year, Today.Month, 1).AddMonths(-1);
        var offer = report.TemplateId is { } of && await Template(of, cancel) is { } template ? new TemplateOffer(report.Id, template, report.Compare(template)!) : null;
        var owns = offer is null && await db.Companies.AnyAsync(c => c.Id == current.Workspace.CompanyId && c.Owners.Any(o => o.PersonId == current.Member.PersonId), cancel);
        return new ReportPage(report, runs, report.NextRuns(clock.GetUtcNow(), NextShown), month, month.AddMonths(1).AddDays(-1), await Returned(report, cancel), offer, owns);
    }

    IQueryable<ReportTemplate> Templates => db.ReportTemplates.Where(t => t.CompanyId == current.Workspace.CompanyId && t.RemovedAt == null);

    Task<ReportTemplate?> Template(Guid id, CancellationToken cancel) => Templates.SingleOrDefaultAsync(t => t.Id == id, cancel);

    /// <summary>Who stands in the schedule and did not get the last one that was sent to them.</summary>
    async Task<IReadOnlyList<ReturnedRow>> Returned(Report report, CancellationToken cancel)
    {
        var addresses = report.Recipients.Select(r => r.Address).ToList();
        var last = (await db.ReportDeliveries.AsNoTracking().Where(d => addresses.Contains(d.Address) && db.ReportRuns.Any(r => r.Id == d.RunId && r.ReportId == report.Id))
            .OrderByDescending(d => d.At).Take(RunsShown * Math.Max(1, addresses.Count)).ToListAsync(cancel)).DistinctBy(d => d.Address, StringComparer.Ordinal).ToDictionary(d => d.MailKey, StringComparer.Ordinal);
        var keys = last.Keys.ToList();
        var mails = await db.Mails.AsNoTracking().Returned().Where(m => keys.Contains(m.Key)).Select(m => new { m.Key, At = m.BouncedAt ?? m.CreatedAt, m.Trouble }).ToListAsync(cancel);
        return [.. mails.Select(m => new ReturnedRow(report.Recipients.First(r => r.Address == last[m.Key].Address), m.At, m.Trouble))];
    }

    Task<Report?> Find(Guid id, CancellationToken cancel) => db.Reports.SingleOrDefaultAsync(r => r.Id == id && r.RemovedAt == null, cancel);

    static IQueryable<RunRow> Runs(IQueryable<ReportRun> runs) =>
        runs.AsNoTracking().Select(r => new RunRow(r.Id, r.ReportId, r.Name, r.From, r.To, r.State, r.SendAt, r.SentAt, r.Stale, r.RemindedAt));

    async Task<IActionResult> Refused(Guid? id, ReportForm form, RuleBroken rule, CancellationToken cancel)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Edit", await PageOf(id, form, cancel) with { Problem = words[rule.Words, rule.Arguments], Field = ReportFormPage.FieldOf(rule.Code) });
    }

    /// <summary>What cannot be read would be taken for something nobody chose.</summary>
    async Task<IActionResult?> Unread(Guid? id, ReportForm form, CancellationToken cancel)
    {
        string[] read = [nameof(form.Pace), nameof(form.Day), nameof(form.WeekDay), nameof(form.Time), nameof(form.Period), nameof(form.With), nameof(form.WhenStale), nameof(form.Attaches), nameof(form.ReadableDays)];
        if (read.FirstOrDefault(n => ModelState.GetFieldValidationState(n) == ModelValidationState.Invalid) is not { } name)
            return null;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        var (sent, field) = (ModelState[name]!.AttemptedValue ?? "", name switch { nameof(form.WeekDay) => "week-day", nameof(form.ReadableDays) => "readable", nameof(form.WhenStale) => null, _ => name.ToLowerInvariant() });
        return View("Edit", await PageOf(id, form, cancel) with { Problem = words["‘{0}’ cannot be chosen here.", sent.Length > 40 ? sent[..40] : sent], Field = field });
    }

    async Task<ReportFormPage> PageOf(Guid? id, ReportForm form, CancellationToken cancel) =>
        new(id, form, NextOf(form), id is null ? await Templates.OrderBy(t => t.Name).ThenBy(t => t.Id).Select(t => new TemplateChoice(t.Id, t.Name)).ToListAsync(cancel) : []);

    NextRuns NextOf(ReportForm form)
    {
        try
        {
            return form.Schedule(current.Workspace, Today) is { } schedule && schedule.Day is >= 1 and <= 31 ? new(schedule.Zone, [.. schedule.After(clock.GetUtcNow()).Take(NextShown)]) : new(null, []);
        }
        catch (RuleBroken rule)
        {
            return new(null, [], words[rule.Words, rule.Arguments]);
        }
    }
}
