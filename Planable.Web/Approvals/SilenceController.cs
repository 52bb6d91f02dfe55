using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;

namespace Planable.Web.Approvals;

public sealed class SilenceForm
{
    [Range(SilentConsent.LeastHours, ApprovalLevel.MostHours)]
    public int Hours { get; set; } = 48;

    [StringLength(SilentConsent.NoteLength)]
    public string? Note { get; set; }

    /// <summary>try shows what it would mean; save agrees; off ends it.</summary>
    public string? Do { get; set; }
}

/// <param name="GoesOut">At its time without an answer; else it is held, because the client has had it for too short a time, or the flow goes on after the client.</param>
public sealed record SilentPost(Guid Id, string Title, DateTimeOffset At, DateTimeOffset Shown, bool GoesOut);

public sealed record SilencePage(SilenceForm Form, SilentConsent? Now, bool Schedules, IReadOnlyList<SilentPost> Posts, bool HasMore, string? Problem = null);

/// <summary>Whether this client's silence counts as consent, where that is agreed, and what it would let go out.</summary>
[Route("w/{workspace}/settings/approvals/silence"), Requires(Permission.ManageWorkspace)]
public class SilenceController(PlanableDb db, Current current, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    const int Most = 100;

    ApprovalRules Rules => current.Workspace.Approvals;

    [HttpGet]
    public async Task<IActionResult> Index(CancellationToken cancel) =>
        View("Silence", await PageOf(Rules.Silence is { } now ? new SilenceForm { Hours = now.Hours, Note = now.Note } : new SilenceForm(), cancel));

    [HttpPost]
    public async Task<IActionResult> Update(SilenceForm form, CancellationToken cancel)
    {
        var at = clock.GetUtcNow();
        if (form.Do == "off")
        {
            current.Workspace.IgnoreSilence(current.Member, at);
            await db.SaveChangesAsync(cancel);
            return this.GoTo($"{current.Root}/settings/approvals", words["Silence no longer counts. What nobody approves is held."]);
        }

        try
        {
            if (!ModelState.IsValid)
                throw new RuleBroken("SILENCE_HOURS", "Give the client {0} to {1} hours to answer.", SilentConsent.LeastHours, ApprovalLevel.MostHours);
            if (form.Do == "try")
                return View("Silence", await PageOf(form, cancel));
            current.Workspace.CountSilence(form.Hours, form.Note, current.Member, at);
        }
        catch (RuleBroken rule)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("Silence", await PageOf(form, cancel) with { Problem = words[rule.Words, rule.Arguments] });
        }

        await db.SaveChangesAsync(cancel);
        return this.GoTo($"{current.Root}/settings/approvals/silence", words["Saved. From now on silence counts as consent for {0}.", current.Workspace.Name]);
    }

    /// <summary>All that waits for the client with a time ahead, as it would go with what is typed.</summary>
    async Task<SilencePage> PageOf(SilenceForm form, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var waiting = await db.Posts.AsNoTracking().Where(p => p.ApprovalState == ApprovalState.Waiting && p.State == PostState.Draft && p.Audience == Audience.Client && p.ScheduledAt > now).OrderBy(p => p.ScheduledAt).ThenBy(p => p.Id).Take(Most + 1)
            .Select(p => new { p.Id, p.Text, p.State, p.ApprovalState, p.Approval, p.Audience, p.ScheduledAt, p.WaitingSince, IsTalkedAbout = p.Threads.Any(t => t.Audience == Audience.Client && t.ResolvedAt == null && t.Comments.Any(c => c.RemovedAt == null)), Latest = db.PostVersions.Where(v => v.PostId == p.Id && v.Number == p.LatestVersion).Select(v => (DateTimeOffset?)v.At).FirstOrDefault() })
            .ToListAsync(cancel);
        var silence = new SilentConsent(form.Hours, form.Note ?? "", current.Member.Person.Name, now);
        var shown = waiting.Take(Most).Where(p => p.Approval?.Current is { HasClients: true }).Select(p => new SilentPost(
            p.Id, Planable.Web.Posts.PostPage.TitleOf(p.Text), p.ScheduledAt!.Value, p.Latest > p.WaitingSince ? p.Latest.Value : p.WaitingSince ?? now,
            !p.IsTalkedAbout && Post.GoesOutSilently(Rules, silence, p.State, p.ApprovalState, p.Approval, p.Audience, p.ScheduledAt, p.WaitingSince, p.Latest)));
        return new SilencePage(form, Rules.Silence, Rules.Schedules, [.. shown], waiting.Count > Most);
    }
}
