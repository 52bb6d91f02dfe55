using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Planable.Web.Bench;

/// <summary>The month of a workspace with 10,000 posts, some 500 of them in view, read by twenty at once.</summary>
static partial class CalendarBench
{
    const string Page = "/w/acme/calendar?view=month";
    const int Readers = 20;

    public static async Task Run(WebApplication app, string address, Floor floor, Figures figures)
    {
        using var client = await Reader.SignIn(app, address, "olga");
        await client.GetAsync(Page);
        await floor.Learn(client, Page, app.Configuration.GetConnectionString("Planable")!);
        var html = await client.GetStringAsync(Page);
        figures.Tell("calendar_html", html.Length / 1024.0, "KB");
        figures.AtMost("calendar_sql_commands", floor.Commands, "commands", 8);
        await figures.Scripts(client, html);

        // A house that has been open for a while: the runtime compiles what is used often, in the background.
        await Load.Run(client, Page, Readers, TimeSpan.FromSeconds(10));
        await Load.Run(client, "/bench/floor", Readers, TimeSpan.FromSeconds(3));

        // Alternating, so that both meet the same machine.
        var (page, least) = (new List<double>(), new List<double>());
        for (var round = 0; round < 3; round++)
        {
            least.Add((await Load.Run(client, "/bench/floor", Readers, TimeSpan.FromSeconds(4))).PerSecond);
            page.Add((await Load.Run(client, Page, Readers, TimeSpan.FromSeconds(4))).PerSecond);
        }

        figures.Tell("calendar_pages", page.Order().ElementAt(1), "pages/s");
        figures.Tell("calendar_floor", least.Order().ElementAt(1), "pages/s");
        figures.AtLeast("calendar_ratio", page.Order().ElementAt(1) / least.Order().ElementAt(1), "x", 0.5);
        var (_, times) = await Load.Run(client, Page, Readers, TimeSpan.FromSeconds(10), pause: TimeSpan.FromSeconds(1));
        figures.AtMost("calendar_p95", Load.Percentile(times, 95), "ms", 100);
    }

    /// <summary>Everything scripted that the first view of a page loads, as brotli would send it.</summary>
    static async Task Scripts(this Figures figures, HttpClient client, string html)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var bytes = 0L;
        var waiting = new Queue<string>(Sources().Matches(html).Select(m => m.Groups[1].Value));
        while (waiting.TryDequeue(out var path))
        {
            if (!seen.Add(path))
                continue;
            var script = await client.GetByteArrayAsync(path);
            using var small = new MemoryStream();
            await using (var brotli = new BrotliStream(small, CompressionLevel.SmallestSize, leaveOpen: true))
                await brotli.WriteAsync(script);
            bytes += small.Length;
            foreach (Match import in Imports().Matches(System.Text.Encoding.UTF8.GetString(script)))
                waiting.Enqueue(new Uri(new Uri(new Uri("http://x"), path), import.Groups[1].Value).AbsolutePath);
        }

        figures.AtMost("calendar_script", bytes / 1024.0, "KB", 60);
    }

    [GeneratedRegex("<script[^>]+src=\"([^\"]+)\"")]
    private static partial Regex Sources();

    [GeneratedRegex("^\\s*(?:import|export)\\b[^\"';]*[\"'](\\.[^\"']+)[\"']", RegexOptions.Multiline)]
    private static partial Regex Imports();
}
