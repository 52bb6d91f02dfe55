using Microsoft.AspNetCore.Mvc;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Home;

/// <summary>Where a client's people land: what waits for them, what comes, what went out, and what came of it. The team has its calendar.</summary>
[Route("w/{workspace}/home")]
public class HomeController(Current current, HomeReader home) : Controller
{
    [HttpGet("/w/{workspace}")]
    public IActionResult Front() => Redirect(current.Can(Permission.SeeInternal) ? $"{current.Root}/calendar" : $"{current.Root}/home");

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) =>
        current.Can(Permission.SeeInternal) ? Redirect($"{current.Root}/calendar") : View(await home.Read(cancel));
}
