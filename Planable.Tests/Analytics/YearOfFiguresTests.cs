using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Readings;
using Planable.Data.Tokens;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Publishing;
using Planable.Tests.Reports;
using Planable.Tests.Support;

namespace Planable.Tests.Analytics;

/// <summary>A year with gaps, asked once more by statements that share nothing with the pages.</summary>
public class YearOfFiguresTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly string[] Parts = [MetricName.Likes, MetricName.Comments, MetricName.Shares, MetricName.Quotes, MetricName.Saves];

    static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    (string First, string Last) Year => (AnalyticsQuery.Iso(Today.AddDays(-1).AddYears(-1).AddDays(1)), AnalyticsQuery.Iso(Today.AddDays(-1)));

    DateOnly Today => DateOnly.FromDateTime(Data.Times.Zones.ToLocal(app.Clock.GetUtcNow(), "Europe/Berlin"));

    [Fact]
    public async Task Every_card_says_what_a_statement_of_its_own_says_on_the_page_in_the_files_on_a_dashboard_and_over_the_API()
    {
        var ids = await Seed();
        var expected = await Expected(ids);
        Assert.Equal(Metric.All.Count, expected.Count);

        using var pia = await app.As("pia");
        var query = $"days=12m&channel={string.Join(',', ids)}";
        var cards = Cards(await pia.Page($"/w/acme/analytics?{query}"));
        var dashboard = await app.In("acme", async db =>
        {
            var made = new Dashboard(await TestApp.Member(db, "pia"), "All there is", [.. Metric.All.Select(m => new Tile(TileKind.Number, m.Key))], app.Clock.GetUtcNow());
            db.Dashboards.Add(made);
            await db.SaveChangesAsync();
            return made.Id;
        });
        var tiles = Cards(await pia.Page($"/w/acme/analytics/dashboards/{dashboard}?{query}"));
        using var response = await pia.Get($"/w/acme/analytics/exports/json?{query}");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        var totals = json.RootElement.EnumerateArray().Where(r => r.GetProperty("Channel").GetString() == "Total").ToDictionary(r => r.GetProperty("Metric").GetString()!, r => r.GetProperty("Value"));
        var (first, last) = Year;
        using var api = await app.Api("pia", TokenScope.Read);
        var told = (await api.Ask(
                "query ($from: LocalDate!, $to: LocalDate!, $ids: [ID!], $all: [String!]) { analytics(from: $from, to: $to, channelIds: $ids) { figures(metrics: $all) { metric total } } }",
                new { from = first, to = last, ids = ids.ConvertAll(id => Integrators.Id("Channel", id)), all = Metric.All.Select(m => m.Key) }))["analytics"]!["figures"]!.AsArray().ToDictionary(f => (string)f!["metric"]!, f => (double?)f!["total"]);
        foreach (var metric in Metric.All)
        {
            var value = expected[metric.Key];
            Assert.Equal((metric.Name, double.IsFinite(value), double.IsFinite(value)), (metric.Name, tiles[metric.Name] != "n/a", told[metric.Key] is not null));
            if (!double.IsFinite(value))
                continue;
            var said = metric.Kind == MetricKind.Rate ? value.ToString("F1", CultureInfo.InvariantCulture) + "%" : value.ToString("N0", CultureInfo.InvariantCulture);
            Assert.Equal((metric.Name, said, said), (metric.Name, cards[metric.Name], tiles[metric.Name]));
            Assert.Equal(value, totals[metric.Name].GetDouble(), 6);
            Assert.Equal(value, told[metric.Key]!.Value, 6);
        }

        // On paper the key numbers of all together, and every figure of each channel.
        var paper = await Paper(pia, query);
        foreach (var metric in Metric.Main.Where(m => double.IsFinite(expected[m.Key])))
            Assert.Equal((metric.Name, OnPaper(metric, expected[metric.Key])), (metric.Name, paper[paper.IndexOf(metric.Name) + 1]));
        var alone = await Expected([ids[1]]);
        var channel = await Paper(pia, $"days=12m&channel={ids[1]}");
        var table = channel[(channel.LastIndexOf("All figures") + 1)..];
        Assert.Equal(Metric.All.Count(m => double.IsFinite(alone[m.Key])), Metric.All.Count(m => table.Contains(m.Name)));
        foreach (var metric in Metric.All.Where(m => double.IsFinite(alone[m.Key])))
            Assert.Equal((metric.Name, OnPaper(metric, alone[metric.Key])), (metric.Name, table[table.IndexOf(metric.Name) + 1]));
    }

    [Fact]
    public async Task A_month_without_data_has_no_zeros_on_the_page_in_the_file_over_the_API_and_on_paper()
    {
        var ids = await Seed();
        var first = new DateOnly(Today.Year - 2, 1, 1);
        var (from, to) = (AnalyticsQuery.Iso(first), AnalyticsQuery.Iso(first.AddDays(30)));
        var query = $"from={from}&to={to}&channel={string.Join(',', ids)}";
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/analytics?{query}");
        Assert.All(Cards(page).Values, shown => Assert.Contains(shown, (string[])["n/a", "–"]));
        using var response = await pia.Get($"/w/acme/analytics/exports/json?{query}");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        Assert.All(json.RootElement.EnumerateArray(), row => Assert.Equal(JsonValueKind.Null, row.GetProperty("Value").ValueKind));
        using var api = await app.Api("pia", TokenScope.Read);
        var told = (await api.Ask("query ($from: LocalDate!, $to: LocalDate!, $ids: [ID!]) { analytics(from: $from, to: $to, channelIds: $ids) { figures { total days { value } } } }", new { from, to, ids = ids.ConvertAll(id => Integrators.Id("Channel", id)) }))["analytics"]!["figures"]!.AsArray();
        Assert.NotEmpty(told);
        Assert.All(told, figure => Assert.Equal((true, true), (figure!["total"] is null, figure["days"]!.AsArray().All(d => d!["value"] is null))));
        Assert.Contains("Nothing was published on these days, and there are no figures of them.", await Paper(pia, query));
    }

    async Task<Dictionary<string, double>> Expected(IReadOnlyList<Guid> ids)
    {
        var expected = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [MetricName.Engagements] = await Ask(ids, $$"""SELECT CAST(SUM(f."Value") AS double precision) AS "Value" FROM "ChannelFigures" f WHERE {0} AND f."Metric" IN ('{{string.Join("','", Parts)}}')"""),
            [MetricName.Followers] = await Ask(ids, """SELECT CAST(SUM(f."Value") AS double precision) AS "Value" FROM "ChannelFigures" f WHERE {0} AND f."Metric" = 'followers' AND f."Day" = (SELECT MAX(l."Day") FROM "ChannelFigures" l WHERE l."ChannelId" = f."ChannelId" AND l."Metric" = 'followers' AND l."Day" BETWEEN '{1}' AND '{2}')"""),
            [Metric.EngagementRate] = await Ask(ids, $$"""
                SELECT CAST(100.0 * SUM(e.engaged) / SUM(r."Value") AS double precision) AS "Value"
                FROM (SELECT f."ChannelId", f."Day", SUM(f."Value") AS engaged FROM "ChannelFigures" f WHERE {0} AND f."Metric" IN ('{{string.Join("','", Parts)}}') GROUP BY f."ChannelId", f."Day") e
                JOIN "ChannelFigures" r ON r."ChannelId" = e."ChannelId" AND r."Day" = e."Day" AND r."Metric" = 'reach' AND r."Source" = 'Account'
                """),
        };
        foreach (var metric in Metric.All.Where(m => m.Kind == MetricKind.Sum && m.Key != MetricName.Engagements))
            expected[metric.Key] = await Ask(ids, $$"""SELECT CAST(SUM(f."Value") AS double precision) AS "Value" FROM "ChannelFigures" f WHERE {0} AND f."Metric" = '{{metric.Key}}'""");
        return expected;
    }

    static async Task<List<string>> Paper(Visitor pia, string query)
    {
        using var answer = await pia.Get($"/w/acme/analytics/report.pdf?{query}");
        return [.. new PdfReader(await answer.Content.ReadAsByteArrayAsync(Cancel)).Structure().Select(e => e.Text).Where(t => t.Length > 0)];
    }

    static string OnPaper(Metric metric, double value) => metric.Kind == MetricKind.Rate ? (value / 100).ToString("P1", English) : value.ToString("N0", English);

    static Dictionary<string, string> Cards(AngleSharp.Dom.IDocument page) => page.QuerySelectorAll(".kpi").ToDictionary(k => k.QuerySelector(".kt a")!.TextContent, k => k.QuerySelector(".kv")!.TextContent);

    /// <param name="sql">{0} stands for channel, days, and the source that counts: what is told of the account comes before what its posts gained.</param>
    async Task<double> Ask(IReadOnlyList<Guid> channels, string sql)
    {
        var (first, last) = Year;
        var which = $"""
            f."ChannelId" IN ('{string.Join("','", channels)}') AND f."Day" BETWEEN '{first}' AND '{last}'
            AND (f."Source" = 'Account' OR NOT EXISTS (SELECT 1 FROM "ChannelFigures" o WHERE o."ChannelId" = f."ChannelId" AND o."Metric" = f."Metric" AND o."Source" = 'Account'))
            """;
        var asked = string.Format(CultureInfo.InvariantCulture, sql, which, first, last);
        return await app.In("acme", async db => await db.Database.SqlQueryRaw<double?>(asked).SingleAsync() ?? double.NaN);
    }

    /// <summary>Two channels that tell much, one that tells likes of posts alone, and one that tells nothing; some days are missing, and the days before the year are there too.</summary>
    Task<List<Guid>> Seed() => app.In("acme", async db =>
    {
        var random = new Random(31);
        var olga = await TestApp.Member(db, "olga");
        var channels = Enumerable.Range(0, 4).Select(n => Channel.Connect(olga, n == 3 ? "telegram" : "practice", new RemoteAccount($"y{n}-{Guid.NewGuid():N}"[..12], $"Year {n}", $"y{n}", null, null, new Dictionary<string, int>()), "", app.Clock.GetUtcNow())).ToList();
        db.Channels.AddRange(channels);
        string[] told = [MetricName.Reach, MetricName.Impressions, MetricName.NewFollowers, MetricName.ProfileViews, MetricName.Followers];
        for (var back = 0; back < 420; back++)
        {
            foreach (var channel in channels.Take(2).Where(_ => random.Next(20) > 0))
            {
                foreach (var metric in told)
                    Tell(channel, metric, ReadingSource.Account, random.Next(20, 9000));
                foreach (var metric in (string[])[MetricName.Likes, MetricName.Comments, MetricName.Saves, MetricName.Clicks])
                    Tell(channel, metric, ReadingSource.Post, random.Next(0, 400));
            }

            // Told of the account as well: then its posts do not count.
            Tell(channels[1], MetricName.Shares, ReadingSource.Account, random.Next(5, 60));
            Tell(channels[1], MetricName.Shares, ReadingSource.Post, 1_000_000);
            Tell(channels[2], MetricName.Likes, ReadingSource.Post, random.Next(0, 40));

            void Tell(Channel channel, string metric, ReadingSource source, long value) => db.ChannelFigures.Add(new ChannelFigure(channel.Id, Today.AddDays(-back), metric, source, value, app.Clock.GetUtcNow()));
        }

        await db.SaveChangesAsync();
        return channels.ConvertAll(c => c.Id);
    });
}
