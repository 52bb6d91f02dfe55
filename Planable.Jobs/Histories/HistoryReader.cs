using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Histories;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Data.Workspaces;
using Planable.Jobs.Connectors;
using Planable.Jobs.Readings;

namespace Planable.Jobs.Histories;

/// <summary>
/// Brings in what was published past Planable. A page is asked for, looked up among what is known, and saved together with the place where the next one begins: whatever breaks
/// in between, no post is lost and none comes twice.
/// </summary>
public sealed class HistoryReader(PlanableDb db, ConnectorShelf connectors, ChannelKeys keys, ReadingLeave leave, Interruptions interruptions, TimeProvider clock, ILogger<HistoryReader> log)
{
    static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    public async Task Read(Guid historyId, Guid leaseId, CancellationToken cancel)
    {
        var history = await db.ChannelHistories.Include(h => h.Channel).SingleOrDefaultAsync(h => h.Id == historyId && h.LeaseId == leaseId, cancel);
        if (history is null)
            return;
        try
        {
            await Read(history, cancel);
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            log.LogInformation("Reading the posts of channel {Channel} was taken over.", history.ChannelId);
        }
    }

    async Task Read(ChannelHistory history, CancellationToken cancel)
    {
        if (connectors.For(history.Channel.Network) is not IListPosts network)
        {
            history.Fail("This network does not show Planable what the account has published.", clock.GetUtcNow());
            return;
        }

        if (!history.Channel.IsUsable)
        {
            history.Fail("The channel has to be reconnected.", clock.GetUtcNow());
            return;
        }

        if (await leave.WhyNot(history.Channel, cancel) is { } wait)
        {
            history.Wait(wait.Words, wait.Until, counts: false);
            return;
        }

        var by = await db.Members.Include(m => m.Person).Include(m => m.Workspace).SingleOrDefaultAsync(m => m.Id == history.AskedById, cancel);
        if (by is null)
        {
            history.Fail("Whoever asked for it is no longer a member of this client. Ask again.", clock.GetUtcNow());
            return;
        }

        try
        {
            history.Begin();
            while (await Page(history, network, by, cancel))
                await db.ChannelHistories.Where(h => h.Id == history.Id && h.LeaseId == history.LeaseId).ExecuteUpdateAsync(h => h.SetProperty(x => x.LeasedUntil, clock.GetUtcNow() + Lease), cancel);
            history.Finish(clock.GetUtcNow());
        }
        catch (ConnectorFailure failure)
        {
            await interruptions.Stop(history, failure.Failure, cancel);
        }
    }

    /// <returns>False at the end of what is wanted.</returns>
    async Task<bool> Page(ChannelHistory history, IListPosts network, Member by, CancellationToken cancel)
    {
        var page = await network.Posts(keys.Open(history.Channel), history.Cursor, cancel);
        var dated = page.Posts.Where(p => p.At is not null).ToList();
        var wanted = dated.FindAll(p => p.At >= history.Since && !p.IsAnswer);
        // Asked for after the page: what the network shows by then was noted here before it was sent.
        var known = wanted.Count == 0 ? null : await KnownPosts.Of(db, history.Channel, wanted.Min(p => p.At!.Value), network.IsListed, cancel);
        var (added, here, at) = (0, 0, clock.GetUtcNow());
        foreach (var live in wanted)
        {
            if (known!.Knows(live.RemoteId, live.OtherIds))
            {
                here++;
            }
            else if (known.Recognise(live.Text, live.Permalink, live.At!.Value) is { } nameless)
            {
                here++;
                if (await db.Deliveries.SingleOrDefaultAsync(d => d.Id == nameless, cancel) is { } delivery)
                    delivery.Recognise(live.RemoteId, live.Permalink, at);
            }
            else if (known.KnowsLink(live.Permalink))
            {
                here++;
            }
            else if (!known.MayBeOurs(live.At.Value))
            {
                Bring(history, live, by, at);
                added++;
            }

            known.Add(live.RemoteId, null);
        }

        history.Take(page.Posts.Count, added, here, dated.Count == 0 ? null : dated.Min(p => p.At), page.Next);
        await interruptions.Save(cancel);
        return page.Next is not null && history.Seen < ChannelHistory.MostPosts && !(dated.Count > 0 && dated.TrueForAll(p => p.At < history.Since));
    }

    void Bring(ChannelHistory history, LivePost live, Member by, DateTimeOffset at)
    {
        db.Posts.Add(Post.Found(history.Channel, new OutsidePost(live.RemoteId, live.Text, live.Title, live.Permalink, live.At!.Value, live.Files?.Count, live.Figures), by, by.Workspace, at));
        db.MetricReadings.AddRange(live.Figures.Select(f => new MetricReading(history.ChannelId, live.RemoteId, f.Key, f.Value, ReadingSource.Post, at)));
    }
}
