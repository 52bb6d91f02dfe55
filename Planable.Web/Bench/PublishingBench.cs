using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Secrets;
using Planable.Data.Times;
using Planable.Jobs.Connectors;

namespace Planable.Web.Bench;

/// <summary>Ten thousand deliveries due within one minute, sent by the real Mastodon connector to a server that answers in five milliseconds.</summary>
static class PublishingBench
{
    const int Deliveries = 10_000;
    const int Burst = 3_000;
    const int Channels = 20;

    public static void MapFastNetwork(this WebApplication app)
    {
        var ids = 0L;
        app.MapGet("/api/v1/accounts/{id}/statuses", async () =>
        {
            await Task.Delay(5);
            return Results.Json(Array.Empty<object>());
        });
        app.MapPost("/api/v1/statuses", async (HttpContext http) =>
        {
            await http.Request.Body.CopyToAsync(Stream.Null);
            await Task.Delay(5);
            var id = Interlocked.Increment(ref ids).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Results.Json(new { id, url = $"http://{http.Request.Host}/@bench/{id}", uri = $"http://{http.Request.Host}/statuses/{id}", created_at = "2026-11-21T00:00:00Z", content = "" });
        });
    }

    public static async Task Run(WebApplication app, string address, Figures figures)
    {
        await Schedule(app, address, Burst, i => TimeSpan.FromSeconds(20));
        await Finished(app);
        var burst = await Outcomes(app);
        figures.Tell("publishing_burst", burst.Count, "deliveries");
        figures.AtLeast("publishing_rate", burst.Count / (burst.Max(o => o.At) - burst.Min(o => o.Due)).TotalSeconds, "deliveries/s", 200);

        await Schedule(app, address, Deliveries, i => TimeSpan.FromSeconds(45) + TimeSpan.FromMinutes((double)i / Deliveries));
        await Finished(app);
        var minute = await Outcomes(app);
        var late = minute.Select(o => (o.At - o.Due).TotalSeconds).Order().ToArray();
        figures.Tell("publishing_minute", minute.Count, "deliveries");
        figures.Tell("publishing_late_p50", Load.Percentile(late, 50), "s");
        figures.AtMost("publishing_late_p99", Load.Percentile(late, 99), "s", 2);
    }

    static async Task Schedule(WebApplication app, string address, int count, Func<int, TimeSpan> due)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var vault = scope.ServiceProvider.GetRequiredService<Vault>();
        var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        var workspace = await db.Workspaces.SingleAsync(w => w.Slug == "bolt");
        db.Enter(workspace.Id, Via.Job);
        var olga = await db.Members.Include(m => m.Person).SingleAsync(m => m.Role == Role.Owner);
        await db.Deliveries.Where(d => d.Channel.Network == "mastodon").ExecuteDeleteAsync();
        var channels = await db.Channels.Where(c => c.Network == "mastodon" && c.Server == address).ToListAsync();
        for (var i = channels.Count; i < Channels; i++)
        {
            var secrets = vault.Lock(new ChannelSecrets(new Dictionary<string, string>(StringComparer.Ordinal) { ["access_token"] = "bench", ["client_id"] = "bench", ["client_secret"] = "bench" }));
            channels.Add(Channel.Connect(olga, "mastodon", new RemoteAccount($"{address}-{i}", $"Bench {i}", $"bench{i}", null, address, new Dictionary<string, int>(StringComparer.Ordinal)), secrets, clock.GetUtcNow()));
            db.Channels.Add(channels[i]);
        }

        await db.SaveChangesAsync();
        // The clock starts when everything is written: scheduling is not what is measured.
        var start = clock.GetUtcNow() + TimeSpan.FromSeconds(count / 250.0);
        for (var i = 0; i < count; i++)
        {
            var post = Post.Draft(olga, workspace, clock.GetUtcNow());
            post.Edit(new PostEdit($"Number {i}", null, [new PostEdit.Target(channels[i % Channels], null, null)], []), olga, clock.GetUtcNow());
            var instant = start + due(i);
            post.Schedule(new PlannedTime(Zones.ToLocal(instant, workspace.Zone), workspace.Zone, false, instant), olga, clock.GetUtcNow());
            db.Posts.Add(post);
            if (i % 200 == 199)
            {
                await db.SaveChangesAsync();
                db.ChangeTracker.Clear();
                db.AttachRange(channels);
                db.Attach(workspace);
                db.Attach(olga);
            }
        }

        await db.SaveChangesAsync();
        if (clock.GetUtcNow() > start + due(0))
            throw new InvalidOperationException("Scheduling took longer than planned; the figures would be wrong.");
    }

    static async Task Finished(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var bolt = await db.Workspaces.Where(w => w.Slug == "bolt").Select(w => w.Id).SingleAsync();
        db.Enter(bolt, Via.Job);
        while (await db.Deliveries.AnyAsync(d => d.Channel.Network == "mastodon" && d.ActAt != null))
            await Task.Delay(500);
        if (await db.Deliveries.FirstOrDefaultAsync(d => d.Channel.Network == "mastodon" && d.State != DeliveryState.Published) is { } other)
            throw new InvalidOperationException($"A delivery ended {other.State}: {other.FailureWords}");
    }

    static async Task<List<(DateTimeOffset Due, DateTimeOffset At)>> Outcomes(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        db.Enter(await db.Workspaces.Where(w => w.Slug == "bolt").Select(w => w.Id).SingleAsync(), Via.Job);
        return [.. (await db.Deliveries.Where(d => d.Channel.Network == "mastodon").Select(d => new { d.DueAt, d.PublishedAt }).ToListAsync()).Select(d => (d.DueAt, d.PublishedAt!.Value))];
    }
}
