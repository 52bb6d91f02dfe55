using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Tokens;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Tokens;

/// <summary>Access tokens of a workspace: everybody of the team makes their own, those who manage members see all.</summary>
[Route("w/{workspace}/settings/developers"), Requires(Permission.SeeInternal)]
public class TokensController(PlanableDb db, Current current, TokenReader reader, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) => View(await reader.Read(new TokenForm(), TempData["Token"] as string, cancel));

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel) => await reader.Read(id, cancel) is { } page ? View(page) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Create(TokenForm form, CancellationToken cancel)
    {
        if (!ModelState.IsValid)
            return this.Invalid("_TokenForm", form, "Index", Request.IsHtmx() ? null : await reader.Read(form, null, cancel));
        var (token, secret) = AccessToken.Make(form.Name, form.Scopes, form.Days, current.Member, clock.GetUtcNow());
        db.AccessTokens.Add(token);
        await db.SaveChangesAsync(cancel);
        TempData["Token"] = secret;
        return this.GoTo($"{current.Root}/settings/developers", words["The token is made. It is shown this once."]);
    }

    [HttpPost("{id:guid}/revocation")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        if (await db.AccessTokens.SingleOrDefaultAsync(t => t.Id == id, cancel) is not { } token || !token.CanBeRevokedBy(current.Member))
            return NotFound();
        token.Revoke(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/settings/developers", words["Revoked: {0}. Whatever uses it is refused from now on.", token.Name]);
    }
}
