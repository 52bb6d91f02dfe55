using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Planable.Jobs.Publishing;

namespace Planable.Web.Metrics;

/// <summary>Listens to the meters of this app and sums up what they measure, for whoever scrapes it.</summary>
public sealed class Measurements : IDisposable
{
    const string Requests = "http.server.request.duration";

    static readonly double[] RequestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    static readonly double[] DelaySeconds = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600];

    readonly ConcurrentDictionary<string, Family> families = new(StringComparer.Ordinal);
    readonly MeterListener listener = new();

    /// <param name="publishing">Not used, but its instruments exist from here on: a scraper sees them at 0 rather than not at all.</param>
    public Measurements(IMeterFactory factory, PublishingMetrics publishing)
    {
        ArgumentNullException.ThrowIfNull(publishing);
        listener.InstrumentPublished = (instrument, l) =>
        {
            // Meters are shared by the whole process; those of another app in it (as in tests) are not ours to tell.
            if (ReferenceEquals(instrument.Meter.Scope, factory) && FamilyOf(instrument) is { } family)
                l.EnableMeasurementEvents(instrument, families.GetOrAdd(family.Name, family));
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((Family)family!).Take(value, tags));
        listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((Family)family!).Take(value, tags));
        listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((Family)family!).Take(value, tags));
        listener.Start();
    }

    public IEnumerable<Family> Families => families.Values.OrderBy(f => f.Name, StringComparer.Ordinal);

    public void Dispose() => listener.Dispose();

    static Family? FamilyOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Name: Requests } => new Family("http_request_duration_seconds", "Time to answer requests.", RequestSeconds, RequestLabels),
        Histogram<double> h when h.Meter.Name == PublishingMetrics.MeterName => new Family(h.Name, h.Description ?? "", DelaySeconds, OwnLabels),
        Counter<long> c when c.Meter.Name == PublishingMetrics.MeterName => new Family(c.Name, c.Description ?? "", buckets: null, OwnLabels),
        _ => null,
    };

    static IReadOnlyList<Label> RequestLabels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (method, route, status) = ("", "none", "");
        foreach (var (name, value) in tags)
        {
            switch (name)
            {
                case "http.request.method":
                    method = (string)value!;
                    break;
                case "http.route":
                    route = RouteOf((string)value!);
                    break;
                case "http.response.status_code":
                    status = string.Create(CultureInfo.InvariantCulture, $"{(int)value! / 100}xx");
                    break;
            }
        }

        return [new("method", method), new("route", route), new("status", status)];
    }

    /// <summary>Every static file is a route of its own; to a reader of figures they are one.</summary>
    static string RouteOf(string template) =>
        template.LastIndexOf('.') > template.LastIndexOf('/') && !template.Contains('{', StringComparison.Ordinal) ? "/{file}" : "/" + template.TrimStart('/');

    static IReadOnlyList<Label> OwnLabels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new Label[tags.Length];
        for (var i = 0; i < tags.Length; i++)
            labels[i] = new Label(tags[i].Key, Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "");
        return labels;
    }
}

public readonly record struct Label(string Name, string Value);

/// <summary>Turns a measurement's tags into the labels we show.</summary>
public delegate IReadOnlyList<Label> Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags);

/// <summary>One metric with all its series.</summary>
/// <param name="buckets">Upper bounds of a histogram; null for a counter.</param>
public sealed class Family(string name, string help, IReadOnlyList<double>? buckets, Labels labels)
{
    /// <summary>Labels come from finite lists; should one not be, this keeps memory and scrapes finite all the same.</summary>
    public const int MostSeries = 2000;

    readonly ConcurrentDictionary<string, Series> series = new(StringComparer.Ordinal);

    public string Name => name;

    public string Help => help;

    public IReadOnlyList<double>? Buckets => buckets;

    public IEnumerable<Series> Series => series.Values;

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var told = labels(tags);
        var key = string.Join('\u001f', told.Select(l => l.Value));
        if (!series.TryGetValue(key, out var one))
        {
            if (series.Count >= MostSeries)
            {
                told = [.. told.Select(l => l with { Value = "other" })];
                key = "";
            }

            one = series.GetOrAdd(key, _ => new Series(told, buckets));
        }

        one.Take(value);
    }
}

/// <summary>The sum of everything measured under one set of labels.</summary>
public sealed class Series(IReadOnlyList<Label> labels, IReadOnlyList<double>? buckets)
{
    readonly Lock door = new();
    readonly long[] counts = new long[buckets?.Count ?? 0];
    double sum;
    long count;

    public IReadOnlyList<Label> Labels => labels;

    public void Take(double value)
    {
        lock (door)
        {
            sum += value;
            count++;
            for (var i = 0; i < counts.Length; i++)
            {
                if (value > buckets![i])
                    continue;
                counts[i]++;
                break;
            }
        }
    }

    /// <returns>Sum, number, and the number in each bucket by itself; all of the same moment.</returns>
    public (double Sum, long Count, long[] InBucket) Read()
    {
        lock (door)
            return (sum, count, [.. counts]);
    }
}
