using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Data.Logs;
using Planable.Data.Tokens;
using Planable.Jobs.Notices;
using Planable.Web.GraphQL.Door;

namespace Planable.Web.Tokens;

/// <summary>
/// What each token spends and how its calls end. Points come back evenly, up to as many as a minute gives. Counted here and written down every few seconds: a call must not wait for its own bookkeeping.
/// Each node keeps points of its own.
/// </summary>
public sealed class TokenMeter(IServiceScopeFactory scopes, IConfiguration configuration, TimeProvider clock, ILogger<TokenMeter> log) : BackgroundService
{
    readonly ConcurrentDictionary<Guid, Purse> purses = new();
    readonly TimeSpan pace = TimeSpan.FromSeconds(configuration.GetValue("Api:WriteDownSeconds", 5));
    /// <summary>Of one token between two write-downs: a program that fails in a loop does not fill the table.</summary>
    const int MostFailures = 20;

    readonly Lock gate = new();
    Dictionary<Line, (int Count, long Cost)> lines = [];
    Dictionary<Guid, Sight> sights = [];
    Dictionary<Guid, List<TokenFailure>> failures = [];

    public int PointsPerMinute { get; } = configuration.GetValue("Api:PointsPerMinute", 50_000);

    /// <summary>Takes the points if they are there.</summary>
    public Allowance Spend(Guid tokenId, double cost) => purses.GetOrAdd(tokenId, _ => new Purse(PointsPerMinute)).Take(cost, clock.GetUtcNow());

    public Allowance Left(Guid tokenId) => Spend(tokenId, 0);

    /// <param name="code">Of the error it ended with; <see cref="TokenUse.Fine"/> if it did not.</param>
    /// <param name="failure">What is told of it, where it failed.</param>
    public void Count(AccessToken token, string code, double cost, string? address, FailedCall? failure = null)
    {
        var now = clock.GetUtcNow();
        var line = new Line(token.WorkspaceId, token.Id, TokenUse.HourOf(now), code.Length <= TokenUse.CodeLength ? code : code[..TokenUse.CodeLength]);
        lock (gate)
        {
            var (count, spent) = lines.GetValueOrDefault(line);
            lines[line] = (count + 1, spent + (long)Math.Ceiling(cost));
            sights[token.Id] = new Sight(token.WorkspaceId, now, address);
            if (failure is null)
                return;
            if (!failures.TryGetValue(token.Id, out var failed))
                failures[token.Id] = failed = [];
            if (failed.Count < MostFailures)
                failed.Add(new TokenFailure(token.Id, now, failure.Code, failure.Field, failure.Words, failure.RequestId));
        }
    }

