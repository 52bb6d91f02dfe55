using Planable.Data.Logs;
using Planable.Data.Reports;
using Planable.Web.GraphQL.Events;
using Planable.Web.GraphQL.Logs;

namespace Planable.Web.GraphQL.Reports;

/// <summary>A report was made, released, sent, held … Send the number of the last event you have when you come back: you get what you missed, once.</summary>
public sealed class ReportChanged(LogEntry entry)
{
    public long Number => entry.Sequence;

    public DateTimeOffset At => entry.At;

    [GraphQLDescription("The line of the log: report.frozen, report.released, report.sent, report.held …")]
    public LogLine Line => new(entry);

    [ID("Report")]
    public Guid ReportId => entry.SubjectId;

    [GraphQLDescription("As it is now.")]
    public async Task<Report?> GetReport(IReportByIdDataLoader reports, CancellationToken cancel) => await reports.LoadAsync(entry.SubjectId, cancel);

    [GraphQLDescription("The one time it was made, where the event is about one.")]
    public async Task<ReportRun?> GetRun(IReportRunByIdDataLoader runs, CancellationToken cancel) =>
        Guid.TryParse(entry.Facts.GetValueOrDefault("run"), out var id) ? await runs.LoadAsync(id, cancel) : null;
}

[SubscriptionType]
public static class ReportSubscriptions
{
    [GraphQLDescription("What becomes of reports, or of one. For the team.")]
    [Subscribe(With = nameof(Follow))]
    public static ReportChanged OnReportChanged([EventMessage] LogEntry entry) => new(entry);

    internal static IAsyncEnumerable<LogEntry> Follow(long? after, [ID("Report"), GraphQLDescription("Only of this report.")] Guid? reportId, EventFeed feed, CancellationToken cancel) =>
        feed.Follow(after, log => reportId is { } id ? log.Where(e => e.Subject == "report" && e.SubjectId == id) : log.Where(e => e.Subject == "report"), cancel);
}
