using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Logs;

namespace Planable.Data.Databases;

public static class DatabaseRegistration
{
    /// <summary>Registers <see cref="PlanableDb"/> for `Database:Provider` (PostgreSql or SqlServer) and the connection string `Planable`.</summary>
    public static IServiceCollection AddPlanableDb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<LogBell>();
        if (UsesSqlServer(configuration))
        {
            services.AddDbContext<PlanableDb, SqlServerDb>((provider, options) => options.UseSqlServer(ConnectionString(provider), sql =>
            {
                // Wire-compatible servers without MERGE need a batch size of 1.
                if (provider.GetRequiredService<IConfiguration>().GetValue<int?>("Database:MaxBatchSize") is { } size)
                    sql.MaxBatchSize(size);
            }));
        }
        else
        {
            services.AddDbContext<PlanableDb, PostgresDb>((provider, options) => options.UseNpgsql(ConnectionString(provider)));
        }

        return services;
    }

    public static bool UsesSqlServer(IConfiguration configuration) =>
        string.Equals(configuration["Database:Provider"], "SqlServer", StringComparison.OrdinalIgnoreCase);

    // Read late: the embedded database's port is known only after the host was configured.
    static string ConnectionString(IServiceProvider provider) =>
        provider.GetRequiredService<IConfiguration>().GetConnectionString("Planable")
        ?? throw new InvalidOperationException("There is no connection string 'Planable'.");
}
