using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Imports;
using Planable.Data.Posts;
using Planable.Jobs.Bulk;
using Planable.Jobs.Imports;
using Planable.Jobs.Workspaces;
using Planable.Tests.Support;

namespace Planable.Tests.Imports;

public class ImportsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_thousand_nasty_rows_are_checked_in_seconds_corrected_in_the_grid_imported_once_and_taken_back()
    {
        using var wanda = await app.As("wanda");
        var import = await wanda.Upload(NastyFile.Utf16, "Redaktionsplan.csv");
        var mapping = await wanda.Page($"{import}/mapping");
        Assert.Equal(["date", "time", "channels", "text", ""], mapping.QuerySelectorAll("select[name^=Columns] option[selected]").Select(o => o.GetAttribute("value")));
        await wanda.Map(import, schedules: true);

        var watch = Stopwatch.StartNew();
        var page = await wanda.Page(import);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"The dry run took {watch.Elapsed}.");
        Assert.Equal((NastyFile.Bad, NastyFile.Rows - NastyFile.Bad), (Count(page, "Wrong"), Count(page, "Ready")));
        Assert.Equal(0, await Posts(import));
        Assert.Equal(
            ["CHANNEL_UNKNOWN", "TEXT_TOO_LONG", "TIME_SKIPPED", "TIME_UNREADABLE"],
            page.QuerySelectorAll(".import-row .error").Select(e => e.GetAttribute("data-code")!).Distinct().Order(StringComparer.Ordinal));
        var gap = page.QuerySelectorAll(".import-row").First(r => r.QuerySelector("[data-code=TIME_SKIPPED]") is not null);
        Assert.Contains("02:30 does not exist on 28 Mar 2027 in Berlin", gap.TextContent, StringComparison.Ordinal);

        // The offered time, and another channel's name.
        var gapRow = gap.GetAttribute("data-row")!;
        var offered = gap.QuerySelector("button[name=Instead]")!;
        Assert.Equal("2027-03-28T03:30", offered.GetAttribute("value"));
        using var corrected = await wanda.Htmx($"{import}/rows/{gapRow}?rows=Wrong", ("Instead", offered.GetAttribute("value")));
        var shown = await Visitor.Shown(corrected);
        Assert.Equal("approved", shown.QuerySelector($"#row-{gapRow}")!.GetAttribute("data-state"));
        Assert.Equal(NastyFile.Bad - 1, Count(shown, "Wrong"));
        var teahouse = page.QuerySelectorAll(".import-row").First(r => r.QuerySelector("[data-code=CHANNEL_UNKNOWN]") is not null).GetAttribute("data-row")!;
        using (await wanda.Htmx($"{import}/rows/{teahouse}", ("Cells[2]", "acme-coffee"))) { }
        Assert.Equal(NastyFile.Bad - 2, Count(await wanda.Page(import), "Wrong"));

        await wanda.Post($"{import}/start");
        Assert.NotNull((await wanda.Page(import)).QuerySelector("progress"));
        await app.Run<RunImportsJob>();
        var ready = NastyFile.Rows - NastyFile.Bad + 2;
        Assert.Equal(ready, await Posts(import));
        await app.In("acme", async db =>
        {
            var ids = db.ImportRows.Where(r => r.ImportId == Importing.Id(import)).Select(r => r.Id);
            var posts = await db.Posts.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync();
            Assert.All(posts, p => Assert.Equal(PostState.Scheduled, p.State));
            Assert.Contains(posts, p => p.Text == "Row 4 says \"hello\";\nand goes on below");
            Assert.Contains(posts, p => p.Text == "=HYPERLINK(\"http://evil.example\",2)");
            Assert.Contains(posts, p => p.Text.Contains("😀👩‍👩‍👧 and ümläuts", StringComparison.Ordinal));
            Assert.Equal(new DateTime(2027, 3, 28, 3, 30, 0), posts.MinBy(p => p.PlannedLocal)!.PlannedLocal);
            Assert.Equal(ready, await db.Deliveries.CountAsync(d => ids.Contains(d.PostId)));
            Assert.Equal(1, await db.Notices.CountAsync(n => n.Kind == "import.finished" && n.Words.StartsWith("Redaktionsplan.csv is imported")));
        });
        var summary = await wanda.Page(import);
        Assert.Contains($"{ready} posts imported", summary.QuerySelector("#summary")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(NastyFile.Bad - 2, Count(summary, "Wrong"));

        // The same file again.
        var again = await wanda.Upload(NastyFile.Utf16, "Kopie von Redaktionsplan.csv");
        var today = (await app.In("acme", db => db.Imports.Where(i => i.Id == Importing.Id(import)).Select(i => i.StartedAt).SingleAsync()))!.Value;
        Assert.Contains(
            $"already imported {Data.Times.Zones.ToLocal(today, "Europe/Berlin").ToString("d MMMM", CultureInfo.GetCultureInfo("en-GB"))}",
            (await wanda.Page($"{again}/mapping")).QuerySelector(".notice")!.TextContent, StringComparison.Ordinal);
        await wanda.Map(again);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await wanda.Htmx($"{again}/start")).StatusCode);

        using var undone = await wanda.Post($"{import}/undo");
        await app.Run<RunBulkJob>();
        Assert.Equal(0, await Posts(import));
        Assert.Contains($"{ready} posts deleted", (await wanda.Page(undone.Headers.Location!.ToString())).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_off_anywhere_and_begun_again_even_by_two_at_once_each_row_becomes_one_post()
    {
        using var wanda = await app.As("wanda");
        var import = await wanda.Upload(Importing.Csv(["Date,Text", .. Enumerable.Range(1, 220).Select(i => $"2027-07-{1 + (i % 28):00},Resumed {i}")]));
        await wanda.Map(import);
        await wanda.Post($"{import}/start");
        var each = app.Services.GetRequiredService<EachWorkspace>();
        var workspace = await app.In("acme", db => Task.FromResult(db.WorkspaceId!.Value));
        Task Carry(CancellationToken cancel) => each.In<ImportRunner>(workspace, runner => runner.Carry(Importing.Id(import), cancel), cancel);

        // Killed again and again, at another moment each time.
        for (var milliseconds = 40; milliseconds <= 360; milliseconds += 80)
        {
            using var kill = new CancellationTokenSource(milliseconds);
            try
            {
                await Carry(kill.Token);
            }
            catch (Exception) when (kill.IsCancellationRequested)
            {
                // As wanted.
            }
        }

        // Two workers, because a lease ran out while the first one slept: the loser's batch is refused.
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                await Carry(TestContext.Current.CancellationToken);
            }
            catch (DbUpdateException)
            {
                // It met the other one.
            }
        }));
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await app.Run<RunImportsJob>();

        await app.In("acme", async db =>
        {
            Assert.Equal(220, await db.Posts.CountAsync(p => p.Text.StartsWith("Resumed ")));
            Assert.Equal(220, await db.Posts.Where(p => p.Text.StartsWith("Resumed ")).Select(p => p.Text).Distinct().CountAsync());
            Assert.Equal((ImportState.Done, true), await db.Imports.Where(i => i.Id == Importing.Id(import)).Select(i => new ValueTuple<ImportState, bool>(i.State, i.Rows.All(r => r.IsImported))).SingleAsync());
            Assert.Null(await Data.Logs.LogQueries.FindBreak(db));
        });
    }

    [Fact]
    public async Task A_stopped_import_keeps_what_it_made_and_goes_on_when_asked()
    {
        using var wanda = await app.As("wanda");
        var import = await wanda.Upload(Importing.Csv("Date,Text", "2027-08-01,Stopped one", "2027-08-02,Stopped two"));
        await wanda.Map(import);
        await wanda.Post($"{import}/start");
        await wanda.Post($"{import}/stop");
        await app.Run<RunImportsJob>();
        Assert.Equal(0, await Posts(import));

        await wanda.Post($"{import}/start");
        await app.Run<RunImportsJob>();
        Assert.Equal(2, await Posts(import));
    }

    [Fact]
    public async Task Columns_are_remembered_left_out_rows_are_and_own_texts_reach_their_channel()
    {
        using var wanda = await app.As("wanda");
        var first = await wanda.Upload(Importing.Csv("Wann,Was,Text Acme Coffee,Kanal", "2027-08-05,Everywhere,Only for coffee,Acme Coffee", "2027-08-06,Not this one,,"));
        Assert.Equal(["", "", "channels"], (await wanda.Page($"{first}/mapping")).QuerySelectorAll("select[name^=Columns] option[selected]").Select(o => o.GetAttribute("value")!).Where(v => !v.StartsWith("text:", StringComparison.Ordinal)));
        var channel = await app.In("acme", db => db.Channels.Where(c => c.Name == "Acme Coffee").Select(c => c.Id).SingleAsync());
        using (await wanda.Post($"{first}/mapping", ("Columns[0]", "date"), ("Columns[1]", "text"), ("Columns[2]", $"text:{channel}"), ("Columns[3]", "channels"), ("Dates", "DayFirst"), ("At", "11:15"), ("Schedules", "false"))) { }
        using (await wanda.Htmx($"{first}/rows/3", ("LeftOut", "true"))) { }
        await wanda.Post($"{first}/start");
        await app.Run<RunImportsJob>();
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Include(p => p.Variants).SingleAsync(p => p.Text == "Everywhere");
            Assert.Equal((PostState.Draft, new DateTime(2027, 8, 5, 11, 15, 0)), (post.State, post.PlannedLocal!.Value));
            Assert.Equal("Only for coffee", post.Variants.Single().Text);
            Assert.False(await db.Posts.AnyAsync(p => p.Text == "Not this one"));
        });

        var second = await wanda.Upload(Importing.Csv("Wann,Was,Text Acme Coffee,Kanal", "2027-08-07,Remembered,,Acme Coffee"));
        var page = await wanda.Page($"{second}/mapping");
        Assert.Equal(["date", "text", $"text:{channel}", "channels"], page.QuerySelectorAll("select[name^=Columns] option[selected]").Select(o => o.GetAttribute("value")));
        Assert.Equal("11:15", page.QuerySelector("#at")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Labels_and_campaigns_are_found_by_name_and_what_was_said_before_is_told_but_not_in_the_way()
    {
        var (label, campaign) = ($"Autumn {Guid.NewGuid():N}", $"Harvest {Guid.NewGuid():N}");
        await app.In("acme", async db =>
        {
            var olga = await TestApp.Member(db, "olga");
            db.AddRange(new Data.Labels.Label(olga, label, 1, app.Clock.GetUtcNow()), new Data.Campaigns.Campaign(olga, campaign, 1, app.Clock.GetUtcNow()));
            await db.SaveChangesAsync();
        });
        using var wanda = await app.As("wanda");
        var import = await wanda.Upload(Importing.Csv(
            "Date,Text,Channel,Labels,Campaign", $"2029-09-05,Sorted and told,Acme Coffee,{label.ToUpperInvariant()},{campaign}", "2029-09-20,sorted AND told!,Acme Coffee,,", "2029-12-20,Sorted and told,Acme Coffee,,", "2029-09-06,Unsorted,,No such label,No such campaign"));
        await wanda.Map(import);
        var page = await wanda.Page($"{import}?rows=All");
        Assert.Equal(["LABEL_UNKNOWN", "CAMPAIGN_UNKNOWN"], page.QuerySelectorAll("#row-5 .error").Select(e => e.GetAttribute("data-code")).Where(c => c is not null).Take(2));
        Assert.Contains("Row 2 says the same on Acme Coffee", page.QuerySelector("#row-3 .hint[data-code=TEXT_REPEATED]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#row-4 [data-code=TEXT_REPEATED]"));

        await wanda.Post($"{import}/start");
        await app.Run<RunImportsJob>();
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Include(p => p.Campaign).Include(p => p.Labels).ThenInclude(l => l.Label).FirstAsync(p => p.Text == "Sorted and told" && p.Labels.Any());
            Assert.Equal((label, campaign), (post.Labels.Single().Label.Name, post.Campaign!.Name));
        });

        var again = await wanda.Upload(Importing.Csv("Date,Text,Channel", "2029-09-25,Sorted and told.,Acme Coffee"), "later.csv");
        await wanda.Map(again);
        Assert.Contains("A post of", (await wanda.Page($"{again}?rows=All")).QuerySelector("#row-2 .hint[data-code=TEXT_REPEATED_BEFORE]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_comes_twice_is_asked_about_and_a_wrong_file_is_said_to_be()
    {
        using var wanda = await app.As("wanda");
        var import = await wanda.Upload(Importing.Csv("Date,Text", "2027-10-31 02:30,Twice"));
        await wanda.Map(import);
        var row = (await wanda.Page(import)).QuerySelector("#row-2")!;
        Assert.NotNull(row.QuerySelector("[data-code=TIME_REPEATED]"));
        using var answered = await wanda.Htmx($"{import}/rows/2", ("Second", "true"));
        Assert.Equal("approved", (await Visitor.Shown(answered)).QuerySelector("#row-2")!.GetAttribute("data-state"));
        await wanda.Post($"{import}/start");
        await app.Run<RunImportsJob>();
        await app.In("acme", async db => Assert.Equal(new DateTimeOffset(2027, 10, 31, 1, 30, 0, TimeSpan.Zero), (await db.Posts.SingleAsync(p => p.Text == "Twice")).ScheduledAt));

        using var empty = await wanda.TryUpload([], "empty.csv");
        Assert.NotEqual(HttpStatusCode.Redirect, empty.StatusCode);
        using var broken = await wanda.TryUpload([0x50, 0x4B, 3, 4, 9], "broken.xlsx");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.StatusCode);
        var field = (await Visitor.Shown(broken)).QuerySelector("#file")!;
        Assert.Equal("true", field.GetAttribute("aria-invalid"));
        Assert.StartsWith("file-error", field.GetAttribute("aria-describedby"), StringComparison.Ordinal);
        Assert.Contains("broken.xlsx", field.ParentElement!.QuerySelector("#file-error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_imported_into_a_blackout_and_nothing_is_scheduled_into_the_past()
    {
        await Block(new DateOnly(2028, 12, 24), new DateOnly(2028, 12, 26));
        using var wanda = await app.As("wanda");
        var import = await wanda.Upload(Importing.Csv("Date,Text", "2028-12-23,Before", "2028-12-25,Christmas", "2020-01-01,Long ago"));
        await wanda.Map(import);
        var page = await wanda.Page($"{import}?rows=All");
        Assert.Equal("approved", page.QuerySelector("#row-2")!.GetAttribute("data-state"));
        Assert.Contains("Nothing goes out from 24 Dec 2028 to 26 Dec 2028: Closed", page.QuerySelector("#row-3 [data-code=BLACKOUT]")!.TextContent, StringComparison.Ordinal);
        // A draft may carry a day that has passed; what is to go out may not.
        Assert.Equal("approved", page.QuerySelector("#row-4")!.GetAttribute("data-state"));
        await wanda.Map(import, schedules: true);
        page = await wanda.Page($"{import}?rows=All");
        Assert.Contains("has passed", page.QuerySelector("#row-4 .error[data-code=TIME_PAST]")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("#row-2 .error[data-code=NO_CHANNEL]"));
    }

    [Fact]
    public async Task Others_of_the_team_look_only_the_wrong_role_gets_403_and_Oscar_404()
    {
        using var wanda = await app.As("wanda");
        var import = await wanda.Upload(Importing.Csv("Date,Text", "2027-09-01,Mine"));
        await wanda.Map(import);
        using var pia = await app.As("pia");
        Assert.Null((await pia.Page(import)).QuerySelector("textarea"));
        Assert.Equal(HttpStatusCode.Forbidden, (await pia.Htmx($"{import}/rows/2", ("LeftOut", "true"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await pia.Htmx($"{import}/start")).StatusCode);
        foreach (var name in (string[])["carl", "clara", "ivo"])
        {
            using var visitor = await app.As(name);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get("/w/acme/imports")).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get(import)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Htmx($"{import}/start")).StatusCode);
        }

        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get(import)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Htmx($"{import}/start")).StatusCode);
        // Nor is it anything in another client.
        using var olga = await app.As("olga");
        Assert.Equal(HttpStatusCode.NotFound, (await olga.Get(import.Replace("/acme/", "/bolt/", StringComparison.Ordinal))).StatusCode);
    }

    Task Block(DateOnly first, DateOnly last) =>
        app.In("acme", async db =>
        {
            (await db.Workspaces.SingleAsync(w => w.Slug == "acme")).Block(first, last, "Closed", isPublic: false, await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });

    Task<int> Posts(string import) => app.In("acme", db => db.Posts.CountAsync(p => db.ImportRows.Any(r => r.Id == p.Id && r.ImportId == Importing.Id(import))));

    static int Count(AngleSharp.Dom.IParentNode page, string filter) =>
        int.Parse(page.QuerySelector($"#import-counts a[href$='rows={filter}'] .num")?.TextContent ?? "0", CultureInfo.InvariantCulture);
}
