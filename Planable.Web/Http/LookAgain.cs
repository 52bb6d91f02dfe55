using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Risks;
using Planable.Jobs.Media;

namespace Planable.Web.Http;

/// <summary>
/// Whoever mends what put a post at risk sees it mended on the next page, and whoever plans one sees at once what stands in its way: the posts an action
/// concerns are looked at before it answers. What is too much for that, and what other nodes do, the job takes up within seconds.
/// </summary>
public sealed class LookAgain(PlanableDb db, Preflight preflight, ILogger<LookAgain> log) : IAsyncActionFilter
{
    static readonly string[] OfPosts = ["post.versioned", "post.scheduled", "post.moved", "post.swapped", "post.labelled", "post.brand-overridden", "post.delivery-dropped"];

    public async Task OnActionExecutionAsync(ActionExecutingContext context, ActionExecutionDelegate next)
    {
        var done = await next();
        if (done.Exception is not null || !db.Acts.Any(a => Preflight.Touches(a.Verb) || OfPosts.Contains(a.Verb, StringComparer.Ordinal)))
            return;
        try
        {
            using var whole = db.SeeAll();
            await preflight.Reconsider(db.Acts, context.HttpContext.RequestAborted);
            await preflight.CheckSome(context.HttpContext.RequestAborted);
        }
        catch (Exception trouble) when (trouble is DbUpdateException or MediaUnreachable)
        {
            // What the person did is saved and stands. The look is taken again by the job.
            log.LogWarning(trouble, "Planned posts were not looked at after {Path}.", context.HttpContext.Request.Path);
        }
    }
}
