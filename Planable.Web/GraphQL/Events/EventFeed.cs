using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Web.Http;
using Planable.Web.Tokens;

namespace Planable.Web.GraphQL.Events;

/// <summary>
/// The log as a stream for one token. It reads on from a number, so nothing is kept in memory for a client that is slow or away, and nothing is lost or doubled for it.
/// The token and its member are looked at before each read: the stream ends within seconds of either, or when what the member may see has changed.
/// </summary>
public sealed class EventFeed(Current current, TokenDoor door, LogBell bell, OpenStreams streams, IServiceScopeFactory scopes, IHostApplicationLifetime app)
{
    const int AtOnce = 100;

    /// <summary>What another node did is heard of within this time, and whether the token and its member still stand. Streams must end within five seconds of that.</summary>
    public static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(2);

    /// <param name="after">The number of the last event the client has; null begins now.</param>
    public async IAsyncEnumerable<LogEntry> Follow(long? after, Func<IQueryable<LogEntry>, IQueryable<LogEntry>> which, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var open = streams.Open();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.ApplicationStopping);
        for (var last = after ?? current.Workspace.LastSequence; !over.IsCancellationRequested;)
        {
            var rung = bell.Next(current.Workspace.Id);
            var looked = Stopwatch.GetTimestamp();
            if (await Read(last, which, over.Token) is not { } read)
                yield break;
            foreach (var entry in read.Entries)
            {
                // A client that takes its time is told nothing that it may not know any more.
                if (Stopwatch.GetElapsedTime(looked) > LooksEvery)
                {
                    if (!await StillStands(over.Token))
                        yield break;
                    looked = Stopwatch.GetTimestamp();
                }

                yield return entry;
            }

            if (read.Last == last)
                await Task.WhenAny(rung, Task.Delay(LooksEvery, over.Token));
            last = read.Last;
        }
    }

    /// <returns>Null when nothing more is told.</returns>
    async Task<(IReadOnlyList<LogEntry> Entries, long Last)?> Read(long after, Func<IQueryable<LogEntry>, IQueryable<LogEntry>> which, CancellationToken cancel)
    {
        await using var scope = Enter(out var db, out var again);
        if (!await again.StillStands(cancel))
            return null;
        // How far the log goes first: what is written meanwhile is found the next time.
        var end = await db.Log.Where(e => e.Sequence > after).Select(e => (long?)e.Sequence).MaxAsync(cancel) ?? after;
        if (end == after)
            return ([], after);
        var entries = await which(db.Log.AsNoTracking().VisibleTo(current.Member).Where(e => e.Sequence > after && e.Sequence <= end)).OrderBy(e => e.Sequence).Take(AtOnce).ToListAsync(cancel);
        var last = entries.Count == AtOnce ? entries[^1].Sequence : end;
        db.SeeAs(current.Member);
        return (await db.SeenOf(entries, current.Member, cancel), last);
    }

    async Task<bool> StillStands(CancellationToken cancel)
    {
        await using var scope = Enter(out _, out var again);
        return await again.StillStands(cancel);
    }

    AsyncServiceScope Enter(out PlanableDb db, out TokenDoor again)
    {
        var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        db = services.GetRequiredService<PlanableDb>();
        db.Enter(current.Workspace.Id, Via.Api);
        services.GetRequiredService<Current>().Follow(current);
        again = services.GetRequiredService<TokenDoor>();
        again.Take(door);
        return scope;
    }
}
