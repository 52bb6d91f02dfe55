using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Databases;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Publishing;

/// <summary>
/// Watches what networks answer, all over the installation. A network that fails for several channels is left alone and tried by single deliveries until it
/// is back; one that asks for a pause is sent less, and more again bit by bit. What is decided stands in the database for all nodes; here it is kept for
/// two seconds, so that deliveries do not ask for it.
/// </summary>
public sealed class Lines(IServiceScopeFactory scopes, TimeProvider clock, ILogger<Lines> log)
{
    /// <summary>Failures that cut a line: so many, from so many channels, among so few answers that were none.</summary>
    public const int Failures = 5;

    public const int Channels = 2;

    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    static readonly TimeSpan Window = TimeSpan.FromMinutes(2);
    static readonly TimeSpan ProbeTime = TimeSpan.FromMinutes(3);
    static readonly TimeSpan RaiseEvery = TimeSpan.FromSeconds(15);
    static readonly TimeSpan OneHalving = TimeSpan.FromSeconds(5);

    /// <summary>How far ahead turns are given: whoever got one at a slow rate would keep waiting for it when the network has long recovered.</summary>
    static readonly TimeSpan Horizon = RaiseEvery;

    static readonly TimeSpan LongestQueue = TimeSpan.FromMinutes(5);

    const double SlowestRate = 0.2;
    const double FastestRate = 20;

    readonly ConcurrentDictionary<string, Answers> heard = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Guid> probing = new(StringComparer.Ordinal);
    volatile Known known = new(DateTimeOffset.MinValue, new Dictionary<string, NetworkLine>(StringComparer.Ordinal));

    /// <summary>Lines that are cut or sent less.</summary>
    public IReadOnlyCollection<NetworkLine> Troubled => [.. known.Lines.Values];

    /// <summary>What becomes of what wants to go out now; whatever it does not name may go.</summary>
    public async Task<IReadOnlyDictionary<Guid, LineWait>> Ask(IReadOnlyList<LineCall> calls, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (now - known.At > Fresh || now < known.At)
            await Refresh(now, cancel);
        var waits = new Dictionary<Guid, LineWait>();
        if (known.Lines.Count == 0)
            return waits;
        foreach (var (key, those) in calls.GroupBy(c => c.Key, StringComparer.Ordinal).Select(g => (g.Key, g.ToList())))
        {
            if (!known.Lines.TryGetValue(key, out var line))
                continue;
            if (line.IsCut)
                await Probe(line, those, waits, now, cancel);
            else if (line.Rate is { } rate)
                await GiveTurns(line, rate, those.FindAll(c => !c.MayBeOut && !c.HasTurn), waits, now, cancel);
        }

        return waits;
    }

    /// <summary>Until when a network is left alone; null if it may be asked. For whoever only wants to read: nobody's try is used up.</summary>
    public async Task<LineWait?> Away(Channel channel, CancellationToken cancel)
    {
        var (now, (network, server)) = (clock.GetUtcNow(), NetworkLine.Of(channel));
        if (now - known.At > Fresh || now < known.At)
            await Refresh(now, cancel);
        return known.Lines.GetValueOrDefault(NetworkLine.KeyOf(network, server)) is { IsCut: true } line
            ? new LineWait(Delivery.LineCut, $"{NameOf(line)} does not answer as it should, for any of its channels.", line.ProbeAt > now ? line.ProbeAt.Value.AddSeconds(30) : now + NetworkLine.PauseAfter(0))
            : null;
    }

    /// <summary>A network answered, or did not.</summary>
    public async Task Heard(LineCall call, LineSign sign, CancellationToken cancel)
    {
        var (key, now) = (call.Key, clock.GetUtcNow());
        var answers = heard.GetOrAdd(key, _ => new Answers());
        answers.Add(now, call.Channel.Id, sign == LineSign.Failed, now - Window);
        var line = known.Lines.GetValueOrDefault(key);
        switch (sign)
        {
            case LineSign.Failed when line is { IsCut: true }:
                // What was under way when it was cut fails too, and tells nothing new.
                if (probing.TryRemove(new KeyValuePair<string, Guid>(key, call.Id)))
                    await Longer(line, now, cancel);
                break;
            case LineSign.Failed when answers.AreBad:
                await Cut(call.Channel, now, cancel);
                break;
            case LineSign.Failed:
                break;
            case var _ when line is { IsCut: true }:
                await Open(line, now, cancel);
                break;
            case LineSign.Busy:
                await Slow(call.Channel, line, answers.PerSecond(now), now, cancel);
                break;
        }
    }

