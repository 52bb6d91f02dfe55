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
        return page.Clients.Count == 0 ? this.GoTo("/clients/new") : View(page);
    }
}
