using Microsoft.EntityFrameworkCore;
using Planable.Data.BestTimes;
using Planable.Data.Channels;
using Planable.Data.Engagements;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Jobs.BestTimes;
using Planable.Tests.Support;

namespace Planable.Tests.BestTimes;

public class BestTimesTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly DateTimeOffset Monday = new(2026, 9, 7, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Fewer_than_twenty_posts_say_nothing()
    {
        Assert.Null(OwnTimesReading.Of([.. Enumerable.Range(0, 19).Select(i => Known(i, 10, 100 * i))], "Etc/UTC"));
        Assert.NotNull(OwnTimesReading.Of([.. Enumerable.Range(0, 20).Select(i => Known(i, 10 + (i % 2), 100 * (i % 2)))], "Etc/UTC"));
    }

    [Fact]
    public void The_hour_with_steady_answers_comes_before_one_lucky_post_and_posts_that_are_all_alike_say_nothing()
    {
        var steady = Enumerable.Range(0, 10).Select(week => Known(7 * week, 10, 30));
        var usual = Enumerable.Range(0, 20).Select(i => Known((7 * i) + 1, 15, 10));
        var own = OwnTimesReading.Of([.. steady, .. usual, Known(2, 20, 60)], "Etc/UTC")!;
        Assert.Equal(31, own.Posts);
        Assert.Equal(new BestWindow(DayOfWeek.Monday, 10, 11), own.Windows[0]);
        Assert.DoesNotContain(own.Windows, w => w.Day == DayOfWeek.Tuesday);
        Assert.Null(OwnTimesReading.Of([.. Enumerable.Range(0, 40).Select(i => Known(i, i % 24, 5))], "Etc/UTC"));
    }

    [Fact]
    public void The_benchmark_names_its_source_and_day_and_knows_every_network()
    {
        var general = Benchmark.General;
        Assert.NotEqual(default, general.Published);
        Assert.NotEqual(default, general.Checked);
        foreach (var network in Data.Networks.Networks.All)
        {
            Assert.StartsWith("https://", general.For(network.Key).Source, StringComparison.Ordinal);
            Assert.All(general.For(network.Key).Windows, w => Assert.InRange(w.Middle.Hour, w.From, w.To - 1));
        }

        Assert.All(general.Groups.SelectMany(g => g.Networks), key => Assert.NotNull(Data.Networks.Networks.Find(key)));
    }

    [Fact]
    public void A_blackout_is_never_suggested()
    {
        var workspace = A.Workspace();
        var channel = A.Channel();
        var open = TimeSuggestion.For([channel], workspace, A.Monday);
        Assert.Equal(TimeSuggestion.Most, open.Count);
        var day = DateOnly.FromDateTime(open[0].Time.Local);
        workspace.Block(day, day, "Fair", false, workspace.Founder!, A.Monday);
        Assert.DoesNotContain(TimeSuggestion.For([channel], workspace, A.Monday), s => DateOnly.FromDateTime(s.Time.Local) == day);
        workspace.Block(day.AddDays(-7), day.AddDays(30), "Summer", false, workspace.Founder!, A.Monday);
        Assert.Empty(TimeSuggestion.For([channel], workspace, A.Monday));
    }

    [Fact]
    public async Task With_few_posts_the_editor_the_slots_and_the_week_say_general_benchmark_and_with_many_from_your_posts()
    {
        var few = await NewChannel("Few posts");
        using var pia = await app.As("pia");
        await app.Run<ReadOwnTimesJob>();
        var editor = await pia.Page($"/w/acme/posts/new?channel={few}");
        Assert.NotEmpty(editor.QuerySelectorAll("#when-best [data-use-time]"));
        Assert.Contains("general benchmark", editor.QuerySelector("#when-best")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Sprout Social", editor.QuerySelector("#when-best")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("general benchmark", (await pia.Page($"/w/acme/settings/slots?channel={few}")).Body!.TextContent, StringComparison.Ordinal);

        var many = await NewChannel("Many posts");
        await PublishMany(many, 64);
        await app.Run<ReadOwnTimesJob>();
        var learned = await pia.Page($"/w/acme/posts/new?channel={many}");
        Assert.Contains("from 64 of your posts, 90 days", learned.QuerySelector("#when-best")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("from 64 of your posts, 90 days", (await pia.Page($"/w/acme/settings/slots?channel={many}")).Body!.TextContent, StringComparison.Ordinal);
        var next = DateOnly.FromDateTime(Zones.ToLocal(app.Clock.GetUtcNow(), A.Berlin)).AddDays(7);
        var week = await pia.Page($"/w/acme/calendar?view=week&date={next:yyyy-MM-dd}&channel={many}");
        var marks = week.QuerySelectorAll(".hc.best .best-m");
        Assert.NotEmpty(marks);
        Assert.All(marks, m => Assert.Contains("Good time for Many posts: from 64 of your posts, 90 days", m.TextContent, StringComparison.Ordinal));
        using var clara = await app.As("clara");
        Assert.Empty((await clara.Page($"/w/acme/calendar?view=week&date={next:yyyy-MM-dd}")).QuerySelectorAll(".best-m"));
    }

    static Engagement Known(int day, int hour, int count) => new(Guid.NewGuid(), Guid.Empty, Monday.AddDays(day).AddHours(hour), count);

    Task<Guid> NewChannel(string name) => app.In("acme", async db =>
    {
        var channel = Channel.Connect(await TestApp.Member(db, "adam"), "practice", new RemoteAccount(name, name, name, null, null, new Dictionary<string, int>()), "", app.Clock.GetUtcNow());
        db.Channels.Add(channel);
        await db.SaveChangesAsync();
        return channel.Id;
    });

    /// <summary>On Mondays at ten posts are liked more than on other days at fifteen.</summary>
    Task PublishMany(Guid channelId, int count) => app.In("acme", async db =>
    {
        var (pia, now) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
        var (workspace, channel) = (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId), await db.Channels.SingleAsync(c => c.Id == channelId));
        for (var i = 0; i < count; i++)
        {
            var day = Zones.ToLocal(now, A.Berlin).Date.AddDays(-1 - i);
            var local = day.AddHours(day.DayOfWeek == DayOfWeek.Monday ? 10 : 15);
            var at = Zones.ToInstantLeniently(local, A.Berlin);
            var post = Post.Draft(pia, workspace, at.AddDays(-1));
            post.Edit(new PostEdit($"Number {i}", null, [new PostEdit.Target(channel, null, null)], []), pia, at.AddDays(-1));
            post.Schedule(new PlannedTime(local, A.Berlin, false, at), pia, at.AddDays(-1));
            db.Posts.Add(post);
            db.ChangeTracker.DetectChanges();
            var shown = new PracticePost(channel.Handle, post.Id.ToString("N"), post.Text, null, [], at);
            db.PracticePosts.Add(shown);
            db.Entry(shown).Property(p => p.Likes).CurrentValue = day.DayOfWeek == DayOfWeek.Monday ? 40 : 5;
            var delivery = post.Deliveries.Single();
            delivery.Arm(new Dictionary<string, string>(), at, TimeSpan.FromMinutes(1));
            delivery.Publish(shown.Id.ToString(), "/practice", at);
            db.Entry(post).Property(p => p.State).CurrentValue = PostState.Published;
        }

        await db.SaveChangesAsync();
    });
}
