using Microsoft.AspNetCore.Mvc;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Analytics;

/// <summary>Who follows channels or watches them, as far as their networks tell.</summary>
[Route("w/{workspace}/analytics/audience"), Requires(Permission.SeeAnalytics)]
public class AudienceController(AudiencePages pages, AnalyticsFiles files) : Controller
{
    AnalyticsQuery Query => AnalyticsQuery.Read(name => Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null);

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await pages.Read(Query, cancel));

    [HttpGet("exports/{format}"), ForMachines]
    public async Task<IActionResult> Export(string format, CancellationToken cancel) => files.Write(await pages.Read(Query, cancel), format) is { } file ? file : NotFound();
}
