using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Analytics;
using Planable.Data.Channels;
using Planable.Data.Readings;
using Planable.Data.Tokens;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Analytics;

public class DashboardsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    DateOnly Today => DateOnly.FromDateTime(Data.Times.Zones.ToLocal(app.Clock.GetUtcNow(), "Europe/Berlin"));

    [Fact]
    public async Task A_person_arranges_tiles_saves_and_shares_and_the_numbers_are_those_of_the_fixed_pages()
    {
        await Tell();
        using var pia = await app.As("pia");
        using var ivo = await app.As("ivo");
        var id = await New(pia, "Monday round");
        var path = $"/w/acme/analytics/dashboards/{id}";
        await Arrange(pia, path, "remove:3");
        await Arrange(pia, path, "up:1");
        await Arrange(pia, path, "add", ("Kind", "Table"), ("Metric", MetricName.Followers));
        using (var saved = await pia.Post(path, ("Name", "Monday round"), ("Do", "save"), ("Revision", await Revision(id))))
            Assert.Equal(path, saved.Headers.Location!.ToString());
        var kept = await app.In("acme", db => db.Dashboards.AsNoTracking().SingleAsync(d => d.Id == id));
        Assert.Equal(
            [new(TileKind.Number, MetricName.Engagements), new(TileKind.Number, MetricName.Reach), new(TileKind.Number, Metric.EngagementRate), new(TileKind.Chart, MetricName.Reach), new(TileKind.Posts, Metric.EngagementRate), new Tile(TileKind.Table, MetricName.Followers)],
            kept.Tiles);

        var shown = await pia.Page(path);
        var overview = await pia.Page("/w/acme/analytics");
        string Reach(AngleSharp.Dom.IDocument page) => page.QuerySelectorAll(".kpi").Single(k => k.QuerySelector(".kt a")!.TextContent == "Reach").QuerySelector(".kv")!.TextContent;
        Assert.Equal(Reach(overview), Reach(shown));
        Assert.Equal(overview.QuerySelector("#an-table tbody")!.TextContent, shown.QuerySelector("#t-reach-Chart tbody")!.TextContent);

        // Only its owner sees it until it is shared; others copy it to have one of their own.
        using (var hidden = await ivo.Get(path))
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        using (await pia.Post($"{path}/sharing", ("shared", "true"))) { }
        Assert.Contains("Shared by Pia", (await ivo.Page(path)).QuerySelector(".board-h")!.TextContent, StringComparison.Ordinal);
        using (var others = await ivo.Htmx(path, ("Name", "Mine"), ("Do", "save"), ("Revision", await Revision(id))))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, others.StatusCode);
        using (var copy = await ivo.Post($"{path}/copy"))
            Assert.Matches("/edit$", copy.Headers.Location!.ToString());
        Assert.Equal((1, 4), (await app.Logged(id, "dashboard.shared"), await app.Logged(id, "dashboard.made") + await app.Logged(id, "dashboard.arranged")));
        using (await pia.Post($"{path}/removal")) { }
        using var gone = await pia.Get(path);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_dashboard_asks_the_database_the_same_however_many_tiles_it_has()
    {
        using var pia = await app.As("pia");
        var id = await New(pia, "Many");
        var path = $"/w/acme/analytics/dashboards/{id}";
        (await pia.Page(path)).Dispose();
        // Arranging is written into the log, and posts are read anew after it.
        await Arrange(pia, path, "add", ("Kind", "Chart"), ("Metric", MetricName.Likes));
        var few = await app.Sql.During(() => pia.Page(path));
        foreach (var metric in (string[])[MetricName.Comments, MetricName.Clicks, MetricName.Saves])
            await Arrange(pia, path, "add", ("Kind", "Chart"), ("Metric", metric));
        var many = await app.Sql.During(() => pia.Page(path));
        Assert.Equal(few.Count, many.Count);
        Assert.True(many.Count <= 8, $"{many.Count} commands:\n{string.Join("\n\n", many)}");
    }

    [Fact]
    public async Task What_is_no_figure_of_posts_ranks_none_and_who_looks_after_the_client_tidies_up_what_was_shared()
    {
        using var wanda = await app.As("wanda");
        using var olga = await app.As("olga");
        var id = await New(wanda, "Left behind");
        var path = $"/w/acme/analytics/dashboards/{id}";
        using (var refused = await wanda.Htmx(path, ("Name", "Left behind"), ("Do", "add"), ("Kind", "Posts"), ("Metric", MetricName.Followers), ("Revision", await Revision(id))))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using (var stale = await wanda.Htmx(path, ("Name", "Other"), ("Do", "save"), ("Revision", "77")))
            Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        using (var hidden = await olga.Post($"{path}/removal"))
            Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        using (await wanda.Post($"{path}/sharing", ("shared", "true"))) { }
        using (await olga.Post($"{path}/removal")) { }
        Assert.Equal(1, await app.Logged(id, "dashboard.removed"));
    }

    [Fact]
    public async Task Programs_arrange_share_copy_and_remove_by_the_same_verbs()
    {
        const string fields = "dashboard { id name isShared isMine revision tiles { kind metric } } errors { ... on UserError { code } }";
        using var pia = await app.Api("pia", TokenScope.Write);
        using var ivo = await app.Api("ivo", TokenScope.Write);
        using var clara = await app.Api("clara", TokenScope.Write);
        var made = (await pia.Do($"mutation {{ createDashboard(input: {{name: \"By program\", tiles: [{{kind: NUMBER, metric: \"reach\"}}]}}) {{ {fields} }} }}"))["dashboard"]!;
        var id = (string)made["id"]!;
        var arranged = (await pia.Do($"mutation ($id: ID!) {{ arrangeDashboard(input: {{id: $id, revision: {(int)made["revision"]!}, tiles: [{{kind: POSTS, metric: \"likes\"}}, {{kind: NUMBER, metric: \"reach\"}}]}}) {{ {fields} }} }}", new { id }))["dashboard"]!;
        Assert.Equal(("POSTS", "likes"), ((string)arranged["tiles"]![0]!["kind"]!, (string)arranged["tiles"]![0]!["metric"]!));
        Assert.Equal("CONFLICT", await pia.Refused($"mutation ($id: ID!) {{ arrangeDashboard(input: {{id: $id, revision: {(int)made["revision"]!}, name: \"Late\"}}) {{ {fields} }} }}", new { id }));
        Assert.Equal("NOT_FOUND", await ivo.Refused($"mutation ($id: ID!) {{ copyDashboard(input: {{id: $id}}) {{ {fields} }} }}", new { id }));
        Assert.True((bool)(await pia.Do($"mutation ($id: ID!) {{ shareDashboard(input: {{id: $id, shared: true}}) {{ {fields} }} }}", new { id }))["dashboard"]!["isShared"]!);
        var copy = (await ivo.Do($"mutation ($id: ID!) {{ copyDashboard(input: {{id: $id}}) {{ {fields} }} }}", new { id }))["dashboard"]!;
        Assert.Equal((true, false, 2), ((bool)copy["isMine"]!, (bool)copy["isShared"]!, copy["tiles"]!.AsArray().Count));
        Assert.Equal("DASHBOARD_OF_ANOTHER", await ivo.Refused($"mutation ($id: ID!) {{ removeDashboard(input: {{id: $id}}) {{ {fields} }} }}", new { id }));
        Assert.Equal("NOT_ALLOWED", await clara.Refused($"mutation ($id: ID!) {{ removeDashboard(input: {{id: $id}}) {{ {fields} }} }}", new { id }));
        const string list = "{ dashboards(first: 50) { nodes { id } } }";
        Assert.Contains(id, (await ivo.Ask(list)).ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain((string)copy["id"]!, (await pia.Ask(list)).ToJsonString(), StringComparison.Ordinal);
        Assert.Empty((await clara.Ask(list))["dashboards"]!["nodes"]!.AsArray());
        await pia.Do($"mutation ($id: ID!) {{ removeDashboard(input: {{id: $id}}) {{ {fields} }} }}", new { id });
        Assert.DoesNotContain(id, (await pia.Ask(list)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_have_none_and_Oscar_finds_nothing()
    {
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        using var refused = await clara.Get("/w/acme/analytics/dashboards");
        using var strange = await oscar.Get("/w/acme/analytics/dashboards");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (refused.StatusCode, strange.StatusCode));
    }

    async Task<Guid> New(Visitor visitor, string name)
    {
        using var made = await visitor.Post("/w/acme/analytics/dashboards", ("name", name));
        return Guid.Parse(Regex.Match(made.Headers.Location!.ToString(), "[0-9a-f-]{36}").Value);
    }

    async Task Arrange(Visitor visitor, string path, string act, params (string, string?)[] more)
    {
        var id = Guid.Parse(path[^36..]);
        var name = await app.In("acme", db => db.Dashboards.Where(d => d.Id == id).Select(d => d.Name).SingleAsync());
        using var answer = await visitor.Post(path, [("Name", name), ("Do", act), ("Revision", await Revision(id)), .. more]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    Task<string> Revision(Guid id) => app.In("acme", async db => (await db.Dashboards.Where(d => d.Id == id).Select(d => d.Revision).SingleAsync()).ToString(System.Globalization.CultureInfo.InvariantCulture));

    Task Tell() => app.In("acme", async db =>
    {
        var channels = await db.Channels.Where(c => c.State == ChannelState.Connected).Select(c => c.Id).ToListAsync();
        db.ChannelFigures.AddRange(channels.SelectMany(c => Enumerable.Range(1, 60).Select(back => new ChannelFigure(c, Today.AddDays(-back), MetricName.Reach, ReadingSource.Account, 100 + back, app.Clock.GetUtcNow()))));
        await db.SaveChangesAsync();
    });
}
