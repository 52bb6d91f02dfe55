using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Notices;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Publishing;
using Planable.Web.Http;
using Planable.Web.Shared;

namespace Planable.Web.Handovers;

/// <param name="IsMine">It is this person's phone it waits for.</param>
/// <param name="AsksForPush">None of the person's browsers takes notices yet.</param>
public sealed record HandoverPage(
    Guid PostId, Guid Id, string Network, string NetworkName, string Channel, string Title, DeliveryState State, bool IsInHand, string? HandedTo, bool IsMine, bool MayFinish, bool MayTakeBack,
    DateTimeOffset DueAt, DateTimeOffset? PublishedAt, string? Permalink, Uri? App, IReadOnlyList<string> Hosts, HandedPost Content, bool AsksForPush, string? Problem = null, string? Typed = null)
{
    public string Path(string root) => $"{root}/posts/{PostId}/handover/{Id}";
}

/// <summary>What a person needs to publish a post from their phone, at hand: the files, the words, the way into the app, and the word that it is out.</summary>
[Route("w/{workspace}/posts/{postId:guid}/handover"), Requires(Permission.SeeInternal)]
public class HandoversController(PlanableDb db, Current current, OutgoingPosts outgoing, TimeProvider clock, IStringLocalizer<Words> words) : Controller
{
    /// <summary>From a notice: to what waits for this person, else to the post.</summary>
    [HttpGet]
    public async Task<IActionResult> Index(Guid postId, CancellationToken cancel)
    {
        if (!await db.Posts.AnyAsync(p => p.Id == postId, cancel))
            return NotFound();
        var waiting = await db.Deliveries.Where(d => d.PostId == postId && d.HandedToId == current.Member.Id && d.State != DeliveryState.Published).OrderBy(d => d.HandedAt).Select(d => (Guid?)d.Id).FirstOrDefaultAsync(cancel);
        return Redirect(waiting is { } id ? $"{current.Root}/posts/{postId}/handover/{id}" : $"{current.Root}/posts/{postId}");
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid postId, Guid id, [FromServices] NoticeBell bell, CancellationToken cancel)
    {
        if (await Find(postId, id, cancel) is not { } delivery)
            return NotFound();
        if (await db.ReadAbout(postId, current.Member, clock.GetUtcNow(), cancel) > 0)
            bell.Ring(current.Member.PersonId);
        return View(await Page(delivery, cancel));
    }

    /// <summary>A file as this network takes it.</summary>
    [HttpGet("{id:guid}/files/{number:int}")]
    public async Task<IActionResult> Download(Guid postId, Guid id, int number, CancellationToken cancel)
    {
        if (await Find(postId, id, cancel) is not { } delivery || (await outgoing.ForPhone(delivery, cancel)).Files.ElementAtOrDefault(number) is not { } file)
            return NotFound();
        return File(await file.Open(cancel), file.ContentType, file.FileName);
    }

    [HttpPost("{id:guid}/done")]
    public async Task<IActionResult> Finish(Guid postId, Guid id, string? link, bool none, CancellationToken cancel)
    {
        if (await Find(postId, id, cancel) is not { } delivery)
            return NotFound();
        try
        {
            if (!none && string.IsNullOrWhiteSpace(link))
                throw new RuleBroken("ADDRESS_MISSING", "Paste the link of the post, or say that you cannot give one.");
            delivery.FinishByHand(none ? null : link, current.Member, clock.GetUtcNow());
        }
        catch (RuleBroken rule) when (rule.Code.StartsWith("ADDRESS", StringComparison.Ordinal))
        {
            return this.Invalid("Show", await Page(delivery, cancel) with { Problem = words[rule.Words, rule.Arguments], Typed = link });
        }

        await db.SaveAndSum(postId, cancel);
        return this.GoTo($"{current.Root}/posts/{postId}/handover/{id}", words["Noted: it is out on {0}. Thank you.", delivery.Channel.Name]);
    }

    [HttpPost("{id:guid}/taking-back")]
    public async Task<IActionResult> TakeBack(Guid postId, Guid id, CancellationToken cancel)
    {
        if (await Find(postId, id, cancel) is not { } delivery)
            return NotFound();
        var from = delivery.HandedTo;
        delivery.TakeFromPhone(current.Member, clock.GetUtcNow());
        await db.SaveAndSum(postId, cancel);
        return this.GoTo($"{current.Root}/posts/{postId}", words["Taken back from {0}. Decide what becomes of it.", from ?? ""]);
    }

    Task<Delivery?> Find(Guid postId, Guid id, CancellationToken cancel) =>
        db.Deliveries.Include(d => d.Channel).Include(d => d.Version).Include(d => d.Post).SingleOrDefaultAsync(d => d.Id == id && d.PostId == postId && (d.HandedToId != null || d.State == DeliveryState.HandedOver), cancel);

    async Task<HandoverPage> Page(Delivery delivery, CancellationToken cancel)
    {
        var (network, me) = (Networks.Of(delivery.Channel.Network), current.Member);
        var personId = me.PersonId;
        var isMine = delivery.HandedToId == me.Id;
        return new HandoverPage(
            delivery.PostId, delivery.Id, network.Key, network.Name, delivery.Channel.Name, delivery.Version.Content.SettingsFor(delivery.ChannelId).GetValueOrDefault(PostOptions.TitleKey) ?? "",
            delivery.State, delivery.IsInHand, delivery.HandedTo, isMine, delivery.CanBeFinishedBy(me), delivery.IsInHand && (me.Can(Permission.PublishPosts) || (delivery.Post.AuthorId == me.Id && me.Can(Permission.SchedulePosts))),
            delivery.DueAt, delivery.PublishedAt, delivery.Permalink, network.App?.Open ?? (delivery.Channel.Server is { } server ? new Uri(server) : null), network.App?.Hosts ?? [],
            await outgoing.ForPhone(delivery, cancel), isMine && delivery.IsInHand && !await db.PushSubscriptions.AnyAsync(s => s.PersonId == personId, cancel));
    }
}
