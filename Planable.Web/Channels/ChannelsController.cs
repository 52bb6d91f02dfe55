using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Members;
using Planable.Data.Networks;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Quotas;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;
using Planable.Web.Histories;
using Planable.Web.Http;
using Planable.Web.Readings;
using Planable.Web.Shared;

namespace Planable.Web.Channels;

[Route("w/{workspace}/channels"), Requires(Permission.SeeInternal)]
public class ChannelsController(PlanableDb db, Current current, SignInEnds ends, TimeProvider clock, IStringLocalizer<Words> words, ConnectorShelf connectors) : Controller
{
    [HttpGet]
    public async Task<IActionResult> Index(ChannelHealth? show, CancellationToken cancel)
    {
        var planned = await db.Deliveries.Where(d => d.State == DeliveryState.Waiting).GroupBy(d => d.ChannelId)
            .Select(g => new { g.Key, Count = g.Count(), Next = g.Min(d => d.DueAt) }).ToDictionaryAsync(g => g.Key, cancel);
        var channels = await Rows(db.Channels).ToListAsync(cancel);
        return View(new ChannelsPage(
            [
                .. channels.Select(c => planned.GetValueOrDefault(c.Id) is { } p ? c with { Planned = p.Count, NextAt = p.Next } : c)
                    .OrderBy(c => c.Health switch { ChannelHealth.SignedOut => 0, ChannelHealth.Paused => 1, ChannelHealth.Working => 2, ChannelHealth.Planned => 3, _ => 4 })
                    .ThenBy(c => c.Name, StringComparer.CurrentCultureIgnoreCase),
            ],
            current.Can(Permission.ConnectChannels) ? await ConnectLinkRow.Read(db.ConnectLinks.OrderByDescending(l => l.AskedAt).ThenBy(l => l.Id).Take(10), clock.GetUtcNow(), cancel) : [],
            show)
        {
            Lines = await Troubled(channels, cancel),
        });
    }

