using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Logs;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Jobs.Publishing;
using Planable.Tests.Support;

namespace Planable.Tests.Publishing;

public class PublisherTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task A_wait_the_network_asks_for_is_no_try_and_no_lateness()
    {
        var postId = await app.Schedule([[.. Enumerable.Repeat(PracticeAnswer.RateLimited, 12)]]);

        await app.ComeDue();
        var first = await app.Delivery(postId);
        Assert.Equal((DeliveryState.Waiting, 0), (first.State, first.Tries));
        Assert.Equal(FailureClass.RateLimited, first.FailureClass);
        Assert.True(first.ActAt > app.Clock.GetUtcNow().AddSeconds(8));

        await app.Pass(TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(11));
        var last = await app.Delivery(postId);
        Assert.Equal(DeliveryState.Published, last.State);
        Assert.Equal(1, await app.Shown(last));
    }

    [Fact]
    public async Task An_overloaded_network_is_tried_four_times_within_half_an_hour_and_then_fails()
    {
        var postId = await app.Schedule([[.. Enumerable.Repeat(PracticeAnswer.ServerError, 9)]]);

        await app.ComeDue();
        await app.Pass(TimeSpan.FromMinutes(25));

        var delivery = await app.Delivery(postId);
        Assert.Equal((DeliveryState.Failed, Delivery.MaxTries, "503"), (delivery.State, delivery.Tries, delivery.FailureCode));
        Assert.Equal(4, delivery.Events.Count(e => e.Kind == "armed"));
        Assert.Equal(PostState.Failed, (await app.Post(postId)).State);
        Assert.Equal(0, await app.Shown(delivery));
    }

    [Fact]
    public async Task A_refused_sign_in_breaks_the_channel_and_tells_each_reader_once()
    {
        var postId = await app.Schedule([PracticeAnswer.Unauthorized], [PracticeAnswer.Unauthorized]);

        await app.ComeDue();
        await app.Run<Jobs.Notices.WriteNoticesJob>();
        await app.Run<Jobs.Notices.WriteNoticesJob>();

        var post = await app.Post(postId);
        Assert.All(post.Deliveries, d => Assert.Equal((DeliveryState.Failed, FailureClass.ReauthRequired, 1), (d.State, d.FailureClass, d.Tries)));
        Assert.All(post.Variants, v => Assert.Equal(ChannelState.NeedsReconnect, v.Channel.State));
        await app.In("acme", async db =>
        {
            var notices = await db.Notices.Where(n => n.PostId == postId).ToListAsync();
            Assert.Contains(notices, n => n.MemberId == post.AuthorId);
            Assert.Equal(notices.Count, notices.Select(n => n.MemberId).Distinct().Count());
        });
    }

    [Fact]
    public async Task A_refused_text_fails_at_once()
    {
        var postId = await app.Schedule([[PracticeAnswer.Refused]]);
        await app.ComeDue();
        var delivery = await app.Delivery(postId);
        Assert.Equal((DeliveryState.Failed, FailureClass.Permanent, 1), (delivery.State, delivery.FailureClass, delivery.Tries));
    }

    [Fact]
    public async Task An_accepted_post_whose_answer_was_lost_ends_published_once()
    {
        var postId = await app.Schedule([[PracticeAnswer.AcceptedThenCut]]);
        await app.ComeDue();
        Assert.Equal(DeliveryState.Armed, (await app.Delivery(postId)).State);

        await app.Pass(TimeSpan.FromMinutes(1));

        var delivery = await app.Delivery(postId);
        Assert.Equal(DeliveryState.Published, delivery.State);
        Assert.NotNull(delivery.Permalink);
        Assert.Equal(1, await app.Shown(delivery));
        Assert.Contains(delivery.Events, e => e.Kind == "found");
    }

    [Fact]
    public async Task A_call_that_never_arrived_is_believed_absent_after_two_looks_and_sent_once_more()
    {
        var postId = await app.Schedule([[PracticeAnswer.CutBefore]]);
        await app.ComeDue();

        await app.Pass(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3));
        Assert.Equal(DeliveryState.Armed, (await app.Delivery(postId)).State);
        await app.Pass(TimeSpan.FromMinutes(1));

        var delivery = await app.Delivery(postId);
        Assert.Equal((DeliveryState.Published, 2), (delivery.State, delivery.Tries));
        Assert.Equal(1, await app.Shown(delivery));
    }

    [Fact]
    public async Task Where_nobody_can_tell_it_ends_unknown_and_is_never_sent_again()
    {
        var postId = await app.Schedule([[PracticeAnswer.LoseEverything]]);
        await app.ComeDue();
        await app.Pass(TimeSpan.FromMinutes(9));

        var delivery = await app.Delivery(postId);
        Assert.Equal(DeliveryState.Unknown, delivery.State);
        Assert.Equal(PostState.Unknown, (await app.Post(postId)).State);
        await app.Pass(TimeSpan.FromHours(2), TimeSpan.FromMinutes(20));
        Assert.Equal(DeliveryState.Unknown, (await app.Delivery(postId)).State);
        Assert.Equal(1, await app.Shown(delivery));
    }

    [Fact]
    public async Task A_paused_channel_is_not_called()
    {
        var postId = await app.Schedule([[]]);
        await app.In("acme", async db =>
        {
            var channel = await db.Channels.SingleAsync(c => db.Variants.Any(v => v.PostId == postId && v.ChannelId == c.Id));
            channel.PauseAll(await TestApp.Member(db, "olga"), "Product recall", app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });

        await app.ComeDue();

        var delivery = await app.Delivery(postId);
        Assert.Equal((DeliveryState.Held, HoldReason.Paused, 0), (delivery.State, delivery.HeldFor, delivery.Tries));
        Assert.Contains("Product recall", delivery.FailureWords);
        Assert.Equal(PostState.Held, (await app.Post(postId)).State);
        Assert.Equal(0, await app.Shown(delivery));
    }

    [Fact]
    public async Task After_an_outage_what_is_too_late_is_held_once()
    {
        var postId = await app.Schedule([[]]);
        app.Clock.Advance(TimeSpan.FromMinutes(51));
        await app.DeliverDue();
        await app.DeliverDue();

        var delivery = await app.Delivery(postId);
        Assert.Equal((DeliveryState.Held, HoldReason.Late), (delivery.State, delivery.HeldFor));
        Assert.Equal(1, await app.Logged(postId, "post.delivery-held"));
    }

    [Fact]
    public async Task An_outage_between_two_tries_makes_late_too()
    {
        var postId = await app.Schedule([[PracticeAnswer.ServerError]]);
        await app.ComeDue();
        Assert.Equal(DeliveryState.Waiting, (await app.Delivery(postId)).State);

        app.Clock.Advance(TimeSpan.FromMinutes(50));
        await app.DeliverDue();

        Assert.Equal((DeliveryState.Held, HoldReason.Late), ((await app.Delivery(postId)).State, (await app.Delivery(postId)).HeldFor));
    }

    [Fact]
    public async Task Content_changed_past_the_product_is_held()
    {
        var postId = await app.Schedule([[]]);
        await app.In("acme", db => db.Database.ExecuteSqlAsync($"""UPDATE "Posts" SET "Text" = 'Buy now' WHERE "Id" = {postId}"""));

        await app.ComeDue();

        var delivery = await app.Delivery(postId);
        Assert.Equal((DeliveryState.Held, HoldReason.ContentChanged), (delivery.State, delivery.HeldFor));
        Assert.Equal(0, await app.Shown(delivery));
    }

    [Fact]
    public async Task One_failing_channel_of_three_leaves_the_post_partly_published()
    {
        var postId = await app.Schedule([], [PracticeAnswer.Refused], []);
        await app.ComeDue();

        var post = await app.Post(postId);
        Assert.Equal(PostState.PartlyPublished, post.State);
        Assert.Equal(2, post.Deliveries.Count(d => d is { State: DeliveryState.Published, Permalink: not null }));
        Assert.Single(post.Deliveries, d => d.State == DeliveryState.Failed);
    }

    [Fact]
    public async Task Two_publishers_with_the_same_delivery_publish_it_once()
    {
        var postId = await app.Schedule([[]]);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var delivery = await app.Delivery(postId);
        var lease = Guid.NewGuid();
        await app.In("acme", db => db.Deliveries.Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.LeaseId, lease)));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Act(delivery, lease))));

        Assert.Equal(1, await app.Shown(delivery));
        Assert.Equal(DeliveryState.Published, (await app.Delivery(postId)).State);
    }

    [Fact]
    public async Task What_a_person_moves_while_a_worker_holds_it_is_not_sent_by_that_worker()
    {
        var postId = await app.Schedule([[]]);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var delivery = await app.Delivery(postId);
        var lease = Guid.NewGuid();
        await app.In("acme", db => db.Deliveries.Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.LeaseId, lease)));
        await app.In("acme", async db =>
        {
            var post = await db.Posts.Whole().SingleAsync(p => p.Id == postId);
            var tomorrow = Zones.ToLocal(app.Clock.GetUtcNow().AddDays(1), "Europe/Berlin");
            post.Schedule(PlannedTime.Read(tomorrow, "Europe/Berlin", second: false), await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
        });

        await Act(delivery, lease);

        Assert.Equal(0, await app.Shown(delivery));
        Assert.Equal(DeliveryState.Waiting, (await app.Delivery(postId)).State);
    }

    [Fact]
    public async Task What_is_being_sent_can_be_neither_moved_nor_deleted_nor_edited()
    {
        var postId = await app.Schedule([[PracticeAnswer.AcceptedThenCut]]);
        await app.ComeDue();
        await app.In("acme", async db =>
        {
            var (post, pia, now) = (await db.Posts.Whole().SingleAsync(p => p.Id == postId), await TestApp.Member(db, "pia"), app.Clock.GetUtcNow());
            Assert.Equal("POST_PUBLISHING", Assert.Throws<RuleBroken>(() => post.Unschedule(false, pia, now)).Code);
            Assert.Equal("POST_PUBLISHING", Assert.Throws<RuleBroken>(() => post.Delete(pia, now)).Code);
            Assert.Equal("POST_PUBLISHING", Assert.Throws<RuleBroken>(() => post.Edit(new PostEdit("Other", null, [], []), pia, now)).Code);
        });
        await app.Pass(TimeSpan.FromMinutes(1));
    }

    async Task Act(Delivery delivery, Guid lease)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<PlanableDb>().Enter(delivery.WorkspaceId, Via.Job);
        await scope.ServiceProvider.GetRequiredService<Publisher>().Act([delivery.Id], lease, TestContext.Current.CancellationToken);
    }
}
