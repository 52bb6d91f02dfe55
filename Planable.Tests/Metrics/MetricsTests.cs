using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Publishing;
using Planable.Jobs.Publishing;
using Planable.Tests.Support;
using Planable.Web.Metrics;

namespace Planable.Tests.Metrics;

public sealed class MeasuredApp : TestApp
{
    public const string Token = "scrape-me";

    public override void Settle(IWebHostBuilder web) => web.UseSetting("Metrics:Token", Token);
}

public partial class MetricsTests(MeasuredApp app) : IClassFixture<MeasuredApp>
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_token_there_is_nothing_from_outside()
    {
        using var nobody = await app.As(null);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Get("/metrics")).StatusCode);
        foreach (var scheme in (string[])["Bearer wrong", "Bearer ", $"Basic {MeasuredApp.Token}"])
            Assert.Equal(HttpStatusCode.NotFound, (await Ask(scheme)).StatusCode);
    }

    [Fact]
    public async Task Requests_are_measured_by_method_route_and_class_of_status()
    {
        using var adam = await app.As("adam");
        await adam.Page("/w/acme/channels");
        await adam.Get("/w/bolt/channels");
        await adam.Get("/no/such/page");
        var samples = await Scrape();
        var counted = samples.Single(s => s.Name == "http_request_duration_seconds_count" && s.Labels["route"] == "/w/{workspace}/channels" && s.Labels["status"] == "2xx");
        Assert.Equal("GET", counted.Labels["method"]);
        Assert.True(counted.Value >= 2);
        var buckets = samples.Where(s => s.Name == "http_request_duration_seconds_bucket" && s.Labels["route"] == "/w/{workspace}/channels" && s.Labels["status"] == "2xx").ToList();
        Assert.Equal(buckets.Select(b => b.Value).Order(), buckets.Select(b => b.Value));
        Assert.Equal(("+Inf", counted.Value), (buckets[^1].Labels["le"], buckets[^1].Value));
        Assert.DoesNotContain(samples, s => s.Labels.Values.Any(v => v.Contains("no/such", StringComparison.Ordinal) || v.Contains("acme", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Publications_errors_and_delays_are_counted_by_network()
    {
        var publishing = app.Services.GetRequiredService<PublishingMetrics>();
        publishing.Published("mastodon", TimeSpan.FromSeconds(0.4));
        publishing.Published("mastodon", TimeSpan.FromSeconds(70));
        publishing.Failed("bluesky", FailureClass.Transient);
        var samples = await Scrape();
        Assert.Equal(2, samples.Single(s => s.Name == "posts_published_total" && s.Labels["network"] == "mastodon").Value);
        Assert.Equal(1, samples.Single(s => s.Name == "social_api_errors_total" && s.Labels["network"] == "bluesky" && s.Labels["class"] == "Transient").Value);
        double UpTo(string le) => samples.Single(s => s.Name == "publishing_delay_seconds_bucket" && s.Labels["le"] == le).Value;
        Assert.Equal((0, 1, 1, 2, 2), (UpTo("0.1"), UpTo("0.5"), UpTo("60"), UpTo("300"), UpTo("+Inf")));
        Assert.Contains(samples, s => s.Name == "process_resident_memory_bytes" && s.Value > 10_000_000);
        Assert.Contains(samples, s => s.Name == "dotnet_gc_collections_total" && s.Labels["generation"] == "2");
    }

    [Fact]
    public void Labels_are_escaped_and_their_number_is_bounded()
    {
        var family = new Family("odd_total", "Back\\slash and\nline", buckets: null, tags => [new Label("text", (string)tags[0].Value!)]);
        family.Take(1, [new("text", "quote \" back \\ line \n end")]);
        for (var i = 0; i < Family.MostSeries + 100; i++)
            family.Take(1, [new("text", i.ToString(CultureInfo.InvariantCulture))]);
        var text = new PrometheusText();
        text.Write(family);
        Assert.Contains("# HELP odd_total Back\\\\slash and\\nline\n", text.ToString());
        Assert.Contains("odd_total{text=\"quote \\\" back \\\\ line \\n end\"} 1\n", text.ToString());
        var samples = Parse(text.ToString());
        Assert.Equal(Family.MostSeries + 1, samples.Count);
        Assert.Equal(101, samples.Single(s => s.Labels["text"] == "other").Value);
    }

    async Task<IReadOnlyList<Sample>> Scrape()
    {
        using var response = await Ask($"Bearer {MeasuredApp.Token}");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        return Parse(await response.Content.ReadAsStringAsync(Cancel));
    }

    async Task<HttpResponseMessage> Ask(string authorization)
    {
        using var nobody = await app.As(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await nobody.Http.SendAsync(request, Cancel);
    }

    /// <summary>As a scraper reads it: every line is a comment or a sample of a family that was announced, each series once.</summary>
    static List<Sample> Parse(string text)
    {
        Assert.EndsWith("\n", text);
        var announced = new HashSet<string>();
        var seen = new HashSet<string>();
        var samples = new List<Sample>();
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                Assert.True(announced.Add(line.Split(' ')[2]), line);
            if (line.StartsWith('#'))
                continue;
            var match = SampleLine().Match(line);
            Assert.True(match.Success, line);
            var name = match.Groups["name"].Value;
            Assert.Contains(SuffixOf().Replace(name, "") is var family && announced.Contains(family) ? family : name, announced);
            Assert.True(seen.Add(name + match.Groups["labels"].Value), line);
            var labels = LabelPair().Matches(match.Groups["labels"].Value).ToDictionary(l => l.Groups[1].Value, l => l.Groups[2].Value);
            var value = match.Groups["value"].Value;
            samples.Add(new Sample(name, labels, value == "+Inf" ? double.PositiveInfinity : double.Parse(value, CultureInfo.InvariantCulture)));
        }

        return samples;
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>[a-z_]+="([^"\\]|\\.)*"(,[a-z_]+="([^"\\]|\\.)*")*)\})? (?<value>\S+)$""", RegexOptions.ExplicitCapture)]
    private static partial Regex SampleLine();

    [GeneratedRegex("""([a-z_]+)="((?:[^"\\]|\\.)*)"(?:,|$)""")]
    private static partial Regex LabelPair();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture)]
    private static partial Regex SuffixOf();

    sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
}
