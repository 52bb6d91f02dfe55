using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Labels;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Slots;
using Planable.Data.Times;
using Planable.Jobs.Slots;
using Planable.Tests.Support;

namespace Planable.Tests.Slots;

public class QueueOrderTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Removing_a_post_from_the_middle_moves_later_ones_up_only_if_reflow_is_on()
    {
        var channel = await NewChannel("Middle");
        var posts = await Queue(channel, 4);
        var before = await Times(posts);
        using var pia = await app.As("pia");

        await Remove(posts[1]);
        await app.Run<MoveQueuesUpJob>();
        Assert.Equal([before[0], before[2], before[3]], await Times(posts[0], posts[2], posts[3]));

        (await pia.Post($"/w/acme/queue/{channel}/reflow", ("on", "true"))).Dispose();
        await app.Run<MoveQueuesUpJob>();
        Assert.Equal([before[0], before[1], before[2]], await Times(posts[0], posts[2], posts[3]));
        await app.Run<MoveQueuesUpJob>();
        Assert.Equal([before[0], before[1], before[2]], await Times(posts[0], posts[2], posts[3]));

        var said = await app.In("acme", db => db.Log.Where(l => l.SubjectId == posts[2] && l.Verb == "post.queue-moved").Select(l => l.ActorName).ToListAsync());
        Assert.Equal(["Planable"], said);
        var due = await app.In("acme", db => db.Deliveries.Where(d => d.PostId == posts[2]).Select(d => d.DueAt).SingleAsync());
        Assert.Equal(before[1], due);
    }

    [Fact]
    public async Task A_time_that_a_person_chose_never_moves()
    {
        var channel = await NewChannel("Chosen", reflows: true);
        var posts = await Queue(channel, 4);
        var before = await Times(posts);
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/posts/{posts[2]}/queue/fixed")).Dispose();
        // Moved by hand, if only to where another slot is.
        var later = before[3]!.Value.AddDays(7);
        await Move(posts[3], later);

        await Remove(posts[1]);
        await app.Run<MoveQueuesUpJob>();

        Assert.Equal([before[0], before[2], later], await Times(posts[0], posts[2], posts[3]));
        await Shuffle(channel);
        Assert.Equal([before[0], before[2], later], await Times(posts[0], posts[2], posts[3]));
    }

    [Fact]
    public async Task The_next_free_slot_of_the_editor_is_a_time_of_the_queue_and_a_typed_one_is_not()
    {
        var channel = await NewChannel("From the editor", reflows: true);
        using var pia = await app.As("pia");
        var queued = await Queue(channel, 2);
        var (taken, typed) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        (string, string?)[] form = [($"Targets[{channel}].On", "true"), ("Text", "From the editor")];
        var slot = await Visitor.Shown(await pia.Htmx($"/w/acme/posts/{taken}/slot", form));
        (string, string?)[] when = [("Date", slot.QuerySelector("input[name=Date]")!.GetAttribute("value")), ("Time", slot.QuerySelector("input[name=Time]")!.GetAttribute("value"))];
        (await pia.Post("/w/acme/posts", [("Id", taken.ToString()), .. form, .. when, ("Do", "schedule")])).Dispose();
        (await pia.Post("/w/acme/posts", [("Id", typed.ToString()), .. form, ("Date", when[0].Item2), ("Time", "16:17"), ("Do", "schedule")])).Dispose();
        Assert.Equal((true, false), await app.In("acme", async db => (await db.Posts.Where(p => p.Id == taken).Select(p => p.IsQueued).SingleAsync(), await db.Posts.Where(p => p.Id == typed).Select(p => p.IsQueued).SingleAsync())));

        var before = await Times(queued[1], taken, typed);
        await Remove(queued[1]);
        await app.Run<MoveQueuesUpJob>();
        Assert.Equal([before[0], before[2]], await Times(taken, typed));
    }

    [Fact]
    public async Task Nothing_moves_up_to_a_turn_within_the_hour_or_one_that_somebody_is_writing_for_or_into_a_blackout()
    {
        var channel = await NewChannel("Careful", reflows: true);
        var posts = await Queue(channel, 3);
        var before = await Times(posts);
        var held = Guid.CreateVersion7();
        await Remove(posts[0]);
        await Take(channel, held);
        await app.Run<MoveQueuesUpJob>();
        Assert.Equal([before[1], before[2]], await Times(posts[1], posts[2]));

        app.Clock.Advance(SlotHold.Lasts + TimeSpan.FromMinutes(1));
        var until = before[0]!.Value - app.Clock.GetUtcNow() - TimeSpan.FromMinutes(30);
        if (until > TimeSpan.Zero)
            app.Clock.Advance(until);
        await app.Run<MoveQueuesUpJob>();
        Assert.Equal([before[1], before[2]], await Times(posts[1], posts[2]));

        var day = DateOnly.FromDateTime(Zones.ToLocal(before[1]!.Value, A.Berlin));
        await Remove(posts[1]);
        var blackout = await app.In("acme", async db =>
        {
            var set = (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId)).Block(day, day, "Outing", false, await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return set.Id;
        });
        await app.Run<MoveQueuesUpJob>();
        Assert.Equal([before[2]], await Times(posts[2]));
        await app.In("acme", async db =>
        {
            (await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId)).Unblock(blackout, await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
    }

    [Fact]
    public async Task Posts_take_the_slots_kept_for_their_label_and_others_do_not()
    {
        var (education, fun) = (await Label("Education queue"), await Label("Fun queue"));
        var channel = await NewChannel("Kept", slots: false);
        using var pia = await app.As("pia");
        foreach (var day in (string[])["Monday", "Wednesday"])
            (await pia.Post($"/w/acme/settings/slots/{channel}", ("Days", day), ("Time", "09:00"))).Dispose();
        (await pia.Post($"/w/acme/settings/slots/{channel}", ("Days", "Friday"), ("Time", "12:00"), ("Label", education.ToString()))).Dispose();
        Assert.Contains("Education queue", (await pia.Page($"/w/acme/settings/slots?channel={channel}")).QuerySelector(".slot-week")!.TextContent, StringComparison.Ordinal);

        var learned = await Queue(channel, 2, education);
        var free = await Queue(channel, 2, fun);

        Assert.All(await Times(learned), t => Assert.Equal(DayOfWeek.Friday, Zones.ToLocal(t!.Value, A.Berlin).DayOfWeek));
        Assert.All(await Times(free), t => Assert.NotEqual(DayOfWeek.Friday, Zones.ToLocal(t!.Value, A.Berlin).DayOfWeek));

        // The free ones leave: what is about education does not move into their slots.
        (await pia.Post($"/w/acme/queue/{channel}/reflow", ("on", "true"))).Dispose();
        var before = await Times(learned);
        await Remove(free[0]);
        await app.Run<MoveQueuesUpJob>();
        Assert.Equal(before, await Times(learned));
        await Remove(learned[0]);
        await app.Run<MoveQueuesUpJob>();
        Assert.Equal([before[0]], await Times(learned[1]));
    }

    [Fact]
    public async Task A_removed_label_lets_its_slots_go_and_a_merged_one_hands_them_on()
    {
        var (old, into) = (await Label("Old queue label"), await Label("New queue label"));
        var channel = await NewChannel("Merged", slots: false);
        using var pia = await app.As("pia");
        (await pia.Post($"/w/acme/settings/slots/{channel}", ("Days", "Monday"), ("Time", "09:00"))).Dispose();
        (await pia.Post($"/w/acme/settings/slots/{channel}", ("Days", "Tuesday"), ("Time", "09:00"), ("Label", old.ToString()))).Dispose();
        await app.In("acme", async db => await db.Remove(await db.Labels.SingleAsync(l => l.Id == old), await db.Labels.SingleAsync(l => l.Id == into), await TestApp.Member(db, "adam"), app.Clock.GetUtcNow(), TestContext.Current.CancellationToken));
        var handed = (await Times(await Queue(channel, 1, into))).Single();
        Assert.Equal(DayOfWeek.Tuesday, Zones.ToLocal(handed!.Value, A.Berlin).DayOfWeek);

        await app.In("acme", async db => await db.Remove(await db.Labels.SingleAsync(l => l.Id == into), null, await TestApp.Member(db, "adam"), app.Clock.GetUtcNow(), TestContext.Current.CancellationToken));
        using var kept = await pia.Post($"/w/acme/settings/slots/{channel}/{await SlotOn(channel, DayOfWeek.Tuesday)}/label");
        Assert.Equal(HttpStatusCode.Redirect, kept.StatusCode);
        using var gone = await pia.Htmx($"/w/acme/settings/slots/{channel}/{await SlotOn(channel, DayOfWeek.Tuesday)}/label", ("label", old.ToString()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, gone.StatusCode);
    }

    [Fact]
    public async Task Shuffling_deals_the_same_turns_anew_and_undo_brings_the_order_back()
    {
        var channel = await NewChannel("Shuffled");
        var posts = await Queue(channel, 5);
        var before = await Times(posts);
        using var pia = await app.As("pia");
        Assert.NotNull((await pia.Page($"/w/acme/queue?channel={channel}")).QuerySelector("form[action$='/shuffle']"));

        using var shuffled = await pia.Post($"/w/acme/queue/{channel}/shuffle");

        var after = await Times(posts);
        Assert.NotEqual(before, after);
        Assert.Equal(before.Order(), after.Order());
        (await pia.Post($"/w/acme/queue/{channel}/order?posts={string.Join(',', posts)}")).Dispose();
        Assert.Equal(before, await Times(posts));

        var alone = await NewChannel("Alone");
        await Queue(alone, 1);
        using var nothing = await pia.Post($"/w/acme/queue/{alone}/shuffle");
        Assert.Equal(HttpStatusCode.Redirect, nothing.StatusCode);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        var channel = await NewChannel("Guarded queue");
        var post = (await Queue(channel, 1)).Single();
        using var wanda = await app.As("wanda");
        using var oscar = await app.As("oscar");
        string[] paths = [$"/w/acme/queue/{channel}/shuffle", $"/w/acme/queue/{channel}/order", $"/w/acme/queue/{channel}/reflow", $"/w/acme/posts/{post}/queue/fixed"];
        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post(path, ("on", "true"))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post(path)).StatusCode);
        }
    }

    Task<Guid> NewChannel(string name, bool reflows = false, bool slots = true) => app.In("acme", async db =>
    {
        var (adam, at) = (await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
        var channel = Channel.Connect(adam, "practice", new RemoteAccount(name, name, name, null, null, new Dictionary<string, int>()), "", at);
        if (slots)
            channel.AddSlots([DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], new TimeOnly(9, 0), adam, at);
        channel.Reflow(reflows, adam, at);
        db.Channels.Add(channel);
        await db.SaveChangesAsync();
        return channel.Id;
    });

    Task<Guid> Label(string name) => app.In("acme", async db =>
    {
        var label = new Label(await TestApp.Member(db, "adam"), name, 3, app.Clock.GetUtcNow());
        db.Labels.Add(label);
        await db.SaveChangesAsync();
        return label.Id;
    });

    Task<Guid> SlotOn(Guid channel, DayOfWeek day) => app.In("acme", async db => (await db.Channels.SingleAsync(c => c.Id == channel)).Slots.Single(s => s.Day == day).Id);

    /// <summary>Posts that the queue places one behind the other.</summary>
    async Task<Guid[]> Queue(Guid channel, int count, Guid? label = null)
    {
        var posts = new List<Guid>();
        for (var i = 0; i < count; i++)
            posts.Add(await QueueOne(channel, label));
        return [.. posts];
    }

    Task<Guid> QueueOne(Guid channelId, Guid? label) => Within(async (db, services) =>
    {
        var (pia, at) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
        var workspace = await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId);
        var post = Post.Draft(pia, workspace, at);
        post.Edit(new PostEdit("Queued", null, [new PostEdit.Target(await db.Channels.SingleAsync(c => c.Id == channelId), null, null)], []), pia, at);
        if (label is { } id)
            post.Relabel([await db.Labels.SingleAsync(l => l.Id == id)], pia, at);
        db.Posts.Add(post);
        await services.GetRequiredService<QueuedPosts>().Add(post, pia, workspace, TestContext.Current.CancellationToken);
        return post.Id;
    });

    Task Take(Guid channelId, Guid post) => Within(async (db, services) =>
        await services.GetRequiredService<FreeSlots>().Take([await db.Channels.SingleAsync(c => c.Id == channelId)], post, [], await TestApp.Member(db, "wanda"), await db.Workspaces.SingleAsync(w => w.Id == db.WorkspaceId), TestContext.Current.CancellationToken));

    Task Shuffle(Guid channelId) => Within(async (db, services) =>
        await services.GetRequiredService<QueueOrder>().Shuffle(await db.Channels.SingleAsync(c => c.Id == channelId), await TestApp.Member(db, "pia"), new Random(7), TestContext.Current.CancellationToken));

    async Task<T> Within<T>(Func<PlanableDb, IServiceProvider, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        db.Enter(await db.Workspaces.Where(w => w.Slug == "acme").Select(w => w.Id).SingleAsync(), Via.Job);
        return await work(db, scope.ServiceProvider);
    }

    Task Remove(Guid post) => app.In("acme", async db =>
    {
        (await db.Posts.Include(p => p.Deliveries).SingleAsync(p => p.Id == post)).Delete(await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
        await db.SaveChangesAsync();
    });

    Task Move(Guid post, DateTimeOffset to) => app.In("acme", async db =>
    {
        (await db.Posts.Whole().SingleAsync(p => p.Id == post)).Schedule(PlannedTime.Read(Zones.ToLocal(to, A.Berlin), A.Berlin), await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
        await db.SaveChangesAsync();
    });

    async Task<DateTimeOffset?[]> Times(params Guid[] posts)
    {
        var found = await app.In("acme", db => db.Posts.Where(p => posts.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.ScheduledAt));
        return [.. posts.Select(p => found.GetValueOrDefault(p))];
    }
}