    /// <summary>One call may try when the time has come, on whichever node claims it; the others wait.</summary>
    async Task Probe(NetworkLine line, List<LineCall> those, Dictionary<Guid, LineWait> waits, DateTimeOffset now, CancellationToken cancel)
    {
        var tries = line.ProbeAt <= now && await Change(
            db => db.NetworkLines.Where(l => l.Key == line.Key && l.CutAt != null && l.ProbeAt <= now).ExecuteUpdateAsync(l => l.SetProperty(x => x.ProbeAt, now + ProbeTime), cancel), cancel) > 0;
        // Whoever is not yet sent finds out more cheaply than who may be out already.
        var probe = tries ? those.OrderBy(c => c.MayBeOut).First() : null;
        var again = line.ProbeAt > now ? line.ProbeAt.Value : now + NetworkLine.PauseAfter(0);
        foreach (var call in those.Where(c => c != probe))
            waits[call.Id] = new LineWait(Delivery.LineCut, $"{NameOf(line)} does not answer as it should, for any of its channels. Nothing is sent there until it is back.", again);
        if (probe is not null)
            probing[line.Key] = probe.Id;
        if (tries)
            known = known with { At = DateTimeOffset.MinValue };
    }

    /// <summary>Turns lie behind one another at the rate of the line; each is given away once, by whichever node.</summary>
    async Task GiveTurns(NetworkLine line, double rate, List<LineCall> those, Dictionary<Guid, LineWait> waits, DateTimeOffset now, CancellationToken cancel)
    {
        if (those.Count == 0)
            return;
        var (step, given) = (TimeSpan.FromSeconds(1 / rate), line.GivenUntil);
        while (true)
        {
            var first = given > now ? given.Value : now;
            var turns = Math.Clamp((int)((now + Horizon - first) / step) + 1, 0, those.Count);
            var until = first + (step * turns);
            if (turns == 0 || await Change(db => db.NetworkLines.Where(l => l.Key == line.Key && l.GivenUntil == given).ExecuteUpdateAsync(l => l.SetProperty(x => x.GivenUntil, until), cancel), cancel) > 0)
            {
                for (var i = 0; i < turns; i++)
                {
                    if (first + (step * i) is var turn && turn > now)
                        waits[those[i].Id] = new LineWait(Delivery.LineSlow, $"{NameOf(line)} asked for fewer posts at a time; this one has its turn.", turn);
                }

                if (turns < those.Count)
                    await Queue(line, step, those[turns..], waits, now, cancel);
                known = known with { At = DateTimeOffset.MinValue };
                return;
            }

            if (await Read(line.Key, cancel) is not { Rate: not null } current)
                return;
            given = current.GivenUntil;
        }
    }

    /// <summary>They ask again, the sooner the fewer wait; and at once when the network is sent all as they come.</summary>
    async Task Queue(NetworkLine line, TimeSpan step, List<LineCall> those, Dictionary<Guid, LineWait> waits, DateTimeOffset now, CancellationToken cancel)
    {
        var ahead = await Change(db => Queued(db, line, Delivery.LineLater, now).CountAsync(cancel), cancel);
        foreach (var (i, call) in those.Index())
        {
            var turn = Horizon + (step * (ahead + i));
            var again = now + TimeSpan.FromTicks(Math.Clamp((turn / 4).Ticks, Horizon.Ticks + i, LongestQueue.Ticks));
            waits[call.Id] = new LineWait(Delivery.LineLater, $"{NameOf(line)} asked for fewer posts at a time; this one waits for its turn.", again);
        }
    }

