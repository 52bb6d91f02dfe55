using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Channels;

/// <summary>
/// Where networks send people back to. They know one fixed address for all clients; from there it goes through the client's own door,
/// so that who left the workspace meanwhile, or lost the permission, connects nothing.
/// </summary>
[Authorize]
public class ReturnController(PlanableDb db, Current current, ArrivingAccounts arriving, OpenSignIns signIns, ConnectLinks links, SignInDesk desk, IStringLocalizer<Words> words) : Controller
{
    public const string Path = "/channels/return";

    /// <summary>Also for clients with a link, who have no account here: the rest is between them and their link.</summary>
    [HttpGet(Path), AllowAnonymous]
    public async Task<IActionResult> Arrive(string? state, CancellationToken cancel)
    {
        var open = User.PersonId() is { } personId ? await signIns.Find(personId, state, cancel) : null;
        if (open is null && await links.Knows(state, cancel))
            return Redirect(ConnectLinkController.ReturnPath + Request.QueryString);
        if (open is null)
            return User.PersonId() is null ? Challenge() : NotKnown();
        var slug = await db.Workspaces.Where(w => w.Id == open.WorkspaceId).Select(w => w.Slug).SingleOrDefaultAsync(cancel);
        return slug is null ? NotKnown() : Redirect($"/w/{slug}{Path}{Request.QueryString}");
    }

    [HttpGet("w/{workspace}" + Path), Requires(Permission.ConnectChannels)]
    public async Task<IActionResult> Complete(string? state, string? code, string? error, CancellationToken cancel)
    {
        if (await signIns.Take(current.Member.PersonId, state, cancel) is not { } open || open.WorkspaceId != current.Workspace.Id || open.MemberId != current.Member.Id)
            return NotKnown();
        if (error == "access_denied")
            return Nothing(open, words["You did not allow it at {0}, so nothing was connected and nothing was changed.", open.Host]);
        if (error is not null || string.IsNullOrEmpty(code))
            return Nothing(open, words["{0} sent you back without a permission ({1}). Nothing was connected.", open.Host, error ?? "no-code"]);

        var channel = open.ChannelId is { } id ? await db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel) : null;
        if (channel is null && open.ChannelId is not null)
            return Nothing(open, words["The channel is gone. Nothing was connected."]);
        try
        {
            var accounts = await desk.Complete(open, code, cancel);
            return await arriving.Settle(this, open.Network, accounts, channel, cancel);
        }
        catch (ConnectorFailure failure)
        {
            return Nothing(open, desk.Say(failure));
        }
        catch (RuleBroken rule)
        {
            // Told here and not where the browser came from: that is the network's page.
            return Nothing(open, words[rule.Words, rule.Arguments]);
        }
    }

    ViewResult Nothing(OpenSignIn open, string why)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        var channel = open.ChannelId is { } id ? $"?channel={id}" : "";
        return View("Returned", new ReturnedPage(why, $"{current.Root}/channels", $"{current.Root}/channels/new/{open.Network}{channel}"));
    }

    ViewResult NotKnown()
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Returned", new ReturnedPage(
            words["This sign-in is not under way any more: it was used already, is older than a quarter of an hour, or was begun by somebody else. Nothing was connected."],
            current.IsInWorkspace ? $"{current.Root}/channels" : null, null));
    }
}
