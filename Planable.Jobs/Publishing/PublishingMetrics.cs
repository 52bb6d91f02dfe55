using System.Diagnostics.Metrics;
using Planable.Data.Publishing;

namespace Planable.Jobs.Publishing;

/// <summary>posts_published_total, social_api_errors_total and publishing_delay_seconds, by network.</summary>
public sealed class PublishingMetrics
{
    public const string MeterName = "Planable.Publishing";

    readonly Counter<long> published;
    readonly Counter<long> errors;
    readonly Histogram<double> delay;

    public PublishingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        published = meter.CreateCounter<long>("posts_published_total", description: "Deliveries published.");
        errors = meter.CreateCounter<long>("social_api_errors_total", description: "Calls to networks that failed, by class.");
        delay = meter.CreateHistogram<double>("publishing_delay_seconds", "s", "Time from due to published.");
    }

    public void Published(string network, TimeSpan late)
    {
        published.Add(1, new KeyValuePair<string, object?>("network", network));
        delay.Record(Math.Max(0, late.TotalSeconds), new KeyValuePair<string, object?>("network", network));
    }

    public void Failed(string network, FailureClass failure) =>
        errors.Add(1, new KeyValuePair<string, object?>("network", network), new KeyValuePair<string, object?>("class", failure.ToString()));
}
