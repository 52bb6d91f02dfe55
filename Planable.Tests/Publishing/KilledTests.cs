using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Publishing;

/// <summary>The app as a process of its own, killed without warning while deliveries come due.</summary>
public class KilledTests(TestApp app) : IClassFixture<TestApp>
{
    const int Deliveries = 200;
    const int Kills = 10;

    [Fact]
    public async Task Killed_ten_times_during_two_hundred_deliveries_each_is_published_once_or_unknown_and_none_is_stuck()
    {
        var random = new Random(7);
        await Schedule(spread: TimeSpan.FromSeconds(20));
        for (var kill = 0; kill < Kills; kill++)
        {
            using var process = await Start();
            await Task.Delay(random.Next(100, 1600));
            await process.Kill();
        }

        using (await Start())
            await Until(TimeSpan.FromMinutes(2), async () => await app.In("acme", db => db.Deliveries.CountAsync(d => d.ActAt != null)) == 0);

        await app.In("acme", async db =>
        {
            var deliveries = await db.Deliveries.ToListAsync();
            var published = await db.PracticePosts.GroupBy(p => p.Key).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count);
            Assert.Equal(Deliveries, deliveries.Count);
            foreach (var delivery in deliveries)
            {
                var times = published.GetValueOrDefault(delivery.Id.ToString("N"));
                Assert.True(delivery.State is DeliveryState.Published or DeliveryState.Unknown, $"{delivery.Id} ended {delivery.State}: {delivery.FailureWords}");
                Assert.True(delivery.State == DeliveryState.Unknown ? times <= 1 : times == 1, $"{delivery.Id} is {delivery.State} and out {times} times");
            }

            Assert.Equal(0, await db.Posts.CountAsync(p => p.State == PostState.Publishing || p.State == PostState.Scheduled));
            Assert.Null(await Data.Logs.LogQueries.FindBreak(db));
        });
    }

    async Task Schedule(TimeSpan spread)
    {
        await app.In("acme", async db =>
        {
            var pia = await TestApp.Member(db, "pia");
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
            var channels = await db.Channels.OrderBy(c => c.Name).Take(2).ToListAsync();
            var now = app.Clock.GetUtcNow();
            for (var i = 0; i < Deliveries / 2; i++)
            {
                var post = Post.Draft(pia, workspace, now);
                db.Posts.Add(post);
                post.Edit(new PostEdit($"Number {i.ToString(CultureInfo.InvariantCulture)}", null, [.. channels.Select(c => new PostEdit.Target(c, null, null))], []), pia, now);
                var instant = now.AddSeconds(5) + (spread * i / (Deliveries / 2));
                post.Schedule(new PlannedTime(Zones.ToLocal(instant, workspace.Zone), workspace.Zone, false, instant), pia, now);
            }

            // Some answers are lost on the way, as if the process were not enough.
            var account = await db.PracticeAccounts.SingleAsync(a => a.Account == channels[0].RemoteId);
            account.Script(Enumerable.Range(0, Deliveries).Select(i => i % 17 == 3 ? PracticeAnswer.AcceptedThenCut : i % 29 == 5 ? PracticeAnswer.CutBefore : PracticeAnswer.Ok), PracticeAnswer.Ok);
            await db.SaveChangesAsync();
        });
    }

    Task<AppProcess> Start() => AppProcess.Start(app, [("Publishing__LeaseSeconds", "4"), ("Publishing__LookSeconds", "0.3"), ("Publishing__Parallel", "6")]);

    static async Task Until(TimeSpan patience, Func<Task<bool>> done)
    {
        var watch = Stopwatch.StartNew();
        while (!await done())
        {
            Assert.True(watch.Elapsed < patience, "Deliveries are stuck.");
            await Task.Delay(250);
        }
    }
}
