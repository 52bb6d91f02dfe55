using Planable.Data.Databases;

namespace Planable.Web.Ground;

/// <summary>What has to stand before the app is built: its folder and its database.</summary>
static class Foundation
{
    /// <summary>A published app takes its own folder as root, wherever it is started from.</summary>
    public static WebApplicationOptions Options(string[] args) =>
        Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"))
            ? new() { Args = args, ContentRootPath = AppContext.BaseDirectory }
            : new() { Args = args };

    /// <summary>Without a connection string the app brings its own PostgreSQL; disposing stops it.</summary>
    public static async Task<IAsyncDisposable?> StartDatabase(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (!string.IsNullOrEmpty(configuration.GetConnectionString("Planable")))
            return null;
        if (DatabaseRegistration.UsesSqlServer(configuration))
            throw new InvalidOperationException("Database:Provider is SqlServer: give the connection string in ConnectionStrings:Planable.");

        using var logging = LoggerFactory.Create(l => l.AddConfiguration(configuration.GetSection("Logging")).AddSimpleConsole());
        var postgres = await EmbeddedPostgres.Start(
            new EmbeddedPostgresOptions { Folder = configuration["Database:Folder"] ?? Path.Combine(Home(builder.Environment), ".planable", "postgres") },
            logging.CreateLogger("Planable.Database"));
        await postgres.EnsureDatabase("planable");
        configuration["ConnectionStrings:Planable"] = postgres.ConnectionString("planable");
        configuration["Database:Migrate"] ??= "true";
        return postgres;
    }

    /// <summary>The folder that holds .planable: the repository in development, the app's own folder when published.</summary>
    public static string Home(IHostEnvironment environment)
    {
        for (var folder = new DirectoryInfo(environment.ContentRootPath); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Planable.sln")))
                return folder.FullName;
        }

        return environment.ContentRootPath;
    }
}
