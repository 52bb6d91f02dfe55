using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Web.Http;
using Planable.Web.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Publishing;

/// <summary>What a person does about a post that is out on a network: other words, or off it. Both go to the network as jobs.</summary>
[Route("w/{workspace}/deliveries/{id:guid}/live")]
public class LivePostsController(PlanableDb db, Current current, LiveAbilities abilities, PostPages pages, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    [HttpGet("edit"), Requires(Permission.SchedulePosts)]
    public async Task<IActionResult> Edit(Guid id, CancellationToken cancel) =>
        await Find(id, cancel) is { } post ? Allowed(post) ?? View("Edit", PageOf(post, id)) : NotFound();

    [HttpPost]
    public async Task<IActionResult> Update(Guid id, LiveEditForm form, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } post)
            return NotFound();
        var delivery = post.Deliveries.Single(d => d.Id == id);
        try
        {
            if (post.CanBeChangedLiveBy(current.Member) && abilities.WhyNot(delivery) is { } why)
                throw new RuleBroken("LIVE_FIXED", why, Networks.Of(delivery.Channel.Network).Name);
            post.EditLive(delivery, form.Text ?? "", form.PostTitle, current.Member, clock.GetUtcNow());
        }
        catch (RuleBroken rule)
        {
            // The words a person typed must not be lost over it.
            return this.Invalid("Edit", PageOf(post, id) with { Text = form.Text ?? "", PostTitle = form.PostTitle, Trouble = words[rule.Words, rule.Arguments] }, "Edit");
        }

        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(post.Id), words["The new words are on their way to {0}. Until it has taken them, the post here stays as it is live.", delivery.Channel.Name]);
    }

    [HttpGet("removal"), Requires(Permission.SchedulePosts)]
    public async Task<IActionResult> AskToRemove(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } post)
            return NotFound();
        var delivery = post.Deliveries.Single(d => d.Id == id);
        return Allowed(post) ?? (delivery.IsLive
            ? View("Removal", new LiveRemovalPage(
                post.Id, id, delivery.Channel.Network, Networks.Of(delivery.Channel.Network).Name, delivery.Channel.Name, delivery.LiveText, delivery.Permalink, delivery.PublishedAt,
                abilities.CanDelete(delivery.Channel.Network), delivery.RemoteIds.Count > 0, Math.Max(1, delivery.RemoteIds.Count), delivery.Comments.Count(c => c.State == DeliveryState.Published)))
            : this.GoTo(PathOf(post.Id), words["This post is not live there."]));
    }

    [HttpPost("removal")]
    public async Task<IActionResult> Remove(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } post)
            return NotFound();
        var delivery = post.Deliveries.Single(d => d.Id == id);
        if (post.CanBeChangedLiveBy(current.Member) && !abilities.CanDelete(delivery.Channel.Network))
            throw new RuleBroken("NO_REMOVAL", "{0} lets no app remove posts. Remove it there.", Networks.Of(delivery.Channel.Network).Name);
        post.RemoveLive(delivery, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(post.Id), words["It is being removed from {0}.", delivery.Channel.Name]);
    }

    [HttpPost("retries")]
    public Task<IActionResult> Retry(Guid id, CancellationToken cancel) =>
        OnOpen(id, (post, change) => post.RetryLive(change, current.Member, clock.GetUtcNow()), words["The change is sent again."], cancel);

    [HttpPost("discard")]
    public Task<IActionResult> Discard(Guid id, CancellationToken cancel) =>
        OnOpen(id, (post, change) => post.DiscardLive(change, current.Member, clock.GetUtcNow()), words["The change is given up."], cancel);

    [HttpPost("restoration")]
    public Task<IActionResult> PutBack(Guid id, CancellationToken cancel) =>
        On(id, (post, delivery) =>
        {
            if (abilities.WhyNot(delivery) is { } why)
                throw new RuleBroken("LIVE_FIXED", why, Networks.Of(delivery.Channel.Network).Name);
            post.PutBack(delivery, current.Member, clock.GetUtcNow());
        }, words["The approved words are on their way back."], cancel);

    [HttpPost("acceptance")]
    public Task<IActionResult> Accept(Guid id, CancellationToken cancel) =>
        On(id, (post, delivery) => post.AcceptLive(delivery, current.Member, clock.GetUtcNow()), words["Noted: it may stay as it is live."], cancel);

    [HttpPost("look")]
    public Task<IActionResult> Look(Guid id, CancellationToken cancel) =>
        On(id, (post, delivery) => post.LookAgain(delivery, current.Member, clock.GetUtcNow()), words["The live post is looked at again in a moment."], cancel);

    async Task<IActionResult> On(Guid id, Action<Post, Delivery> act, string flash, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } post)
            return NotFound();
        if (!post.CanBeChangedLiveBy(current.Member))
            throw new NotAllowed($"{current.Member.Person.Name} may not change this post where it is out.");
        act(post, post.Deliveries.Single(d => d.Id == id));
        await db.SaveChangesAsync(cancel);
        return this.Fragment("~/Posts/_Post.cshtml", await pages.Read(post.Id, cancel: cancel), otherwise: PathOf(post.Id), flash);
    }

    Task<IActionResult> OnOpen(Guid id, Action<Post, LiveChange> act, string flash, CancellationToken cancel) =>
        On(id, (post, delivery) => act(post, delivery.Changes.LastOrDefault(c => c.IsOpen) ?? throw new RuleBroken("NOTHING_OPEN", "No change of this post is waiting any more.")), flash, cancel);

    LiveEditPage PageOf(Post post, Guid id)
    {
        var delivery = post.Deliveries.Single(d => d.Id == id);
        var (content, network) = (delivery.Version.Content, delivery.Channel.Network);
        var tried = delivery.Changes.LastOrDefault(c => c is { IsOpen: true, Kind: LiveChangeKind.Edit });
        return new LiveEditPage(
            post.Id, id, network, Networks.Of(network).Name, delivery.Channel.Name, delivery.Permalink, delivery.Version.Number, delivery.LiveText, tried?.Text ?? delivery.LiveText,
            tried?.PostTitle ?? content.SettingsFor(delivery.ChannelId).GetValueOrDefault(PostOptions.TitleKey), abilities.ChangesTitle(network), abilities.WhyNot(delivery) is { } why ? words[why, Networks.Of(network).Name].Value : null, Math.Max(1, delivery.RemoteIds.Count));
    }

    IActionResult? Allowed(Post post) => post.CanBeChangedLiveBy(current.Member) ? null : throw new NotAllowed($"{current.Member.Person.Name} may not change this post where it is out.");

    Task<Post?> Find(Guid id, CancellationToken cancel) =>
        db.Posts.SeenBy(current.Member).Whole().Include(p => p.Deliveries).ThenInclude(d => d.Version).Include(p => p.Deliveries).ThenInclude(d => d.Changes)
            .Include(p => p.Deliveries).ThenInclude(d => d.Comments).Include(p => p.Deliveries).ThenInclude(d => d.Check).SingleOrDefaultAsync(p => p.Deliveries.Any(d => d.Id == id), cancel);

    string PathOf(Guid postId) => $"{current.Root}/posts/{postId}";
}
