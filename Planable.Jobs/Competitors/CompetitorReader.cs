using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Competitors;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Readings;

namespace Planable.Jobs.Competitors;

/// <summary>Reads a public profile through any channel of the same network. What a network refuses says something of the profile; what it cannot answer now does not.</summary>
public sealed class CompetitorReader(PlanableDb db, ConnectorShelf connectors, ChannelKeys keys, ReadingLeave leave, DayBook days, TimeProvider clock, ILogger<CompetitorReader> log)
{
    const int MaxTries = 4;

    public async Task Read(Guid id, Guid leaseId, CancellationToken cancel)
    {
        if (await db.Competitors.SingleOrDefaultAsync(c => c.Id == id && c.LeaseId == leaseId && c.RemovedAt == null, cancel) is not { } competitor)
            return;
        try
        {
            await Read(competitor, cancel);
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            log.LogInformation("Reading competitor {Competitor} was taken over.", id);
        }
    }

    async Task Read(Competitor competitor, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var asker = await db.Channels.Where(c => c.Network == competitor.Network && c.State == ChannelState.Connected).OrderBy(c => c.ConnectedAt).ThenBy(c => c.Id).FirstOrDefaultAsync(cancel);
        if (asker is null || connectors.For(competitor.Network) is not IReadProfiles network)
        {
            competitor.Wait("No channel of this network is connected that could ask.", now + Competitor.Every, counts: false);
            return;
        }

        if (await leave.WhyNot(asker, cancel) is { } wait)
        {
            competitor.Wait(wait.Words, wait.Until, counts: false);
            return;
        }

        try
        {
            var told = await network.Profile(keys.Open(asker), competitor.Handle, cancel);
            await Keep(competitor, told, now, cancel);
            competitor.Learn(told.Name, told.Address, now);
        }
        catch (ConnectorFailure failure)
        {
            Stop(competitor, failure.Failure, now);
        }
    }

    async Task Keep(Competitor competitor, PublicProfile told, DateTimeOffset at, CancellationToken cancel)
    {
        var today = await days.DayOf(at, cancel);
        if (await db.CompetitorFigures.SingleOrDefaultAsync(f => f.CompetitorId == competitor.Id && f.Day == today, cancel) is { } figure)
            figure.Grow(told.Followers, told.Posts, at);
        else
            db.CompetitorFigures.Add(new CompetitorFigure(competitor.Id, today, told.Followers, told.Posts, at));
    }

    static void Stop(Competitor competitor, Failure failure, DateTimeOffset now)
    {
        switch (failure.Class)
        {
            case FailureClass.Permanent:
                competitor.Lose(failure.Words, now);
                break;
            case FailureClass.RateLimited or FailureClass.QuotaExhausted:
                competitor.Wait(failure.Words, now + (failure.RetryAfter ?? TimeSpan.FromMinutes(15)), counts: false);
                break;
            case FailureClass.Transient or FailureClass.UnknownOutcome when competitor.Tries < MaxTries:
                competitor.Wait(failure.Words, now + (TimeSpan.FromMinutes(1) * Math.Pow(4, competitor.Tries)), counts: true);
                break;
            default:
                // The sign-in that asks is in trouble: reading its own figures tells that.
                competitor.Wait(failure.Words, now + Competitor.Every, counts: false);
                break;
        }
    }
}
