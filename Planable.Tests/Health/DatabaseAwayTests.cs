using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Planable.Data.Databases;
using Planable.Data.Publishing;
using Planable.Tests.Channels;
using Planable.Tests.Support;

namespace Planable.Tests.Health;

/// <summary>The app over a database server of its own, which can be stopped; its jobs run as in production.</summary>
public sealed class OwnServerApp : TestApp, IAsyncLifetime
{
    readonly EmbeddedPostgresOptions options = new() { Folder = Path.Combine(Path.GetTempPath(), $"planable-own-{Environment.ProcessId}"), Durable = false };
    readonly List<EmbeddedPostgres> started = [];

    EmbeddedPostgres Postgres => started[^1];

    async ValueTask IAsyncLifetime.InitializeAsync()
    {
        await StartPostgres();
        await Postgres.EnsureDatabase("planable");
    }

    public override void Settle(IWebHostBuilder web) =>
        web.UseSetting("Database:Provider", "PostgreSql").UseSetting("ConnectionStrings:Planable", started[0].ConnectionString("planable")).UseSetting("Database:Migrate", "true").UseSetting("Demo:Seed", "true")
            .UseSetting("Jobs:Enabled", "true").UseSetting("Publishing:PollSeconds", "1").UseSetting("Logging:LogLevel:Default", "None").UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "None")
            .UseSetting("Logging:LogLevel:Microsoft.EntityFrameworkCore", "None").UseSetting("Logging:LogLevel:Quartz", "None");

    /// <summary>In order, as for maintenance: such a server stays down until somebody starts it.</summary>
    public async Task StopPostgres()
    {
        using var kill = Process.Start("kill", ["-INT", Postgres.ProcessId!.Value.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        while (Postgres.ProcessId is not null)
            await Task.Delay(50);
    }

    public async Task StartPostgres()
    {
        started.Add(await EmbeddedPostgres.Start(options, NullLogger.Instance));
        Assert.Equal(started[0].Port, Postgres.Port);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var server in started)
            await server.DisposeAsync();
        Directory.Delete(Postgres.Folder, recursive: true);
        if (Directory.Exists(options.Folder))
            Directory.Delete(options.Folder, recursive: true);
    }
}

public class DatabaseAwayTests(OwnServerApp app) : IClassFixture<OwnServerApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_app_says_so_lives_on_and_recovers_by_itself()
    {
        using var adam = await app.As("adam");
        using var nobody = await app.As(null);
        await adam.Page("/w/acme/channels");
        await Answers(nobody, "/health/ready", HttpStatusCode.OK);
        await Answers(nobody, "/health", HttpStatusCode.OK);
        var channel = await app.In("acme", db => db.Channels.Select(c => c.Id).FirstAsync());
        var postId = await Planned.On(app, channel, TimeSpan.FromSeconds(3));

        await app.StopPostgres();
        Assert.Contains("database", await Answers(nobody, "/health/ready", HttpStatusCode.ServiceUnavailable));
        Assert.Contains("database", await Answers(nobody, "/health", HttpStatusCode.ServiceUnavailable));
        await Answers(nobody, "/health/live", HttpStatusCode.OK);
        foreach (var path in (string[])["/w/acme/channels", "/w/acme/channels/new", "/practice/acme-coffee"])
        {
            var response = await adam.Get(path);
            var page = await response.Content.ReadAsStringAsync(Cancel);
            Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{path}: {response.StatusCode} {page}");
            Assert.Contains("Our database cannot be reached", page);
            Assert.Contains(response.Headers.GetValues("X-Request-Id").Single(), page);
        }

        await Task.Delay(TimeSpan.FromSeconds(4), Cancel);
        await app.StartPostgres();
        await Answers(nobody, "/health/ready", HttpStatusCode.OK);
        await adam.Page("/w/acme/channels");
        var waiting = Stopwatch.StartNew();
        while ((await Planned.DeliveryOf(app, postId)).State != DeliveryState.Published)
        {
            Assert.True(waiting.Elapsed < TimeSpan.FromSeconds(60), "The post that came due meanwhile was not published.");
            await Task.Delay(200, Cancel);
        }
    }

    static async Task<string> Answers(Visitor visitor, string path, HttpStatusCode expected)
    {
        var response = await visitor.Get(path);
        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.True(response.StatusCode == expected, $"{path}: {response.StatusCode} {text}");
        return text;
    }
}
