using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Ideas;
using Planable.Data.Members;
using Planable.Jobs.Mail;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Ideas;

/// <summary>The ways ideas come in: by mail, from a phone, from any page.</summary>
public sealed record IdeaWaysPage(bool CanMail, string? Address, IdeaMail? Mail, string ShareLink);

[Route("w/{workspace}/ideas/ways"), Requires(Permission.SeeInternal)]
public class IdeaMailController(PlanableDb db, Current current, InboundSettings inbound, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    string Path => $"{current.Root}/ideas/ways";

    [HttpGet]
    public IActionResult Index() =>
        View(new IdeaWaysPage(inbound.IsOn, inbound.AddressOf(current.Workspace), current.Workspace.IdeaMail, $"{Request.Scheme}://{Request.Host}{current.Root}/ideas/new?url="));

    /// <summary>A first address, or another one in place of one that is known to too many.</summary>
    [HttpPost("mail")]
    public async Task<IActionResult> Open(CancellationToken cancel)
    {
        current.Workspace.OpenIdeaMail(current.Workspace.IdeaMail?.TakesOutsiders ?? false, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Mail to this address becomes ideas."]);
    }

    [HttpPost("mail/outsiders")]
    public async Task<IActionResult> Settle(bool outsiders, CancellationToken cancel)
    {
        current.Member.Must(Permission.ManageWorkspace);
        current.Workspace.LetOutsidersMailIdeas(outsiders, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Saved"]);
    }

    [HttpPost("mail/removal")]
    public async Task<IActionResult> Close(CancellationToken cancel)
    {
        current.Workspace.CloseIdeaMail(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(Path, words["Mail to the address is dropped from now on."]);
    }
}
