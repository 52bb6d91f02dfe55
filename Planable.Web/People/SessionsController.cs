using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.People;

[Route("account/security/sessions")]
[Authorize]
public class SessionsController(PlanableDb db, SessionWatch sessions, IStringLocalizer<Words> words) : Controller
{
    [HttpPost("{id:guid}/end")]
    public async Task<IActionResult> End(Guid id, CancellationToken cancel)
    {
        var personId = User.PersonId()!.Value;
        if (!await db.SignInSessions.AnyAsync(s => s.Id == id && s.PersonId == personId, cancel))
            return NotFound();
        await sessions.End(personId, s => s.Id == id, cancel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo("/account/security", words["That device is signed out."]);
    }

    [HttpPost("end-others")]
    public async Task<IActionResult> EndOthers(CancellationToken cancel)
    {
        var here = User.SessionId();
        await sessions.End(User.PersonId()!.Value, s => s.Id != here, cancel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo("/account/security", words["All other devices are signed out."]);
    }
}
