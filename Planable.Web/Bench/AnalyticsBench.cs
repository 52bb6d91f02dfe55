using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Practice;
using Planable.Data.Readings;
using Planable.Data.Times;

namespace Planable.Web.Bench;

/// <summary>A dashboard with a tile of each kind over twelve months of twenty channels, in the workspace with 10,000 posts.</summary>
static class AnalyticsBench
{
    const string Slug = "acme";
    const int Channels = 20;
    const int Days = 366;
    const int Readers = 20;

    public static async Task Run(WebApplication app, string address, Floor floor, Figures figures)
    {
        var path = $"/w/{Slug}/analytics/dashboards/{await Fill(app.Services)}?days=12m&with=none";
        using var client = await Reader.SignIn(app, address, "olga");
        await client.GetAsync(path);
        await floor.Learn(client, path, app.Configuration.GetConnectionString("Planable")!);
        figures.AtMost("dashboard_sql_commands", floor.Commands, "commands", 8);
        figures.Tell("dashboard_html", (await client.GetStringAsync(path)).Length / 1024.0, "KB");
        await Load.Run(client, path, Readers, TimeSpan.FromSeconds(10));
        var (_, times) = await Load.Run(client, path, Readers, TimeSpan.FromSeconds(10), pause: TimeSpan.FromSeconds(1));
        figures.AtMost("dashboard_p95", Load.Percentile(times, 95), "ms", 100);
    }

    static async Task<Guid> Fill(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<PlanableDb>(), scope.ServiceProvider.GetRequiredService<TimeProvider>().GetUtcNow());
        var workspace = await db.Workspaces.SingleAsync(w => w.Slug == Slug);
        db.Enter(workspace.Id, Via.Job);
        var olga = await db.Members.Include(m => m.Person).Include(m => m.Workspace).FirstAsync(m => m.Person.Email == "olga@northlight.example");
        var channels = await db.Channels.Where(c => c.State != ChannelState.Planned).ToListAsync();
        for (var n = channels.Count; n < Channels; n++)
        {
            var handle = $"bench-{n}";
            db.PracticeAccounts.Add(new PracticeAccount(handle, $"Bench {n}").FollowedBy(1000 + (n * 700)));
            channels.Add(db.Channels.Add(Channel.Connect(olga, "practice", new RemoteAccount(handle, $"Bench {n}", handle, null, null, new Dictionary<string, int>()), "", now)).Entity);
        }

        await db.SaveChangesAsync();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var today = DateOnly.FromDateTime(Zones.ToLocal(now, workspace.Zone));
        var told = (await db.ChannelFigures.AsNoTracking().Select(f => f.ChannelId).Distinct().ToListAsync()).ToHashSet();
        foreach (var channel in channels.Where(c => !told.Contains(c.Id)))
        {
            var crowd = new PracticeCrowd(channel.RemoteId, 3000);
            foreach (var day in Enumerable.Range(1, Days).Select(back => today.AddDays(-back)))
            {
                foreach (var (metric, value) in crowd.Day(day, []))
                    db.ChannelFigures.Add(new ChannelFigure(channel.Id, day, metric, ReadingSource.Account, value, now));
                db.ChannelFigures.Add(new ChannelFigure(channel.Id, day, MetricName.Followers, ReadingSource.Account, crowd.Followers(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)), now));
                foreach (var metric in (string[])[MetricName.Likes, MetricName.Comments, MetricName.Saves, MetricName.Clicks])
                    db.ChannelFigures.Add(new ChannelFigure(channel.Id, day, metric, ReadingSource.Post, 3 + (day.DayNumber % 17), now));
            }

            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }

        db.ChangeTracker.AutoDetectChangesEnabled = true;
        var board = new Dashboard(await db.Members.Include(m => m.Person).FirstAsync(m => m.Id == olga.Id), "Twelve months", [
            new(TileKind.Number, MetricName.Reach), new(TileKind.Number, MetricName.Engagements), new(TileKind.Number, Metric.EngagementRate), new(TileKind.Number, MetricName.Followers),
            new(TileKind.Chart, MetricName.Reach), new(TileKind.Table, MetricName.Followers), new(TileKind.Posts, Metric.EngagementRate)], now);
        db.Dashboards.Add(board);
        await db.SaveChangesAsync();
        return board.Id;
    }
}
