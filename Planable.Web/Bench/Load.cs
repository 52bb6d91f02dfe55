using System.Collections.Concurrent;
using System.Diagnostics;

namespace Planable.Web.Bench;

/// <summary>Readers that ask for one address as fast as they get answers, or with a pause after each, as people do.</summary>
static class Load
{
    /// <returns>Answers a second, and the times of all answers in milliseconds, sorted.</returns>
    public static async Task<(double PerSecond, double[] Milliseconds)> Run(HttpClient client, string path, int readers, TimeSpan time, TimeSpan pause = default)
    {
        for (var i = 0; i < 30; i++)
            await Ask(client, path);

        var times = new ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, readers).Select(_ => Task.Run(async () =>
        {
            // Uneven, and not all at the first moment, or the readers would ask in step.
            await Task.Delay(pause * Random.Shared.NextDouble());
            while (watch.Elapsed < time)
            {
                var start = Stopwatch.GetTimestamp();
                await Ask(client, path);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause * (0.5 + Random.Shared.NextDouble()));
            }
        })));
        return (times.Count / watch.Elapsed.TotalSeconds, [.. times.Order()]);
    }

    public static double Percentile(double[] sorted, double percent) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * percent / 100))];

    static async Task Ask(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await response.Content.CopyToAsync(Stream.Null);
    }
}
