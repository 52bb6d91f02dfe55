using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Labels;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Analytics;

public class AnalyticsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    DateOnly Today => DateOnly.FromDateTime(Data.Times.Zones.ToLocal(app.Clock.GetUtcNow(), "Europe/Berlin"));

    [Theory]
    [InlineData("from=2026-11-20&to=2026-11-01", "the last lies before the first")]
    [InlineData("from=2026-02-31&to=2026-03-05", "one of them is no day")]
    [InlineData("from=&to=2026-03-05", "one of them is no day")]
    [InlineData("from=1971-01-01&to=2025-12-31", "Up to 800 days")]
    [InlineData("from=2026-02-01&to=2026-03-05", null)]
    [InlineData("days=7d", null)]
    public async Task Days_that_cannot_be_shown_are_said_beside_those_that_are(string asked, string? words)
    {
        using var pia = await app.As("pia");
        var said = (await pia.Page($"/w/acme/analytics?{asked}")).QuerySelector("p.error[role=alert]")?.TextContent;
        if (words is null)
            Assert.Null(said);
        else
            Assert.Contains(words, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cards_chart_and_table_agree_with_what_SQL_adds_up()
    {
        var channel = await NewChannel();
        await Told(channel, MetricName.Reach, [.. Enumerable.Range(1, 60).Where(back => back is not (5 or 6)).Select(back => (back, 100L + back))]);
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/analytics?channel={channel}");

        var sum = await Sum(channel, MetricName.Reach, 30, 1);
        Assert.Equal(Enumerable.Range(1, 30).Where(back => back is not (5 or 6)).Sum(back => 100L + back), sum);
        var before = await Sum(channel, MetricName.Reach, 60, 31);
        var card = page.QuerySelectorAll(".kpi").Single(k => k.QuerySelector(".kt a")!.TextContent == "Reach");
        Assert.Equal(Number(sum), card.QuerySelector(".kv")!.TextContent);
        Assert.Contains(Number(before), card.QuerySelector(".kd")!.TextContent, StringComparison.Ordinal);
        var change = 100d * (sum - before) / before;
        Assert.Contains((change > 0 ? "+" : "−") + Math.Abs(change).ToString("N1", CultureInfo.InvariantCulture), card.QuerySelector(".delta")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("2 channel days missing", card.TextContent, StringComparison.Ordinal);

        var rows = page.QuerySelectorAll("#an-table tbody tr");
        Assert.Equal(30, rows.Length);
        // Days without data are gaps and no zeros, in the table as in the line.
        Assert.Equal(["–", "–"], rows.Where(r => r.QuerySelector("td.gap") is not null).Select(r => r.QuerySelector("td")!.TextContent));
        Assert.Equal(sum, rows.Select(r => r.QuerySelector("td")!.TextContent).Where(t => t != "–").Sum(t => long.Parse(t, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
        Assert.Equal(Number(sum), page.QuerySelector("#an-table tfoot td")!.TextContent);
        Assert.Equal(2, page.QuerySelectorAll(".plot.wide path[stroke-linecap]").Length);
        Assert.Contains("no data", page.QuerySelector(".plot.wide svg")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_and_comparison_live_in_the_address()
    {
        var channel = await NewChannel();
        await Told(channel, MetricName.Reach, [.. Enumerable.Range(1, 400).Select(back => (back, 10L))]);
        using var pia = await app.As("pia");
        var own = await pia.Page($"/w/acme/analytics?channel={channel}&from=2026-10-01&to=2026-10-31&with=year");
        Assert.Contains("October 2026, compared with October 2025", own.QuerySelector(".an-h")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("2026-10-01", own.QuerySelector("#an-days input[name=from]")!.GetAttribute("value"));
        foreach (var (preset, days) in ((string, int)[])[("7d", 7), ("90d", 90)])
        {
            var page = await pia.Page($"/w/acme/analytics?days={preset}&channel={channel}&by=day");
            Assert.Equal(days, page.QuerySelectorAll("#an-table tbody tr").Length);
            Assert.Contains(page.QuerySelectorAll("#an-days a[aria-current]"), a => a.GetAttribute("href")!.Contains($"days={preset}", StringComparison.Ordinal));
        }

        var none = await pia.Page($"/w/acme/analytics?with=none&channel={channel}");
        Assert.Empty(none.QuerySelectorAll(".delta"));
        // Changing one keeps the others.
        Assert.All(own.QuerySelectorAll(".an-filters .chip[href], .seg a").Where(a => !a.ClassList.Contains("chip")), a => Assert.Contains("with=year", a.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_number_says_what_it_is_where_it_is_from_and_what_is_missing()
    {
        var (channel, silent) = (await NewChannel(), await NewChannel("telegram"));
        await Told(channel, MetricName.Reach, [.. Enumerable.Range(1, 30).Where(back => back != 3).Select(back => (back, 50L))]);
        await app.In("acme", async db =>
        {
            var figure = await db.ChannelFigures.SingleAsync(f => f.ChannelId == channel && f.Metric == MetricName.Reach && f.Day == Today.AddDays(-2));
            figure.Restate(61, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/analytics?channel={channel},{silent}");
        var told = page.QuerySelector("#prov-reach")!.TextContent;
        Assert.Contains("People who saw something", told, StringComparison.Ordinal);
        Assert.Contains("reach", page.QuerySelector("#prov-reach code")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("29 of 30 channel days", told, StringComparison.Ordinal);
        Assert.Matches("not provided by the network", told);
        Assert.Matches("first 50 .* now 61", told);
        Assert.Matches("Last read.*(Berlin|CET|CEST)", told.ReplaceLineEndings(" "));
        Assert.Equal("prov-reach", page.QuerySelector(".kpi .prov-b")!.GetAttribute("popovertarget"));

        // A network that tells nothing of it has "n/a", and no 0.
        var alone = await pia.Page($"/w/acme/analytics?channel={silent}");
        var card = alone.QuerySelectorAll(".kpi").First(k => k.QuerySelector(".kt a")!.TextContent == "Reach");
        Assert.Equal("n/a", card.QuerySelector(".kv")!.TextContent);
        Assert.Contains("Not provided by the network", card.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disconnected_channel_keeps_its_past()
    {
        var channel = await NewChannel();
        await Told(channel, MetricName.Followers, [(2, 1200), (500, 800)]);
        await app.In("acme", async db =>
        {
            (await db.Channels.SingleAsync(c => c.Id == channel)).Disconnect(await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/analytics?channel={channel}&metric=followers");
        Assert.Contains("disconnected", page.QuerySelector(".an-filters")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("1,200", page.QuerySelectorAll(".kpi").Single(k => k.QuerySelector(".kt a")!.TextContent == "Followers").QuerySelector(".kv")!.TextContent);
        var old = Today.AddDays(-500);
        var past = await pia.Page($"/w/acme/analytics?channel={channel}&metric=followers&from={old.AddDays(-3):yyyy-MM-dd}&to={old.AddDays(3):yyyy-MM-dd}");
        Assert.Contains("800", past.QuerySelector("#an-table tfoot")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Posts_are_ranked_by_a_formula_that_is_stated_and_young_ones_are_still_growing()
    {
        var (channel, posts) = await Published(400);
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/analytics/posts?channel={channel}");
        Assert.Contains("Engagement rate = engagements ÷ reach × 100", page.QuerySelector("#an-formula")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("400 posts", page.QuerySelector("section.card [role=status]")!.TextContent, StringComparison.Ordinal);
        var expected = posts.Where(p => p.Figures.ContainsKey(MetricName.Reach)).OrderByDescending(p => (double)(p.Figures[MetricName.Likes] + p.Figures[MetricName.Comments]) / p.Figures[MetricName.Reach]).Take(100).Select(p => p.PostId).ToList();
        Assert.Equal(expected, page.QuerySelectorAll(".rank tbody th a").Select(a => Guid.Parse(Regex.Match(a.GetAttribute("href")!, "[0-9a-f-]{36}").Value)));
        Assert.Contains("tab=approval", page.QuerySelector(".rank tbody th a")!.GetAttribute("href"), StringComparison.Ordinal);
        var young = posts.Count(p => app.Clock.GetUtcNow() - p.At < TimeSpan.FromHours(48));
        Assert.Contains($"{young} still growing", page.QuerySelector("section.card [role=status]")!.TextContent, StringComparison.Ordinal);

        // Without figures they come last, and are n/a.
        var last = await pia.Page($"/w/acme/analytics/posts?channel={channel}&page=4");
        Assert.Contains("n/a", last.QuerySelectorAll(".rank tbody tr")[^1].TextContent, StringComparison.Ordinal);
        var byReach = await pia.Page($"/w/acme/analytics/posts?channel={channel}&sort=reach");
        Assert.Equal(posts.MaxBy(p => p.Figures.GetValueOrDefault(MetricName.Reach))!.PostId, Guid.Parse(Regex.Match(byReach.QuerySelector(".rank tbody th a")!.GetAttribute("href")!, "[0-9a-f-]{36}").Value));
    }

    [Fact]
    public async Task Groups_explain_their_overlap_and_lead_to_exactly_their_posts()
    {
        var (channel, posts) = await Published(12);
        var labels = await app.In("acme", async db =>
        {
            var olga = await TestApp.Member(db, "olga");
            Label[] made = [new(olga, $"Roast {Guid.NewGuid():N}"[..16], 1, app.Clock.GetUtcNow()), new(olga, $"Bar {Guid.NewGuid():N}"[..16], 2, app.Clock.GetUtcNow())];
            db.Labels.AddRange(made);
            var ids = posts.Take(5).Select(p => p.PostId).ToList();
            foreach (var post in await db.Posts.Include(p => p.Labels).Where(p => ids.Contains(p.Id)).ToListAsync())
                post.Relabel(post.Id == ids[0] ? made : [made[0]], olga, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return made;
        });
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/analytics/breakdowns?channel={channel}&group=label");
        Assert.Contains("Posts can have several labels", page.QuerySelector("section.card")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("the rows add up to 13, and there are 12 posts", page.QuerySelector("section.card")!.TextContent, StringComparison.Ordinal);
        var row = page.QuerySelectorAll(".groups tbody tr").Single(r => r.TextContent.Contains(labels[0].Name, StringComparison.Ordinal));
        var shown = await pia.Page(row.QuerySelector(".barl")!.GetAttribute("href")!);
        Assert.Equal(posts.Take(5).Select(p => p.PostId).Order(), shown.QuerySelectorAll(".rank tbody th a").Select(a => Guid.Parse(Regex.Match(a.GetAttribute("href")!, "[0-9a-f-]{36}").Value)).Order());
        foreach (var group in (string[])["campaign", "type", "author", "weekday", "channel"])
        {
            var by = await pia.Page($"/w/acme/analytics/breakdowns?channel={channel}&group={group}");
            foreach (var bar in by.QuerySelectorAll(".groups tbody tr"))
            {
                var led = await pia.Page(bar.QuerySelector(".barl")!.GetAttribute("href")!);
                Assert.Equal(int.Parse(bar.QuerySelectorAll("td")[1].TextContent, CultureInfo.InvariantCulture), led.QuerySelectorAll(".rank tbody tr").Length);
            }
        }
    }

    [Fact]
    public async Task The_heat_map_shows_sample_sizes_hatches_what_is_too_little_and_fills_the_editor()
    {
        var (channel, posts) = await Published(60);
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/analytics/times?channel={channel}");
        var cells = posts.Where(p => p.Figures.Count > 0).GroupBy(p => (p.Local.DayOfWeek, p.Local.Hour / 3)).ToDictionary(g => g.Key, g => g.Count());
        Assert.Equal(cells.Count(c => c.Value >= 3), page.QuerySelectorAll(".heat tbody td:not(.few)").Length);
        Assert.Equal(cells.Values.Where(n => n >= 3).Order(), page.QuerySelectorAll(".heat tbody td:not(.few) span").Select(s => int.Parse(s.TextContent[2..], CultureInfo.InvariantCulture)).Order());
        Assert.Equal(56 - cells.Count(c => c.Value >= 3), page.QuerySelectorAll(".heat tbody td.few").Length);
        var use = page.QuerySelector("a[href*='/posts/new?date=']")!.GetAttribute("href")!;
        var editor = await pia.Page(use);
        Assert.Contains(Regex.Match(use, "time=([0-9]{2}:[0-9]{2})").Groups[1].Value, editor.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains($"channel={channel}", use, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_hold_what_the_page_shows()
    {
        var channel = await NewChannel();
        await Told(channel, MetricName.Reach, [.. Enumerable.Range(1, 30).Where(back => back != 4).Select(back => (back, 1000L + back))]);
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/analytics?channel={channel}");
        using var json = JsonDocument.Parse(await Body(pia, $"/w/acme/analytics/exports/json?channel={channel}"));
        var reach = json.RootElement.EnumerateArray().Where(r => r.GetProperty("Metric").GetString() == "Reach").ToList();
        var total = reach.Single(r => r.GetProperty("Channel").GetString() == "Total");
        Assert.Equal(page.QuerySelector("#an-table tfoot td")!.TextContent, Number((long)total.GetProperty("Value").GetDouble()));
        Assert.Equal(29, reach.Count(r => r.GetProperty("Channel").GetString() == "All channels" && r.GetProperty("Value").ValueKind == JsonValueKind.Number));
        Assert.Equal(1, reach.Count(r => r.GetProperty("Channel").GetString() == "All channels" && r.GetProperty("Value").ValueKind == JsonValueKind.Null));
        var csv = await Body(pia, $"/w/acme/analytics/exports/csv?channel={channel}");
        Assert.Contains($"Reach,{Today.AddDays(-1):yyyy-MM-dd},{Today.AddDays(-1):yyyy-MM-dd},", csv, StringComparison.Ordinal);
        using var book = await pia.Get($"/w/acme/analytics/exports/xlsx?channel={channel}");
        Assert.Equal((HttpStatusCode.OK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), (book.StatusCode, book.Content.Headers.ContentType!.MediaType));
        using var none = await pia.Get("/w/acme/analytics/exports/pdf");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    [Fact]
    public async Task What_changed_is_reckoned_leads_to_its_posts_and_is_silent_about_too_little()
    {
        var channel = await NewChannel();
        await Told(channel, MetricName.Reach, [.. Enumerable.Range(1, 60).Select(back => (back, back <= 30 ? 80L : 100L))]);
        var ids = await Publish(channel, [.. Enumerable.Range(0, 5).Select(n => 32 + n), .. Enumerable.Range(0, 2).Select(n => 5 + n)]);
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/analytics?channel={channel}");
        var said = page.QuerySelector(".said")!;
        Assert.Contains("Reach fell by 20.0%", said.TextContent, StringComparison.Ordinal);
        Assert.Matches("Only 2 of its kind went out, against 5 posts of the type Text before", said.TextContent);
        var behind = await pia.Page(said.QuerySelector("a")!.GetAttribute("href")! + $"&channel={channel}");
        Assert.Equal(ids.Take(5).Order(), behind.QuerySelectorAll(".rank tbody th a").Select(a => Guid.Parse(Regex.Match(a.GetAttribute("href")!, "[0-9a-f-]{36}").Value)).Order());
        // The same numbers say the same.
        Assert.Equal(said.TextContent, (await pia.Page($"/w/acme/analytics?channel={channel}")).QuerySelector(".said")!.TextContent);

        var little = await NewChannel();
        await Told(little, MetricName.Reach, [(1, 10), (2, 12), (40, 9)]);
        Assert.Contains("Too little is known to say what changed: 2 of 30 channel days were read.", (await pia.Page($"/w/acme/analytics?channel={little}")).QuerySelector(".said")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_noted_in_the_morning_is_what_the_same_numbers_say_later_and_restated_ones_are_told_apart()
    {
        app.Clock.Set(new DateTimeOffset(app.Clock.GetUtcNow().Date.AddDays(1).AddHours(18), TimeSpan.Zero));
        var channel = await app.In("bolt", db => db.Channels.Select(c => c.Id).SingleAsync());
        await app.In("bolt", async db =>
        {
            db.ChannelFigures.AddRange(Enumerable.Range(1, 60).Select(back => new ChannelFigure(channel, Today.AddDays(-back), MetricName.Reach, ReadingSource.Account, back <= 30 ? 130 : 100, app.Clock.GetUtcNow())));
            await db.SaveChangesAsync();
        });
        await app.Run<Jobs.Analytics.NoteChangesJob>();
        await app.Run<Jobs.Analytics.NoteChangesJob>();
        var noted = await app.In("bolt", db => db.ChangeNotes.AsNoTracking().Where(n => n.Metric == MetricName.Reach).ToListAsync());
        Assert.Equal(30, Assert.Single(noted).Clauses[0].Number);
        using var pia = await app.As("pia");
        var said = (await pia.Page("/w/bolt/analytics")).QuerySelector(".said")!.TextContent;
        Assert.Contains("Reach grew by 30.0%", said, StringComparison.Ordinal);
        Assert.Contains("and the numbers still say so", said, StringComparison.Ordinal);

        await app.In("bolt", async db =>
        {
            foreach (var figure in await db.ChannelFigures.Where(f => f.ChannelId == channel && f.Day > Today.AddDays(-11)).ToListAsync())
                figure.Restate(100, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        said = (await pia.Page("/w/bolt/analytics")).QuerySelector(".said")!.TextContent;
        Assert.Contains("Reach grew by 20.0%", said, StringComparison.Ordinal);
        Assert.Matches("Noted .* otherwise; figures were restated since: *Reach grew by 30.0%", said.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task What_posts_came_to_is_read_once_and_again_as_soon_as_anything_happened_to_them()
    {
        var (channel, posts) = await Published(3);
        var path = $"/w/acme/analytics/posts?channel={channel}&sort=reach";
        using var pia = await app.As("pia");
        using var oscar = await app.As("oscar");
        Assert.NotEqual(0, await Reads());
        Assert.Equal(0, await Reads());
        using (var strange = await oscar.Get(path))
            Assert.Equal(HttpStatusCode.NotFound, strange.StatusCode);
        // Another client has another channel; this one's address shows nothing of it.
        using (var elsewhere = await pia.Page($"/w/bolt/analytics/posts?channel={channel}"))
            Assert.DoesNotContain("Cup ", elsewhere.Body!.TextContent, StringComparison.Ordinal);

        await app.In("acme", async db =>
        {
            (await db.Deliveries.SingleAsync(d => d.PostId == posts[0].PostId)).Learn(new Dictionary<string, long> { [MetricName.Reach] = 7_654_321 }, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        Assert.Contains("7,654,321", await Body(pia, path), StringComparison.Ordinal);
        Assert.Equal(0, await Reads());

        await app.In("acme", async db =>
        {
            var (olga, post) = (await TestApp.Member(db, "olga"), await db.Posts.Include(p => p.Labels).SingleAsync(p => p.Id == posts[0].PostId));
            var label = new Label(olga, "Read anew", 1, app.Clock.GetUtcNow());
            db.Labels.Add(label);
            post.Relabel([label], olga, app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        Assert.Contains("Read anew", await Body(pia, $"/w/acme/analytics/breakdowns?channel={channel}&group=label"), StringComparison.Ordinal);

        async Task<int> Reads() => (await app.Sql.During(async () => (await pia.Page(path)).Dispose())).Count(c => c.Contains("PublishedAt", StringComparison.Ordinal));
    }

    [Theory, InlineData("analytics"), InlineData("analytics/posts"), InlineData("analytics/breakdowns"), InlineData("analytics/times"), InlineData("analytics/links"), InlineData("analytics/audience"), InlineData("analytics/competitors"), InlineData("analytics/goals")]
    public async Task A_page_asks_the_database_the_same_whatever_there_is(string path)
    {
        using var pia = await app.As("pia");
        // With nothing at all EF does not even ask for labels.
        await Published(1);
        (await pia.Page($"/w/acme/{path}")).Dispose();
        // Nor for figures that it has just read.
        await Published(1);
        var few = await app.Sql.During(() => pia.Page($"/w/acme/{path}"));
        await Published(40);
        var many = await app.Sql.During(() => pia.Page($"/w/acme/{path}"));
        Assert.Equal(few.Count, many.Count);
        Assert.True(many.Count <= 8, $"{many.Count} commands:\n{string.Join("\n\n", many)}");
    }

    [Fact]
    public async Task Clients_see_figures_and_nothing_of_how_the_team_sorts_and_who_may_not_gets_403_and_Oscar_404()
    {
        await Published(3);
        using var pia = await app.As("pia");
        foreach (var path in (string[])["breakdowns?group=author", "posts"])
            (await pia.Page($"/w/acme/analytics/{path}")).Dispose();
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        var breakdown = await clara.Page("/w/acme/analytics/breakdowns?group=author");
        Assert.DoesNotContain("Author", breakdown.QuerySelector("section.card")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain((await clara.Page("/w/acme/analytics/posts")).QuerySelectorAll(".rank tbody tr"), r => r.TextContent.Contains("Internal", StringComparison.Ordinal));
        using (var strange = await oscar.Get("/w/acme/analytics"))
            Assert.Equal(HttpStatusCode.NotFound, strange.StatusCode);
        await app.In("acme", async db =>
        {
            (await TestApp.Member(db, "carl")).Switch(Data.Members.Permission.SeeAnalytics, false, await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        using var carl = await app.As("carl");
        using var refused = await carl.Get("/w/acme/analytics");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    async Task<Guid> NewChannel(string network = "practice") => await app.In("acme", async db =>
    {
        var handle = $"c{Guid.NewGuid():N}"[..12];
        var channel = Channel.Connect(await TestApp.Member(db, "olga"), network, new RemoteAccount(handle, handle, handle, null, null, new Dictionary<string, int>()), "", app.Clock.GetUtcNow());
        db.Channels.Add(channel);
        await db.SaveChangesAsync();
        return channel.Id;
    });

    Task Told(Guid channel, string metric, IReadOnlyList<(int Back, long Value)> days) => app.In("acme", async db =>
    {
        db.ChannelFigures.AddRange(days.Select(d => new ChannelFigure(channel, Today.AddDays(-d.Back), metric, ReadingSource.Account, d.Value, app.Clock.GetUtcNow())));
        await db.SaveChangesAsync();
    });

    Task<long> Sum(Guid channel, string metric, int from, int to)
    {
        var (first, last) = (Today.AddDays(-from), Today.AddDays(-to));
        return app.In("acme", db => db.Database.SqlQuery<long>($"""SELECT CAST(SUM("Value") AS bigint) AS "Value" FROM "ChannelFigures" WHERE "ChannelId" = {channel} AND "Metric" = {metric} AND "Day" BETWEEN {first} AND {last}""").SingleAsync());
    }

    sealed record OutPost(Guid PostId, DateTimeOffset At, DateTime Local, IReadOnlyDictionary<string, long> Figures);

    /// <summary>Posts of the last 28 days on a channel of their own; every twentieth is without figures.</summary>
    async Task<(Guid Channel, List<OutPost> Posts)> Published(int count)
    {
        var channel = await NewChannel();
        var random = new Random(count);
        var posts = new List<OutPost>();
        await app.In("acme", async db =>
        {
            var (pia, workspace) = (await TestApp.Member(db, "pia"), await db.Workspaces.SingleAsync(w => w.Slug == "acme"));
            var to = await db.Channels.SingleAsync(c => c.Id == channel);
            for (var n = 0; n < count; n++)
            {
                var at = app.Clock.GetUtcNow().AddDays(-1.1).AddHours(-random.Next(27 * 24));
                var figures = n % 20 == 19 ? new Dictionary<string, long>() : new Dictionary<string, long> { [MetricName.Reach] = 500 + random.Next(9000), [MetricName.Likes] = 10 + random.Next(400), [MetricName.Comments] = random.Next(60) };
                var post = Out(db, workspace, pia, to, $"Cup {n}", at, figures);
                posts.Add(new OutPost(post.Id, at, Data.Times.Zones.ToLocal(at, workspace.Zone), figures));
            }

            await db.SaveChangesAsync();
        });
        return (channel, posts);
    }

    Task<List<Guid>> Publish(Guid channel, IReadOnlyList<int> daysBack) => app.In("acme", async db =>
    {
        var (pia, workspace) = (await TestApp.Member(db, "pia"), await db.Workspaces.SingleAsync(w => w.Slug == "acme"));
        var to = await db.Channels.SingleAsync(c => c.Id == channel);
        var ids = daysBack.Select(back => Out(db, workspace, pia, to, $"Back {back}", app.Clock.GetUtcNow().AddDays(-back), new Dictionary<string, long> { [MetricName.Reach] = 10 }).Id).ToList();
        await db.SaveChangesAsync();
        return ids;
    });

    static Post Out(PlanableDb db, Data.Workspaces.Workspace workspace, Data.Members.Member by, Channel channel, string text, DateTimeOffset at, Dictionary<string, long> figures)
    {
        var post = Post.Draft(by, workspace, at.AddDays(-1));
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(channel, null, null)], []), by, at.AddDays(-1));
        db.Posts.Add(post);
        var local = Data.Times.Zones.ToLocal(at, workspace.Zone);
        post.Schedule(new Data.Times.PlannedTime(local, workspace.Zone, false, at), by, at.AddDays(-1));
        db.ChangeTracker.DetectChanges();
        var delivery = post.Deliveries.Single();
        delivery.Arm(new Dictionary<string, string>(), at, TimeSpan.FromMinutes(2));
        delivery.Publish(Guid.NewGuid().ToString(), null, at);
        delivery.Learn(figures, at.AddHours(1));
        db.Entry(post).Property(p => p.State).CurrentValue = PostState.Published;
        return post;
    }

    static async Task<string> Body(Visitor visitor, string path)
    {
        using var response = await visitor.Get(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
