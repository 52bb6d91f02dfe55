using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Members;
using Planable.Jobs.Readings;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Analytics;

/// <summary>How fresh the figures of the chosen channels are, and having them read now.</summary>
[Route("w/{workspace}/analytics/readings"), Requires(Permission.SeeInternal)]
public class ReadingsController(PlanableDb db, BoardReader boards, BoardReadings readings, FigureRequests requests, Current current, IStringLocalizer<Words> words) : Controller
{
    AnalyticsQuery Query => AnalyticsQuery.Read(name => Request.Query[name] is [{ Length: > 0 } value, ..] ? value : null);

    /// <summary>The page asks for this while they are read.</summary>
    [HttpGet]
    public async Task<IActionResult> Show(CancellationToken cancel) => this.Fragment("_Readings", (await Read(Query, cancel)) with { WasBusy = true }, otherwise: PathOf(Query));

    [HttpPost]
    public async Task<IActionResult> Refresh(CancellationToken cancel)
    {
        var query = Query;
        var chosen = (await Read(query, cancel)).Rows;
        var asked = await requests.Ask([.. chosen.Select(r => r.Channel.Id)], current.Member, cancel);
        await db.SaveChangesAsync(cancel);
        return this.Fragment("_Readings", await Read(query, cancel), otherwise: PathOf(query), asked.Count == 1 ? words["One channel is read."] : words["{0} channels are read.", asked.Count]);
    }

    async Task<ReadingsView> Read(AnalyticsQuery query, CancellationToken cancel) => readings.Of(query, query.Chosen(await boards.Channels(cancel)));

    string PathOf(AnalyticsQuery query) => $"{current.Root}/analytics{query.Address()}";
}
