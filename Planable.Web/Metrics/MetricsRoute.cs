using Planable.Data.Publishing;
using Planable.Jobs.Publishing;
using Planable.Web.GraphQL.Events;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Planable.Web.Metrics;

static class MetricsRoute
{
    static readonly DateTimeOffset StartedAt = new(Process.GetCurrentProcess().StartTime.ToUniversalTime());

    public static void MapMetrics(this WebApplication app)
    {
        // Made now, not at the first scrape: what is measured before that counts too.
        var measurements = app.Services.GetRequiredService<Measurements>();
        var lines = app.Services.GetRequiredService<Lines>();
        var streams = app.Services.GetRequiredService<OpenStreams>();
        app.MapGet("/metrics", (HttpContext http, IConfiguration configuration) =>
            MayRead(http, configuration["Metrics:Token"]) ? Results.Text(Tell(measurements, lines.Troubled, streams.Count), PrometheusText.ContentType) : Results.NotFound());
    }

    /// <summary>Callers on this machine, and those with the token; to everybody else there is nothing here.</summary>
    static bool MayRead(HttpContext http, string? token)
    {
        if (http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address))
            return true;
        const string Scheme = "Bearer ";
        var given = http.Request.Headers.Authorization.ToString();
        return !string.IsNullOrEmpty(token) && given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given[Scheme.Length..])), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }

    static string Tell(Measurements measurements, IReadOnlyCollection<NetworkLine> troubled, int streams)
    {
        var text = new PrometheusText();
        foreach (var family in measurements.Families)
            text.Write(family);

        text.Write("network_paused", "1 while nothing is sent to a network that fails for several channels, as this node knows it.", "gauge", [.. troubled.Where(l => l.IsCut).Select(l => (Of(l), 1d))]);
        text.Write("network_rate_limit", "Deliveries a second a network is sent while it is sent less.", "gauge", [.. troubled.Where(l => l.Rate is not null).Select(l => (Of(l), l.Rate!.Value))]);
        text.Write("api_streams_open", "Subscriptions of programs that are open on this node.", "gauge", ([], streams));
        text.Write("process_cpu_seconds_total", "Processor time used.", "counter", ([], Environment.CpuUsage.TotalTime.TotalSeconds));
        text.Write("process_resident_memory_bytes", "Memory in use.", "gauge", ([], Environment.WorkingSet));
        text.Write("process_start_time_seconds", "When the process started, in seconds since 1970.", "gauge", ([], StartedAt.ToUnixTimeMilliseconds() / 1000d));
        text.Write("dotnet_gc_collections_total", "Garbage collections by generation.", "counter", Collections(0), Collections(1), Collections(2));
        text.Write("dotnet_gc_pause_seconds_total", "Time the process stood still for garbage collections.", "counter", ([], GC.GetTotalPauseDuration().TotalSeconds));
        text.Write("dotnet_gc_heap_bytes", "Managed memory in use.", "gauge", ([], GC.GetTotalMemory(forceFullCollection: false)));
        text.Write("dotnet_threadpool_threads", "Threads of the pool.", "gauge", ([], ThreadPool.ThreadCount));
        text.Write("dotnet_threadpool_queue_length", "Work waiting for a thread of the pool.", "gauge", ([], ThreadPool.PendingWorkItemCount));
        return text.ToString();

        static IReadOnlyList<Label> Of(NetworkLine line) => line.Server is null ? [new Label("network", line.Network)] : [new Label("network", line.Network), new Label("server", line.Server)];

        static (IReadOnlyList<Label>, double) Collections(int generation) =>
            ([new Label("generation", generation.ToString(System.Globalization.CultureInfo.InvariantCulture))], GC.CollectionCount(generation));
    }
}
