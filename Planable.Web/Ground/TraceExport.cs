using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Planable.Jobs.Publishing;

namespace Planable.Web.Ground;

/// <summary>Sends traces to a collector where `OTEL_EXPORTER_OTLP_ENDPOINT` names one; the exporter reads it and its companions from the environment itself.</summary>
sealed class TraceExport : IHostedService, IDisposable
{
    TracerProvider? provider;

    public static void AddTo(IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        // Without it the framework's span of a request does not say which one it was.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        services.AddHostedService<TraceExport>();
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(r => r.AddService("planable"))
            .AddSource("Microsoft.AspNetCore", PublishingTraces.SourceName, "System.Net.Http")
            .AddProcessor(new WithoutAddresses())
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        provider?.ForceFlush(5_000);
        return Task.CompletedTask;
    }

    public void Dispose() => provider?.Dispose();

    /// <summary>Bots and webhooks are reached by addresses that are secrets themselves: of an outgoing call's address only the host is told.</summary>
    sealed class WithoutAddresses : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            if (data.Kind == ActivityKind.Client && data.GetTagItem("url.full") is string address)
                data.SetTag("url.full", Uri.TryCreate(address, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : null);
        }
    }
}
