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
public class ComposerController(PlanableDb db, Current current, Composing composing, RecurringPosts recurring, Uploads uploads, ApprovalFlash flash, TimeWords times, TimeProvider clock, IStringLocalizer<Words> words) : Controller
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
        if (composing.Post!.WhyPartlyHiddenFrom(current.Member) is { } hidden)
            return this.GoTo(PathOf(id), words[hidden.Words, hidden.Arguments]);
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

    /// <summary>The form rebuilt from what a browser kept, without saving anything.</summary>
    [HttpPost("{id:guid}/form")]
    public async Task<IActionResult> Restore(Guid id, ComposerForm form)
    {
        (form.Id, form.Shared) = (id, null);
        ModelState.Clear();
        await composing.Open(form, Cancel);
        return PartialView("_Composer", composing.Page());
    }

    /// <summary>The form as it is saved, for a page on which others' changes are to be seen.</summary>
    [HttpGet("{id:guid}/form")]
    public async Task<IActionResult> Form(Guid id) =>
        await composing.OpenSaved(id, Cancel) ? PartialView("_Composer", composing.Page()) : NotFound();

    [HttpPost("{id:guid}/preview")]
    public async Task<IActionResult> Preview(Guid id, ComposerForm form)
    {
        // As it stands on this page, not as everybody has it.
        (form.Id, form.Shared) = (id, null);
        await composing.Open(form, Cancel);
        return PartialView("Preview.Swaps", composing.Page());
    }

    /// <summary>The preview again, after the networks were asked about @names that nobody has asked about yet.</summary>
    [HttpPost("{id:guid}/mentions")]
    public async Task<IActionResult> Mentions(Guid id, ComposerForm form)
    {
        (form.Id, form.Shared) = (id, null);
        await composing.Open(form, Cancel);
        await composing.LookUpMentions(Cancel);
        ViewData["Asked"] = true;
        return PartialView("Preview.Swaps", composing.Page());
    }

    /// <summary>Drafts only: what is scheduled, or looked at by those who approve, changes when a person says so.</summary>
    [HttpPost("{id:guid}/autosave")]
    public async Task<IActionResult> Autosave(Guid id, ComposerForm form)
    {
        form.Id = id;
        await composing.Open(form, Cancel);
        if (composing.Post is { } saved ? saved.State != PostState.Draft || saved.ApprovalState is ApprovalState.Waiting or ApprovalState.Approved : form.IsEmpty)
            return NoContent();
        var before = new Dictionary<string, string?>(form.Was);
        var (conflicts, taken) = Merge();
        if (conflicts.Count > 0)
            return Conflicting("_Conflict", conflicts);

        await TakeOver();
        try
        {
            if (!await Save())
                return NotFound();
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody saved at the same moment. The page sends it once more; then it is compared with what they saved.
            return Accepted();
        }

        // What was saved, not what was typed: "in 2 hours" is a date by now.
        form.Was = ComposerForm.Of(composing.Post!).Marks();
        // The browser still shows what it had: it must not count as this person's change next time.
        foreach (var part in taken)
            form.Was[part] = before.GetValueOrDefault(part);
        form.Revision = composing.Post!.Revision;
        return PartialView("_Stamp", form);
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
        var (conflicts, _) = Merge();
        if (conflicts.Count > 0)
            return Conflicting("Composer", conflicts);

        var wasScheduled = composing.Post?.State == PostState.Scheduled;
        var goesOut = what is "schedule" or "publish-now" or "request-approval" || (wasScheduled && what is "save" or "override");
        var isBlocked = goesOut && composing.Page().Problems.Any(p => p.Blocks && !(what == "override" && p.Code.StartsWith("BRAND_", StringComparison.Ordinal)));
        if (wasScheduled && isBlocked)
            return Refused(new RuleBroken("PROBLEMS", "Nothing was changed: with these problems the post could not go out. What you typed is still here."));
        if (wasScheduled && what is "save" or "override" && composing.When.Trouble is { } trouble)
            return Refused(trouble);

        await TakeOver();
        composing.Post!.Cut(current.Member, clock.GetUtcNow());
        var refusal = isBlocked ? new RuleBroken("PROBLEMS", "The post is kept as a draft. It can go out once these problems are solved.") : await AskOrDecide(what, wasScheduled, what == "request-approval" ? await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(Cancel) : []);
        var others = refusal is null ? await recurring.Spread(composing.Post!, composing.Form.Reach, current.Member, Cancel) : default;
        if (!await Save())
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
            var (conflicts, _) = Merge();
            if (conflicts.Count > 0)
                return Conflicting("Composer", conflicts);
            await TakeOver();
            if (!await Save())
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
                if (IsPlanNew(post) && composing.When.Trouble is { } unclear)
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
                return wasScheduled || !IsPlanNew(post) ? null : composing.When.Trouble;
        }
    }

    /// <summary>Writes the form into the post, a draft's date included.</summary>
    async Task TakeOver()
    {
        if (composing.Post is null)
            composing.Start(composing.Form.Id);
        await composing.LoadForSaving(Cancel);
        var (post, at, edit) = (composing.Post!, clock.GetUtcNow(), composing.Edit());
        // Before the content: a planned post is held against the rules while it changes.
        if (composing.Form.Do == "override")
            post.OverrideBrandRules(composing.Form.BrandReason, composing.BrandChecks(), current.Member, at);
        foreach (var back in edit.Targets.Where(t => t.Text is null && post.Variants.Any(v => v.ChannelId == t.Channel.Id && !v.FollowsBase)))
            post.FollowBase(back.Channel.Id, current.Member, at);
        post.Edit(edit, current.Member, at);
        await composing.Sort(Cancel);
        if (composing.When.Time is { } time && IsPlanNew(post))
            post.Plan(time, current.Member, at);
        else if (composing.When is { Local: null, Trouble: null } && post is { State: PostState.Draft, PlannedLocal: not null })
            post.Unschedule(keepDate: false, current.Member, at);
    }

    bool IsPlanNew(Post post) => composing.When.Local != post.PlannedLocal || composing.When.Time is { } time && time.Instant != post.ScheduledAt;

    (IReadOnlyList<string> Conflicts, IReadOnlyList<string> Taken) Merge() =>
        composing.Post is { } post ? composing.Form.Merge(ComposerForm.Of(post)) : ([], []);

    async Task<bool> Save()
    {
        try
        {
            await composing.Save(Cancel);
            return true;
        }
        catch (DbUpdateException) when (composing.Post is { } post && db.Entry(post).State == EntityState.Added)
        {
            // The id is taken: the same form arrived twice at once and the other one was first, or the post was deleted meanwhile.
            var first = await db.Posts.AsNoTracking().Where(p => p.Id == post.Id && p.AuthorId == current.Member.Id).Select(p => (PostState?)p.State).SingleOrDefaultAsync(Cancel);
            if (first == PostState.Draft && post.State != PostState.Draft)
                throw new RuleBroken("SAVED_MEANWHILE", "The draft was being saved at the same moment. Nothing is lost: press once more.");
            return first is not null;
        }
    }

    /// <summary>The small changes that a script makes in the page, for those without one.</summary>
    async Task<IActionResult> Rebuild(string change)
    {
        var form = composing.Form;
        var notices = new List<string>();
        var (name, value) = change.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (change[..colon], change[(colon + 1)..]) : (change, "");
        switch (name)
        {
            case "up" or "down" or "remove" when Guid.TryParse(value, out var id) && form.Pictures.IndexOf(id) is >= 0 and var at:
                form.Pictures.RemoveAt(at);
                if (name != "remove")
                    form.Pictures.Insert(Math.Clamp(at + (name == "up" ? -1 : 1), 0, form.Pictures.Count), id);
                break;
            case "drop-tags" when Guid.TryParse(value, out var untagged):
                form.Options.Remove(PeopleTags.Key(untagged));
                break;
            case "move-tags" when value.Split(':') is [var from, var to] && Guid.TryParse(from, out var gone) && Guid.TryParse(to, out var taking) && form.Pictures.Contains(taking):
                form.Options = PeopleTags.Moved(form.Options.ToDictionary(o => o.Key, o => o.Value ?? "", StringComparer.Ordinal), gone, taking).ToDictionary(o => o.Key, o => (string?)o.Value, StringComparer.Ordinal);
                break;
            case "keep-alt" when Guid.TryParse(value, out var kept):
                form.Suggested.Remove(kept);
                break;
            case "set" when Guid.TryParse(value, out var chosen) && await composing.TakeSet(chosen, Cancel) is var (set, missing):
                notices.Add(words["Chosen as in the set {0}. The text stays.", set]);
                if (missing.Count > 0)
                    notices.Add(words["Not connected any more and left out: {0}", string.Join(", ", missing)]);
                break;
            case "save-set" when !string.IsNullOrWhiteSpace(form.SetName):
                notices.Add(words["Saved as the set {0}: channels and settings, not the text.", await composing.SaveSet(form.SetName, Cancel)]);
                break;
            case "label" when !string.IsNullOrWhiteSpace(form.NewLabel):
                await composing.AddLabel(form.NewLabel, Cancel);
                break;
            case "time" when DateTime.TryParseExact(value, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local):
                (form.When, form.Date, form.Time, form.Second) = (null, DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), null);
                break;
            case "ask" when value.Split(':', 2) is [var account, var setting] && Guid.TryParse(account, out var channel):
                if (await composing.Ask(channel, setting, Cancel) is { } trouble)
                    notices.Add(words["Could not be asked: {0}", words[trouble].Value]);
                break;
            case "slot":
                ViewData["Slots"] = await composing.TakeFreeSlots(Cancel);
                break;
            case "mine" or "theirs" when composing.Post is { } post:
                var theirs = ComposerForm.Of(post);
                if (name == "theirs")
                    form.Take(value, theirs);
                form.Was[value] = theirs.Mark(value);
                break;
        }

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
        Response.Cookies.Append("planable-saved", post.Id.ToString(), new CookieOptions { HttpOnly = false, SameSite = SameSiteMode.Lax, Secure = Request.IsHttps, MaxAge = TimeSpan.FromMinutes(5), Path = "/", IsEssential = true });
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

    IActionResult Conflicting(string view, IReadOnlyList<string> parts)
    {
        var theirs = ComposerForm.Of(composing.Post!);
        var page = composing.Page() with { Conflicts = [.. parts.Select(p => composing.Conflict(p, theirs))] };
        Response.StatusCode = StatusCodes.Status409Conflict;
        return view == "Composer" ? View(view, page) : PartialView(view, page);
    }

    string PathOf(Guid id) => $"{current.Root}/posts/{id}";
}
