using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Readings;
using Planable.Tests.Support;
using static Planable.Tests.GraphQL.Api.Integrators;

namespace Planable.Tests.GraphQL.Api;

public class FigureTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Figures_are_those_of_the_page_and_of_its_file()
    {
        var today = DateOnly.FromDateTime(Data.Times.Zones.ToLocal(app.Clock.GetUtcNow(), "Europe/Berlin"));
        var (from, to) = (today.AddDays(-30), today.AddDays(-1));
        var channel = await app.In("acme", async db =>
        {
            var handle = $"c{Guid.NewGuid():N}"[..12];
            var made = Data.Channels.Channel.Connect(await TestApp.Member(db, "olga"), "practice", new Data.Channels.RemoteAccount(handle, handle, handle, null, null, new Dictionary<string, int>()), "", app.Clock.GetUtcNow());
            db.Channels.Add(made);
            // Two days were not read.
            db.ChannelFigures.AddRange(Enumerable.Range(1, 60).Where(back => back is not (5 or 6)).Select(back => new ChannelFigure(made.Id, today.AddDays(-back), MetricName.Reach, ReadingSource.Account, 100 + back, app.Clock.GetUtcNow())));
            await db.SaveChangesAsync();
            return made.Id;
        });
        using var pia = await app.Api("pia");
        var answer = await pia.Ask(
            "query ($f: LocalDate!, $t: LocalDate!, $c: [ID!]) { analytics(from: $f, to: $t, channelIds: $c) { comparedFrom figures(metrics: [\"reach\"]) { metric total totalBefore daysRead daysAsked days { date value } channels { total channel { name } } } } postFigures(from: $f, to: $t, sort: \"reach\") { publishedAt engagements figures { metric value } post { title } channel { name } } }",
            new { f = from, t = to, c = new[] { Id("Channel", channel) } });
        var figure = answer["analytics"]!["figures"]!.AsArray().Single()!;
        using var browser = await app.As("pia");
        using var file = await browser.Get(string.Create(CultureInfo.InvariantCulture, $"/w/acme/analytics/exports/json?channel={channel}&from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}&by=day"));
        file.EnsureSuccessStatusCode();
        var rows = JsonNode.Parse(await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsArray().Where(r => (string?)r!["Metric"] == "Reach").ToList();
        Assert.Equal((double?)rows.Single(r => (string?)r!["Channel"] == "Total")!["Value"], (double?)figure["total"]);
        Assert.Equal((double?)rows.Single(r => (string?)r!["Channel"] == "Total before")!["Value"], (double?)figure["totalBefore"]);
        Assert.Equal(rows.Where(r => (string?)r!["Channel"] == "All channels").Select(r => (double?)r!["Value"]), figure["days"]!.AsArray().Select(d => (double?)d!["value"]));
        var page = await browser.Page(string.Create(CultureInfo.InvariantCulture, $"/w/acme/analytics?channel={channel}&from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}"));
        var card = page.QuerySelectorAll(".kpi").Single(k => k.QuerySelector(".kt a")!.TextContent == "Reach");
        Assert.Equal(((double)figure["total"]!).ToString("N0", CultureInfo.InvariantCulture), card.QuerySelector(".kv")!.TextContent);
        Assert.Equal(30, figure["days"]!.AsArray().Count);
        Assert.Equal(2, figure["days"]!.AsArray().Count(d => d!["value"] is null));
        Assert.Equal((string?)figure["channels"]![0]!["channel"]!["name"], await app.In("acme", async db => (await db.Channels.SingleAsync(c => c.Id == channel)).Name));
    }

    [Fact]
    public async Task Whoever_does_not_see_figures_gets_none_and_days_have_bounds()
    {
        using var clara = await app.Api("clara");
        var clients = (await clara.Ask("{ postFigures(from: \"2026-01-01\", to: \"2026-12-31\") { post { audience } } }"))["postFigures"]!.AsArray();
        Assert.All(clients, p => Assert.Equal("CLIENT", (string?)p!["post"]!["audience"]));
        using var pia = await app.Api("pia");
        Assert.Equal("DAYS_WRONG", await pia.Refused("{ analytics(from: \"2024-01-01\", to: \"2026-12-31\") { to } }"));
        Assert.Equal("NOT_FOUND", await pia.Refused($"{{ analytics(from: \"2026-01-01\", to: \"2026-02-01\", channelIds: [\"{Id("Channel", Guid.NewGuid())}\"]) {{ to }} }}"));
    }
}
