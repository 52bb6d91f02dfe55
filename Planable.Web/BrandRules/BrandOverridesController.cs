using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.BrandRules;

[Route("w/{workspace}/posts/{postId:guid}/brand-override")]
public class BrandOverridesController(PlanableDb db, Current current, PostPages pages, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid postId, string? reason, CancellationToken cancel)
    {
        if (await Find(postId, cancel) is not { } post)
            return NotFound();
        post.OverrideBrandRules(reason, post.BrandChecks(current.Workspace), current.Member, clock.GetUtcNow());
        return await Saved(postId, words["Let through. The reason stands in the log."], cancel);
    }

    [HttpPost("removal")]
    public async Task<IActionResult> Destroy(Guid postId, CancellationToken cancel)
    {
        if (await Find(postId, cancel) is not { } post)
            return NotFound();
        post.EndBrandOverride(current.Member, clock.GetUtcNow());
        return await Saved(postId, words["The brand rules hold again."], cancel);
    }

    Task<Post?> Find(Guid id, CancellationToken cancel) => db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == id, cancel);

    async Task<IActionResult> Saved(Guid id, string flash, CancellationToken cancel)
    {
        await db.SaveChangesAsync(cancel);
        return this.Fragment("~/Posts/_Post.cshtml", await pages.Read(id, cancel: cancel), otherwise: $"{current.Root}/posts/{id}", flash);
    }
}
