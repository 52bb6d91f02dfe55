using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Planable.Data;
using Planable.Jobs.Media;
using Planable.Jobs.Media.Buckets;

namespace Planable.Web.Health;

/// <summary>Reaches the database and finds every migration applied.</summary>
sealed class DatabaseCheck(PlanableDb db) : IHealthCheck
{
    static bool migrated;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if (!Volatile.Read(ref migrated))
            {
                if ((await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
                    return HealthCheckResult.Unhealthy("The database waits for migrations: run `-- migrate`.");
                Volatile.Write(ref migrated, true);
            }

            await db.Database.ExecuteSqlRawAsync("SELECT 1", cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or InvalidOperationException or TimeoutException)
        {
            // Being down is the answer here, not a fault of the check.
            return HealthCheckResult.Unhealthy("The database cannot be reached.", exception);
        }
    }
}

/// <summary>Reaches the bucket. Without it the node still answers pages, so it stays in service: degraded, not down.</summary>
sealed class BucketCheck(MediaBucket bucket) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await bucket.Reach(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (MediaUnreachable away)
        {
            return HealthCheckResult.Degraded(away.Message, away);
        }
    }
}

static class HealthRoutes
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { ResponseWriter = Write });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Write, Predicate = c => c.Tags.Contains("ready") });
        app.MapHealthChecks("/health/live", new HealthCheckOptions { ResponseWriter = Write, Predicate = _ => false });
    }

    static Task Write(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(e => e.Key, e => new { status = e.Value.Status.ToString(), e.Value.Description }, StringComparer.Ordinal),
        }));
    }
}
