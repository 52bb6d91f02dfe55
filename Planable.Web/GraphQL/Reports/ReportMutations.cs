using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Reports;
using Planable.Data.Times;
using Planable.Data.Tokens;
using Planable.Data.Workspaces;
using Planable.Jobs.Reports;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Reports;

/// <param name="Locale">A language tag; left out, the report's own.</param>
public sealed record ReportRecipientInput(string Name, string Address, string? Locale)
{
    public static IReadOnlyList<ReportRecipient> Read(IReadOnlyList<ReportRecipientInput> sent) => [.. sent.Select(r => new ReportRecipient(r.Name.Trim(), r.Address.Trim(), r.Locale))];
}

/// <param name="Day">Of the month, 1 to 31; or of the week, Monday being 1.</param>
/// <param name="Zone">An IANA zone: on whose clock. Left out, the workspace's.</param>
/// <param name="Period">What it is about, seen from its day.</param>
public sealed record ReportScheduleInput(ReportPace Pace, int Day, TimeOnly Time, string? Zone, ReportPeriod? Period)
{
    public ReportSchedule In(Workspace workspace, DateTimeOffset now) =>
        new(Pace, Day, Time, Zone is null ? workspace.Zone : Zones.Must(Zone), DateOnly.FromDateTime(Zones.ToLocal(now, workspace.Zone)), Period ?? ReportPeriod.Before);
}

/// <param name="Locale">Of its words, numbers and dates.</param>
/// <param name="With">Days whose figures stand beside those of the report.</param>
/// <param name="ReadableDays">So long a run can be read online; null has no end.</param>
/// <param name="Password">Of the page online.</param>
/// <param name="TemplateId">What it is made of: its sections, and what is left out here. Without one it has the usual sections.</param>
public sealed record CreateReportInput(
    string Name, string? Locale, Comparison? With, bool? NeedsRelease, StalePolicy? WhenStale, ReportAttachment? Attaches, int? ReadableDays, string? Password, IReadOnlyList<ReportRecipientInput>? Recipients, ReportScheduleInput? Schedule,
    [property: ID("ReportTemplate")] Guid? TemplateId);

/// <summary>What is left out stays as it is.</summary>
/// <param name="Password">Of the page online; empty takes it away.</param>
/// <param name="Schedule">Null: it goes out only when somebody sends it.</param>
public sealed record EditReportInput(
    [property: ID("Report")] Guid Id, int? Revision, string? Name, string? Locale, Comparison? With, bool? NeedsRelease, StalePolicy? WhenStale, ReportAttachment? Attaches, Optional<int?> ReadableDays, string? Password,
    IReadOnlyList<ReportRecipientInput>? Recipients, Optional<ReportScheduleInput?> Schedule);

[MutationType, Error<UserError>, Scope(TokenScope.Reports)]
public static class ReportMutations
{
    [GraphQLDescription("A new report with the sections of a template, or the usual ones.")]
    public static async Task<Report> CreateReport(CreateReportInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var template = input.TemplateId is { } of ? await ReportTemplateMutations.Template(db, current, of, cancel) ?? throw Refused.NotFound("report template", "templateId") : null;
        var said = template?.Pattern ?? ReportTemplate.Usual;
        var terms = new ReportTerms(
            input.Name, input.Locale ?? current.Workspace.Locale, input.With ?? said.With, input.NeedsRelease ?? said.NeedsRelease, input.WhenStale ?? said.WhenStale, input.Attaches ?? said.Attaches, input.ReadableDays ?? said.ReadableDays, input.Password,
            ReportRecipientInput.Read(input.Recipients ?? []), input.Schedule?.In(current.Workspace, clock.GetUtcNow()));
        var report = Report.Make(terms, current.Member, clock.GetUtcNow(), template);
        db.Reports.Add(report);
        await db.SaveChangesAsync(cancel);
        return report;
    }

