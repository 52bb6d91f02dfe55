using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Publishing;

namespace Planable.Jobs.LiveChecks;

/// <summary>Reads a live post and compares it with the version that was sent.</summary>
public sealed class LiveChecker(PlanableDb db, ConnectorShelf connectors, ChannelKeys keys, OutgoingPosts outgoing, TimeProvider clock, ILogger<LiveChecker> log)
{
    public async Task Look(Guid checkId, Guid leaseId, CancellationToken cancel)
    {
        var check = await db.LiveChecks.Include(c => c.Delivery).ThenInclude(d => d.Channel).Include(c => c.Delivery).ThenInclude(d => d.Version)
            .SingleOrDefaultAsync(c => c.Id == checkId && c.LeaseId == leaseId, cancel);
        if (check is null)
            return;
        await Look(check, cancel);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody changed the post, or decided, meanwhile: whoever did has it looked at again.
            log.LogInformation("Check {Check} was not saved: it was changed meanwhile.", check.Id);
        }
    }

    async Task Look(LiveCheck check, CancellationToken cancel)
    {
        var (delivery, now) = (check.Delivery, clock.GetUtcNow());
        if (!delivery.IsLive)
            check.GiveUp("It is not live any more.", now);
        else if (connectors.For(delivery.Channel.Network) is not IReadPosts reader)
            check.GiveUp("This network does not show Planable what is live.", now);
        else if (delivery.RemoteIds.Count == 0)
            check.GiveUp("Planable does not know the post's id at the network.", now);
        else if (delivery.Channel.State != ChannelState.Connected)
            check.LookLater("The channel has to be reconnected.", now.AddHours(1), counts: true, now);
        else
            await Read(check, reader, cancel);
    }

    async Task Read(LiveCheck check, IReadPosts reader, CancellationToken cancel)
    {
        var delivery = check.Delivery;
        try
        {
            var (differences, sent, seen) = await Compare(delivery, reader, cancel);
            check.Find(differences, sent, seen, PostFormats.Of(delivery.Version.Content.SettingsFor(delivery.ChannelId)) != PostType.Story, clock.GetUtcNow());
        }
        catch (ConnectorFailure failure)
        {
            await Wait(check, failure.Failure, cancel);
        }
    }

    /// <summary>Part by part; of a thread of which one part is gone nothing else matters.</summary>
    async Task<(IReadOnlyList<string> Differences, LiveSide Sent, LiveSide? Seen)> Compare(Delivery delivery, IReadPosts reader, CancellationToken cancel)
    {
        var (sent, seen, differences) = (new List<OutgoingPost>(), new List<LivePost>(), new List<string>());
        var account = keys.Open(delivery.Channel);
        for (var part = 0; part < delivery.RemoteIds.Count; part++)
        {
            sent.Add((await outgoing.Make(delivery, delivery.Version.Content, part, cancel)).Post);
            if (await reader.Read(account, delivery.RemoteIds[part], cancel) is { } live)
                seen.Add(live);
        }

        var isWhole = seen.Count == sent.Count;
        foreach (var (post, live) in isWhole ? sent.Zip(seen) : [])
            differences.AddRange(LiveComparison.Of(delivery.Channel.Network, post, live));
        return ([.. differences.Distinct(StringComparer.Ordinal)], SideOf(sent), isWhole ? SideOf(seen) : null);
    }

    static LiveSide SideOf(IReadOnlyList<OutgoingPost> posts) =>
        new(string.Join("\n\n", posts.Select(p => p.Text)), posts[0].Title, [.. posts.SelectMany(p => p.Media).Select(m => new LiveFile(m.IsVideo, m.Alt))]);

    static LiveSide SideOf(IReadOnlyList<LivePost> posts) =>
        new(string.Join("\n\n", posts.Select(p => p.Text)), posts[0].Title, posts.Any(p => p.Files is null) ? null : [.. posts.SelectMany(p => p.Files!)]);

    async Task Wait(LiveCheck check, Failure failure, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var channel = check.Delivery.Channel;
        switch (failure.Class)
        {
            case FailureClass.RateLimited or FailureClass.QuotaExhausted:
                check.LookLater(failure.Words, now + (failure.RetryAfter ?? TimeSpan.FromMinutes(15)), counts: false, now);
                break;
            case FailureClass.TokenExpired when await keys.Refresh(channel, connectors.For(channel.Network), cancel) is null:
                check.LookLater(failure.Words, now, counts: true, now);
                break;
            case FailureClass.Permanent:
                check.GiveUp(failure.Words, now);
                break;
            default:
                check.LookLater(failure.Words, now + (TimeSpan.FromMinutes(5) * Math.Pow(4, check.Tries)), counts: true, now);
                break;
        }
    }
}
