using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Secrets;
using Planable.Data.Webhooks;
using Planable.Jobs.Notices;
using Planable.Jobs.Webhooks;
using Planable.Jobs.Workspaces;
using Planable.Tests.GraphQL.Api;
using Planable.Tests.Support;

namespace Planable.Tests.Webhooks;

public class WebhookSenderTests(HooksApp app) : IClassFixture<HooksApp>
{
    [Fact]
    public async Task A_receiver_that_is_down_for_three_hours_is_tried_again_and_catches_up_once_in_order()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, _) = await app.Hook(receiver.Address);
        var since = (await app.Stand(id)).Cursor;
        await app.Happen();
        receiver.Status = 503;
        await app.Send();
        var first = Assert.Single(receiver.Got);

        var (began, happened) = (app.Clock.GetUtcNow(), 0);
        while (app.Clock.GetUtcNow() - began < TimeSpan.FromHours(3))
        {
            var next = (await app.Stand(id)).ActAt!.Value;
            app.Clock.Set(next.AddSeconds(-1));
            var before = receiver.Got.Count;
            await app.Send();
            Assert.Equal(before, receiver.Got.Count);
            if (happened++ < 5)
                await app.Happen();
            app.Clock.Set(next.AddMilliseconds(1));
            await app.Send();
            Assert.Equal(before + 1, receiver.Got.Count);
        }

        Assert.InRange(receiver.Got.Count, 10, 20);
        Assert.All(receiver.Got, m => Assert.Equal((first.Id, first.Body), (m.Id, m.Body)));
        Assert.False((await app.Stand(id)).IsPaused);

        receiver.Forget();
        receiver.Status = 200;
        app.Clock.Set((await app.Stand(id)).ActAt!.Value.AddMilliseconds(1));
        await app.Send();
        await app.Send();

        Assert.Equal(2, receiver.Got.Count);
        Assert.Equal(first.Id, receiver.Got[0].Id);
        var told = receiver.Got.SelectMany(m => m.Numbers).ToList();
        Assert.Equal(await app.In("acme", db => db.Log.Where(e => e.Sequence > since && e.Subject == "post").OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync()), told);
        Assert.True(told.Count > 6);
        Assert.Null((await app.Stand(id)).FailingSince);
    }

    [Fact]
    public async Task What_was_written_down_when_the_app_went_down_is_sent_when_it_is_back_under_the_same_id()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, _) = await app.Hook(receiver.Address);
        await app.Happen();
        using (var down = new CancellationTokenSource())
        {
            // Stops right behind the transaction that wrote the message.
            await app.In("acme", async db =>
            {
                await using var scope = app.Services.CreateAsyncScope();
                var mine = scope.ServiceProvider.GetRequiredService<PlanableDb>();
                mine.Enter(db.WorkspaceId!.Value, Via.Job);
                mine.SavedChanges += (_, _) =>
                {
                    if (mine.ChangeTracker.Entries<WebhookDelivery>().Any())
                        down.Cancel();
                };
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scope.ServiceProvider.GetRequiredService<WebhookSender>().Run(id, down.Token));
            });
        }

        Assert.Empty(receiver.Got);
        var written = Assert.Single(await app.Sent(id));
        await app.Happen();
        await app.Send();
        Assert.Equal(written.MessageId, receiver.Got[0].Id);
        var numbers = receiver.Got.SelectMany(m => m.Numbers).ToList();
        Assert.Equal(numbers.Order().Distinct(), numbers);
        Assert.Equal(await app.In("acme", db => db.Log.MaxAsync(e => e.Sequence)), numbers[^1]);
    }

    [Fact]
    public async Task Events_are_those_of_the_API_to_the_letter()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, _) = await app.Hook(receiver.Address);
        var since = (await app.Stand(id)).Cursor;
        await app.Happen();
        await app.Send();
        var told = receiver.Got.SelectMany(m => m.Json["events"]!.AsArray()).Select(e => e!.AsObject()).ToList();

        using var adam = await app.Api("adam");
        var lines = (await adam.Ask("query ($since: Long!) { log(since: $since) { nodes { number at verb subject by byKind via facts { key value } post { id title state approvalState schedule { date time zone at } } } } }", new { since }))["log"]!["nodes"]!.AsArray()
            .Where(l => (string?)l!["subject"] == "post").ToList();
        Assert.Equal(lines.Count, told.Count);
        foreach (var (line, e) in lines.Zip(told))
        {
            Assert.Equal(((long)line!["number"]!, (string)line["at"]!), ((long)e["number"]!, (string)e["at"]!));
            foreach (var name in (string[])["verb", "subject", "by", "byKind", "via", "facts"])
                Assert.Equal(line[name]!.ToJsonString(), e["line"]![name]!.ToJsonString());
            foreach (var name in (string[])["id", "title", "state", "approvalState", "schedule"])
                Assert.Equal(line["post"]![name]?.ToJsonString(), e["post"]![name]?.ToJsonString());
            Assert.Equal("PostChanged", (string?)e["__typename"]);
            Assert.Equal((string?)line["post"]!["id"], (string?)e["postId"]);
        }
    }

    [Fact]
    public async Task Only_the_chosen_events_come()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, _) = await app.Hook(receiver.Address, topics: [EventTopic.Comment, EventTopic.Delivery]);
        var post = await app.Happen();
        using (var pia = await app.Api("pia", Data.Tokens.TokenScope.Write))
            await pia.Do("mutation ($id: ID!) { addComment(input: {postId: $id, text: \"Between us\"}) { comment { id } errors { ... on UserError { code } } } }", new { id = Integrators.Id("Post", post) });
        await app.Send();
        var message = Assert.Single(receiver.Got);
        Assert.Equal(["comment.started"], message.Verbs);
        Assert.Equal("CommentAdded", (string?)message.Json["events"]![0]!["__typename"]);
        Assert.NotNull(message.Json["events"]![0]!["commentId"]);
        Assert.DoesNotContain("Between us", message.Body, StringComparison.Ordinal);
        Assert.Equal(await app.In("acme", db => db.Log.MaxAsync(e => e.Sequence)), (await app.Stand(id)).Cursor);
    }

    [Fact]
    public async Task One_that_may_know_what_the_client_sees_learns_nothing_of_the_team()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, _) = await app.Hook(receiver.Address, Audience.Client);
        var since = (await app.Stand(id)).Cursor;
        await app.Happen(Audience.Team);
        await app.Happen(Audience.Client);
        await app.Send();
        var told = receiver.Got.SelectMany(m => m.Json["events"]!.AsArray()).ToList();
        Assert.Equal(await app.In("acme", db => db.Log.Where(e => e.Sequence > since && e.Subject == "post" && e.Audience == Audience.Client).OrderBy(e => e.Sequence).Select(e => e.Sequence).ToListAsync()), told.Select(e => (long)e!["number"]!));
        Assert.All(told, e => Assert.Empty(e!["line"]!["facts"]!.AsArray()));
        Assert.DoesNotContain("\"TEAM\"", string.Concat(receiver.Got.Select(m => m.Body)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_secrets_sign_for_a_day_after_one_was_replaced()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, old) = await app.Hook(receiver.Address);
        var fresh = await app.In("acme", async db =>
        {
            var secret = (await db.WebhookEndpoints.SingleAsync(e => e.Id == id)).Rotate(app.Services.GetRequiredService<Vault>(), await TestApp.Member(db, "olga"), app.Clock.GetUtcNow());
            await db.SaveChangesAsync();
            return secret;
        });
        Assert.Equal((true, true), await Signed());
        app.Clock.Advance(TimeSpan.FromHours(24).Add(TimeSpan.FromMinutes(1)));
        Assert.Equal((false, true), await Signed());
        Assert.DoesNotContain(fresh, await app.In("acme", db => db.WebhookEndpoints.Where(e => e.Id == id).Select(e => e.Secret).SingleAsync()), StringComparison.Ordinal);

        async Task<(bool Old, bool New)> Signed()
        {
            receiver.Forget();
            await app.Happen();
            await app.Send();
            var message = receiver.Got[0];
            return (WebhookSample.Judge(old, message, message.Body, app.Clock.GetUtcNow()), WebhookSample.Judge(fresh, message, message.Body, app.Clock.GetUtcNow()));
        }
    }

    [Fact]
    public async Task A_ping_that_arrives_ends_the_waiting_for_the_next_try_and_one_that_does_not_does_not()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, _) = await app.Hook(receiver.Address);
        await app.Happen();
        receiver.Status = 503;
        await app.Send();
        var waits = (await app.Stand(id)).ActAt;
        await Ping();
        Assert.Equal(waits, (await app.Stand(id)).ActAt);
        receiver.Forget();
        receiver.Status = 200;
        await app.Send();
        Assert.Empty(receiver.Got);
        await Ping();
        await app.Send();
        Assert.Equal(2, receiver.Got.Count);
        Assert.NotEmpty(receiver.Got[1].Numbers);
        Assert.Null((await app.Stand(id)).FailingSince);

        async Task Ping()
        {
            using var adam = await app.As("adam");
            using var pinged = await adam.Post($"/w/acme/settings/developers/webhooks/{id}/pings");
        }
    }

    [Fact]
    public async Task After_three_days_without_an_answer_it_is_paused_managers_are_told_and_resuming_catches_up()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        receiver.Status = 500;
        var (id, _) = await app.Hook(receiver.Address);
        await app.Happen();
        await app.Send();
        for (var i = 0; i < 4 && !(await app.Stand(id)).IsPaused; i++)
        {
            app.Clock.Advance(TimeSpan.FromHours(20));
            await app.Send();
        }

        Assert.Equal(WebhookPause.Failing, (await app.Stand(id)).PausedBecause);
        await app.Run<WriteNoticesJob>();
        var told = await app.In("acme", db => db.Notices.Where(n => n.Kind == "webhook.stopped" && n.Words.Contains("three days")).Join(db.Members.Include(m => m.Person), n => n.MemberId, m => m.Id, (n, m) => m.Person.Name).ToListAsync());
        Assert.Contains(told, n => n.StartsWith("Olga", StringComparison.Ordinal));
        Assert.Contains(told, n => n.StartsWith("Adam", StringComparison.Ordinal));
        Assert.DoesNotContain(told, n => n.StartsWith("Wanda", StringComparison.Ordinal));

        receiver.Forget();
        receiver.Status = 200;
        await app.Happen();
        await app.Send();
        Assert.Empty(receiver.Got);
        using var olga = await app.As("olga");
        using (await olga.Post($"/w/acme/settings/developers/webhooks/{id}/resume")) { }
        await app.Send();
        await app.Send();
        Assert.Equal(2, receiver.Got.Count);
        Assert.True((await app.Stand(id)).MemberId == await app.In("acme", async db => (await TestApp.Member(db, "olga")).Id));
    }

    [Fact]
    public async Task What_was_missed_can_be_left_out_and_410_is_the_end_at_once()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        receiver.Status = 410;
        var (id, _) = await app.Hook(receiver.Address);
        await app.Happen();
        await app.Send();
        Assert.Equal(WebhookPause.Gone, (await app.Stand(id)).PausedBecause);
        await app.Happen();
        receiver.Forget();
        receiver.Status = 200;
        using var adam = await app.As("adam");
        using (await adam.Post($"/w/acme/settings/developers/webhooks/{id}/resume", ("skip", "true"))) { }
        await app.Send();
        Assert.Empty(receiver.Got);
        await app.Happen();
        await app.Send();
        Assert.Single(receiver.Got);
    }

    [Fact]
    public async Task Nothing_is_told_when_nobody_who_may_know_it_answers_for_it()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, _) = await app.Hook(receiver.Address, by: "olga");
        // The rules let no last owner go; somebody who had to answer for it is demoted here behind their back.
        await app.In("acme", async db =>
        {
            var ivo = await TestApp.Member(db, "ivo");
            await db.WebhookEndpoints.Where(e => e.Id == id).ExecuteUpdateAsync(e => e.SetProperty(x => x.MemberId, ivo.Id));
        });
        await app.Happen();
        await app.Send();
        Assert.Empty(receiver.Got);
        Assert.Equal(WebhookPause.Orphaned, (await app.Stand(id)).PausedBecause);
    }

    [Fact]
    public async Task One_that_cannot_be_reached_holds_nobody_else_up()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        Uri away;
        await using (var closed = await Receiver.Start())
            away = closed.Address;
        var (broken, _) = await app.Hook(away);
        await app.Hook(receiver.Address);
        await app.Happen();
        await app.Send();
        Assert.Single(receiver.Got);
        Assert.Equal("It could not be reached.", (await app.Sent(broken)).Single().Attempts.Single().Trouble);
    }

    [Fact]
    public async Task Old_messages_are_forgotten_but_not_one_that_waits()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, _) = await app.Hook(receiver.Address);
        await app.Happen();
        await app.Send();
        receiver.Status = 500;
        await app.Happen();
        await app.Send();
        app.Clock.Advance(TimeSpan.FromDays(31));
        await app.Run<ForgetWebhookDeliveriesJob>();
        Assert.Equal(WebhookState.Waiting, Assert.Single(await app.Sent(id)).State);
    }
}
