using System.Reflection;
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
// What the start leaves behind, of building the model above all, is more than half of the heap. A process of tests, which starts many apps, has a heap of its own.
if (Assembly.GetEntryAssembly() == typeof(Program).Assembly)
    app.Lifetime.ApplicationStarted.Register(() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive));
await app.RunAsync();
return 0;

/// <summary>Named for the tests, which start the app in their own process.</summary>
public partial class Program;