    [HttpGet("{id:guid}")]
    public async Task<IActionResult> Show(Guid id, int page, CancellationToken cancel)
    {
        var found = await db.Channels.AsNoTracking().Where(c => c.Id == id)
            .Select(c => new { Channel = c, Planned = db.Deliveries.Count(d => d.ChannelId == id && d.State == DeliveryState.Waiting), Sync = db.ChannelSyncs.FirstOrDefault(s => s.ChannelId == id), History = db.ChannelHistories.FirstOrDefault(h => h.ChannelId == id) }).SingleOrDefaultAsync(cancel);
        if (found is null)
            return NotFound();
        page = Math.Max(1, page);
        var (channel, deliveries) = (found.Channel, db.Deliveries.Where(d => d.ChannelId == id));
        var now = clock.GetUtcNow();
        var book = await QuotaBook.Open(db, [channel], now, now, cancel);
        return View(new ChannelPage(
            ChannelRow.Of(channel) with { Planned = found.Planned },
            channel.ConnectedAt,
            channel.Limits,
            await deliveries.Where(d => d.State == DeliveryState.Waiting).OrderBy(d => d.DueAt).ThenBy(d => d.Id)
                .Skip((page - 1) * ChannelPage.PageSize).Take(ChannelPage.PageSize).Select(Read).ToListAsync(cancel),
            page,
            await deliveries.Where(d => d.State != DeliveryState.Waiting).OrderByDescending(d => d.DueAt).ThenByDescending(d => d.Id).Take(20).Select(Read).ToListAsync(cancel),
            await Missed(id).OrderBy(d => d.DueAt).Take(100).Select(Read).ToListAsync(cancel),
            channel.Network == ChannelConnections.Practice ? await db.PracticeAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.Account == channel.RemoteId, cancel) : null)
        {
            Figures = SyncView.Of(id, connectors.For(channel.Network) is IReadMetrics, found.Sync),
            History = HistoryView.Of(id, channel.Network, connectors.For(channel.Network) is IListPosts, channel.IsUsable, found.History),
            Quotas = [.. QuotaBook.Of(channel).Select(q => book.Now(channel, q, now))],
        });
    }

    [HttpPost("{id:guid}/pause")]
    public async Task<IActionResult> Pause(Guid id, string? why, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } channel)
            return NotFound();
        channel.PauseAll(current.Member, why ?? "", clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(id), words["{0} is paused. Nothing goes out there until somebody resumes it.", channel.Name]);
    }

    [HttpPost("{id:guid}/resume")]
    public async Task<IActionResult> Resume(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } channel)
            return NotFound();
        channel.Resume(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(id), words["{0} publishes again. What was missed meanwhile waits for your word.", channel.Name]);
    }

    [HttpGet("{id:guid}/disconnect"), Requires(Permission.ConnectChannels)]
    public async Task<IActionResult> AskToDisconnect(Guid id, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } channel)
            return NotFound();
        var planned = db.Deliveries.Where(d => d.ChannelId == id && d.State == DeliveryState.Waiting);
        var ending = await ends.EndingWith(channel, cancel);
        return View("Disconnect", new DisconnectPage(
            channel.Id, channel.Network, channel.Name, channel.State, await planned.CountAsync(cancel), await planned.OrderBy(d => d.DueAt).ThenBy(d => d.Id).Take(10).Select(Read).ToListAsync(cancel),
            ends.CanRevoke(channel.Network) && channel.Secrets.Length > 0, ends.EndsWholeSignIn(channel.Network), [.. ending.Select(c => c.Name)]));
    }

    [HttpPost("{id:guid}/disconnect")]
    public async Task<IActionResult> Disconnect(Guid id, bool forget, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } channel)
            return NotFound();
        current.Member.Must(Permission.ConnectChannels);
        if (forget || !ends.CanRevoke(channel.Network) || channel.Secrets.Length == 0)
        {
            channel.Disconnect(current.Member, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
            return this.GoTo(PathOf(id), words["{0} is disconnected and its sign-in deleted here. Its history stays.", channel.Name]);
        }

        var ending = await ends.EndingWith(channel, cancel);
        if (await ends.Revoke(channel, cancel) is { } trouble)
            throw new RuleBroken("NOT_REVOKED", "{0} did not confirm that it forgot the permission: {1} Nothing was changed. Try again, or only forget the sign-in here.", Networks.Of(channel.Network).Name, words[trouble.Words].Value);
        var now = clock.GetUtcNow();
        channel.Disconnect(current.Member, now, revoked: true);
        foreach (var other in ending)
            other.EndWith(channel, current.Member, now);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(id), words["{0} is disconnected, and {1} has forgotten the permission. Its history stays.", channel.Name, Networks.Of(channel.Network).Name]);
    }

    /// <summary>Publishes what was missed and picked.</summary>
    [HttpPost("{id:guid}/missed")]
    public async Task<IActionResult> PublishMissed(Guid id, Guid[] pick, CancellationToken cancel)
    {
        if (await Find(id, cancel) is not { } channel)
            return NotFound();
        current.Member.Must(Permission.PublishPosts);
        if (!channel.IsUsable || channel.Pause is not null)
            throw new RuleBroken("CHANNEL_STOPPED", "{0} publishes nothing at the moment. Reconnect or resume it first.", channel.Name);
        var picked = await Missed(id).Include(d => d.Channel).Where(d => pick.Contains(d.Id)).ToListAsync(cancel);
        if (picked.Count == 0)
            throw new RuleBroken("NOTHING_PICKED", "Pick the posts that should still go out.");
        foreach (var delivery in picked)
        {
            delivery.Retry(current.Member, clock.GetUtcNow());
            await db.SaveAndSum(delivery.PostId, cancel);
        }

        return this.GoTo(PathOf(id), picked.Count == 1 ? words["One post goes out now."] : words["{0} posts go out now.", picked.Count]);
    }

    /// <summary>Tells the practice network how to answer the next calls.</summary>
    [HttpPost("{id:guid}/script"), Requires(Permission.ConnectChannels)]
    public async Task<IActionResult> Script(Guid id, PracticeAnswer?[] next, PracticeAnswer otherwise, CancellationToken cancel)
    {
        var account = await db.Channels.Where(c => c.Id == id && c.Network == ChannelConnections.Practice)
            .Join(db.PracticeAccounts, c => c.RemoteId, a => a.Account, (_, a) => a).SingleOrDefaultAsync(cancel);
        if (account is null)
            return NotFound();
        account.Script(next.OfType<PracticeAnswer>().Take(20), otherwise);
        await db.SaveChangesAsync(cancel);
        return this.GoTo(PathOf(id) + "#script", words["The practice network answers as you said."]);
    }

    async Task<IReadOnlyList<NetworkLine>> Troubled(List<ChannelRow> channels, CancellationToken cancel)
    {
        var troubled = await db.NetworkLines.AsNoTracking().Where(l => l.CutAt != null || l.Rate != null).OrderBy(l => l.Key).ToListAsync(cancel);
        return troubled.FindAll(l => channels.Exists(c => c.Network == l.Network && (c.Server == l.Server || (c.Network == ChannelConnections.Practice && c.Handle == l.Server))));
    }

    string PathOf(Guid id) => $"{current.Root}/channels/{id}";

    Task<Channel?> Find(Guid id, CancellationToken cancel) => db.Channels.SingleOrDefaultAsync(c => c.Id == id, cancel);

    IQueryable<ChannelRow> Rows(IQueryable<Channel> channels)
    {
        // Two days of the index on due times hold every post of the last day, late ones included.
        var (day, due) = (clock.GetUtcNow().AddDays(-1), clock.GetUtcNow().AddDays(-2));
        return channels.Select(c => new ChannelRow(c.Id, c.Network, c.Name, c.Handle, c.Server, c.State, c.Trouble, c.TroubleSince, c.CheckedAt, c.Pause)
        {
            EndsAt = c.RenewAt == null || c.RenewTroubleSince != null ? c.SignInEndsAt : null,
            LastDay = db.Deliveries.Count(d => d.ChannelId == c.Id && d.DueAt > due && d.State == DeliveryState.Published && d.PublishedAt >= day),
        });
    }

    IQueryable<Delivery> Missed(Guid channelId) => db.Deliveries.Where(d =>
        d.ChannelId == channelId && d.Post.DeletedAt == null
        && (d.State == DeliveryState.Held || (d.State == DeliveryState.Failed && d.FailureClass == FailureClass.ReauthRequired)));

    static readonly System.Linq.Expressions.Expression<Func<Delivery, ChannelDelivery>> Read = d =>
        new ChannelDelivery(d.Id, d.PostId, d.Post.Text.Substring(0, 160), d.State, d.HeldFor, d.DueAt, d.PublishedAt, d.Permalink, d.FailureWords, d.FailureCode);
}
