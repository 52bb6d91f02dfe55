using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Publishing;

/// <summary>
/// Hands due deliveries to <see cref="Publisher"/>. Sleeps until the next due instant; whoever schedules wakes it through the log's bell.
/// Any number of nodes may run it: a delivery is claimed by a conditional update.
/// </summary>
public sealed class Dispatcher(IServiceScopeFactory scopes, LogBell bell, IOptions<PublishingSettings> settings, TimeProvider clock, ILogger<Dispatcher> log) : BackgroundService
{
    /// <summary>Shortest time between two looks. What falls due meanwhile goes out together: looking at every ring would take deliveries one by one, each with its own commits.</summary>
    static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(100);

    /// <summary>Most deliveries one unit of work takes: enough to share commits, few enough that one slow network does not keep many waiting.</summary>
    const int Handful = 32;

    readonly ConcurrentDictionary<Guid, (Task Task, int Deliveries)> working = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var rung = bell.NextAny();
            var wait = await LookForWork(stoppingToken);
            if (wait <= TimeSpan.Zero)
                continue;
            await Task.Delay(Grain, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (wait > Grain)
                await Task.WhenAny(rung, Task.Delay(wait - Grain, clock, stoppingToken));
        }

        await Task.WhenAll(working.Values.Select(w => w.Task));
    }

    /// <summary>Works on everything that is due at this moment until nothing is; for those who do not want to wait for the service.</summary>
    public async Task RunDue(CancellationToken cancel)
    {
        while (await Claim(settings.Value.Parallel, cancel) is { Count: > 0 } claimed)
        {
            Start(claimed, cancel);
            await Task.WhenAll(working.Values.Select(w => w.Task));
        }
    }

    /// <returns>How long there is nothing to do.</returns>
    async Task<TimeSpan> LookForWork(CancellationToken cancel)
    {
        try
        {
            var free = settings.Value.Parallel - working.Values.Sum(w => w.Deliveries);
            if (free <= 0)
            {
                await Task.WhenAny(working.Values.Select(w => w.Task));
                return TimeSpan.Zero;
            }

            var claimed = await Claim(free, cancel);
            Start(claimed, cancel);
            if (claimed.Count == free)
                return TimeSpan.Zero;
            return claimed.Count > 0 ? Grain : await UntilNext(cancel);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The database is away. Everything that is due is still due when it is back; until then there is nobody to tell but the log.
            log.LogWarning(exception, "Looking for due deliveries failed; trying again in a second.");
            return TimeSpan.FromSeconds(1);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return TimeSpan.Zero;
        }
    }

    async Task<List<Claimed>> Claim(int count, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var now = clock.GetUtcNow();
        var claimed = await Claim(db.Deliveries.Everywhere(), DeliveryQueries.Actionable, isComment: false, count, now, cancel);
        if (claimed.Count < count)
            claimed.AddRange(await Claim(db.CommentDeliveries.Everywhere(), DeliveryQueries.Actionable, isComment: true, count - claimed.Count, now, cancel));
        return claimed;
    }

    /// <summary>Takes the first that are due, unless another node was quicker: the lease says which are ours.</summary>
    async Task<List<Claimed>> Claim<T>(IQueryable<T> all, Func<IQueryable<T>, DateTimeOffset, IQueryable<T>> actionable, bool isComment, int count, DateTimeOffset now, CancellationToken cancel)
        where T : class, ILeased
    {
        var ids = await actionable(all, now).OrderBy(d => d.ActAt).Select(d => d.Id).Take(count).ToListAsync(cancel);
        if (ids.Count == 0)
            return [];

        var (lease, until) = (Guid.NewGuid(), now + settings.Value.Lease);
        await all.Where(d => ids.Contains(d.Id) && d.ActAt <= now && (d.LeasedUntil == null || d.LeasedUntil < now))
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.LeaseId, lease).SetProperty(x => x.LeasedUntil, until), cancel);
        return await all.Where(d => d.LeaseId == lease).Select(d => new Claimed(d.Id, d.WorkspaceId, lease, isComment)).ToListAsync(cancel);
    }

    void Start(List<Claimed> claimed, CancellationToken cancel)
    {
        foreach (var handful in claimed.GroupBy(c => (c.WorkspaceId, c.IsComment)).SelectMany(g => g.Chunk(g.Key.IsComment ? 1 : Handful)))
        {
            var key = Guid.NewGuid();
            var start = new TaskCompletionSource();
            working[key] = (Work(key, handful, start.Task, cancel), handful.Length);
            start.SetResult();
        }
    }

    /// <param name="start">Completes once this work is listed, so that it cannot take itself off the list before.</param>
    async Task Work(Guid key, Claimed[] handful, Task start, CancellationToken cancel)
    {
        await start;
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<PlanableDb>().Enter(handful[0].WorkspaceId, Via.Job);
            if (handful[0].IsComment)
                await scope.ServiceProvider.GetRequiredService<CommentPublisher>().Act(handful[0].Id, handful[0].LeaseId, cancel);
            else
                await scope.ServiceProvider.GetRequiredService<Publisher>().Act([.. handful.Select(c => c.Id)], handful[0].LeaseId, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            log.LogInformation("Stopping with {Count} deliveries under way; their leases run out and they are taken up again.", handful.Length);
        }
        catch (Exception exception)
        {
            // These must not stop the others. Their leases run out and they are taken up again from the state that was committed.
            log.LogError(exception, "{Count} deliveries of workspace {Workspace} stopped, the first {Delivery}.", handful.Length, handful[0].WorkspaceId, handful[0].Id);
        }
        finally
        {
            working.TryRemove(key, out _);
        }
    }

    async Task<TimeSpan> UntilNext(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var now = clock.GetUtcNow();
        var next = await db.Deliveries.Everywhere().Where(d => d.ActAt != null && (d.LeasedUntil == null || d.LeasedUntil < now)).MinAsync(d => d.ActAt, cancel);
        var comment = await db.CommentDeliveries.Everywhere().InTurn().Where(c => c.LeasedUntil == null || c.LeasedUntil < now).MinAsync(c => c.ActAt, cancel);
        if (next is null || comment < next)
            next = comment;
        var poll = TimeSpan.FromSeconds(settings.Value.PollSeconds);
        return next is null || next - now > poll ? poll : next.Value < now + Grain ? Grain : next.Value - now;
    }

    sealed record Claimed(Guid Id, Guid WorkspaceId, Guid LeaseId, bool IsComment);
}
