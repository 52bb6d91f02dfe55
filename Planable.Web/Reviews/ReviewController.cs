using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Databases;
using Planable.Data.Posts;
using Planable.Data.Reviews;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Reviews;

/// <summary>
/// What somebody with a link sees and says. The address is the key, and opening it any number of times, by whatever program, decides nothing and counts as
/// nothing: only what a person sends does. Answers are kept out of search engines and caches, and no other site learns the address.
/// </summary>
[AllowAnonymous, Route("r/{token}"), EnableRateLimiting("review-link")]
public class ReviewController(PlanableDb db, ReviewDoor door, ReviewReader reader, ReviewMails mails, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    /// <summary>Sent by the script that keeps decisions until the line is back: it wants to know what became of one, not to go anywhere.</summary>
    const string Queue = "X-Review-Queue";

    const int MostTries = 3;

    bool IsQueue => Request.Headers.ContainsKey(Queue);

    public override void OnActionExecuting(ActionExecutingContext context) => ReviewHeaders.Set(Response);

    [HttpGet, HttpHead]
    public async Task<IActionResult> Index(string token, CancellationToken cancel)
    {
        if (await Closed(token, cancel) is { } closed)
            return closed;
        var frame = await reader.Frame(cancel);
        if (frame.IsDone)
            return View("Done", frame);
        if (frame.Items.Count == 0)
            return View("Empty", frame);
        var first = frame.Items.FirstOrDefault(i => i.Standing == ReviewStanding.Waiting) ?? frame.Items[0];
        return View("Show", await reader.Page(first.Id, cancel));
    }

    [HttpGet("posts/{id:guid}"), HttpHead("posts/{id:guid}")]
    public async Task<IActionResult> Show(string token, Guid id, CancellationToken cancel)
    {
        if (await Closed(token, cancel) is { } closed)
            return closed;
        return await reader.Page(id, cancel) is { } page ? View("Show", page) : Missing();
    }

    [HttpGet("done")]
    public async Task<IActionResult> Done(string token, CancellationToken cancel) => await Closed(token, cancel) ?? View("Done", await reader.Frame(cancel));

    /// <summary>The decision list, for keeping.</summary>
    [HttpGet("decisions"), ForMachines]
    public async Task<IActionResult> List(string token, CancellationToken cancel)
    {
        if (await Closed(token, cancel) is { } closed)
            return closed;
        var frame = await reader.Frame(cancel);
        return File(System.Text.Encoding.UTF8.GetPreamble().Concat(System.Text.Encoding.UTF8.GetBytes(DecisionList.Of(frame, words))).ToArray(), "text/csv; charset=utf-8", $"{DecisionList.FileName(door.Link.Name)}.csv");
    }

    [HttpPost("password")]
    public async Task<IActionResult> Unlock(string token, string? password, string? next, CancellationToken cancel)
    {
        if (!await door.Open(token, cancel) || door.State != ReviewLinkState.Open)
            return await Closed(token, cancel) ?? Missing();
        try
        {
            var right = door.Link.Unlock(password, clock.GetUtcNow());
            if (right)
                door.Begin().Enter(door.Link);
            await db.SaveChangesAsync(cancel);
            if (right)
                return Redirect(Http.Requests.LocalPath(next, door.Path) is var back && back.StartsWith(door.Path, StringComparison.Ordinal) ? back : door.Path);
        }
        catch (RuleBroken paused)
        {
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            return View("Password", new PasswordPage(door, next ?? door.Path, words[paused.Words, paused.Arguments]));
        }

        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Password", new PasswordPage(door, next ?? door.Path, words["This is not the password."]));
    }

    /// <summary>A person has it before their eyes. Programs that look first are not people.</summary>
    [HttpPost("posts/{id:guid}/seen")]
    public async Task<IActionResult> See(string token, Guid id, int version, CancellationToken cancel)
    {
        if (await Closed(token, cancel) is { } closed)
            return closed;
        if (Agents.Knows(Request.Headers.UserAgent) || door.Member is { IsClient: false })
            return NoContent();
        if (await reader.Posts.Where(p => p.Id == id).Select(p => (int?)p.LatestVersion).SingleOrDefaultAsync(cancel) is not { } latest)
            return Missing();
        await door.See(id, Math.Clamp(version, 0, latest), cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException twice) when (twice.IsDuplicate())
        {
            // Two pages opened at the same moment say the same.
        }

        return NoContent();
    }

    [HttpPost("posts/{id:guid}/decisions")]
    public async Task<IActionResult> Decide(string token, Guid id, ReviewForm form, bool again, CancellationToken cancel)
    {
        if (await Closed(token, cancel) is { } closed)
            return closed;
        var way = await reader.Posts.AsNoTracking().Where(p => p.Id == id).Select(p => new { p.Approval, Channels = p.Variants.Select(v => v.ChannelId).ToList() }).SingleOrDefaultAsync(cancel);
        if (way is null)
            return Missing();
        // Nobody decides about what they are not shown.
        if (door.Link.Reach != ReviewReach.Decide || !way.Channels.TrueForAll(door.Link.Scope.Shows))
            return StatusCode(StatusCodes.Status403Forbidden);
        var wanted = way.Approval is { } approval && approval.Identity > door.Wanted ? approval.Identity : door.Wanted;
        if (await Ask(id, form, wanted, again, cancel) is { } question)
            return question;
        if (form.Key is { } key && await db.ApprovalDecisions.AnyAsync(d => d.Key == key && d.PostId == id, cancel))
            return Decided();

        await door.See(id, form.Version, cancel);
        await db.SaveChangesAsync(cancel);
        for (var tries = 1; ; tries++)
        {
            if (await reader.Posts.Whole().SingleOrDefaultAsync(p => p.Id == id, cancel) is not { } post)
                return Missing();
            try
            {
                await db.LookForComments(post, null, cancel);
                form.DecideAbout(post, await door.Decider(form.Key, cancel), clock.GetUtcNow());
                await db.SaveChangesAsync(cancel);
                return Decided();
            }
            catch (RuleBroken stale) when (stale.Code == Post.ChangedSinceOpened)
            {
                return await Back(id, form, words["It was changed since you opened it. Nothing was decided: look at what is new, then decide again."], StatusCodes.Status409Conflict, cancel);
            }
            catch (RuleBroken rule)
            {
                return await Back(id, form, words[rule.Words, rule.Arguments], StatusCodes.Status422UnprocessableEntity, cancel);
            }
            catch (NotAllowed)
            {
                return await Back(id, form, words["Somebody else decides about this post now."], StatusCodes.Status422UnprocessableEntity, cancel);
            }
            catch (DbUpdateConcurrencyException) when (tries < MostTries)
            {
                db.ChangeTracker.Clear();
            }
            catch (DbUpdateException refusal) when (refusal.IsDuplicate() && form.Key is not null)
            {
                // The same press of the button, twice at the same moment.
                return Decided();
            }
        }
    }

    /// <summary>"Send me a new one": to the address the link was made for, whoever asks.</summary>
    [HttpPost("renewal")]
    public async Task<IActionResult> Renew(string token, CancellationToken cancel)
    {
        if (!await door.Open(token, cancel))
            return Missing();
        try
        {
            if (door.Link.Renew(clock.GetUtcNow()) is { } next)
            {
                db.ReviewLinks.Add(next.Link);
                await mails.Send(next.Link, next.Token, door.Company, cancel);
                await db.SaveChangesAsync(cancel);
            }

            return View("Closed", new ClosedPage(door, IsOnItsWay: true));
        }
        catch (RuleBroken rule)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return View("Closed", new ClosedPage(door, words[rule.Words, rule.Arguments]));
        }
    }

    /// <summary>Finds the link. What it answers where nothing is shown: never was, revoked, run out, or waiting for its password.</summary>
    async Task<IActionResult?> Closed(string token, CancellationToken cancel)
    {
        if (!await door.Open(token, cancel))
            return Missing();
        if (door.State != ReviewLinkState.Open)
        {
            Response.StatusCode = StatusCodes.Status410Gone;
            return View("Closed", new ClosedPage(door));
        }

        if (!door.IsLocked)
            return null;
        if (!HttpMethods.IsGet(Request.Method) && !HttpMethods.IsHead(Request.Method))
            Response.StatusCode = StatusCodes.Status403Forbidden;
        return View("Password", new PasswordPage(door, HttpMethods.IsGet(Request.Method) ? Request.Path : door.Path, null));
    }

    ViewResult Missing()
    {
        Response.StatusCode = StatusCodes.Status404NotFound;
        return View("Closed", new ClosedPage(null));
    }

    /// <summary>Finds out who presses, as surely as is wanted, and keeps it for the next time.</summary>
    /// <returns>The question that has to be answered first; null if they are known.</returns>
    async Task<IActionResult?> Ask(Guid id, ReviewForm form, IdentityStrength wanted, bool again, CancellationToken cancel)
    {
        if (door.Strength >= wanted)
            return null;
        try
        {
            if (wanted >= IdentityStrength.Account)
                return await Who(id, form, wanted, null, null, cancel);
            if (form.Name is not null || wanted == IdentityStrength.Name)
            {
                if (string.IsNullOrWhiteSpace(form.Name))
                    return await Who(id, form, wanted, null, null, cancel);
                door.Begin().Call(form.Name, clock.GetUtcNow());
            }

            if (wanted == IdentityStrength.Name)
            {
                await db.SaveChangesAsync(cancel);
                return null;
            }

            return await AskCode(id, form, wanted, again, cancel);
        }
        catch (RuleBroken rule)
        {
            await db.SaveChangesAsync(cancel);
            return await Who(id, form, wanted, door.Visit?.CodeHash is null ? null : door.Visit.CodeAddress, words[rule.Words, rule.Arguments], cancel);
        }
    }

    async Task<IActionResult?> AskCode(Guid id, ReviewForm form, IdentityStrength wanted, bool again, CancellationToken cancel)
    {
        var address = door.Link.Address ?? form.Address?.Trim() ?? door.Visit?.CodeAddress;
        if (!string.IsNullOrWhiteSpace(form.Code) && !again && door.Visit is { } visit)
        {
            var right = visit.Confirm(form.Code, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return right ? null : await Who(id, form, wanted, visit.CodeAddress, words["This is not the code. Look at the newest mail."], cancel);
        }

        if (!door.Link.IsPersonal && door.Visit?.Name is null)
            return await Who(id, form, wanted, null, null, cancel);
        if (address is null || address.Length > ReviewLink.AddressLength || !System.Net.Mail.MailAddress.TryCreate(address, out _))
            return await Who(id, form, wanted, null, form.Address is null ? null : words["This is not an e-mail address."].Value, cancel);
        var code = door.Begin().SendCode(door.Link, address, clock.GetUtcNow());
        await mails.SendCode(door, address, code);
        await db.SaveChangesAsync(cancel);
        return await Who(id, form, wanted, address, null, cancel);
    }

    async Task<ViewResult> Who(Guid id, ReviewForm form, IdentityStrength wanted, string? sent, string? trouble, CancellationToken cancel)
    {
        Response.StatusCode = trouble is null && !IsQueue ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        form.Key ??= Guid.CreateVersion7(clock.GetUtcNow());
        return View("Who", new WhoPage(await reader.Frame(cancel), id, form, wanted, sent, trouble));
    }

    async Task<IActionResult> Back(Guid id, ReviewForm form, string why, int status, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        if (await reader.Page(id, cancel, (why, form)) is not { } page)
            return Missing();
        Response.StatusCode = status;
        return View("Show", page);
    }

    IActionResult Decided() => IsQueue ? NoContent() : Redirect(door.Path);
}

static class ReviewHeaders
{
    public static void Set(HttpResponse response)
    {
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["X-Robots-Tag"] = "noindex, nofollow, noarchive";
        response.Headers.CacheControl = "no-store";
    }
}
