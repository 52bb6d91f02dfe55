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
public sealed class EventFeed(Current current, TokenDoor door, LogBell bell, IServiceScopeFactory scopes, IHostApplicationLifetime app)
{
    const int AtOnce = 100;

    /// <summary>What another node did is heard of within this time.</summary>
    static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    /// <param name="after">The number of the last event the client has; null begins now.</param>
    public async IAsyncEnumerable<LogEntry> Follow(long? after, Func<IQueryable<LogEntry>, IQueryable<LogEntry>> which, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.ApplicationStopping);
        for (var last = after ?? current.Workspace.LastSequence; !over.IsCancellationRequested;)
        {
            var rung = bell.Next(current.Workspace.Id);
            if (await Read(last, which, over.Token) is not { } read)
                yield break;
            foreach (var entry in read.Entries)
                yield return entry;
            if (read.Last == last)
                await Task.WhenAny(rung, Task.Delay(Poll, over.Token));
            last = read.Last;
        }
    }

    /// <returns>Null when nothing more is told.</returns>
    async Task<(IReadOnlyList<LogEntry> Entries, long Last)?> Read(long after, Func<IQueryable<LogEntry>, IQueryable<LogEntry>> which, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<PlanableDb>();
        db.Enter(current.Workspace.Id, Via.Api);
        services.GetRequiredService<Current>().Follow(current);
        var again = services.GetRequiredService<TokenDoor>();
        again.Take(door);
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
}
