using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Coauthors;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Posts;

/// <summary>The editor for somebody who sees a part of a post: what it says on their channels. The rest is shown as far as it is theirs to read, with the reason why it stays.</summary>
[Route("w/{workspace}/posts/{id:guid}/part"), Requires(Permission.WritePosts)]
public class PartController(PlanableDb db, Current current, Composing composing, DraftBell bell, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    CancellationToken Cancel => HttpContext.RequestAborted;

    [HttpGet]
    public async Task<IActionResult> Edit(Guid id)
    {
        if (!await composing.OpenSaved(id, Cancel, looksAround: false))
            return NotFound();
        if (composing.Post!.IsSeenWholeBy(current.Member))
            return Redirect($"{PathOf(id)}/edit");
        return await WhyFixed(composing.Post) is { } fix ? this.GoTo(PathOf(id), words[fix.Words, fix.Arguments]) : View("Part", PageOf(null));
    }

    [HttpPost]
    public async Task<IActionResult> Update(Guid id, PartForm form)
    {
        if (!await composing.OpenSaved(id, Cancel, looksAround: false))
            return NotFound();
        ModelState.Clear();
        var saved = composing.Form.Was;
        foreach (var (channel, typed) in form.Targets.Where(t => composing.Form.Targets.ContainsKey(t.Key)))
        {
            typed.On = true;
            composing.Form.Targets[channel] = typed;
        }

        await composing.LookUp(Cancel);
        try
        {
            // Whoever saved the same part meanwhile is not written over unseen.
            if (saved.Keys.FirstOrDefault(p => ComposerForm.ChannelOf(p) is not null && saved[p] != form.Was.GetValueOrDefault(p) && saved[p] != composing.Form.Mark(p)) is { } changed)
                throw new RuleBroken("CHANGED_MEANWHILE", "Somebody else changed {0} while you had it open. Nothing was saved: what they wrote stands beside yours; save again to keep yours.", ChannelName(changed));
            var part = composing.Edit().Targets;
            var post = (await db.FindForPart(id, current.Member, Cancel))!;
            var version = post.EditPart(part, current.Member, clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
            bell.Ring(id);
            return this.GoTo(PathOf(id), words["Saved for your channels, version {0}", version.Number]);
        }
        catch (RuleBroken rule)
        {
            Response.StatusCode = rule.Code == "CHANGED_MEANWHILE" ? StatusCodes.Status409Conflict : RulesFilter.StatusOf(rule);
            return View("Part", PageOf(rule));
        }
    }

    string ChannelName(string part) => composing.Channels.FirstOrDefault(c => c.Id == ComposerForm.ChannelOf(part))?.Name ?? "";

    PartPage PageOf(RuleBroken? refusal)
    {
        var page = composing.Page();
        return new PartPage(page, composing.Post!.ChannelCount - page.Targeted.Count(), refusal) { Saved = composing.Post.Variants.Where(v => current.Member.Sees(v.ChannelId)).ToDictionary(v => v.ChannelId, v => db.Entry(v).Property(x => x.Text).OriginalValue) };
    }

    /// <summary>What stands in the way lies on the other channels too: read for this question only.</summary>
    async Task<RuleBroken?> WhyFixed(Post post)
    {
        using var everything = db.SeeAll();
        await db.Posts.Where(p => p.Id == post.Id).Include(p => p.Variants).Include(p => p.Deliveries).AsSingleQuery().LoadAsync(Cancel);
        return post.WhyPartIsFixed(current.Member);
    }

    string PathOf(Guid id) => $"{current.Root}/posts/{id}";
}

/// <summary>What somebody typed for their channels.</summary>
public sealed class PartForm
{
    public Dictionary<Guid, ComposerForm.Target> Targets { get; set; } = [];

    /// <summary>The marks of the parts as they were when the form was filled; see <see cref="ComposerForm.Was"/>.</summary>
    public Dictionary<string, string?> Was { get; set; } = [];
}

/// <param name="Composer">As far as this reader sees the post.</param>
/// <param name="Hidden">So many channels they do not see.</param>
public sealed record PartPage(ComposerPage Composer, int Hidden, RuleBroken? Refusal)
{
    /// <summary>What is saved on each channel as its own; shown beside what was typed when both differ.</summary>
    public IReadOnlyDictionary<Guid, string?> Saved { get; init; } = new Dictionary<Guid, string?>();

    public bool IsInConflict => Refusal?.Code == "CHANGED_MEANWHILE";
}
