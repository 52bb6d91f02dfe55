using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Evergreens;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Secrets;
using Planable.Data.Times;
using Planable.Jobs.Connectors;
using Planable.Jobs.Evergreens;
using Planable.Tests.Support;

namespace Planable.Tests.Evergreens;

public class EvergreensTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Gap_fourteen_days_and_three_times_at_most_in_free_slots()
    {
        var channel = await NewChannel("Three times");
        var post = await Publish(channel, "Worth saying again");
        using var pia = await app.As("pia");
        var page = await pia.Page($"/w/acme/posts/{post}/evergreen");
        Assert.Equal(("14", "3"), (page.QuerySelector("#ever-gap")!.GetAttribute("value"), page.QuerySelector("#ever-times")!.GetAttribute("value")));
        using var added = await pia.Post($"/w/acme/posts/{post}/evergreen", ("GapDays", "14"), ("Times", "3"));
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);

        await app.Run<RunEvergreensJob>();
        Assert.Empty(await Runs(post));
        for (var time = 1; time <= 3; time++)
        {
            app.Clock.Advance(TimeSpan.FromDays(8));
            await app.Run<RunEvergreensJob>();
            await app.Run<RunEvergreensJob>();
            var runs = await Runs(post);
            Assert.Equal(time, runs.Count);
            Assert.Equal(PostState.Scheduled, runs[^1].State);
            var before = time == 1 ? await At(post) : runs[^2].ScheduledAt!.Value;
            Assert.True(runs[^1].ScheduledAt >= before.AddDays(14), $"{runs[^1].ScheduledAt} follows {before}");
            Assert.Equal(new TimeOnly(9, 0), TimeOnly.FromDateTime(Zones.ToLocal(runs[^1].ScheduledAt!.Value, A.Berlin)));
            app.Clock.Advance(runs[^1].ScheduledAt!.Value - app.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
            await app.DeliverDue();
        }

        app.Clock.Advance(TimeSpan.FromDays(30));
        await app.Run<RunEvergreensJob>();
        Assert.Equal(3, (await Runs(post)).Count);
        // The months have ended the sign-in.
        using var later = await app.As("pia");
        Assert.Contains("It went out 3 times more", (await later.Page($"/w/acme/posts/{post}/evergreen")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Worth saying again", (await later.Page("/w/acme/evergreens")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_never_follows_within_the_gap_whoever_moves_it()
    {
        var channel = await NewChannel("Gap kept");
        var post = await Publish(channel, "Not so soon");
        await Add(post);
        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.Run<RunEvergreensJob>();
        var run = (await Runs(post)).Single();
        var (early, late) = (Zones.ToLocal((await At(post)).AddDays(13), A.Berlin), Zones.ToLocal((await At(post)).AddDays(20), A.Berlin));
        using var pia = await app.As("pia");
        using var refused = await pia.Htmx($"/w/acme/posts/{run.Id}/moves", ("Date", early.ToString("yyyy-MM-dd")), ("Time", early.ToString("HH:mm")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("too shortly before", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var now = await pia.Htmx($"/w/acme/posts/{run.Id}/publication");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, now.StatusCode);
        using var moved = await pia.Htmx($"/w/acme/posts/{run.Id}/moves", ("Date", late.ToString("yyyy-MM-dd")), ("Time", late.ToString("HH:mm")));
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);
    }

    [Fact]
    public async Task A_deleted_run_is_not_made_again_and_counts_for_the_gap_only()
    {
        var channel = await NewChannel("Deleted run");
        var post = await Publish(channel, "Deleted once");
        await Add(post);
        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.Run<RunEvergreensJob>();
        var first = (await Runs(post)).Single();
        await app.In("acme", async db =>
        {
            (await db.Posts.Include(p => p.Deliveries).SingleAsync(p => p.Id == first.Id)).Delete(await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
        await app.Run<RunEvergreensJob>();
        Assert.Empty(await Runs(post));
        // It is made a week ahead of a free slot, which need not lie on the day the gap ends.
        for (var day = 0; day < 25 && (await Runs(post)).Count == 0; day++)
        {
            app.Clock.Advance(TimeSpan.FromDays(1));
            await app.Run<RunEvergreensJob>();
        }

        Assert.True((await Runs(post)).Single().ScheduledAt >= first.ScheduledAt!.Value.AddDays(14));
    }

    [Fact]
    public async Task A_network_that_takes_no_text_twice_gets_another_wording_or_the_run_is_skipped_with_the_reason()
    {
        var channel = await NewChannel("Strict", "x");
        var post = await PretendPublished(channel, "Said once");
        using var pia = await app.As("pia");
        Assert.Contains("X takes no text twice", (await pia.Page($"/w/acme/posts/{post}/evergreen")).Body!.TextContent, StringComparison.Ordinal);
        await Add(post, new EvergreenRule(14, 3, null, ["SAID once!", "Said in other words"]));
        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.Run<RunEvergreensJob>();
        // The first wording differs in nothing that a network would count.
        Assert.Equal("Said in other words", (await Runs(post)).Single().Text);

        await PretendPublished((await Runs(post)).Single().Id);
        app.Clock.Advance(TimeSpan.FromDays(16));
        await app.Run<RunEvergreensJob>();
        Assert.Single(await Runs(post));
        using var later = await app.As("pia");
        var page = await later.Page($"/w/acme/posts/{post}/evergreen");
        Assert.Contains("X takes no text twice. Write another wording.", page.QuerySelector(".ever-skip")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(1, await app.In("acme", db => db.Log.CountAsync(l => l.SubjectId == post && l.Verb == "evergreen.skipped")));
        await app.Run<RunEvergreensJob>();
        Assert.Equal(1, await app.In("acme", db => db.Log.CountAsync(l => l.SubjectId == post && l.Verb == "evergreen.skipped")));
    }

    [Fact]
    public async Task Without_other_wordings_a_network_that_does_not_mind_gets_the_same_text_again()
    {
        var channel = await NewChannel("Does not mind", slots: false);
        var post = await Publish(channel, "The same again");
        await Add(post);
        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.Run<RunEvergreensJob>();
        var run = (await Runs(post)).Single();
        Assert.Equal("The same again", run.Text);
        Assert.Equal(Zones.ToLocal(await At(post), A.Berlin).TimeOfDay, run.PlannedLocal!.Value.TimeOfDay);
    }

    [Theory, InlineData(2, 3, true), InlineData(4, 3, false)]
    public async Task It_stops_when_its_last_run_had_fewer_reactions_than_wanted(int likes, int least, bool stops)
    {
        var channel = await NewChannel($"Liked {likes}");
        var post = await Publish(channel, $"Liked {likes} times");
        await Add(post, EvergreenRule.Usual with { Least = least });
        using var nobody = await app.As(null);
        var remote = Guid.Parse((await app.In("acme", db => db.Deliveries.Where(d => d.PostId == post).Select(d => d.RemoteId).SingleAsync()))!);
        var account = await app.In("acme", db => db.PracticePosts.Where(p => p.Id == remote).Select(p => p.Account).SingleAsync());
        for (var i = 0; i < likes; i++)
            Assert.Equal(HttpStatusCode.Redirect, (await nobody.Post($"/practice/{account}/likes/{remote}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Post($"/practice/{account}/likes/{Guid.NewGuid()}")).StatusCode);

        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.Run<RunEvergreensJob>();

        Assert.Equal(stops ? 0 : 1, (await Runs(post)).Count);
        using var pia = await app.As("pia");
        var page = (await pia.Page($"/w/acme/posts/{post}/evergreen")).Body!.TextContent;
        Assert.Equal(stops, page.Contains("Its last run had 2 reactions, fewer than 3.", StringComparison.Ordinal));
        Assert.Contains($"It had {likes} when it went out last.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_figures_are_known_the_condition_stops_nothing()
    {
        var channel = await NewChannel("No figures", "x");
        var post = await PretendPublished(channel, "Nobody counts");
        await Add(post, new EvergreenRule(14, 3, 1000, ["Nobody counts, still"]));
        using var pia = await app.As("pia");
        Assert.Contains("No figures yet", (await pia.Page($"/w/acme/posts/{post}/evergreen")).QuerySelector("#ever-least-hint")!.TextContent, StringComparison.Ordinal);
        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.Run<RunEvergreensJob>();
        Assert.Single(await Runs(post));
    }

    [Fact]
    public async Task Stopped_by_hand_it_rests_until_it_goes_on()
    {
        var channel = await NewChannel("Rests");
        var post = await Publish(channel, "Resting");
        await Add(post);
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/posts/{post}/evergreen/stop", ("on", "true"))).Dispose();
        app.Clock.Advance(TimeSpan.FromDays(20));
        await app.Run<RunEvergreensJob>();
        Assert.Empty(await Runs(post));
        using var later = await app.As("pia");
        (await later.Post($"/w/acme/posts/{post}/evergreen/stop", ("on", "false"))).Dispose();
        await app.Run<RunEvergreensJob>();
        Assert.Single(await Runs(post));
    }

    [Fact]
    public async Task What_is_typed_wrong_is_said_and_a_draft_or_a_run_is_no_evergreen()
    {
        var channel = await NewChannel("Refused");
        var post = await Publish(channel, "Refused");
        using var pia = await app.As("pia");
        foreach (var (gap, times) in ((string, string)[])[("0", "3"), ("14", "0"), ("366", "3"), ("", "")])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await pia.Htmx($"/w/acme/posts/{post}/evergreen", ("GapDays", gap), ("Times", times))).StatusCode);
        await Add(post);
        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.Run<RunEvergreensJob>();
        var run = (await Runs(post)).Single().Id;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await pia.Htmx($"/w/acme/posts/{run}/evergreen", ("GapDays", "14"), ("Times", "3"))).StatusCode);
        Assert.Throws<RuleBroken>(() => A.Post().Recycle(EvergreenRule.Usual, A.Member(Data.Members.Role.Publisher), A.Monday));
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        var post = await Publish(await NewChannel("Guarded evergreen"), "Guarded");
        using var ivo = await app.As("ivo");
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get("/w/acme/evergreens")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ivo.Get($"/w/acme/posts/{post}/evergreen")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ivo.Post($"/w/acme/posts/{post}/evergreen", ("GapDays", "14"), ("Times", "3"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await ivo.Post($"/w/acme/posts/{post}/evergreen/stop", ("on", "true"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/evergreens")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/acme/posts/{post}/evergreen", ("GapDays", "14"), ("Times", "3"))).StatusCode);
    }

    Task<Guid> NewChannel(string name, string network = "practice", bool slots = true) => app.In("acme", async db =>
    {
        var (adam, at) = (await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
        var handle = Data.Workspaces.Workspace.SlugFor(name);
        var channel = Channel.Connect(adam, network, new RemoteAccount(handle, name, handle, null, null, new Dictionary<string, int>()), app.Services.GetRequiredService<Vault>().Lock(new ChannelSecrets(new Dictionary<string, string>())), at);
        if (slots)
            channel.AddSlots([DayOfWeek.Monday, DayOfWeek.Wednesday, DayOfWeek.Friday], new TimeOnly(9, 0), adam, at);
        db.PracticeAccounts.Add(new PracticeAccount(handle, name));
        db.Channels.Add(channel);
        await db.SaveChangesAsync();
        return channel.Id;
    });

    /// <summary>A post that the practice network has taken.</summary>
    async Task<Guid> Publish(Guid channel, string text)
    {
        var id = await Schedule(channel, text);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        await app.DeliverDue();
        return id;
    }

    /// <summary>A post on a network that no test can reach, as if it had been published.</summary>
    async Task<Guid> PretendPublished(Guid channel, string text)
    {
        var id = await Schedule(channel, text);
        await PretendPublished(id);
        return id;
    }

    Task PretendPublished(Guid id) => app.In("acme", async db =>
    {
        var post = await db.Posts.Whole().SingleAsync(p => p.Id == id);
        foreach (var delivery in post.Deliveries)
        {
            delivery.Arm(new Dictionary<string, string>(), app.Clock.GetUtcNow(), TimeSpan.FromMinutes(1));
            delivery.Publish($"remote-{id:N}", "https://x.example/1", app.Clock.GetUtcNow());
        }

        db.Entry(post).Property(p => p.State).CurrentValue = PostState.Published;
        await db.SaveChangesAsync();
    });

    Task<Guid> Schedule(Guid channelId, string text) => app.In("acme", async db =>
    {
        var (pia, at) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
        var post = Post.Draft(pia, await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId), at);
        post.Edit(new PostEdit(text, null, [new PostEdit.Target(await db.Channels.SingleAsync(c => c.Id == channelId), null, null)], []), pia, at);
        var local = Zones.ToLocal(at.AddMinutes(10), A.Berlin);
        post.Schedule(PlannedTime.Read(new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, 0), A.Berlin, second: false), pia, at);
        db.Posts.Add(post);
        await db.SaveChangesAsync();
        return post.Id;
    });

    Task Add(Guid post, EvergreenRule? rule = null) => app.In("acme", async db =>
    {
        db.Evergreens.Add((await db.Posts.SingleAsync(p => p.Id == post)).Recycle(rule ?? EvergreenRule.Usual, await TestApp.Member(db, "pia"), app.Clock.GetUtcNow()));
        await db.SaveChangesAsync();
    });

    Task<DateTimeOffset> At(Guid post) => app.In("acme", db => db.Posts.Where(p => p.Id == post).Select(p => p.ScheduledAt!.Value).SingleAsync());

    Task<List<Post>> Runs(Guid post) => app.In("acme", db => db.Posts.Where(p => db.Evergreens.Any(e => e.PostId == post && e.Id == p.EvergreenId)).OrderBy(p => p.ScheduledAt).ToListAsync());
}
