using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.People;
using Planable.Web.Http;

namespace Planable.Web.People;

public sealed record SecurityPage(bool HasPassword, bool AsksForCode, int RecoveryCodes, IReadOnlyList<SecurityPage.Passkey> Passkeys, IReadOnlyList<SecurityPage.Session> Sessions)
{
    public sealed record Passkey(string Id, string Name, DateTimeOffset CreatedAt);

    public sealed record Session(Guid Id, string Device, string Address, DateTimeOffset StartedAt, DateTimeOffset SeenAt, bool IsThis);
}

[Route("account/security")]
[Authorize]
public class SecurityController(PlanableDb db, UserManager<Person> people, TimeProvider clock) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var person = (await people.GetUserAsync(User))!;
        var here = User.SessionId();
        // A cookie lives fourteen days after it was last used; what is older cannot come back.
        var alive = clock.GetUtcNow().AddDays(-14);
        var sessions = await db.SignInSessions.Where(s => s.PersonId == person.Id && s.EndedAt == null && s.SeenAt > alive).OrderByDescending(s => s.SeenAt).Take(50)
            .Select(s => new SecurityPage.Session(s.Id, s.Device, s.Address, s.StartedAt, s.SeenAt, s.Id == here)).ToListAsync(cancel);
        var passkeys = await people.GetPasskeysAsync(person);
        return View(new SecurityPage(
            person.PasswordHash is not null,
            person.TwoFactorEnabled,
            person.TwoFactorEnabled ? await people.CountRecoveryCodesAsync(person) : 0,
            [.. passkeys.OrderBy(p => p.CreatedAt).Select(p => new SecurityPage.Passkey(Convert.ToHexString(p.CredentialId), p.Name ?? "", p.CreatedAt))],
            [.. sessions.OrderByDescending(s => s.IsThis)]));
    }
}