    async Task Cut(Channel channel, DateTimeOffset now, CancellationToken cancel)
    {
        await MustExist(channel, cancel);
        var (network, server) = NetworkLine.Of(channel);
        var (key, probe) = (NetworkLine.KeyOf(network, server), now + NetworkLine.PauseAfter(0));
        if (await Change(db => db.NetworkLines.Where(l => l.Key == key && l.CutAt == null).ExecuteUpdateAsync(l => l.SetProperty(x => x.CutAt, now).SetProperty(x => x.ProbeAt, probe).SetProperty(x => x.Probes, 0), cancel), cancel) > 0)
            log.LogWarning("Sending to {Line} is paused: it fails for several channels. It is tried again at {ProbeAt}.", key, probe);
        await Refresh(now, cancel);
    }

    async Task Longer(NetworkLine line, DateTimeOffset now, CancellationToken cancel)
    {
        var (probes, probe) = (line.Probes + 1, now + NetworkLine.PauseAfter(line.Probes + 1));
        await Change(db => db.NetworkLines.Where(l => l.Key == line.Key && l.CutAt != null && l.Probes == line.Probes).ExecuteUpdateAsync(l => l.SetProperty(x => x.Probes, probes).SetProperty(x => x.ProbeAt, probe), cancel), cancel);
        await Refresh(now, cancel);
    }

    /// <summary>It is back: what waited for it is due.</summary>
    async Task Open(NetworkLine line, DateTimeOffset now, CancellationToken cancel)
    {
        heard.TryRemove(line.Key, out _);
        probing.TryRemove(line.Key, out _);
        var opened = await Change(
            db => db.NetworkLines.Where(l => l.Key == line.Key && l.CutAt != null)
                .ExecuteUpdateAsync(l => l.SetProperty(x => x.CutAt, (DateTimeOffset?)null).SetProperty(x => x.ProbeAt, (DateTimeOffset?)null).SetProperty(x => x.Probes, 0), cancel), cancel) > 0;
        if (opened)
        {
            log.LogInformation("Sending to {Line} goes on.", line.Key);
            await Wake(line, Delivery.LineCut, now, cancel);
        }

        await Refresh(now, cancel);
    }

