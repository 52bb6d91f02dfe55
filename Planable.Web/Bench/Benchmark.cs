using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Data.Workspaces;
using Planable.Web.Demo;
using Planable.Web.Ground;

namespace Planable.Web.Bench;

/// <summary>
/// `./bench`: the figures of docs/architecture.md, "Speed", each with its bar, on a database of its own.
/// Arguments choose parts: calendar, analytics, api, media, pdf, publishing, start.
/// </summary>
static class Benchmark
{
    const int Posts = 10_000;

    /// <summary>Before the app is built: the floor listens to the database.</summary>
    public static void Prepare(WebApplicationBuilder builder)
    {
        var floor = new Floor(new HttpContextAccessor());
        builder.Services.AddSingleton(floor);
        builder.Services.ConfigureDbContext<Data.Databases.PostgresDb>(options => options.AddInterceptors(floor), ServiceLifetime.Singleton);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
    }

    public static async Task<int> Run(WebApplication app, string[] args)
    {
        // Needs no database, and nothing beside it that takes time.
        if (args.Where(a => a is not "bench").ToArray() is ["pdf"])
        {
            var papers = new Figures();
            PdfBench.Run(papers);
            return Told(papers);
        }

        await using (var scope = app.Services.CreateAsyncScope())
            await Fill(scope.ServiceProvider);

        var floor = app.Services.GetRequiredService<Floor>();
        app.UsePlanable();
        app.MapGet("/bench/floor", floor.Answer);
        app.MapFastNetwork();
        ApiBench.Map(app);
        await app.StartAsync();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

        await CatchUp(app);
        var figures = new Figures();
        var parts = args.Where(a => !a.StartsWith('-')).ToHashSet(StringComparer.Ordinal);
        if (parts.Count == 0 || parts.Contains("calendar"))
            await CalendarBench.Run(app, address, floor, figures);
        if (parts.Count == 0 || parts.Contains("analytics"))
            await AnalyticsBench.Run(app, address, floor, figures);
        if (parts.Count == 0 || parts.Contains("api"))
            await ApiBench.Run(app, address, figures);
        if (parts.Count == 0 || parts.Contains("pdf"))
            PdfBench.Run(figures);
        if (parts.Count == 0 || parts.Contains("media"))
            await MediaBench.Run(app, address, figures);
        if (parts.Count == 0 || parts.Contains("publishing"))
            await PublishingBench.Run(app, address, figures);
        await app.StopAsync();
        if (parts.Count == 0 || parts.Contains("start"))
            await StartBench.Run(app.Configuration, figures);
        return Told(figures);
    }

    static int Told(Figures figures)
    {
        Console.WriteLine(figures.AllMet ? "All bars met." : "Some bars were missed.");
        return 0;
    }

    /// <summary>Ten thousand posts at once leave the log's readers behind: what is measured is a house at rest.</summary>
    static async Task CatchUp(WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        while (await db.Workspaces.AnyAsync(w => w.LastSequence > (db.LogCursors.Everywhere().Where(c => c.WorkspaceId == w.Id).Max(c => (long?)c.Sequence) ?? 0)))
            await Task.Delay(500);
        await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE");
    }

    static async Task Fill(IServiceProvider services)
    {
        var db = services.GetRequiredService<PlanableDb>();
        await db.Migrate();
        await services.GetRequiredService<DemoData>().Ensure();
        var missing = Posts - await db.Posts.Everywhere().CountAsync();
        if (missing > 0)
            await services.GetRequiredService<SamplePosts>().Add("acme", missing);
    }
}
