using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Data.Logs;
using Planable.Data.Workspaces;
using Planable.Jobs.Connectors;
using Planable.Jobs.Media;
using Planable.Web.Demo;

namespace Planable.Web.Commands;

/// <summary>What the app does instead of serving, when called as `-- migrate`, `-- seed --workspace W --posts N`, `-- token create --email E --workspace W`, `-- schema export`, `-- verify-log --workspace W`, `-- backup FILE`, `-- restore FILE`, `-- storage copy --to bucket|folder`, `-- networks`.</summary>
static class Command
{
    /// <returns>The exit code, or null if this is no command and the app should serve.</returns>
    public static async Task<int?> TryRun(WebApplication app, string[] args)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var db = services.GetRequiredService<PlanableDb>();
        switch (args.FirstOrDefault())
        {
            case "migrate":
                await db.Migrate();
                Console.WriteLine("The database is up to date.");
                return 0;
            case "seed":
                await db.Migrate();
                var added = await services.GetRequiredService<SamplePosts>().Add(app.Configuration["workspace"] ?? "acme", app.Configuration.GetValue("posts", 100));
                Console.WriteLine($"{added} posts added.");
                return 0;
            case "verify-log":
                return await VerifyLog(db, app.Configuration["workspace"]);
            case "token":
                await db.Migrate();
                return await TokenCommand.Run(db, app.Configuration, args, services.GetRequiredService<TimeProvider>());
            case "schema":
                return await SchemaCommand.Run(services, app.Configuration, args);
            case "backup" or "restore":
                return await BackupCommand.Run(db, services.GetRequiredService<IMediaStore>(), args, services.GetRequiredService<TimeProvider>());
            case "storage":
                return await StorageCommand.Run(services, app.Configuration, args);
            case "networks":
                Console.Write(NetworkTable.Write(services));
                return 0;
            case "bench":
                return await Bench.Benchmark.Run(app, args[1..]);
            case { } unknown when !unknown.StartsWith('-') && !unknown.Contains('='):
                await Console.Error.WriteLineAsync($"There is no command '{unknown}'. Commands: migrate, seed, token create, schema export, verify-log, backup, restore, storage copy, networks, bench.");
                return 2;
            default:
                await Prepare(app, db, services);
                return null;
        }
    }

    static async Task Prepare(WebApplication app, PlanableDb db, IServiceProvider services)
    {
        if (app.Configuration.GetValue("Database:Migrate", false))
            await db.Migrate();
        if (app.Configuration.GetValue("Demo:Seed", false) && !app.Environment.IsProduction())
        {
            await services.GetRequiredService<DemoData>().Ensure();
            if (app.Configuration.GetValue("Demo:Posts", false))
            {
                await DemoPosts.Ensure(app.Services.GetRequiredService<IServiceScopeFactory>());
                await DemoHistory.Ensure(app.Services.GetRequiredService<IServiceScopeFactory>());
            }
        }
    }

    static async Task<int> VerifyLog(PlanableDb db, string? slug)
    {
        var workspace = await db.Workspaces.SingleOrDefaultAsync(w => w.Slug == slug);
        if (workspace is null)
        {
            await Console.Error.WriteLineAsync($"There is no workspace '{slug}'. Use: -- verify-log --workspace SLUG");
            return 2;
        }

        db.Enter(workspace.Id, Via.Job);
        var found = await db.FindBreak();
        Console.WriteLine(found ?? $"The log of {workspace.Name} is whole: {workspace.LastSequence} entries.");
        return found is null ? 0 : 1;
    }
}
