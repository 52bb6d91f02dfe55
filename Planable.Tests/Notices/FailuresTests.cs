using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Mail;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Jobs.Mail;
using Planable.Jobs.Notices;
using Planable.Tests.People;
using Planable.Tests.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Notices;

public class FailuresTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly PracticeAnswer[] Refused = [.. Enumerable.Repeat(PracticeAnswer.Refused, 9)];

    [Fact]
    public async Task Three_failing_channels_are_one_notice_and_one_mail_and_a_retry_that_fails_is_one_more()
    {
        var postId = await app.Schedule(Refused, Refused, Refused);
        await app.WrittenBy("wanda", postId);
        await app.ComeDue();
        var first = await Told(postId);
        Assert.Equal(["Adam", "Olga", "Pia", "Wanda"], first);
        var mail = Assert.Single(await AboutPosts("wanda"));
        Assert.Equal(3, mail.Text.Split(": The practice network").Length - 1);

        using (var pia = await app.As("pia"))
        {
            foreach (var delivery in (await app.Post(postId)).Deliveries)
                await pia.Post($"/w/acme/deliveries/{delivery.Id}/retries");
        }

        await app.DeliverDue();
        Assert.Equal([.. first.SelectMany(n => new[] { n, n })], await Told(postId));
        Assert.Equal(2, (await AboutPosts("wanda")).Count);
    }

    [Fact]
    public async Task A_mail_says_the_time_by_the_readers_own_clock_and_the_clients_beside_it()
    {
        await app.In("acme", async db =>
        {
            var olga = await TestApp.Member(db, "olga");
            await db.Users.Where(p => p.Id == olga.PersonId).ExecuteUpdateAsync(p => p.SetProperty(x => x.Zone, "America/New_York"));
        });
        var postId = await app.Schedule(Refused);
        var at = (await app.Post(postId)).ScheduledAt!.Value;
        await app.ComeDue();
        await Told(postId);
        string By(string zone) => Data.Times.Zones.ToLocal(at, zone).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains((await AboutPosts("olga")).Select(m => m.Text), t => t.Contains($"{By("America/New_York")} New York", StringComparison.Ordinal) && t.Contains($"{By("Europe/Berlin")} Berlin", StringComparison.Ordinal));
        // Whose clock is the client's reads it once.
        Assert.Contains((await AboutPosts("adam")).Select(m => m.Text), t => t.Contains($"{By("Europe/Berlin")} Berlin", StringComparison.Ordinal) && !t.Contains("New York", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_fails_later_of_the_first_attempt_is_no_news_though_another_channel_was_tried_again()
    {
        var postId = await app.Schedule(Refused, [.. Enumerable.Repeat(PracticeAnswer.ServerError, 9)]);
        await app.ComeDue();
        var first = await Told(postId);
        await app.In("acme", async db =>
        {
            var refused = await db.Deliveries.Include(d => d.Channel).SingleAsync(d => d.PostId == postId && d.State == DeliveryState.Failed);
            await db.PracticeAccounts.Where(a => a.Account == refused.Channel.RemoteId).ExecuteUpdateAsync(a => a.SetProperty(x => x.Next, new List<PracticeAnswer>()));
            refused.Retry(await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            await db.SaveAndSum(postId, TestContext.Current.CancellationToken);
        });
        await app.Pass(TimeSpan.FromMinutes(25));
        Assert.Equal(2, await app.Logged(postId, "post.delivery-failed"));
        Assert.Equal(first, await Told(postId));
    }

    [Fact]
    public async Task The_overview_shows_it_until_it_is_handled()
    {
        var postId = await app.Schedule([[PracticeAnswer.Refused]]);
        await app.ComeDue();
        await Told(postId);
        using var pia = await app.As("pia");
        Assert.NotNull((await pia.Page("/")).QuerySelector($"#troubles a[href$='{postId}']"));

        await pia.Post("/notices/reading");
        await pia.Post($"/w/acme/posts/{postId}/reading");
        Assert.NotNull((await pia.Page("/")).QuerySelector($"#troubles a[href$='{postId}']"));

        await pia.Post($"/w/acme/deliveries/{(await app.Delivery(postId)).Id}/retries");
        await app.DeliverDue();
        Assert.Null((await pia.Page("/")).QuerySelector($"#troubles a[href$='{postId}']"));
    }

    /// <summary>First names of those who have notices about the post, one for each.</summary>
    async Task<IReadOnlyList<string>> Told(Guid postId)
    {
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await app.Run<WriteNoticesJob>();
        return await app.Told(postId, "post.delivery-failed");
    }

    async Task<IReadOnlyList<Web.DevMail.EmlFile>> AboutPosts(string name) =>
        [.. (await app.Mails($"{name}@northlight.example")).Where(m => m.Subject.EndsWith("a post needs you", StringComparison.Ordinal))];
}

/// <summary>The whole way as it runs in an installation: the dispatcher sends, the jobs write and carry, nobody in the test pushes them.</summary>
public class FailuresInTimeTests(FailuresInTimeTests.WithJobs app) : IClassFixture<FailuresInTimeTests.WithJobs>
{
    public sealed class WithJobs : TestApp
    {
        public override void Settle(IWebHostBuilder web) => web.UseSetting("Jobs:Enabled", "true");
    }

    [Fact]
    public async Task From_failure_to_notice_and_mail_takes_less_than_two_minutes()
    {
        using var wanda = await app.As("wanda");
        var postId = await app.Schedule([PracticeAnswer.Refused], [PracticeAnswer.Refused], [PracticeAnswer.Refused]);
        await app.WrittenBy("wanda", postId);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Until(async () => await app.Logged(postId, "post.delivery-failed") == 3);
        var failed = app.Clock.GetUtcNow();

        await Until(async () => (await wanda.Page("/notices?unread=1")).QuerySelectorAll("[data-notice]").Length == 1);
        app.Clock.Advance(TimeSpan.FromSeconds(25));
        foreach (var name in (string[])["wanda", "pia", "olga", "adam"])
            await Until(() => Task.FromResult(Directory.Exists(app.MailFolder) && Directory.EnumerateFiles(app.MailFolder, "*.eml").Any(f => File.ReadAllText(f).Contains($"To: {name}@", StringComparison.Ordinal))));
        Assert.InRange(app.Clock.GetUtcNow() - failed, TimeSpan.Zero, TimeSpan.FromMinutes(2));
        Assert.Equal(4, Directory.EnumerateFiles(app.MailFolder, "*.eml").Count());
    }

    static async Task Until(Func<Task<bool>> isSo)
    {
        for (var tries = 0; !await isSo(); tries++)
        {
            Assert.True(tries < 300, "It did not happen within a minute.");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }
    }
}

public class UndeliveredMailsTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_refused_address_is_told_to_the_other_publishers_in_Planable_and_to_administrators_by_mail()
    {
        await app.In("acme", async db => await db.Users.Where(p => p.Name.StartsWith("Pia")).ExecuteUpdateAsync(p => p.SetProperty(x => x.Email, "pia at northlight")));
        var postId = await app.Fail();
        await app.Run<SendMailJob>();
        await app.Run<EscalateMailJob>();
        await app.Run<EscalateMailJob>();
        Assert.Equal(["Adam", "Olga", "Pia"], await app.Told(postId, Notice.MailUndelivered));

        await app.Run<WriteNoticesJob>();
        foreach (var (name, expected) in ((string, int)[])[("olga", 1), ("adam", 1), ("wanda", 0)])
            Assert.Equal(expected, (await app.Mails($"{name}@northlight.example")).Count(m => m.Subject.EndsWith("somebody could not be reached by mail", StringComparison.Ordinal)));

        using var adam = await app.As("adam");
        var banner = (await adam.Page("/")).QuerySelector("[data-undelivered]")!;
        Assert.Contains("Pia", banner.TextContent, StringComparison.Ordinal);
        Assert.Contains("pia at northlight", banner.TextContent, StringComparison.Ordinal);
        var opened = await adam.Post(banner.GetAttribute("action")!);
        Assert.Equal($"/w/acme/posts/{postId}", opened.Headers.Location!.ToString());
        Assert.Null((await adam.Page("/")).QuerySelector("[data-undelivered]"));
    }
}

public class MailServerAwayTests(MailServerAwayTests.WithoutMailServer app) : IClassFixture<MailServerAwayTests.WithoutMailServer>
{
    public sealed class WithoutMailServer : TestApp
    {
        public override void Settle(IWebHostBuilder web) => web.UseSetting("Smtp:Host", "127.0.0.1").UseSetting("Smtp:Port", "9").UseSetting("Smtp:Security", "None");
    }

    [Fact]
    public async Task After_ten_minutes_everybody_who_may_publish_sees_it_unless_they_read_the_notice_itself()
    {
        var postId = await app.Fail();
        using (var adam = await app.As("adam"))
            await adam.Post("/notices/reading");
        await app.Run<SendMailJob>();
        await app.Run<EscalateMailJob>();
        Assert.Empty(await app.Told(postId, Notice.MailUndelivered));

        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.Run<EscalateMailJob>();
        Assert.Equal(["Adam", "Olga", "Pia"], await app.Told(postId, Notice.MailUndelivered));
        await app.In("acme", async db =>
        {
            var said = (await db.Notices.Where(n => n.Kind == Notice.MailUndelivered).Select(n => n.Words).Distinct().ToListAsync()).Single();
            Assert.Contains("olga@", said, StringComparison.Ordinal);
            Assert.Contains("pia@", said, StringComparison.Ordinal);
            Assert.DoesNotContain("adam@", said, StringComparison.Ordinal);
            Assert.Empty(await db.Mails.Stuck(app.Clock.GetUtcNow()).ToListAsync());
        });
    }
}

static class Failures
{
    public static async Task<Guid> Fail(this TestApp app)
    {
        var postId = await app.Schedule([[PracticeAnswer.Refused]]);
        await app.ComeDue();
        await app.Run<WriteNoticesJob>();
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await app.Run<WriteNoticesJob>();
        return postId;
    }

    public static Task WrittenBy(this TestApp app, string name, Guid postId) => app.In("acme", async db =>
    {
        var author = (await TestApp.Member(db, name)).Id;
        await db.Posts.Where(p => p.Id == postId).ExecuteUpdateAsync(p => p.SetProperty(x => x.AuthorId, author));
    });

    public static Task<IReadOnlyList<string>> Told(this TestApp app, Guid postId, string kind) => app.In("acme", async db =>
    {
        var names = await db.Notices.Where(n => n.PostId == postId && n.Kind == kind).Join(db.Members, n => n.MemberId, m => m.Id, (_, m) => m.Person.Name).ToListAsync();
        return (IReadOnlyList<string>)[.. names.Select(n => n.Split(' ')[0]).Order(StringComparer.Ordinal)];
    });
}
