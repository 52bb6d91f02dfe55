using System.Globalization;
using System.Text;

namespace Planable.Web.Metrics;

/// <summary>Writes figures in Prometheus' text format, version 0.0.4.</summary>
public sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    readonly StringBuilder text = new();

    public void Write(Family family)
    {
        Head(family.Name, family.Help, family.Buckets is null ? "counter" : "histogram");
        foreach (var series in family.Series)
        {
            var (sum, count, inBucket) = series.Read();
            if (family.Buckets is null)
            {
                Sample(family.Name, series.Labels, sum);
                continue;
            }

            var upTo = 0L;
            for (var i = 0; i < inBucket.Length; i++)
                Sample(family.Name + "_bucket", [.. series.Labels, new Label("le", Number(family.Buckets[i]))], upTo += inBucket[i]);
            Sample(family.Name + "_bucket", [.. series.Labels, new Label("le", "+Inf")], count);
            Sample(family.Name + "_sum", series.Labels, sum);
            Sample(family.Name + "_count", series.Labels, count);
        }
    }

    /// <param name="type">"gauge" or "counter".</param>
    public void Write(string name, string help, string type, params ReadOnlySpan<(IReadOnlyList<Label> Labels, double Value)> samples)
    {
        Head(name, help, type);
        foreach (var (labels, value) in samples)
            Sample(name, labels, value);
    }

    public override string ToString() => text.ToString();

    void Head(string name, string help, string type) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    void Sample(string name, IReadOnlyList<Label> labels, double value)
    {
        text.Append(name);
        for (var i = 0; i < labels.Count; i++)
            text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escape(labels[i].Value)).Append('"');
        if (labels.Count > 0)
            text.Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
