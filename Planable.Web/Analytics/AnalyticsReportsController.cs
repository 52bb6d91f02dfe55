using Microsoft.AspNetCore.Mvc;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Analytics;

/// <summary>The overview as a report to keep; the same address, the same figures.</summary>
[Route("w/{workspace}/analytics/report.pdf"), Requires(Permission.SeeAnalytics)]
public class AnalyticsReportsController(PerformancePaper paper, Current current) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancel)
    {
        var (pdf, days) = await paper.Pdf(AnalyticsQuery.Read(name => Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null), cancel);
        return File(pdf, "application/pdf", $"{current.Workspace.Slug}-performance-{AnalyticsQuery.Iso(days.From)}-{AnalyticsQuery.Iso(days.To)}.pdf");
    }
}