    [GraphQLDescription("Changes recipients, schedule and the rest, but not the sections.")]
    public static async Task<Report> EditReport(EditReportInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var report = await Find(db, input.Id, cancel);
        if (input.Revision is { } read)
            db.Entry(report).Property(r => r.Revision).OriginalValue = read;
        report.Settle(
            new ReportTerms(
                input.Name ?? report.Name, input.Locale ?? report.Locale, input.With ?? report.With, input.NeedsRelease ?? report.NeedsRelease, input.WhenStale ?? report.WhenStale, input.Attaches ?? report.Attaches,
                input.ReadableDays.HasValue ? input.ReadableDays.Value : report.ReadableDays, input.Password, input.Recipients is { } sent ? ReportRecipientInput.Read(sent) : report.Recipients,
                input.Schedule.HasValue ? input.Schedule.Value?.In(current.Workspace, clock.GetUtcNow()) : report.Schedule),
            current.Member,
            clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return report;
    }

    [GraphQLDescription("Nothing more is sent. What was sent is kept.")]
    public static Task<Report> RemoveReport([ID<Report>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) => Do(db, id, r => r.Remove(current.Member, clock.GetUtcNow()), cancel);

    public static Task<Report> PauseReport([ID<Report>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) => Do(db, id, r => r.Pause(current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("What fell into the pause is not made up for.")]
    public static Task<Report> ResumeReport([ID<Report>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) => Do(db, id, r => r.Resume(current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Leaves the next run out. Say which day you mean: sent twice, it leaves out one.")]
    public static Task<Report> SkipReport([ID<Report>] Guid id, DateOnly day, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) => Do(db, id, r => r.Skip(day, current.Member, clock.GetUtcNow()), cancel);

    public static Task<Report> UnskipReport([ID<Report>] Guid id, DateOnly day, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) => Do(db, id, r => r.Unskip(day, current.Member, clock.GetUtcNow()), cancel);

    public static Task<Report> AddReportSection([ID<Report>] Guid id, ReportSectionKind kind, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) => Do(db, id, r => r.Add(kind, current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Title and text of the section at a place, counted from 0.")]
    public static Task<Report> EditReportSection([ID<Report>] Guid id, int index, string? title, string? text, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Do(db, id, r => r.Write(index, title, text, current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Moves the section at a place by some steps, up if they are negative.")]
    public static Task<Report> MoveReportSection([ID<Report>] Guid id, int index, int steps, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Do(db, id, r => r.Move(index, steps, current.Member, clock.GetUtcNow()), cancel);

    public static Task<Report> RemoveReportSection([ID<Report>] Guid id, int index, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) => Do(db, id, r => r.Drop(index, current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Makes a draft about some days now. It goes out when it is released.")]
    public static async Task<ReportRun> MakeReport([ID<Report>] Guid id, DateOnly from, DateOnly to, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var run = (await Find(db, id, cancel)).BeginNow(from, to, current.Member, clock.GetUtcNow());
        db.ReportRuns.Add(run);
        await db.SaveChangesAsync(cancel);
        return run;
    }

    [GraphQLDescription("It goes out at its time, or at once if that is over.")]
    public static Task<ReportRun> ReleaseReport([ID<ReportRun>] Guid runId, string? comment, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        DoRun(db, runId, r => r.Release(comment, current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("It does not go out.")]
    public static Task<ReportRun> DropReport([ID<ReportRun>] Guid runId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) => DoRun(db, runId, r => r.Drop(current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("Takes its page off the web. Files that were mailed stay where they are.")]
    public static Task<ReportRun> CloseReport([ID<ReportRun>] Guid runId, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) => DoRun(db, runId, r => r.Close(current.Member, clock.GetUtcNow()), cancel);

    [GraphQLDescription("The same file once more to one person.")]
    public static async Task<ReportRun> SendReportAgain([ID<ReportRun>] Guid runId, [ID("ReportDelivery")] Guid deliveryId, PlanableDb db, Current current, ReportRuns runs, CancellationToken cancel)
    {
        var run = await FindRun(db, runId, cancel);
        var first = await db.ReportDeliveries.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deliveryId && d.RunId == runId, cancel) ?? throw Refused.NotFound("delivery", "deliveryId");
        await runs.SendAgain(run, first, first.Number + 1, current.Member, cancel);
        return run;
    }

    static async Task<Report> Do(PlanableDb db, Guid id, Action<Report> verb, CancellationToken cancel)
    {
        var report = await Find(db, id, cancel);
        verb(report);
        await db.SaveChangesAsync(cancel);
        return report;
    }

    static async Task<ReportRun> DoRun(PlanableDb db, Guid id, Action<ReportRun> verb, CancellationToken cancel)
    {
        var run = await FindRun(db, id, cancel);
        verb(run);
        await db.SaveChangesAsync(cancel);
        return run;
    }

    static async Task<Report> Find(PlanableDb db, Guid id, CancellationToken cancel) => await db.Reports.SingleOrDefaultAsync(r => r.Id == id && r.RemovedAt == null, cancel) ?? throw Refused.NotFound("report");

    static async Task<ReportRun> FindRun(PlanableDb db, Guid id, CancellationToken cancel) => await db.ReportRuns.SingleOrDefaultAsync(r => r.Id == id, cancel) ?? throw Refused.NotFound("report run", "runId");
}
