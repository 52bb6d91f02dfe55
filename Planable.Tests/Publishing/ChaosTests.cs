using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Publishing;

/// <summary>
/// Two nodes on one database publish to emulated networks of every kind, on which every tenth call fails, while one node after the other is killed without warning.
/// Takes minutes: `./bench chaos` runs it, and it prints what it saw.
/// </summary>
public class ChaosTests(ChaosApp app) : IClassFixture<ChaosApp>
{
    const int Deliveries = 2_000;
    const double Share = 0.1;

    static readonly TimeSpan Spread = TimeSpan.FromSeconds(90);
    static readonly TimeSpan Killing = TimeSpan.FromMinutes(4);
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    static readonly DeliveryState[] Over = [DeliveryState.Published, DeliveryState.Unknown, DeliveryState.Failed, DeliveryState.Held];

    [Fact(Explicit = true)]
    public async Task Two_thousand_deliveries_none_lost_none_doubled_each_unknown_explained()
    {
        await Schedule(await app.Connect());
        foreach (var (network, number) in app.Networks.Values.Select((n, i) => (n, i)))
            network.Faults.Scatter(Share, 100 + number);

        var watch = Stopwatch.StartNew();
        var (kills, left) = await KillAndDrain();
        Say("chaos_seconds", $"{watch.Elapsed.TotalSeconds:F0}");
        Say("chaos_kills", $"{kills}");
        await Tell();
        Assert.Equal(0, left);
    }

    /// <summary>Kills one of the two nodes every few seconds; then leaves them alone, with networks that are well again, until nothing is open.</summary>
    async Task<(int Kills, int Left)> KillAndDrain()
    {
        AppProcess[] nodes = [await Start(), await Start()];
        try
        {
            var kills = await Kill(nodes);
            Say("chaos_open_after_killing", $"{await Open()}");
            foreach (var network in app.Networks.Values)
                network.Faults.Clear();
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < Patience && await Open() > 0)
                await Task.Delay(500);
            Say("chaos_drained_seconds", $"{watch.Elapsed.TotalSeconds:F0}");
            return (kills, await Open());
        }
        finally
        {
            foreach (var node in nodes)
                node.Dispose();
        }
    }

    async Task<int> Kill(AppProcess[] nodes)
    {
        var (random, watch, kills) = (new Random(11), Stopwatch.StartNew(), 0);
        while (watch.Elapsed < Killing && await Open() > 0)
        {
            await Task.Delay(random.Next(2_000, 5_000));
            var victim = random.Next(2);
            await nodes[victim].Kill();
            nodes[victim] = await Start();
            kills++;
        }

        return kills;
    }

    Task<int> Open() => app.In("acme", db => db.Deliveries.CountAsync(d => !Over.Contains(d.State)));

    Task<AppProcess> Start() => AppProcess.Start(app, [("Publishing__LeaseSeconds", "5"), ("Publishing__LookSeconds", "0.5"), ("Publishing__RetrySeconds", "1"), .. app.Addresses]);

    async Task Schedule(IReadOnlyList<Channel> channels) =>
        await app.In("acme", async db =>
        {
            var pia = await TestApp.Member(db, "pia");
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
            var ids = channels.Select(c => c.Id).ToList();
            var networks = (await db.Channels.Where(c => ids.Contains(c.Id)).ToListAsync()).GroupBy(c => c.Network, StringComparer.Ordinal).Select(g => g.OrderBy(c => c.Name).ToList()).ToList();
            // What the demo has planned would go out among the others.
            await db.Deliveries.ExecuteUpdateAsync(d => d.SetProperty(x => x.State, DeliveryState.Held).SetProperty(x => x.DueAt, (DateTimeOffset?)null).SetProperty(x => x.ActAt, (DateTimeOffset?)null));
            var now = app.Clock.GetUtcNow();
            var posts = Deliveries / networks.Count;
            for (var i = 0; i < posts; i++)
            {
                var post = Post.Draft(pia, workspace, now);
                db.Posts.Add(post);
                post.Edit(new PostEdit(Words(i), null, [.. networks.Select(n => new PostEdit.Target(n[i % n.Count], null, null))], []), pia, now);
                var instant = now.AddSeconds(15) + (Spread * i / posts);
                post.Schedule(new PlannedTime(Zones.ToLocal(instant, workspace.Zone), workspace.Zone, false, instant), pia, now);
            }

            await db.SaveChangesAsync();
        });

    async Task Tell()
    {
        var deliveries = await app.In("acme", db => db.Deliveries.AsNoTracking().Include(d => d.Channel).Include(d => d.Post).Where(d => d.Post.Text.StartsWith("Chaos number ")).ToListAsync());
        Assert.Equal(Deliveries, deliveries.Count);
        var (lost, doubled, unexplained) = (0, 0, 0);
        foreach (var (network, site) in app.Networks)
        {
            var seen = site.Posts.GroupBy(p => p.Text, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
            var own = deliveries.Where(d => d.Channel.Network == network).ToList();
            lost += own.Count(d => d.State == DeliveryState.Published && !seen.ContainsKey(d.Post.Text));
            doubled += own.Count(d => seen.GetValueOrDefault(d.Post.Text) > 1);
            unexplained += own.Count(d => d.State == DeliveryState.Unknown && string.IsNullOrWhiteSpace(d.FailureWords));
            // Whoever is told "failed" publishes it again: it must not be out.
            lost += own.Count(d => d.State is DeliveryState.Failed or DeliveryState.Held && seen.ContainsKey(d.Post.Text));
            Say($"chaos_{network.Replace('-', '_')}", string.Join(", ", own.GroupBy(d => d.State).OrderBy(g => g.Key).Select(g => $"{g.Key} {g.Count()}")) + $", seen {own.Sum(d => seen.GetValueOrDefault(d.Post.Text))}");
            foreach (var group in own.Where(d => d.State is DeliveryState.Unknown or DeliveryState.Failed or DeliveryState.Held).GroupBy(d => (d.State, d.FailureCode, d.FailureWords)))
                Say("  ", $"{group.Count()} {group.Key.State} {group.Key.FailureCode}: {group.Key.FailureWords}");
        }

        Say("chaos_deliveries", $"{deliveries.Count}");
        Say("chaos_lost", $"{lost}  bar = 0 {(lost == 0 ? "met" : "MISSED")}");
        Say("chaos_doubled", $"{doubled}  bar = 0 {(doubled == 0 ? "met" : "MISSED")}");
        Say("chaos_unknown_unexplained", $"{unexplained}  bar = 0 {(unexplained == 0 ? "met" : "MISSED")}");
        Assert.Equal((0, 0, 0), (lost, doubled, unexplained));
        Assert.All(deliveries, d => Assert.True(d.State is DeliveryState.Published or DeliveryState.Unknown, $"{d.Channel.Network} {d.State} {d.FailureCode} {d.FailureWords}"));
        Assert.Null(await app.In("acme", db => Data.Logs.LogQueries.FindBreak(db)));
    }

    static string Words(int number) => string.Create(CultureInfo.InvariantCulture, $"Chaos number {number}, told once.");

    static void Say(string name, string value) => Console.WriteLine($"{name} {value}");
}
