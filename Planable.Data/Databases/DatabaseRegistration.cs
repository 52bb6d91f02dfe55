using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Coauthors;
using Planable.Data.Logs;
using Planable.Data.Notices;
using Planable.Data.Posts;

namespace Planable.Data.Databases;

public static class DatabaseRegistration
{
    /// <summary>Registers <see cref="PlanableDb"/> for `Database:Provider` (PostgreSql or SqlServer) and the connection string `Planable`.</summary>
    public static IServiceCollection AddPlanableDb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<LogBell>();
        services.AddSingleton<NoticeBell>();
        services.AddSingleton<DraftBell>();
        services.AddScoped<SharedDrafts>();
        if (UsesSqlServer(configuration))
        {
            services.AddDbContext<PlanableDb, SqlServerDb>(
                (provider, options) => options.Checked().UseSqlServer(ConnectionString(provider), sql =>
                {
                    // Wire-compatible servers without MERGE need a batch size of 1.
                    if (provider.GetRequiredService<IConfiguration>().GetValue<int?>("Database:MaxBatchSize") is { } size)
                        sql.MaxBatchSize(size);
                }),
                optionsLifetime: ServiceLifetime.Singleton);
        }
        else
        {
            services.AddDbContext<PlanableDb, PostgresDb>((provider, options) => options.Checked().UseNpgsql(ConnectionString(provider)), optionsLifetime: ServiceLifetime.Singleton);
        }

        return services;
    }

    public static bool UsesSqlServer(IConfiguration configuration) =>
        string.Equals(configuration["Database:Provider"], "SqlServer", StringComparison.OrdinalIgnoreCase);

    /// <summary>Two uses of one context at a time are looked for where the tests see them; the check itself costs with every query.</summary>
    static DbContextOptionsBuilder Checked(this DbContextOptionsBuilder options)
    {
#if DEBUG
        return options.Seeing().EnableThreadSafetyChecks();
#else
        return options.Seeing().EnableThreadSafetyChecks(false);
#endif
    }

    // Read late: the embedded database's port is known only after the host was configured.
    static string ConnectionString(IServiceProvider provider) =>
        provider.GetRequiredService<IConfiguration>().GetConnectionString("Planable")
        ?? throw new InvalidOperationException("There is no connection string 'Planable'.");
}
