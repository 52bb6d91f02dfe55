using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Calendar;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Calendar;

/// <param name="Falling">Whose approvals it takes back, and of which post.</param>
public sealed record SwapPage(Guid PostId, Guid With, IReadOnlyList<(string Title, string Names)> Falling);

/// <summary>Two planned posts that change places. Sent again, they change back: that is its undo.</summary>
[Route("w/{workspace}/posts/{postId:guid}/swaps")]
public class SwapsController(PlanableDb db, Current current, TimeWords times, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost]
    public async Task<IActionResult> Create(Guid postId, Guid with, bool anyway, CancellationToken cancel)
    {
        var posts = await db.Posts.OpenTo(current.Member).Whole().Where(p => p.Id == postId || p.Id == with).ToListAsync(cancel);
        if (posts.Find(p => p.Id == postId) is not { } post)
            return NotFound();
        if (!post.CanBeMovedBy(current.Member))
            return StatusCode(StatusCodes.Status403Forbidden);
        if (posts.Find(p => p.Id == with) is not { } other || other == post)
            return NotFound();

        if (!anyway && Ask(post, other) is { } question)
            return this.Invalid("_Swap", question, "Swap");
        post.SwapTimes(other, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);

        var said = words["Swapped times: “{0}” goes out {1}, “{2}” {3} {4}", Title(post), When(post), Title(other), When(other), times.City].Value;
        var undo = $"{current.Root}/posts/{postId}/swaps?with={with}";
        if (!Request.IsHtmx())
            TempData["Undo"] = undo;
        Response.Headers["HX-Retarget"] = "#flash";
        Response.Headers["HX-Reswap"] = "innerHTML";
        return this.Fragment("_Toast", new Toast(said, Undo: undo), otherwise: current.Root + (LastLook.Of(Request) ?? CalendarQuery.Read(_ => null).In(CalendarView.Grid)).Address(), flash: said);
    }

    /// <summary>Whose approvals fall is said before. What is locked, out or without a date is refused by the verb.</summary>
    SwapPage? Ask(Post post, Post other)
    {
        if (!post.IsMovable || !other.IsMovable || post.ScheduledAt is not { } mine || other.ScheduledAt is not { } theirs)
            return null;
        var falling = new[] { (Post: post, To: theirs), (Post: other, To: mine) }
            .Where(p => !p.Post.IsLocked(current.Workspace))
            .Select(p => (Title: Title(p.Post), Names: string.Join(", ", p.Post.FallingWith(p.To, current.Workspace).Select(f => f.Name).Distinct())))
            .Where(p => p.Names.Length > 0).ToList();
        return falling.Count == 0 ? null : new SwapPage(post.Id, other.Id, falling);
    }

    string Title(Post post) => PostPage.TitleOf(post.Text) is { Length: > 0 } title ? title.Length > 40 ? title[..39] + "…" : title : words["No text yet"];

    string When(Post post) => times.Local(post.ScheduledAt!.Value).ToString("ddd d MMM, HH:mm", CultureInfo.CurrentCulture);
}