    /// <summary>Comments and changes of what is live wait like posts.</summary>
    async Task Wake(NetworkLine line, string code, DateTimeOffset now, CancellationToken cancel)
    {
        await Change(db => Queued(db, line, code, now).ExecuteUpdateAsync(d => d.SetProperty(x => x.ActAt, now), cancel), cancel);
        await Change(
            db => db.CommentDeliveries.Everywhere()
                .Where(c => c.FailureCode == code && c.ActAt > now && c.Delivery.Channel.Network == line.Network && (line.Network == "practice" ? c.Delivery.Channel.RemoteId == line.Server : c.Delivery.Channel.Server == line.Server))
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.ActAt, now), cancel), cancel);
        await Change(
            db => db.LiveChanges.Everywhere()
                .Where(c => c.FailureCode == code && c.ActAt > now && c.Delivery.Channel.Network == line.Network && (line.Network == "practice" ? c.Delivery.Channel.RemoteId == line.Server : c.Delivery.Channel.Server == line.Server))
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.ActAt, now), cancel), cancel);
    }

    async Task Slow(Channel channel, NetworkLine? line, double perSecond, DateTimeOffset now, CancellationToken cancel)
    {
        // A handful that was under way together is refused together: that is one request for a pause.
        if (line?.RaiseAt is { } raise && raise - now > RaiseEvery - OneHalving)
            return;
        await MustExist(channel, cancel);
        var (network, server) = NetworkLine.Of(channel);
        var (key, rate, next) = (NetworkLine.KeyOf(network, server), Math.Max(SlowestRate, (line?.Rate ?? perSecond) / 2), now + RaiseEvery);
        var before = line?.RaiseAt;
        await Change(db => db.NetworkLines.Where(l => l.Key == key && l.RaiseAt == before).ExecuteUpdateAsync(l => l.SetProperty(x => x.Rate, rate).SetProperty(x => x.RaiseAt, next), cancel), cancel);
        await Refresh(now, cancel);
    }

    async Task Refresh(DateTimeOffset now, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var lines = await db.NetworkLines.AsNoTracking().Where(l => l.CutAt != null || l.Rate != null).ToListAsync(cancel);
        foreach (var ready in lines.Where(l => l.Rate is not null && l.RaiseAt <= now).ToList())
        {
            double? rate = ready.Rate * 1.5 > FastestRate ? null : ready.Rate * 1.5;
            DateTimeOffset? next = rate is null ? null : now + RaiseEvery;
            await db.NetworkLines.Where(l => l.Key == ready.Key && l.RaiseAt == ready.RaiseAt).ExecuteUpdateAsync(l => l.SetProperty(x => x.Rate, rate).SetProperty(x => x.RaiseAt, next), cancel);
            if (rate is null)
                await Wake(ready, Delivery.LineLater, now, cancel);
        }

        if (lines.Exists(l => l.RaiseAt <= now))
            lines = await db.NetworkLines.AsNoTracking().Where(l => l.CutAt != null || l.Rate != null).ToListAsync(cancel);
        known = new Known(now, lines.ToDictionary(l => l.Key, StringComparer.Ordinal));
    }

    static IQueryable<Delivery> Queued(PlanableDb db, NetworkLine line, string code, DateTimeOffset now) =>
        db.Deliveries.Everywhere().Where(d => d.FailureCode == code && d.ActAt > now && d.Channel.Network == line.Network && (line.Network == "practice" ? d.Channel.RemoteId == line.Server : d.Channel.Server == line.Server));

    async Task<NetworkLine?> Read(string key, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PlanableDb>().NetworkLines.AsNoTracking().SingleOrDefaultAsync(l => l.Key == key, cancel);
    }

    async Task MustExist(Channel channel, CancellationToken cancel)
    {
        var (network, server) = NetworkLine.Of(channel);
        if (await Read(NetworkLine.KeyOf(network, server), cancel) is not null)
            return;
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        db.NetworkLines.Add(new NetworkLine(network, server));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException refused) when (refused.IsDuplicate())
        {
            // Another node wrote it down at the same moment.
        }
    }

    async Task<int> Change(Func<PlanableDb, Task<int>> change, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        await using var scope = scopes.CreateAsyncScope();
        return await change(scope.ServiceProvider.GetRequiredService<PlanableDb>());
    }

    static string NameOf(NetworkLine line) => line.Network == "practice" ? "The practice network" : line.Server ?? Data.Networks.Networks.Of(line.Network).Name;

    sealed record Known(DateTimeOffset At, IReadOnlyDictionary<string, NetworkLine> Lines);

    /// <summary>What one line answered this node lately.</summary>
    sealed class Answers
    {
        readonly Lock door = new();
        readonly Queue<(DateTimeOffset At, Guid Channel, bool Failed)> recent = new();

        public void Add(DateTimeOffset at, Guid channel, bool failed, DateTimeOffset since)
        {
            lock (door)
            {
                recent.Enqueue((at, channel, failed));
                while (recent.Count > 400 || recent.Peek().At < since)
                    recent.Dequeue();
            }
        }

        /// <summary>Nearly everything fails, and not for one channel alone.</summary>
        public bool AreBad
        {
            get
            {
                lock (door)
                {
                    var failed = recent.Where(r => r.Failed).ToList();
                    return failed.Count >= Failures && failed.Select(r => r.Channel).Distinct().Skip(Channels - 1).Any() && (recent.Count - failed.Count) * 4 <= failed.Count;
                }
            }
        }

        public double PerSecond(DateTimeOffset now)
        {
            lock (door)
                return Math.Max(1, recent.Count(r => r.At > now.AddSeconds(-10)) / 10.0);
        }
    }
}

/// <param name="Code">See <see cref="Delivery"/>.</param>
public sealed record LineWait(string Code, string Words, DateTimeOffset Until);
