using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Slots;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Slots;

public class SlotsTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly DayOfWeek[] Workdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    [Fact]
    public async Task The_next_free_slot_for_three_channels_gives_three_times_and_fills_in_the_first()
    {
        var channels = await Channels("Three A", "Three B", "Three C");
        await GiveSlots(channels[0], 7);
        await GiveSlots(channels[1], 8);
        await GiveSlots(channels[2], 9);
        using var wanda = await app.As("wanda");
        (string, string?)[] form = [.. channels.Select(c => ($"Targets[{c}].On", (string?)"true"))];

        using var answer = await wanda.Htmx($"/w/acme/posts/{Guid.CreateVersion7()}/slot", form);

        var shown = await Visitor.Shown(answer);
        var times = shown.QuerySelectorAll(".slot-found [data-use-time]").Select(b => b.GetAttribute("data-use-time")!).ToList();
        Assert.Equal(3, times.Distinct().Count());
        Assert.Equal(times.Min(), $"{shown.QuerySelector("input[name=Date]")!.GetAttribute("value")}T{shown.QuerySelector("input[name=Time]")!.GetAttribute("value")}");
    }

    [Fact]
    public async Task People_who_ask_at_the_same_moment_get_different_slots()
    {
        var channel = (await Channels("Asked at once")).Single();
        await GiveSlots(channel, 7);
        using var wanda = await app.As("wanda");
        using var pia = await app.As("pia");

        var asked = Enumerable.Range(0, 12).Select(async i =>
        {
            using var answer = await (i % 2 == 0 ? wanda : pia).Htmx($"/w/acme/posts/{Guid.CreateVersion7()}/slot", ($"Targets[{channel}].On", "true"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var shown = await Visitor.Shown(answer);
            return (shown.QuerySelector("input[name=Date]")!.GetAttribute("value"), shown.QuerySelector("input[name=Time]")!.GetAttribute("value"));
        });
        var times = await Task.WhenAll(asked);

        Assert.Equal(12, times.Distinct().Count());
    }

    [Fact]
    public async Task Asking_twice_for_the_same_post_gives_the_same_slot_and_what_was_not_used_is_free_again_after_a_while()
    {
        var channel = (await Channels("Asked twice")).Single();
        await GiveSlots(channel, 7);
        var post = Guid.CreateVersion7();
        var first = await Take(channel, post);
        Assert.Equal(first, await Take(channel, post));
        Assert.NotEqual(first, await Take(channel, Guid.CreateVersion7()));

        app.Clock.Advance(SlotHold.Lasts + TimeSpan.FromMinutes(1));
        Assert.Equal(first, await Take(channel, Guid.CreateVersion7()));
    }

    [Fact]
    public async Task Planned_posts_and_blackouts_take_slots()
    {
        var channel = (await Channels("Taken")).Single();
        await GiveSlots(channel, 7);
        var first = (await Take(channel, Guid.CreateVersion7()))!;
        app.Clock.Advance(SlotHold.Lasts + TimeSpan.FromMinutes(1));
        await Plan(channel, first.Local);
        var second = (await Take(channel, Guid.CreateVersion7()))!;
        Assert.True(second.Instant > first.Instant);
        app.Clock.Advance(SlotHold.Lasts + TimeSpan.FromMinutes(1));

        var day = DateOnly.FromDateTime(second.Local);
        var blackout = await app.In("acme", async db =>
        {
            var workspace = await db.Workspaces.SingleAsync(w => w.Slug == "acme");
            var set = workspace.Block(day, day, "Works outing", false, await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return set.Id;
        });
        Assert.True((await Take(channel, Guid.CreateVersion7()))!.Instant > second.Instant);
        await app.In("acme", async db =>
        {
            (await db.Workspaces.SingleAsync(w => w.Slug == "acme")).Unblock(blackout, await TestApp.Member(db, "adam"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });
    }

    [Fact]
    public void A_slot_keeps_its_wall_clock_when_the_clocks_change_and_is_left_out_where_they_skip_it()
    {
        var slots = new[] { new Slot(Guid.NewGuid(), DayOfWeek.Saturday, new TimeOnly(9, 0)), new Slot(Guid.NewGuid(), DayOfWeek.Sunday, new TimeOnly(2, 30)), new Slot(Guid.NewGuid(), DayOfWeek.Sunday, new TimeOnly(9, 0)) };
        var turns = slots.Upcoming(A.Berlin, new DateTimeOffset(2026, 3, 27, 0, 0, 0, TimeSpan.Zero), new DateOnly(2026, 3, 29)).Select(t => t.Time.Instant.UtcDateTime).ToList();
        Assert.Equal([new DateTime(2026, 3, 28, 8, 0, 0), new DateTime(2026, 3, 29, 7, 0, 0)], turns);
    }

    [Theory, InlineData("Keep"), InlineData("Move"), InlineData("Unschedule")]
    public async Task Deleting_a_slot_asks_what_to_do_with_its_posts(string choice)
    {
        var channel = (await Channels($"Deleted {choice}")).Single();
        await GiveSlots(channel, 7);
        var first = (await Take(channel, Guid.CreateVersion7()))!;
        app.Clock.Advance(SlotHold.Lasts + TimeSpan.FromMinutes(1));
        var post = await Plan(channel, first.Local);
        var slot = await app.In("acme", async db => (await db.Channels.SingleAsync(c => c.Id == channel)).Slots.Single(s => s.Holds(first.Local)).Id);
        using var pia = await app.As("pia");

        var page = await pia.Page($"/w/acme/settings/slots/{channel}/{slot}");
        Assert.Equal(3, page.QuerySelectorAll("input[name=posts]").Length);
        using var undecided = await pia.Htmx($"/w/acme/settings/slots/{channel}/{slot}/removal");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, undecided.StatusCode);
        using var removed = await pia.Post($"/w/acme/settings/slots/{channel}/{slot}/removal", ("posts", choice));
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);

        await app.In("acme", async db =>
        {
            Assert.DoesNotContain((await db.Channels.SingleAsync(c => c.Id == channel)).Slots, s => s.Id == slot);
            var now = await db.Posts.SingleAsync(p => p.Id == post);
            switch (choice)
            {
                case "Keep":
                    Assert.Equal((first.Local, PostState.Scheduled), (now.PlannedLocal, now.State));
                    break;
                case "Move":
                    Assert.True(now.ScheduledAt > first.Instant && now.State == PostState.Scheduled);
                    break;
                default:
                    Assert.Equal((null, PostState.Draft), (now.PlannedLocal, now.State));
                    break;
            }
        });
    }

    [Fact]
    public async Task The_queue_shows_free_slots_and_puts_a_post_for_two_channels_into_one_slot_each()
    {
        var channels = await Channels("Queue A", "Queue B");
        await GiveSlots(channels[0], 7);
        await GiveSlots(channels[1], 8);
        var post = await Plan(channels[0], null, channels[1]);
        using var pia = await app.As("pia");
        Assert.Contains("free slots", (await pia.Page($"/w/acme/queue?channel={channels[0]}")).Body!.TextContent, StringComparison.Ordinal);

        using var queued = await pia.Post($"/w/acme/posts/{post}/queue");

        Assert.Equal("/w/acme/queue", queued.Headers.Location!.ToString());
        await app.In("acme", async db =>
        {
            var posts = await db.Posts.Include(p => p.Variants).Where(p => p.Text == "For the queue" && p.Variants.Any(v => channels.Contains(v.ChannelId))).ToListAsync();
            Assert.Equal(2, posts.Count);
            Assert.All(posts, p => Assert.Equal((1, PostState.Scheduled), (p.Variants.Count, p.State)));
            Assert.Equal(2, posts.Select(p => p.ScheduledAt).Distinct().Count());
        });
        Assert.Contains("For the queue", (await pia.Page($"/w/acme/queue?channel={channels[0]}")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_script_the_button_gives_the_form_back_with_the_time()
    {
        var channel = (await Channels("No script")).Single();
        await GiveSlots(channel, 7);
        using var wanda = await app.As("wanda");

        using var answer = await wanda.Post("/w/acme/posts", ("Id", Guid.CreateVersion7().ToString()), ("Text", "Kept words"), ($"Targets[{channel}].On", "true"), ("Do", "slot"));

        var shown = await Visitor.Shown(answer);
        Assert.NotEqual("", shown.QuerySelector("input[name=Date]")!.GetAttribute("value") ?? "");
        Assert.Contains("Kept words", shown.QuerySelector("#text")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slots_are_added_on_the_page_once_each()
    {
        var channel = (await Channels("Added")).Single();
        using var pia = await app.As("pia");
        for (var twice = 0; twice < 2; twice++)
        {
            using var added = await pia.Post($"/w/acme/settings/slots/{channel}", ("Days", "Monday"), ("Days", "Friday"), ("Time", "09:15"));
            Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        }

        Assert.Equal(2, (await pia.Page($"/w/acme/settings/slots?channel={channel}")).QuerySelectorAll(".slot-week .chip").Length);
        using var none = await pia.Htmx($"/w/acme/settings/slots/{channel}", ("Time", "09:15"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
    }

    [Fact]
    public async Task The_wrong_role_gets_403_and_Oscar_404()
    {
        var channel = (await Channels("Guarded")).Single();
        using var wanda = await app.As("wanda");
        using var clara = await app.As("clara");
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Get("/w/acme/settings/slots")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"/w/acme/settings/slots/{channel}", ("Days", "Monday"), ("Time", "09:00"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get("/w/acme/queue")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Htmx($"/w/acme/posts/{Guid.NewGuid()}/slot", ($"Targets[{channel}].On", "true"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/queue")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/acme/settings/slots/{channel}", ("Days", "Monday"), ("Time", "09:00"))).StatusCode);
    }

    Task<List<Guid>> Channels(params string[] names) =>
        app.In("acme", async db =>
        {
            var adam = await TestApp.Member(db, "adam");
            var made = names.Select(n => Channel.Connect(adam, "practice", new RemoteAccount(n, n, n, null, null, new Dictionary<string, int>()), "", app.Clock.GetUtcNow())).ToList();
            db.Channels.AddRange(made);
            await db.SaveChangesAsync();
            return made.Select(c => c.Id).ToList();
        });

    Task GiveSlots(Guid channel, int hour) =>
        app.In("acme", async db =>
        {
            (await db.Channels.SingleAsync(c => c.Id == channel)).AddSlots(Workdays, new TimeOnly(hour, 0), await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });

    async Task<PlannedTime?> Take(Guid channelId, Guid post)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        var workspace = await db.Workspaces.SingleAsync(w => w.Slug == "acme");
        db.Enter(workspace.Id, Via.Web);
        var channel = await db.Channels.SingleAsync(c => c.Id == channelId);
        return (await scope.ServiceProvider.GetRequiredService<FreeSlots>().Take([channel], post, [], await TestApp.Member(db, "wanda"), workspace, TestContext.Current.CancellationToken)).Single().Time;
    }

    Task<Guid> Plan(Guid channel, DateTime? local, params Guid[] more) =>
        app.In("acme", async db =>
        {
            var (pia, at) = (await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            var post = Post.Draft(pia, await db.Workspaces.SingleAsync(w => w.Slug == "acme"), at);
            var targets = await db.Channels.Where(c => c.Id == channel || more.Contains(c.Id)).ToListAsync();
            post.Edit(new PostEdit("For the queue", null, [.. targets.Select(c => new PostEdit.Target(c, null, null))], []), pia, at);
            db.Posts.Add(post);
            if (local is { } time)
                post.Schedule(PlannedTime.Read(time, A.Berlin), pia, at);
            await db.SaveChangesAsync();
            return post.Id;
        });
}
