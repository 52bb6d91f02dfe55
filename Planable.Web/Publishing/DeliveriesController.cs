using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Publishing;

public sealed class ConfirmationForm
{
    public bool Out { get; set; }

    [StringLength(1000)]
    public string? Permalink { get; set; }
}

public sealed class NewTimeForm
{
    /// <summary>Wall clock of the workspace.</summary>
    [Required(ErrorMessage = "Choose a date and time.")]
    public DateTime? Local { get; set; }

    public bool? Second { get; set; }
}

/// <summary>What a person does about one delivery.</summary>
[Route("w/{workspace}/deliveries/{id:guid}")]
public class DeliveriesController(PlanableDb db, Current current, PostPages pages, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpPost("retries")]
    public async Task<IActionResult> Retry(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } delivery)
            return NotFound();
        delivery.Retry(current.Member, clock.GetUtcNow());
        return await Save(delivery.PostId, words["{0} is tried again now.", delivery.Channel.Name], cancel);
    }

    [HttpPost("confirmations")]
    public async Task<IActionResult> Confirm(Guid id, ConfirmationForm form, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } delivery)
            return NotFound();
        current.Member.Must(Permission.PublishPosts);
        if (!form.Out)
        {
            delivery.ConfirmAbsent(current.Member, clock.GetUtcNow());
            return await Save(delivery.PostId, words["Noted as not published. You can send it again."], cancel);
        }

        delivery.ConfirmOut(Address(form.Permalink), current.Member, clock.GetUtcNow());
        return await Save(delivery.PostId, words["Noted as published."], cancel);
    }

    [HttpPost("new-time")]
    public async Task<IActionResult> Postpone(Guid id, NewTimeForm form, CancellationToken cancel)
    {
        if (await FindPost(id, cancel) is not { } post)
            return NotFound();
        current.Member.Must(Permission.SchedulePosts);
        if (form.Local is not { } local)
            throw new RuleBroken("TIME_MISSING", "Choose a date and time.");
        post.Postpone([post.Deliveries.Single(d => d.Id == id)], PlannedTime.Read(local, current.Workspace.Zone, form.Second), current.Member, clock.GetUtcNow());
        return await Save(post.Id, words["It goes out at the new time."], cancel);
    }

    [HttpPost("drop")]
    public async Task<IActionResult> Drop(Guid id, CancellationToken cancel)
    {
        if (await FindPost(id, cancel) is not { } post)
            return NotFound();
        var delivery = post.Deliveries.Single(d => d.Id == id);
        post.Drop(delivery, current.Member, clock.GetUtcNow());
        return await Save(post.Id, delivery.HasBegun ? words["The thread on {0} ends where it stopped.", delivery.Channel.Name] : words["Dropped. Nothing goes out on {0}.", delivery.Channel.Name], cancel);
    }

    Task<Delivery?> Find(Guid id, CancellationToken cancel) =>
        db.Deliveries.Include(d => d.Channel).Include(d => d.Version).SingleOrDefaultAsync(d => d.Id == id && db.Posts.SeenBy(current.Member).Any(p => p.Id == d.PostId), cancel);

    Task<Post?> FindPost(Guid id, CancellationToken cancel) => db.Posts.SeenBy(current.Member).Whole().SingleOrDefaultAsync(p => p.Deliveries.Any(d => d.Id == id), cancel);

    async Task<IActionResult> Save(Guid postId, string flash, CancellationToken cancel)
    {
        await db.SaveAndSum(postId, cancel);
        return this.Fragment("~/Posts/_Post.cshtml", await pages.Read(postId, cancel: cancel), otherwise: $"{current.Root}/posts/{postId}", flash);
    }

    static string? Address(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        if (!Uri.TryCreate(typed.Trim(), UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            throw new RuleBroken("ADDRESS_INVALID", "The address of the post has to begin with https://. Leave it empty if you do not have it.");
        return address.AbsoluteUri;
    }
}
