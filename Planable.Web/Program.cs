using Planable.Web.Bench;
using Planable.Web.Commands;
using Planable.Web.Ground;

var builder = WebApplication.CreateBuilder(Foundation.Options(args));
await using var database = await Foundation.StartDatabase(builder);
builder.AddPlanable();
if (args is ["bench", ..])
    Benchmark.Prepare(builder);

var app = builder.Build();
if (await Command.TryRun(app, args) is { } exitCode)
    return exitCode;

app.UsePlanable();
await app.RunAsync();
return 0;

/// <summary>Named for the tests, which start the app in their own process.</summary>
public partial class Program;