    /// <summary>Writes down what was counted since the last time.</summary>
    public async Task Write(CancellationToken cancel)
    {
        Dictionary<Line, (int Count, long Cost)> counted;
        Dictionary<Guid, Sight> seen;
        Dictionary<Guid, List<TokenFailure>> failed;
        lock (gate)
            (counted, seen, failed, lines, sights, failures) = (lines, sights, failures, [], [], []);
        foreach (var (line, (count, cost)) in counted)
            await In(line.WorkspaceId, (db, desk) => Add(db, desk, line, count, cost, cancel));
        foreach (var (id, calls) in failed)
            await In(seen[id].WorkspaceId, (db, _) => Add(db, id, calls, cancel));
        foreach (var (id, sight) in seen)
            await In(sight.WorkspaceId, (db, _) => db.AccessTokens.Where(t => t.Id == id).ExecuteUpdateAsync(t => t.SetProperty(x => x.UsedAt, sight.At).SetProperty(x => x.UsedFrom, sight.Address), cancel));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pace, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await Write(CancellationToken.None);
            }
            catch (Exception error)
            {
                // Numbers for a page are not worth more than the calls they are about: the next ones are counted again.
                log.LogWarning(error, "How tokens were used could not be written down.");
            }
        }
    }

    static async Task Add(PlanableDb db, NoticeDesk desk, Line line, int count, long cost, CancellationToken cancel)
    {
        if (await More() > 0)
            return;
        if (line.Code.StartsWith(TokenUse.Deprecated, StringComparison.Ordinal) && !await db.TokenUses.AnyAsync(u => u.TokenId == line.TokenId && u.Code == line.Code, cancel))
            await TellItWillGo(db, desk, line, cancel);
        db.TokenUses.Add(new TokenUse(line.TokenId, line.Hour, line.Code, count, cost));
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException first) when (first.IsDuplicate())
        {
            // Another node began the hour at the same moment.
            await More();
        }

        Task<int> More() => db.TokenUses.Where(u => u.TokenId == line.TokenId && u.Hour == line.Hour && u.Code == line.Code)
            .ExecuteUpdateAsync(u => u.SetProperty(x => x.Count, x => x.Count + count).SetProperty(x => x.Cost, x => x.Cost + cost), cancel);
    }

    /// <summary>Once for each part of the schema: saved with the first line about it, so on one node only.</summary>
    static async Task TellItWillGo(PlanableDb db, NoticeDesk desk, Line line, CancellationToken cancel)
    {
        var token = await db.AccessTokens.Include(t => t.Member).ThenInclude(m => m.Person).Include(t => t.Member).ThenInclude(m => m.Workspace).SingleAsync(t => t.Id == line.TokenId, cancel);
        var field = line.Code[TokenUse.Deprecated.Length..];
        if (!token.Member.IsClient && token.Member.IsActive)
        {
            desk.Raise(token.Member, token.Member.Workspace, new NoticeText($"token:{token.Id:N}:{field}", "token.deprecated", $"The access token “{token.Name}” uses {field}, which will go. What takes its place stands in the schema.")
            {
                Path = $"/w/{token.Member.Workspace.Slug}/settings/developers/{token.Id}",
            });
        }
    }

    /// <summary>The latest ones: older ones make room.</summary>
    static async Task Add(PlanableDb db, Guid tokenId, List<TokenFailure> failed, CancellationToken cancel)
    {
        db.TokenFailures.AddRange(failed);
        await db.SaveChangesAsync(cancel);
        if (await db.TokenFailures.Where(f => f.TokenId == tokenId).OrderByDescending(f => f.At).Skip(TokenFailure.Most).Select(f => (DateTimeOffset?)f.At).FirstOrDefaultAsync(cancel) is { } tooOld)
            await db.TokenFailures.Where(f => f.TokenId == tokenId && f.At <= tooOld).ExecuteDeleteAsync(cancel);
    }

    async Task In(Guid workspaceId, Func<PlanableDb, NoticeDesk, Task> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        db.Enter(workspaceId, Via.Job);
        await work(db, scope.ServiceProvider.GetRequiredService<NoticeDesk>());
    }

    sealed record Line(Guid WorkspaceId, Guid TokenId, DateTimeOffset Hour, string Code);

    sealed record Sight(Guid WorkspaceId, DateTimeOffset At, string? Address);

    sealed class Purse(double size)
    {
        readonly Lock gate = new();
        double missing;
        DateTimeOffset filled = DateTimeOffset.MinValue;

        public Allowance Take(double cost, DateTimeOffset now)
        {
            lock (gate)
            {
                missing = Math.Max(0, missing - Math.Max(0, (now - filled).TotalMinutes) * size);
                filled = now;
                var enough = size - missing >= cost;
                if (enough)
                    missing += cost;
                return new Allowance(enough, (int)size, (int)(size - missing), cost, TimeSpan.FromMinutes(Math.Max(0, cost - size + missing) / size), now.AddMinutes(missing / size));
            }
        }
    }
}

/// <summary>What a token has left.</summary>
/// <param name="Wait">Until there is enough for the same again.</param>
/// <param name="ResetAt">When all points are back.</param>
public sealed record Allowance(bool IsEnough, int Limit, int Remaining, double Cost, TimeSpan Wait, DateTimeOffset ResetAt);
