using Microsoft.AspNetCore.Mvc;
using Planable.Web.Http;

namespace Planable.Web.People;

[Route("sign-out")]
public class SignOutController(Doorkeeper door) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create()
    {
        await door.LetOut(HttpContext);
        return this.GoTo("/sign-in");
    }
}
