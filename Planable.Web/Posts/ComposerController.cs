using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Approvals;
using Planable.Data.Channels;
using Planable.Data.Conversations;
using Planable.Data.Kinds;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Recurrences;
using Planable.Web.Approvals;
using Planable.Web.Http;
using Planable.Web.Media;
using Planable.Web.Shared;
using Planable.Web.Times;

namespace Planable.Web.Posts;

[Route("w/{workspace}/posts"), Requires(Permission.WritePosts)]
[RequestSizeLimit(FormBytes), RequestFormLimits(MultipartBodyLengthLimit = FormBytes)]
public class ComposerController(PlanableDb db, Current current, Composing composing, PostWriter writer, ComposerChanges changes, RecurringPosts recurring, Uploads uploads, ApprovalFlash flash, TimeWords times, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    /// <summary>Pictures sent with the form, where no script uploads them one by one. Far more than is taken: what is not read to its end is answered with a broken line, and the text is gone.</summary>
    const long FormBytes = 256 * 1024 * 1024;

    CancellationToken Cancel => HttpContext.RequestAborted;

    [HttpGet("new")]
    public async Task<IActionResult> New(string? date, string? time, Guid? channel, Guid? media, Guid? label, string? kind)
    {
        var form = new ComposerForm { Id = Guid.CreateVersion7(clock.GetUtcNow()), Kind = ContentKinds.Find(kind)?.Key };
        form.Was = form.Marks();
        if (DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            (form.Date, form.Time) = (day, TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clockTime) ? clockTime : day > DateOnly.FromDateTime(times.LocalNow) ? new TimeOnly(9, 0) : null);
        if (media is { } file && await db.Media.InLibrary().Where(a => a.Id == file).Select(a => a.Alt).SingleOrDefaultAsync(Cancel) is { } alt)
            (form.Pictures, form.Alt) = ([file], new Dictionary<Guid, string?> { [file] = alt });
        if (label is { } about)
            form.Labels = [about];
        await composing.Open(form, Cancel);
        if (form.Kind is not null)
            return View("Composer", composing.Page());
        if (composing.Channels.FirstOrDefault(c => c.Id == channel && c.State != ChannelState.Disconnected) is { } asked)
            form.Targets[asked.Id] = new ComposerForm.Target { On = true };
        if (composing.Channels.Where(c => c.State != ChannelState.Disconnected).ToList() is [var only])
            form.Targets[only.Id] = new ComposerForm.Target { On = true };
        return View("Composer", composing.Page());
    }

    [HttpGet("{id:guid}/edit")]
    public async Task<IActionResult> Edit(Guid id, bool alt = false)
    {
        if (!await composing.OpenSaved(id, Cancel))
            return NotFound();
        if (!composing.Post!.IsSeenWholeBy(current.Member))
            return Redirect($"{PathOf(id)}/part");
        if (composing.Post!.IsEditable && composing.Post.IsLocked(current.Workspace))
            return this.GoTo($"{PathOf(id)}?tab={PostPage.ApprovalTab}", words[Post.LockedWords, string.Join(", ", composing.Post!.Approval!.Unlockers)]);
        return composing.Post!.IsEditable ? View("Composer", alt ? composing.Page().AskingForAlt() : composing.Page()) : Redirect(PathOf(id));
    }

    [HttpPost]
    public Task<IActionResult> Create(ComposerForm form) => Answer(form);

    [HttpPost("{id:guid}")]
    public Task<IActionResult> Update(Guid id, ComposerForm form)
    {
        form.Id = id;
        return Answer(form);
    }

    async Task<IActionResult> Answer(ComposerForm form)
    {
        ModelState.Clear();
        await composing.Open(form, Cancel);
        if (form.Files.Count > 0)
        {
            var refusals = await TakeFiles();
            await composing.LookUp(Cancel);
            if (refusals.Count > 0)
                return RefusedFiles(refusals);
        }

        try
        {
            return form.Do switch
            {
                "save" or "schedule" or "request-approval" or "publish-now" or "unschedule" or "override" or null => await Finish(form.Do ?? "save"),
                "publish" => Refused(null, asksToPublish: true),
                { } edit when edit.StartsWith("edit:", StringComparison.Ordinal) && Guid.TryParse(edit["edit:".Length..], out var file) => await EditFile(file),
                _ => await Rebuild(form.Do),
            };
        }
        catch (RuleBroken rule)
        {
            return Refused(rule);
        }
    }

    async Task<IActionResult> Finish(string what)
    {
        var (conflicts, _) = writer.Merge();
        if (conflicts.Count > 0)
            return Conflicting(conflicts);

        var wasScheduled = composing.Post?.State == PostState.Scheduled;
        var goesOut = what is "schedule" or "publish-now" or "request-approval" || (wasScheduled && what is "save" or "override");
        var isBlocked = goesOut && composing.Page().Problems.Any(p => p.Blocks && !(what == "override" && p.Code.StartsWith("BRAND_", StringComparison.Ordinal)));
        if (wasScheduled && isBlocked)
            return Refused(new RuleBroken("PROBLEMS", "Nothing was changed: with these problems the post could not go out. What you typed is still here."));
        if (wasScheduled && what is "save" or "override" && composing.When.Trouble is { } trouble)
            return Refused(trouble);

        await writer.TakeOver(Cancel);
        composing.Post!.Cut(current.Member, clock.GetUtcNow());
        var refusal = isBlocked ? new RuleBroken("PROBLEMS", "The post is kept as a draft. It can go out once these problems are solved.") : await AskOrDecide(what, wasScheduled, what == "request-approval" ? await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(Cancel) : []);
        var others = refusal is null ? await recurring.Spread(composing.Post!, composing.Form.Reach, current.Member, Cancel) : default;
        if (!await writer.Save(Cancel))
            return NotFound();
        if (refusal is not null)
            return Refused(refusal);
        var done = Done(what);
        if (others != default)
            TempData["Flash"] += others.Left == 0 ? $". {others.Changed} others of the series changed too." : $". {others.Changed} others of the series changed too, {others.Left} had been changed alone and stay.";
        return done;
    }

    /// <summary>To the editor of one of its files. What was typed is kept first: a draft is saved, what is scheduled is saved by its own button only.</summary>
    async Task<IActionResult> EditFile(Guid file)
    {
        if (composing.Post is null or { State: PostState.Draft })
        {
            var (conflicts, _) = writer.Merge();
            if (conflicts.Count > 0)
                return Conflicting(conflicts);
            await writer.TakeOver(Cancel);
            if (!await writer.Save(Cancel))
                return NotFound();
        }
        else if (composing.Form.Marks().Any(m => composing.Form.Was.GetValueOrDefault(m.Key) != m.Value))
        {
            return Refused(new RuleBroken("SAVE_FIRST", "Save your changes to this scheduled post first, then edit its files."));
        }

        var isVideo = await db.Media.AnyAsync(a => a.Id == file && a.ContentType.StartsWith("video/"), Cancel);
        return this.GoTo($"{PathOf(composing.Form.Id)}/media/{file}/{(isVideo ? "video" : "edits")}");
    }

    /// <summary>Whoever is asked about open comments finds the draft kept.</summary>
    async Task<RuleBroken?> AskOrDecide(string what, bool wasScheduled, IReadOnlyCollection<Member> everyone)
    {
        try
        {
            return await Decide(what, wasScheduled, everyone);
        }
        catch (RuleBroken rule) when (rule.Code is Post.CommentsOpen or Post.CommentsBlock)
        {
            if (rule.Code == Post.CommentsOpen)
                composing.Form.Asks(what, (int)rule.Arguments[0]);
            return rule;
        }
    }

    /// <summary>The verb behind the button, after the content is in place.</summary>
    async Task<RuleBroken?> Decide(string what, bool wasScheduled, IReadOnlyCollection<Member> everyone)
    {
        var (post, at) = (composing.Post!, clock.GetUtcNow());
        if (what is "schedule" or "publish-now")
            await db.LookForComments(post, composing.Form.Despite, Cancel);
        switch (what)
        {
            case "schedule":
                if (composing.When.Time is not { } time)
                    return composing.When.Trouble ?? new RuleBroken("TIME_MISSING", "Choose a date and a time first. The post is kept as a draft.");
                if (await composing.HoldsTurn(time, Cancel))
                    post.Queue(time, current.Member, at);
                else
                    post.Schedule(time, current.Member, at);
                return null;
            case "request-approval":
                if (writer.IsPlanNew(post) && composing.When.Trouble is { } unclear)
                    return unclear;
                post.RequestApproval(null, current.Member, everyone, at);
                return null;
            case "publish-now":
                post.PublishNow(current.Member, current.Workspace.Zone, at);
                return null;
            case "unschedule":
                post.Unschedule(keepDate: true, current.Member, at);
                return null;
            default:
                return wasScheduled || !writer.IsPlanNew(post) ? null : composing.When.Trouble;
        }
    }

    async Task<IActionResult> Rebuild(string change)
    {
        var notices = await changes.Make(change, Cancel);
        ViewData["Slots"] = changes.Slots;
        await composing.LookUp(Cancel);
        return View("Composer", composing.Page() with { Notices = notices });
    }

    /// <returns>Why some of them were not taken.</returns>
    async Task<IReadOnlyList<RuleBroken>> TakeFiles()
    {
        var refusals = new List<RuleBroken>();
        foreach (var file in composing.Form.Files)
        {
            try
            {
                await using var bytes = file.OpenReadStream();
                composing.Form.Pictures.Add((await uploads.Take(bytes, file.FileName, Cancel)).Asset.Id);
            }
            catch (RuleBroken rule)
            {
                refusals.Add(rule);
            }
        }

        return refusals;
    }

    /// <summary>Nothing else is done: a post never goes out without a picture that was meant for it.</summary>
    ViewResult RefusedFiles(IReadOnlyList<RuleBroken> files)
    {
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return View("Composer", composing.Page() with { RefusedFiles = files });
    }

    IActionResult Done(string what)
    {
        var post = composing.Post!;
        // Read by autosave.js on whatever page comes next.
        Response.Cookies.Append("saved", post.Id.ToString(), new CookieOptions { HttpOnly = false, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, MaxAge = TimeSpan.FromMinutes(5), Path = "/", IsEssential = true });
        return what switch
        {
            "schedule" when post.IsUniversal => this.GoTo(PathOf(post.Id), words["Planned for {0}. Mark it as live once it is out.", times.Short(post.ScheduledAt!.Value)]),
            "schedule" => this.GoTo(PathOf(post.Id), words["Scheduled for {0}", times.Short(post.ScheduledAt!.Value)]),
            "request-approval" => this.GoTo(PathOf(post.Id), flash.Sent(post)),
            "publish-now" => this.GoTo(PathOf(post.Id), words["Going out in ten seconds"]),
            "override" => this.GoTo($"{PathOf(post.Id)}/edit", words["Let through. The reason stands in the log."]),
            "unschedule" => this.GoTo($"{PathOf(post.Id)}/edit", words["Back to a draft. Nothing goes out."]),
            _ when post is { State: PostState.Scheduled, IsUniversal: true } => this.GoTo(PathOf(post.Id), words["Saved. Planned for {0}", times.Short(post.ScheduledAt!.Value)]),
            _ when post.State == PostState.Scheduled => this.GoTo(PathOf(post.Id), words["Saved. Goes out {0}", times.Short(post.ScheduledAt!.Value)]),
            _ => this.GoTo($"{PathOf(post.Id)}/edit", words["Saved as a draft, version {0}", post.LatestVersion]),
        };
    }

    ViewResult Refused(RuleBroken? rule, bool asksToPublish = false)
    {
        if (composing.Post is { } post && db.Entry(post).State == EntityState.Unchanged)
        {
            composing.Form.Was = ComposerForm.Of(post).Marks();
            composing.Form.Revision = post.Revision;
        }

        Response.StatusCode = rule is null ? StatusCodes.Status200OK : RulesFilter.StatusOf(rule);
        var page = composing.Page() with { Refusal = rule, AsksToPublish = asksToPublish };
        return View("Composer", rule is null ? page : page.AskingForAlt());
    }

    ViewResult Conflicting(IReadOnlyList<string> parts)
    {
        Response.StatusCode = StatusCodes.Status409Conflict;
        return View("Composer", composing.InConflict(parts));
    }

    string PathOf(Guid id) => $"{current.Root}/posts/{id}";
}
