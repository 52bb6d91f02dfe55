using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Sandboxes;

/// <summary>A place to try programs, one press away, and its beginning anew.</summary>
[Route("w/{workspace}/settings/developers/sandbox"), Requires(Permission.ManageWorkspace)]
public class SandboxesController(PlanableDb db, Current current, SandboxKeeper sandboxes, IStringLocalizer<Words> words) : Controller
{
    /// <summary>For owners of the company: it is a workspace of theirs.</summary>
    [HttpPost]
    public async Task<IActionResult> Create(CancellationToken cancel)
    {
        var (slug, secret) = await sandboxes.Open(current.Workspace.CompanyId, current.Member.PersonId, cancel);
        TempData["Token"] = secret;
        return this.GoTo($"/w/{slug}/settings/developers", secret is null ? words["This is your sandbox. Its token was shown when it was opened; make another if you need one."] : words["The sandbox is open, with sample posts and a token that may do everything in it."]);
    }

    [HttpGet("reset")]
    public async Task<IActionResult> Show(CancellationToken cancel) => current.Workspace.IsPractice ? View(await SandboxKeeper.Contents(db, cancel)) : NotFound();

    [HttpPost("reset")]
    public async Task<IActionResult> Reset(CancellationToken cancel)
    {
        var gone = await sandboxes.Reset(db, await db.Workspaces.SingleAsync(w => w.Id == current.Workspace.Id, cancel), current.Member, cancel);
        return this.GoTo($"{current.Root}/settings/developers", words["{0} begins anew: {1} posts are gone, the samples are back.", current.Workspace.Name, gone]);
    }
}
