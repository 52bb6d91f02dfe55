using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.Members;

/// <summary>A client's screens, seen as one of its people sees them.</summary>
[Route("w/{workspace}/view-as")]
public class ViewAsController(PlanableDb db, Current current, ViewingAs viewing, TimeProvider clock) : Controller
{
    [HttpPost, Requires(Permission.SeeInternal)]
    public async Task<IActionResult> Begin(Guid member, CancellationToken cancel)
    {
        if (await db.Members.Include(m => m.Person).SingleOrDefaultAsync(m => m.Id == member && m.LeftAt == null, cancel) is not { } viewed)
            return NotFound();
        viewed.BeViewed(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        viewing.Begin(viewed, current.Member);
        return this.GoTo($"{current.Root}/home");
    }

    [HttpPost("end")]
    public IActionResult End()
    {
        viewing.End();
        return this.GoTo(current.Viewer is null ? $"{current.Root}/calendar" : $"{current.Root}/members");
    }
}
