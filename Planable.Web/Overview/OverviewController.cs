using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Planable.Web.Http;

namespace Planable.Web.Overview;

[Authorize]
[Route("/")]
public class OverviewController(OverviewReader overview) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var page = await overview.Read(User.PersonId()!.Value, cancel);
        if (page.Clients.Count == 0)
            return this.GoTo("/clients/new");
        // Who belongs to one brand and to no team has nothing to overlook.
        return page.Clients is [{ IsCalm: true } brand] && page.Companies.Count == 0 ? Redirect($"/w/{brand.Slug}/home") : View(page);
    }
}
