using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Reports;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Reports;

[QueryType]
public static class ReportQueries
{
    [GraphQLDescription("Reports of the client, by name. For members who may share.")]
    [UsePaging]
    public static IQueryable<Report> GetReports(PlanableDb db, Current current)
    {
        var may = current.Can(Permission.ShareForReview);
        return db.Reports.AsNoTracking().Where(r => may && r.RemovedAt == null).OrderBy(r => r.Name).ThenBy(r => r.Id);
    }
}

[ObjectType<Report>]
public static class ReportType
{
    static void Configure(IObjectTypeDescriptor<Report> report)
    {
        report.BindFieldsExplicitly().Description("What a client gets again and again: sections in their order, who gets it, and when.");
        report.Field(r => r.Name);
        report.Field(r => r.Locale).Description("Of its words, numbers and dates; a recipient may have their own.");
        report.Field(r => r.With).Description("Days whose figures stand beside those of the report.");
        report.Field(r => r.NeedsRelease).Description("Nothing goes out before somebody has released it.");
        report.Field(r => r.WhenStale).Description("What becomes of it when figures are older than its days for six hours.");
        report.Field(r => r.Attaches);
        report.Field(r => r.ReadableDays).Description("So long a run can be read online; null has no end.");
        report.Field(r => r.PausedAt);
        report.Field(r => r.NextAt).Description("When it goes out next.");
        report.Field(r => r.NextDay).Description("The day of that run on the recipient's calendar: what is skipped.");
        report.Field(r => r.Revision);
    }

    [NodeResolver]
    public static async Task<Report?> Find(Guid id, IReportByIdDataLoader reports, CancellationToken cancel) => await reports.LoadAsync(id, cancel);

    [ListSize(AssumedSize = 6)]
    public static IReadOnlyList<ReportPart> GetSections([Parent] Report report) => [.. report.Sections.Select(s => new ReportPart(s.Kind, s.Title, s.Text))];

    [ListSize(AssumedSize = 4)]
    public static IReadOnlyList<ReportAddressee> GetRecipients([Parent] Report report) => [.. report.Recipients.Select(r => new ReportAddressee(r.Name, r.Address, r.Locale))];

    [GraphQLDescription("Null where it goes out only when somebody sends it.")]
    public static ReportTimes? GetSchedule([Parent] Report report) => report.Schedule is { } to ? new(to.Pace, to.Day, to.Time, to.Zone, to.Period) : null;

    [GraphQLDescription("The times it was made, the latest first.")]
    [ListSize(AssumedSize = 12)]
    public static async Task<IReadOnlyList<ReportRun>> GetRuns([Parent] Report report, IReportRunsByReportDataLoader runs, CancellationToken cancel) => await runs.LoadAsync(report.Id, cancel) ?? [];
}

/// <summary>A section of a report. One that has nothing to show is left out by itself.</summary>
/// <param name="Title">In place of the usual one.</param>
/// <param name="Text">Above what it shows; of TEXT all there is.</param>
[ObjectType("ReportSection")]
public sealed record ReportPart(ReportSectionKind Kind, string? Title, string? Text);

/// <summary>Somebody who gets a report.</summary>
/// <param name="Locale">Null for the report's own.</param>
[ObjectType("ReportRecipient")]
public sealed record ReportAddressee(string Name, string Address, string? Locale);

/// <summary>When a report goes out, on the recipient's clock.</summary>
/// <param name="Day">Of the month; or of the week, Monday being 1. A month without that day has it on its last one.</param>
[ObjectType("ReportSchedule")]
public sealed record ReportTimes(ReportPace Pace, int Day, TimeOnly Time, string Zone, ReportPeriod Period);

[ObjectType<ReportRun>]
public static class ReportRunType
{
    static void Configure(IObjectTypeDescriptor<ReportRun> run)
    {
        run.BindFieldsExplicitly().Description("One time a report was made: its figures, frozen, and what was sent.");
        run.Field(r => r.Name);
        run.Field(r => r.From);
        run.Field(r => r.To);
        run.Field(r => r.State);
        run.Field(r => r.SendAt);
        run.Field(r => r.Stale).Description("Channels whose figures it waits for, or went out without.");
        run.Field(r => r.Comment).Description("What whoever released it says to the recipients.");
        run.Field(r => r.ReleasedBy);
        run.Field(r => r.ReleasedAt);
        run.Field(r => r.SentAt);
        run.Field(r => r.ClosedAt).Description("When its page was taken off the web.");
    }

