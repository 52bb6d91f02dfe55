using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Mail;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.People;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Times;
using Planable.Jobs.Mail;
using Planable.Jobs.Notices;
using Planable.Tests.Approvals;
using Planable.Tests.People;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Notices;

/// <summary>From the log to the mail: batches, quiet hours, one message for one act.</summary>
public sealed class PipelineTests(PipelineTests.WithMentions app) : IClassFixture<PipelineTests.WithMentions>, IAsyncLifetime
{
    /// <summary>The app with a source that says of every edit that it mentions Wanda and is a task of hers.</summary>
    public sealed class WithMentions : TestApp
    {
        public override void Settle(IWebHostBuilder web) => web.ConfigureServices(services => services.AddScoped<INoticeSource, Mentions>());

        sealed class Mentions : INoticeSource
        {
            public bool Concerns(LogEntry entry) => entry.Verb == "post.changes-requested";

            public Task<IReadOnlyList<Told>> Tell(IReadOnlyList<LogEntry> entries, NoticeRound round, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Told>>(
            [
                .. from entry in entries
                   let wanda = round.Members.Values.First(m => m.Person.Name.StartsWith("Wanda", StringComparison.Ordinal))
                   from reason in (string[])["You are mentioned", "It is assigned to you"]
                   select new Told(entry, wanda.Id, "Somebody mentioned you.") { Kind = "import.finished", Reason = reason },
            ]);
        }
    }

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What other tests left to be mailed goes first: it would stand in the same mail.</summary>
    public async ValueTask InitializeAsync() => await WriteAfter(TimeSpan.FromHours(2));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    async Task WriteAfter(TimeSpan wait)
    {
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(wait);
        await app.Run<WriteNoticesJob>();
    }

    Task<List<OutgoingMail>> MailsTo(string email, DateTimeOffset since) => app.In("acme", db => db.Mails.AsNoTracking().Where(m => m.To == email && m.CreatedAt >= since).OrderBy(m => m.CreatedAt).ToListAsync(Cancel));

    Task Set(string name, QuietTimes? quiet, string? zone = null, MailPace pace = MailPace.Soon) => app.In("acme", async db =>
    {
        var member = await TestApp.Member(db, name);
        member.Person.Rest(quiet, pace);
        member.Person.LiveIn(zone);
        await db.SaveChangesAsync(Cancel);
    });

