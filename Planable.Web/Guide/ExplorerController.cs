using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Workspaces;
using Planable.Web.GraphQL.Engine.Http;
using Planable.Web.Http;
using Planable.Web.People;
using Planable.Web.Tokens;

namespace Planable.Web.Guide;

/// <summary>The API by hand: a person asks it in the browser, as themselves. Their session counts here only, with the anti-forgery token that every form needs.</summary>
[Route("w/{workspace}/settings/developers/explorer"), Requires(Permission.SeeInternal)]
public class ExplorerController(Current current, TokenDoor door) : Controller
{
    /// <summary>"yes" lets what is asked change something.</summary>
    public const string Changes = "Explorer-Changes";

    [HttpGet]
    public IActionResult Index() => View(GuideBook.Examples);

    [HttpPost]
    public async Task Answer([FromHeader(Name = Changes)] string? changes)
    {
        door.Sit(current.Member, User.SessionId()!.Value, changes == "yes");
        await GraphQLEndpoint.Answer(HttpContext);
    }
}

/// <summary>The explorer's address without a client: leads to the one that is open in this browser, or else to the person's first.</summary>
[Authorize, Route("graphql/ui")]
public class ExplorerDoorController(PlanableDb db) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel)
    {
        var person = User.PersonId()!.Value;
        var members = await db.Members.Everywhere().AsNoTracking().Include(m => m.Workspace).Where(m => m.PersonId == person && m.LeftAt == null).ToListAsync(cancel);
        var open = OpenClient.Of(Request);
        var first = members.Where(m => m.Can(Permission.SeeInternal)).OrderBy(m => m.Workspace.Slug != open).ThenBy(m => m.Workspace.Name, StringComparer.CurrentCulture).FirstOrDefault();
        return first is null ? NotFound() : Redirect($"/w/{first.Workspace.Slug}/settings/developers/explorer");
    }
}
