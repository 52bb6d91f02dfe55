using Planable.Data.Analytics;
using Planable.Data.Reports;
using Planable.Jobs.Reports;
using Planable.Web.Http;
using Planable.Web.Times;

namespace Planable.Web.Analytics;

/// <summary>The overview of the analytics as a report, as far as the reader may see it.</summary>
public sealed class PerformancePaper(Current current, ReportReader reports, ReportPress press, TimeWords times)
{
    public async Task<(byte[] Pdf, DaySpan Days)> Pdf(AnalyticsQuery query, CancellationToken cancel)
    {
        var data = await reports.Read(current.Workspace, query, DateOnly.FromDateTime(times.LocalNow), current.Member, cancel);
        var words = ReportWords.In(current.Workspace.Locale);
        var report = await press.Compose(data, words["Performance"], ReportSection.Usual, words, comment: null, preparedBy: null, cancel);
        return (report.Generate().Pdf, new DaySpan(data.From, data.To));
    }
}