    [Fact]
    public async Task Eighteen_posts_sent_for_approval_are_one_mail_and_what_was_read_meanwhile_is_in_none()
    {
        await app.RequireApproval();
        var since = app.Clock.GetUtcNow();
        var ids = new List<Guid>();
        for (var i = 0; i < 18; i++)
        {
            ids.Add(await app.Write($"Number {i} of the batch."));
            // One by one, as somebody sends them, longer than a mail waits for the next.
            app.Clock.Advance(TimeSpan.FromSeconds(20));
            await app.Run<WriteNoticesJob>();
        }

        using (var ivo = await app.As("ivo"))
            await ivo.Post($"/w/acme/posts/{ids[3]}/reading");
        Assert.Empty(await MailsTo("ivo@northlight.example", since));
        await WriteAfter(TimeSpan.FromMinutes(2));
        var mail = Assert.Single(await MailsTo("ivo@northlight.example", since));
        Assert.EndsWith("17 posts wait for your approval", mail.MailSubject, StringComparison.Ordinal);
        Assert.Contains("Number 0 of the batch.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Number 17 of the batch.", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Number 3 of the batch.", mail.Text, StringComparison.Ordinal);
        await app.Run<WriteNoticesJob>();
        Assert.Single(await MailsTo("ivo@northlight.example", since));
    }

    [Fact]
    public async Task One_act_that_touches_somebody_in_three_ways_is_one_notice_with_the_reasons()
    {
        await app.RequireApproval();
        var id = await app.Write("Touches Wanda thrice.");
        using (var ivo = await app.As("ivo"))
            await ivo.Htmx($"/w/acme/posts/{id}/approval/decisions", await app.Decision(id, "changes", "Wording", "Shorter"));
        await app.Run<WriteNoticesJob>();
        await app.Run<WriteNoticesJob>();
        await app.In("acme", async db =>
        {
            var wanda = await TestApp.Member(db, "wanda");
            var notice = Assert.Single(await db.Notices.Where(n => n.PostId == id && n.MemberId == wanda.Id).ToListAsync(Cancel));
            Assert.Equal("post.changes-requested", notice.Kind);
            Assert.Equal(["You wrote it", "You sent it for approval", "You are mentioned", "It is assigned to you"], notice.Reasons);
        });
        using var reader = await app.As("wanda");
        Assert.Contains("You wrote it · You sent it for approval · You are mentioned · It is assigned to you", (await reader.Page("/notices")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_dies_and_starts_again_tells_nobody_twice()
    {
        await app.RequireApproval();
        var since = app.Clock.GetUtcNow();
        await app.Write("Told once.");
        await app.In("acme", async db =>
        {
            // As if the cursor had not been saved.
            await app.Run<WriteNoticesJob>();
            var before = await db.LogCursors.AsNoTracking().SingleAsync(c => c.Reader == NoticeWriter.Reader, Cancel);
            await db.LogCursors.Where(c => c.Reader == NoticeWriter.Reader).ExecuteUpdateAsync(c => c.SetProperty(x => x.Sequence, before.Sequence - 3), Cancel);
        });
        await WriteAfter(TimeSpan.FromMinutes(2));
        await app.Run<SendMailJob>();
        await app.Run<WriteNoticesJob>();
        await app.Run<SendMailJob>();
        Assert.Single(await MailsTo("ivo@northlight.example", since));
        Assert.Single(await app.Mails("ivo@northlight.example"), m => m.Text.Contains("Told once.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_happens_on_Saturday_night_reaches_Clara_on_Monday_at_eight_where_she_is()
    {
        await app.RequireApproval();
        await Set("clara", QuietTimes.Of(new TimeOnly(20, 0), new TimeOnly(8, 0), [DayOfWeek.Saturday, DayOfWeek.Sunday]), "America/New_York");
        var local = Zones.ToLocal(app.Clock.GetUtcNow(), "America/New_York").Date;
        var saturday = local.AddDays(((int)DayOfWeek.Saturday - (int)local.DayOfWeek + 7) % 7 + 7).AddHours(23);
        app.Clock.Set(Zones.ToInstantLeniently(saturday, "America/New_York"));
        var since = app.Clock.GetUtcNow();
        var id = await app.Write("Until Monday.", 5, true, "ivo");
        await WriteAfter(TimeSpan.FromMinutes(5));
        await app.In("acme", async db => Assert.Equal(Zones.ToInstantLeniently(saturday.Date.AddDays(2).AddHours(8), "America/New_York"), (await db.Notices.SingleAsync(n => n.PostId == id && n.MailAt != null && db.Members.Any(m => m.Id == n.MemberId && m.Role == Role.ClientApprover), Cancel)).MailAt));
        Assert.Empty(await MailsTo("clara@acme.example", since));
        app.Clock.Set(Zones.ToInstantLeniently(saturday.Date.AddDays(2).AddHours(8).AddMinutes(-1), "America/New_York"));
        await app.Run<WriteNoticesJob>();
        Assert.Empty(await MailsTo("clara@acme.example", since));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Run<WriteNoticesJob>();
        Assert.Contains("Until Monday.", Assert.Single(await MailsTo("clara@acme.example", since)).Text, StringComparison.Ordinal);
        await Set("clara", null);
    }

    [Fact]
    public async Task A_failure_at_its_time_reaches_a_publisher_at_night_and_a_writer_in_the_morning()
    {
        var all = QuietTimes.Of(new TimeOnly(0, 0), new TimeOnly(23, 59), []);
        await Set("pia", all);
        await Set("wanda", all);
        await app.In("acme", async db =>
        {
            var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId, Cancel);
            workspace.SettleApprovals(workspace.Approvals with { IsOn = false, IsRequired = false }, await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
        });
        var since = app.Clock.GetUtcNow();
        var id = await app.Schedule([PracticeAnswer.Refused]);
        await app.WrittenBy("wanda", id);
        await app.ComeDue();
        await WriteAfter(TimeSpan.FromSeconds(31));
        Assert.Single(await MailsTo("pia@northlight.example", since));
        Assert.Empty(await MailsTo("wanda@northlight.example", since));
        await Set("wanda", null);
        await Set("pia", null);
    }

    [Fact]
    public async Task Whoever_wants_one_mail_an_hour_gets_everything_in_one()
    {
        await app.RequireApproval();
        await Set("wanda", null, pace: MailPace.Hourly);
        var local = Zones.ToLocal(app.Clock.GetUtcNow(), A.Berlin);
        app.Clock.Set(Zones.ToInstantLeniently(local.Date.AddDays(1).AddHours(10).AddMinutes(10), A.Berlin));
        // What others left waiting goes first.
        await WriteAfter(TimeSpan.FromMinutes(1));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        var since = app.Clock.GetUtcNow();
        var (first, second) = (await app.Write("Comes back."), await app.Write("Goes through."));
        using (var ivo = await app.As("ivo"))
        {
            await ivo.Htmx($"/w/acme/posts/{first}/approval/decisions", await app.Decision(first, "changes", "Wording", "Shorter"));
            await ivo.Htmx($"/w/acme/posts/{second}/approval/decisions", await app.Decision(second, "reject", "Brand", "Not us"));
        }

        await WriteAfter(TimeSpan.FromMinutes(20));
        Assert.Empty(await MailsTo("wanda@northlight.example", since));
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await app.Run<WriteNoticesJob>();
        var mail = Assert.Single(await MailsTo("wanda@northlight.example", since));
        Assert.Contains("Comes back.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Goes through.", mail.Text, StringComparison.Ordinal);
        await Set("wanda", null);
    }

    [Fact]
    public async Task Nine_comments_in_ten_minutes_are_one_mail()
    {
        var since = app.Clock.GetUtcNow();
        var id = await app.Write("Much is said about it.", sent: false);
        using var adam = await app.As("adam");
        for (var i = 0; i < 9; i++)
        {
            using var said = await adam.Htmx($"/w/acme/posts/{id}/threads", ("Id", Guid.NewGuid().ToString()), ("Text", $"Remark number {i}."), ("Audience", "Team"));
            Assert.True(said.IsSuccessStatusCode, $"{(int)said.StatusCode}");
            app.Clock.Advance(TimeSpan.FromSeconds(66));
            await app.Run<WriteNoticesJob>();
        }

        await WriteAfter(TimeSpan.FromMinutes(5));
        var mail = Assert.Single(await MailsTo("wanda@northlight.example", since), m => m.Text.Contains("Remark number", StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, 9), i => Assert.Contains($"Remark number {i}.", mail.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_shows_the_post_and_says_everything_in_plain_words_too()
    {
        await app.RequireApproval();
        var since = app.Clock.GetUtcNow();
        var id = await app.Write("A picture of nine cups.");
        await app.In("acme", async db =>
        {
            var (wanda, now) = (await TestApp.Member(db, "wanda"), app.Clock.GetUtcNow());
            var asset = MediaAsset.Upload(wanda, "cups.png", new MediaFile(Guid.NewGuid().ToString("N") + Guid.NewGuid().ToString("N"), "image/png", 100), 10, 10, now);
            db.Media.Add(asset);
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == id, Cancel);
            post.Edit(new PostEdit(post.Text, null, [.. post.Variants.Select(v => new PostEdit.Target(v.Channel, v.Text, v.Settings))], [new PostEdit.Picture(asset, "Nine cups, seen from above")]), wanda, now);
            await db.SaveChangesAsync(Cancel);
        });
        await WriteAfter(TimeSpan.FromMinutes(2));
        var mail = Assert.Single(await MailsTo("ivo@northlight.example", since));
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(mail.Html);
        var picture = page.QuerySelector("img")!;
        Assert.Equal("Picture: Nine cups, seen from above", picture.GetAttribute("alt"));
        Assert.Contains("/m/", picture.GetAttribute("src"), StringComparison.Ordinal);
        Assert.Equal("A picture of nine cups.", page.QuerySelector("blockquote")!.TextContent);
        var links = page.QuerySelectorAll("p.act a").Select(a => a.GetAttribute("href")!).ToList();
        Assert.Equal(2, links.Count);
        var time = SaidTime.InFull((await app.Read(id)).ScheduledAt!.Value, A.Berlin, null);
        foreach (var said in (string[])["A picture of nine cups.", "[Picture: Nine cups, seen from above]", "Planned for", "Berlin", links[0], links[1], "/unsubscribe/"])
            Assert.Contains(said, mail.Text, StringComparison.Ordinal);
        Assert.Contains(time[..3], mail.Text, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", mail.Html, StringComparison.Ordinal);

        // The first link leads to the post without reading the notice; of a deleted post it leads to the words that it is gone.
        using var ivo = await app.As("ivo");
        var path = new Uri(links[0]).AbsolutePath;
        Assert.Equal($"/w/acme/posts/{id}", (await ivo.Get(path)).Headers.Location!.ToString());
        await app.In("acme", async db =>
        {
            (await db.Posts.Whole().SingleAsync(p => p.Id == id, Cancel)).Delete(await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync(Cancel);
        });
        Assert.Contains("The post was deleted", (await ivo.Page((await ivo.Get(path)).Headers.Location!.ToString())).Body!.TextContent, StringComparison.Ordinal);
    }
}
