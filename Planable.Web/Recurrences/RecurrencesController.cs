using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Recurrences;
using Planable.Web.Http;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Recurrences;

/// <param name="Skipped">Why there will be no post on that day.</param>
public sealed record NextOccurrence(Occurrence Occurrence, string? Skipped);

/// <param name="First">Of the post itself; null if it has no date yet.</param>
public sealed record NewRecurrencePage(Guid PostId, string Title, DateTime? First, bool IsScheduled, RecurrenceForm Form, string Words, IReadOnlyList<NextOccurrence> Next);

public sealed record RecurrencePage(Guid PostId, string Title, DateOnly Day, Recurrence Recurrence, string Words, IReadOnlyList<SeriesPost> Posts, int Later);

public sealed record SeriesPost(Guid Id, DateOnly Day, DateTimeOffset? At, PostState State, bool IsApart);

[Route("w/{workspace}/posts/{postId:guid}/recurrence"), Requires(Permission.SchedulePosts)]
public class RecurrencesController(PlanableDb db, Current current, RecurringPosts recurring, RuleWords ruleWords, TimeWords times, IStringLocalizer<Words> words) : Controller
{
    const int Previewed = 10;

    [HttpGet]
    public async Task<IActionResult> Show(Guid postId, RecurrenceForm form, CancellationToken cancel)
    {
        var post = await db.Posts.AsNoTracking().SeenBy(current.Member).SingleOrDefaultAsync(p => p.Id == postId, cancel);
        if (post is null)
            return NotFound();
        if (!post.CanBeEditedBy(current.Member))
            return StatusCode(StatusCodes.Status403Forbidden);
        var recurrence = post.RecurrenceId is { } id ? await db.Recurrences.AsNoTracking().SingleAsync(r => r.Id == id, cancel) : null;
        return recurrence is { IsOver: false } ? View(await PageOf(post, recurrence, cancel)) : View("New", NewPage(post, form));
    }

    /// <summary>The next ten, before anything is saved.</summary>
    [HttpGet("preview")]
    public async Task<IActionResult> Preview(Guid postId, RecurrenceForm form, CancellationToken cancel)
    {
        var post = await db.Posts.AsNoTracking().SeenBy(current.Member).SingleOrDefaultAsync(p => p.Id == postId, cancel);
        return post is null ? NotFound() : this.PageOr("_Next", NewPage(post, form), "New");
    }

    [HttpPost]
    public async Task<IActionResult> Create(Guid postId, RecurrenceForm form, CancellationToken cancel)
    {
        var post = await db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Id == postId, cancel);
        if (post is null)
            return NotFound();
        if (post.RecurrenceId is { } already && await db.Recurrences.AnyAsync(r => r.Id == already && r.EndedAt == null, cancel))
            return this.GoTo(PathOf(postId), words["It recurs already."]);
        var recurrence = post.Repeat(form.Rule(post.PlannedLocal ?? times.LocalNow), form.AsDrafts, form.Inherits, current.Member, times.Now);
        db.Recurrences.Add(recurrence);
        await db.SaveChangesAsync(cancel);
        // The version they are made from has to be there first. If this fails, the hourly round makes them.
        await recurring.Make(recurrence, current.Workspace, cancel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(postId), words["The post recurs. What comes in the next six weeks is in the calendar."]);
    }

    [HttpPost("end")]
    public async Task<IActionResult> End(Guid postId, bool delete, CancellationToken cancel)
    {
        var post = await db.Posts.SeenBy(current.Member).SingleOrDefaultAsync(p => p.Id == postId, cancel);
        if (post is null)
            return NotFound();
        if (post.RecurrenceId is null)
            return this.GoTo($"{current.Root}/posts/{postId}");
        var deleted = await recurring.EndAfter(post, delete, current.Member, cancel);
        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/posts/{postId}", delete ? words["The series ends here. Later posts deleted: {0}.", deleted] : words["The series ends. Posts that exist stay."]);
    }

    NewRecurrencePage NewPage(Post post, RecurrenceForm form)
    {
        var title = Posts.PostPage.TitleOf(post.Text);
        if (post.PlannedLocal is not { } first)
            return new NewRecurrencePage(post.Id, title, null, false, form, "", []);
        if (form.Days.Count == 0)
            form.Days = [first.DayOfWeek];
        form.MonthDay = Math.Clamp(form.MonthDay ?? first.Day, 1, 31);
        form.Every = Math.Clamp(form.Every, 1, RecurrenceRule.MostEvery);
        var rule = form.Rule(first);
        var next = rule.AllDays().SkipWhile(d => d <= rule.First).Take(Previewed).Select(d => rule.On(d, current.Workspace.Zone))
            .Select(o => new NextOccurrence(o, current.Workspace.BlackoutAt(o.Time.Instant)?.Reason)).ToList();
        return new NewRecurrencePage(post.Id, title, first, post.State == PostState.Scheduled, form, ruleWords.Say(rule), next);
    }

    async Task<RecurrencePage> PageOf(Post post, Recurrence recurrence, CancellationToken cancel)
    {
        var now = times.Now;
        var posts = await db.Posts.Where(p => p.RecurrenceId == recurrence.Id && (p.ScheduledAt > now || p.Id == post.Id)).OrderBy(p => p.OccurrenceDay).Take(60)
            .Select(p => new SeriesPost(p.Id, p.OccurrenceDay!.Value, p.ScheduledAt, p.State, p.IsApartFromSeries)).ToListAsync(cancel);
        return new RecurrencePage(post.Id, Posts.PostPage.TitleOf(post.Text), post.OccurrenceDay!.Value, recurrence, ruleWords.Say(recurrence.Rule), posts, posts.Count(p => p.Day > post.OccurrenceDay));
    }

    string PathOf(Guid postId) => $"{current.Root}/posts/{postId}/recurrence";
}
