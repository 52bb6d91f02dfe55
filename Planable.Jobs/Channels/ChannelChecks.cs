using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Publishing;
using Planable.Data.Quotas;
using Planable.Jobs.Connectors;

namespace Planable.Jobs.Channels;

/// <summary>Asks each network whether its channels can still be used, so that a dead sign-in is noticed before a post needs it.</summary>
public sealed class ChannelChecks(PlanableDb db, ConnectorShelf connectors, ChannelKeys keys, TimeProvider clock, ILogger<ChannelChecks> log)
{
    // With a round every five minutes each channel is asked every ten: less than fifteen pass until a dead sign-in is noticed.
    static readonly TimeSpan Every = TimeSpan.FromMinutes(8);

    /// <summary>At the same time, so that a server that hangs does not keep the others waiting.</summary>
    const int Together = 8;

    /// <summary>When a renewal failed in passing: soon enough for tokens that live an hour.</summary>
    static readonly TimeSpan RenewAgain = TimeSpan.FromMinutes(5);

    /// <summary>Renews what is past half of its life, so that no sign-in expires while its network is away for a while.</summary>
    public async Task RenewDue(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var channel in await db.Channels.Where(c => c.State == ChannelState.Connected && c.RenewAt != null && c.RenewAt < now).OrderBy(c => c.RenewAt).Take(100).ToListAsync(cancel))
        {
            switch (await keys.Refresh(channel, connectors.For(channel.Network), cancel))
            {
                case null:
                    break;
                // Not every network renews: what was given works to its end, and people are told before.
                case { Class: FailureClass.ReauthRequired } refused when channel.SignInEndsAt > clock.GetUtcNow():
                    channel.CannotRenew(refused.Words, clock.GetUtcNow());
                    break;
                case { Class: FailureClass.ReauthRequired } refused:
                    channel.Break(refused.Words, clock.GetUtcNow());
                    break;
                default:
                    channel.RenewLater(clock.GetUtcNow() + RenewAgain, clock.GetUtcNow());
                    break;
            }

            await Save(channel, cancel);
        }
    }

    public async Task CheckDue(CancellationToken cancel)
    {
        var before = clock.GetUtcNow() - Every;
        var due = await db.Channels.Where(c => c.State == ChannelState.Connected && (c.CheckedAt == null || c.CheckedAt < before)).OrderBy(c => c.CheckedAt).Take(100).ToListAsync(cancel);
        var answers = new ConcurrentDictionary<Guid, Answer>();
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = cancel }, async (channel, stop) => answers[channel.Id] = await Ask(channel, stop));
        foreach (var channel in due)
        {
            await Note(channel, answers[channel.Id], cancel);
            await Save(channel, cancel);
        }
    }

    async Task<Answer> Ask(Channel channel, CancellationToken cancel)
    {
        try
        {
            var (connector, account) = (connectors.For(channel.Network), keys.Open(channel));
            return new Answer(await connector.Check(account, cancel), null) { Quotas = connector is ITellQuotas telling ? await Quotas(telling, account, cancel) : [] };
        }
        catch (ConnectorFailure failure)
        {
            return new Answer(null, failure.Failure);
        }
    }

    /// <summary>What cannot be told now is told the next time; the account works.</summary>
    static async Task<IReadOnlyList<QuotaReading>> Quotas(ITellQuotas telling, ChannelAccount account, CancellationToken cancel)
    {
        try
        {
            return await telling.Quotas(account, cancel);
        }
        catch (ConnectorFailure)
        {
            return [];
        }
    }

    async Task Note(Channel channel, Answer answer, CancellationToken cancel)
    {
        var trouble = answer.Trouble;
        if (trouble is { Class: FailureClass.TokenExpired })
            trouble = await keys.Refresh(channel, connectors.For(channel.Network), cancel) is { } unrenewed
                ? unrenewed with { Class = unrenewed.IsPassing ? unrenewed.Class : FailureClass.ReauthRequired }
                : null;
        switch (trouble)
        {
            case null:
                var now = answer.Profile ?? new AccountProfile(channel.Name, channel.Handle, channel.AvatarUrl);
                channel.Checked(now.Name, now.Handle, now.AvatarUrl, clock.GetUtcNow());
                if (answer.Quotas.Count > 0)
                    channel.TellQuotas(answer.Quotas);
                break;
            case { Class: FailureClass.ReauthRequired }:
                channel.Break(trouble.Words, clock.GetUtcNow());
                break;
            default:
                // The network is away or busy: that says nothing about the sign-in. The next round asks again.
                log.LogInformation("Channel {Channel} could not be checked: {Code}.", channel.Id, trouble.Code);
                break;
        }
    }

    async Task Save(Channel channel, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // A person reconnected, paused or disconnected it meanwhile: theirs stands, and what the network said is asked again next round.
            db.Entry(channel).State = EntityState.Detached;
        }
    }

    sealed record Answer(AccountProfile? Profile, Failure? Trouble)
    {
        public IReadOnlyList<QuotaReading> Quotas { get; init; } = [];
    }
}