    [NodeResolver]
    public static async Task<ReportRun?> Find(Guid id, IReportRunByIdDataLoader runs, CancellationToken cancel) => await runs.LoadAsync(id, cancel);

    public static async Task<Report?> GetReport([Parent] ReportRun run, IReportByIdDataLoader reports, CancellationToken cancel) => await reports.LoadAsync(run.ReportId, cancel);

    [GraphQLDescription("Who it was sent to, and how far it has come.")]
    [ListSize(AssumedSize = 4)]
    public static async Task<IReadOnlyList<ReportCopy>> GetDeliveries([Parent] ReportRun run, IReportCopiesByRunDataLoader copies, CancellationToken cancel) => await copies.LoadAsync(run.Id, cancel) ?? [];
}

/// <summary>A report on its way to one person.</summary>
/// <param name="Number">How often it was sent to this address.</param>
/// <param name="SentAt">When the mail server took it.</param>
/// <param name="DeliveredAt">When the reader's own server had it, as far as that was told.</param>
/// <param name="Trouble">Why it has not arrived.</param>
[ObjectType("ReportDelivery")]
public sealed record ReportCopy(
    [property: ID("ReportDelivery")] Guid Id, string Name, string Address, string Locale, int Number, DateTimeOffset? SentAt, DateTimeOffset? DeliveredAt, DateTimeOffset? OpenedAt, DateTimeOffset? BouncedAt, string? Trouble);

public interface IReportByIdDataLoader : IDataLoader<Guid, Report>;

public interface IReportRunByIdDataLoader : IDataLoader<Guid, ReportRun>;

public interface IReportRunsByReportDataLoader : IDataLoader<Guid, ReportRun[]>;

public interface IReportCopiesByRunDataLoader : IDataLoader<Guid, ReportCopy[]>;

public static class ReportLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Report>> GetReportByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel) =>
        current.Can(Permission.ShareForReview) ? await db.Reports.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancel) : [];

    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, ReportRun>> GetReportRunByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel) =>
        current.Can(Permission.ShareForReview) ? await db.ReportRuns.AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, cancel) : [];

    [DataLoader]
    public static async Task<ILookup<Guid, ReportRun>> GetReportRunsByReportAsync(IReadOnlyList<Guid> reports, PlanableDb db, Current current, CancellationToken cancel) =>
        (current.Can(Permission.ShareForReview) ? await db.ReportRuns.AsNoTracking().Where(r => reports.Contains(r.ReportId)).OrderByDescending(r => r.SendAt).ThenByDescending(r => r.Id).ToListAsync(cancel) : [])
        .ToLookup(r => r.ReportId);

    [DataLoader]
    public static async Task<ILookup<Guid, ReportCopy>> GetReportCopiesByRunAsync(IReadOnlyList<Guid> runs, PlanableDb db, Current current, CancellationToken cancel)
    {
        var deliveries = current.Can(Permission.ShareForReview) ? await db.ReportDeliveries.AsNoTracking().Where(d => runs.Contains(d.RunId)).OrderBy(d => d.Name).ThenBy(d => d.Address).ThenBy(d => d.Number).ToListAsync(cancel) : [];
        var keys = deliveries.ConvertAll(d => d.MailKey);
        var mails = await db.Mails.AsNoTracking().Where(m => keys.Contains(m.Key)).Select(m => new { m.Key, m.SentAt, m.ArrivedAt, m.BouncedAt, m.Trouble }).ToDictionaryAsync(m => m.Key, cancel);
        return deliveries.Select(d => (d.RunId, Mail: mails.GetValueOrDefault(d.MailKey), Delivery: d))
            .ToLookup(d => d.RunId, d => new ReportCopy(d.Delivery.Id, d.Delivery.Name, d.Delivery.Address, d.Delivery.Locale, d.Delivery.Number, d.Mail?.SentAt, d.Mail?.ArrivedAt, d.Delivery.OpenedAt, d.Mail?.BouncedAt, d.Mail?.Trouble));
    }
}
