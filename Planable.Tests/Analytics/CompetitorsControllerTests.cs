using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Channels;
using Planable.Data.Competitors;
using Planable.Data.Practice;
using Planable.Data.Tokens;
using Planable.Jobs.Competitors;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Analytics;

public class CompetitorsControllerTests(TestApp app) : IClassFixture<TestApp>
{
    DateOnly Today => DateOnly.FromDateTime(Data.Times.Zones.ToLocal(app.Clock.GetUtcNow(), "Europe/Berlin"));

    [Fact]
    public async Task Profiles_are_read_daily_and_one_that_vanishes_says_since_when_and_is_no_part_of_the_averages()
    {
        var (large, small) = (await Account(4000), await Account(1000));
        using var pia = await app.As("pia");
        using (var added = await pia.Post("/w/acme/analytics/competitors", ("network", "practice"), ("handle", "@" + large)))
            Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        using (await pia.Post("/w/acme/analytics/competitors", ("network", "practice"), ("handle", $"https://practice.example/practice/{small}"))) { }
        Assert.Contains("Not read yet", (await pia.Page("/w/acme/analytics/competitors")).QuerySelector(".rivals")!.TextContent, StringComparison.Ordinal);

        await app.Run<ReadCompetitorsJob>();
        await app.Run<ReadCompetitorsJob>();
        for (var day = 0; day < 3; day++)
        {
            app.Clock.Advance(Competitor.Every + TimeSpan.FromMinutes(1));
            await app.Run<ReadCompetitorsJob>();
        }

        // The same by hand: once a day, the last one counts, the difference is what was won.
        var days = await Days(large);
        Assert.Equal(4, days.Count);
        app.Clock.Advance(TimeSpan.FromDays(1));
        var page = await pia.Page($"/w/acme/analytics/competitors?from={Today.AddDays(-20):yyyy-MM-dd}&to={Today:yyyy-MM-dd}");
        var row = await Row(page, large);
        Assert.Equal(Number(days[^1].Followers!.Value), Cell(row, 0));
        Assert.Equal((days[^1].Followers > days[0].Followers ? "+" : "−") + Number(Math.Abs(days[^1].Followers!.Value - days[0].Followers!.Value)), Cell(row, 1));
        var others = await Days(small);
        Assert.Equal(Number((days[^1].Followers!.Value + others[^1].Followers!.Value) / 2d), page.QuerySelector(".rivals tfoot td")!.TextContent);
        Assert.NotNull(page.QuerySelector(".plot.wide svg"));
        Assert.Contains(page.QuerySelectorAll(".rivals .own"), r => r.TextContent.Contains("Your channel", StringComparison.Ordinal));

        // Gone: its row stays with what was read, the averages go on without it and say so.
        await app.In("acme", db => db.PracticeAccounts.Where(a => a.Account == small).ExecuteDeleteAsync());
        await app.Run<ReadCompetitorsJob>();
        page = await pia.Page($"/w/acme/analytics/competitors?from={Today.AddDays(-20):yyyy-MM-dd}&to={Today:yyyy-MM-dd}");
        var gone = await Row(page, small);
        Assert.Contains("No longer readable since", gone.TextContent, StringComparison.Ordinal);
        Assert.Equal(Number(others[^1].Followers!.Value), Cell(gone, 0));
        days = await Days(large);
        Assert.Equal(Number(days[^1].Followers!.Value), page.QuerySelector(".rivals tfoot td")!.TextContent);
        Assert.Matches("averages are of 1 of 2 profiles.*is left out: no longer readable since", page.QuerySelector(".rivals")!.Closest("section")!.TextContent.ReplaceLineEndings(" "));
        var id = await Id(small);
        Assert.Equal(1, await app.Logged(id, "competitor.lost"));
        var since = await app.In("acme", db => db.Competitors.Where(c => c.Id == id).Select(c => c.GoneSince).SingleAsync());
        app.Clock.Advance(Competitor.Every + TimeSpan.FromMinutes(1));
        await app.Run<ReadCompetitorsJob>();
        Assert.Equal(since, await app.In("acme", db => db.Competitors.Where(c => c.Id == id).Select(c => c.GoneSince).SingleAsync()));

        using (var file = await pia.Get($"/w/acme/analytics/competitors/exports/json?from={Today.AddDays(-20):yyyy-MM-dd}&to={Today:yyyy-MM-dd}"))
        {
            var rows = JsonNode.Parse(await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsArray();
            Assert.Contains(rows, r => ((string?)r!["Note"])?.StartsWith("No longer readable since", StringComparison.Ordinal) == true);
            Assert.Equal("Of 1 of 2 profiles", (string?)rows[^1]!["Note"]);
        }

        // It comes back.
        await app.In("acme", async db =>
        {
            db.PracticeAccounts.Add(new PracticeAccount(small, small).FollowedBy(1000));
            await db.SaveChangesAsync();
        });
        app.Clock.Advance(Competitor.Every + TimeSpan.FromMinutes(1));
        await app.Run<ReadCompetitorsJob>();
        Assert.DoesNotContain("No longer readable", (await Row(await pia.Page("/w/acme/analytics/competitors"), small)).TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await app.Logged(id, "competitor.returned"));
        foreach (var handle in (string[])[large, small])
            (await pia.Post($"/w/acme/analytics/competitors/{await Id(handle)}/removal")).Dispose();
        Assert.Null((await pia.Page("/w/acme/analytics/competitors")).QuerySelector(".rivals"));
    }

    [Fact]
    public async Task A_network_that_cannot_answer_now_says_nothing_of_the_profile()
    {
        var handle = await Account(500);
        using var pia = await app.As("pia");
        (await pia.Post("/w/acme/analytics/competitors", ("network", "practice"), ("handle", handle))).Dispose();
        var id = await Id(handle);
        await Answers(PracticeAnswer.RateLimited);
        await app.Run<ReadCompetitorsJob>();
        var waiting = await app.In("acme", db => db.Competitors.AsNoTracking().SingleAsync(c => c.Id == id));
        Assert.Equal((null, null, "The practice network asks to slow down."), (waiting.GoneSince, waiting.ReadAt, waiting.Trouble));
        await Answers(PracticeAnswer.Unauthorized);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.Run<ReadCompetitorsJob>();
        Assert.Null((await app.In("acme", db => db.Competitors.AsNoTracking().SingleAsync(c => c.Id == id))).GoneSince);
        await Answers(PracticeAnswer.Ok);
        app.Clock.Advance(Competitor.Every + TimeSpan.FromMinutes(1));
        await app.Run<ReadCompetitorsJob>();
        Assert.NotNull((await app.In("acme", db => db.Competitors.AsNoTracking().SingleAsync(c => c.Id == id))).ReadAt);
        (await pia.Post($"/w/acme/analytics/competitors/{id}/removal")).Dispose();
    }

    [Fact]
    public async Task Programs_choose_and_remove_them_by_the_same_rules()
    {
        using var pia = await app.Api("pia", TokenScope.Write);
        using var ivo = await app.Api("ivo", TokenScope.Write);
        using var clara = await app.Api("clara", TokenScope.Write);
        const string add = "mutation ($h: String!, $n: String!) { addCompetitor(input: {network: $n, handle: $h}) { competitor { id handle goneSince } errors { ... on UserError { code } } } }";
        var handle = await Account(700);
        Assert.Equal("NOT_ALLOWED", await ivo.Refused(add, new { h = handle, n = "practice" }));
        Assert.Equal("NETWORK_TELLS_NONE", await pia.Refused(add, new { h = handle, n = "slack" }));
        Assert.Equal("HANDLE_MISSING", await pia.Refused(add, new { h = " @ ", n = "practice" }));
        var id = (string)(await pia.Do(add, new { h = "@" + handle, n = "practice" }))["competitor"]!["id"]!;
        Assert.Equal("COMPETITOR_KNOWN", await pia.Refused(add, new { h = handle.ToUpperInvariant(), n = "practice" }));
        await app.Run<ReadCompetitorsJob>();
        var told = (await pia.Ask($"{{ competitors {{ id readAt days(from: \"{Today.AddDays(-3):yyyy-MM-dd}\", to: \"{Today:yyyy-MM-dd}\") {{ day followers posts }} }} }}"))["competitors"]!.AsArray().Single(c => (string)c!["id"]! == id)!;
        Assert.Equal((await Days(handle)).Single().Followers, (long)told["days"]!.AsArray().Single()!["followers"]!);
        Assert.Empty((await clara.Ask("{ competitors { id } }"))["competitors"]!.AsArray());
        const string remove = "mutation ($id: ID!) { removeCompetitor(input: {id: $id}) { competitor { id } errors { ... on UserError { code } } } }";
        Assert.Equal("NOT_ALLOWED", await clara.Refused(remove, new { id }));
        await pia.Do(remove, new { id });
        Assert.Equal("NOT_FOUND", await pia.Refused(remove, new { id }));
    }

    [Fact]
    public async Task There_is_an_end_to_them()
    {
        using var pia = await app.As("pia");
        var handles = new List<string>();
        for (var n = 0; n < Competitor.Most; n++)
        {
            handles.Add($"r{Guid.NewGuid():N}"[..14]);
            (await pia.Post("/w/acme/analytics/competitors", ("network", "practice"), ("handle", handles[n]))).Dispose();
        }

        using (var refused = await pia.Htmx("/w/acme/analytics/competitors", ("network", "practice"), ("handle", "one-more")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        foreach (var handle in handles)
            (await pia.Post($"/w/acme/analytics/competitors/{await Id(handle)}/removal")).Dispose();
    }

    [Fact]
    public async Task Who_only_reviews_chooses_none_clients_get_403_and_Oscar_404()
    {
        using var ivo = await app.As("ivo");
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        Assert.Null((await ivo.Page("/w/acme/analytics/competitors")).QuerySelector("form.rival-n"));
        using var reviewer = await ivo.Post("/w/acme/analytics/competitors", ("network", "practice"), ("handle", "x"));
        using var client = await clara.Get("/w/acme/analytics/competitors");
        using var strange = await oscar.Get("/w/acme/analytics/competitors");
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (reviewer.StatusCode, client.StatusCode, strange.StatusCode));
        using var missing = await ivo.Post($"/w/acme/analytics/competitors/{Guid.NewGuid()}/removal");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    async Task<IElement> Row(IDocument page, string handle) => page.QuerySelector($"#rival-{await Id(handle)}")!;

    static string Cell(IElement row, int which) => row.QuerySelectorAll("td[data-num]")[which].TextContent;

    static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    Task<Guid> Id(string handle) => app.In("acme", db => db.Competitors.Where(c => c.Handle == handle).Select(c => c.Id).SingleAsync());

    Task<List<CompetitorFigure>> Days(string handle) => app.In("acme", db => db.CompetitorFigures.AsNoTracking().Where(f => db.Competitors.Any(c => c.Id == f.CompetitorId && c.Handle == handle)).OrderBy(f => f.Day).ToListAsync());

    /// <summary>An account of somebody else on the practice network.</summary>
    Task<string> Account(int audience) => app.In("acme", async db =>
    {
        var handle = $"r{Guid.NewGuid():N}"[..14];
        db.PracticeAccounts.Add(new PracticeAccount(handle, handle).FollowedBy(audience));
        await db.SaveChangesAsync();
        return handle;
    });

    /// <summary>Of the channel that asks.</summary>
    Task Answers(PracticeAnswer answer) => app.In("acme", async db =>
    {
        var asker = await db.Channels.Where(c => c.Network == "practice" && c.State == ChannelState.Connected).OrderBy(c => c.ConnectedAt).ThenBy(c => c.Id).Select(c => c.RemoteId).FirstAsync();
        (await db.PracticeAccounts.SingleAsync(a => a.Account == asker)).Script([], answer);
        await db.SaveChangesAsync();
    });
}
