using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Blackouts;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Blackouts;

public sealed class BlackoutForm
{
    [Display(Name = "First day"), Required(ErrorMessage = "Choose the first day.")]
    public DateOnly? First { get; set; }

    [Display(Name = "Last day"), Required(ErrorMessage = "Choose the last day.")]
    public DateOnly? Last { get; set; }

    [Display(Name = "Why"), Required(ErrorMessage = "Say why, so that everybody who is refused a day knows."), StringLength(Blackout.ReasonLength)]
    public string Reason { get; set; } = "";

    [Display(Name = "Show it to the client too")]
    public bool IsPublic { get; set; }
}

public sealed record BlackoutsPage(BlackoutForm Form, IReadOnlyList<Blackout> Ahead, IReadOnlyList<Blackout> Past);

public sealed record BlackoutPage(Blackout Blackout, IReadOnlyList<BlackoutPost> Posts);

public sealed record BlackoutPost(Guid Id, string Text, PostState State, DateTimeOffset At);

[Route("w/{workspace}/settings/blackouts"), Requires(Permission.PausePublishing)]
public class BlackoutsController(PlanableDb db, Current current, TimeWords times, IStringLocalizer<Words> words) : Controller
{
    [HttpGet]
    public IActionResult Index() => View(PageOf(new BlackoutForm()));

    [HttpPost]
    public async Task<IActionResult> Create(BlackoutForm form, CancellationToken cancel)
    {
        if (ModelState.IsValid && form.Last < form.First)
            ModelState.AddModelError(nameof(form.Last), words["The last day lies before the first."]);
        if (!ModelState.IsValid)
            return this.Invalid("_BlackoutForm", form, "Index", PageOf(form));
        var blackout = current.Workspace.Block(form.First!.Value, form.Last!.Value, form.Reason, form.IsPublic, current.Member, times.Now);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(blackout), words["Nothing can be scheduled on these days any more."]);
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, CancellationToken cancel)
    {
        if (Find(id) is not { } blackout)
            return NotFound();
        var posts = await Inside(blackout).OrderBy(p => p.ScheduledAt).Select(p => new BlackoutPost(p.Id, p.Text.Substring(0, 120), p.State, p.ScheduledAt!.Value)).Take(500).ToListAsync(cancel);
        return View(new BlackoutPage(blackout, posts));
    }

    /// <summary>All posts inside, or none: behind the blackout at the same hour, or back to drafts.</summary>
    [HttpPost("{id:guid}/posts")]
    public async Task<IActionResult> Move(Guid id, bool draft, CancellationToken cancel)
    {
        if (Find(id) is not { } blackout)
            return NotFound();
        var posts = await Inside(blackout).Whole().ToListAsync(cancel);
        foreach (var post in posts)
        {
            if (draft)
                post.Unschedule(keepDate: false, current.Member, times.Now);
            else
                post.MoveBehind(blackout, current.Member, current.Workspace, times.Now);
        }

        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(blackout), draft ? words["Posts without a date now: {0}.", posts.Count] : words["Posts moved behind the blackout: {0}.", posts.Count]);
    }

    [HttpPost("{id:guid}/removal")]
    public async Task<IActionResult> Destroy(Guid id, CancellationToken cancel)
    {
        current.Workspace.Unblock(id, current.Member, times.Now);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/settings/blackouts", words["The days are open again."]);
    }

    IQueryable<Post> Inside(Blackout blackout) => db.Posts.Inside(blackout, current.Workspace.Zone, times.Now);

    Blackout? Find(Guid id) => current.Workspace.Blackouts.Find(b => b.Id == id);

    BlackoutsPage PageOf(BlackoutForm form)
    {
        var today = DateOnly.FromDateTime(times.LocalNow);
        var ahead = current.Workspace.Blackouts.ToLookup(b => b.Last >= today);
        return new BlackoutsPage(form, [.. ahead[true]], [.. ahead[false].Reverse().Take(20)]);
    }

    string PathOf(Blackout blackout) => $"{current.Root}/settings/blackouts/{blackout.Id}";
}
