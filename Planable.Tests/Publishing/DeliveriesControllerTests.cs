using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Posts;
using Planable.Data.Practice;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Tests.Support;

namespace Planable.Tests.Publishing;

public class DeliveriesControllerTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task Only_what_failed_is_sent_again()
    {
        var postId = await app.Schedule([], [PracticeAnswer.Refused], []);
        await app.ComeDue();
        var failed = (await app.Post(postId)).Deliveries.Single(d => d.State == DeliveryState.Failed);
        using var pia = await app.As("pia");

        using var answer = await pia.Post($"/w/acme/deliveries/{failed.Id}/retries");
        Assert.Equal($"/w/acme/posts/{postId}", answer.Headers.Location!.ToString());
        await app.DeliverDue();

        var post = await app.Post(postId);
        Assert.Equal(PostState.Published, post.State);
        foreach (var delivery in post.Deliveries)
            Assert.Equal(1, await app.Shown(delivery));
    }

    [Fact]
    public async Task Pressed_from_many_tabs_at_once_it_is_sent_once()
    {
        var postId = await app.Schedule([[PracticeAnswer.Refused]]);
        await app.ComeDue();
        var delivery = await app.Delivery(postId);
        using var pia = await app.As("pia");
        using var olga = await app.As("olga");

        using var stop = new CancellationTokenSource();
        var worker = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await app.DeliverDue();
        });
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? pia : olga).Htmx($"/w/acme/deliveries/{delivery.Id}/retries")));
        await stop.CancelAsync();
        await worker;
        await app.DeliverDue();

        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity, $"{a.StatusCode}"));
        Assert.Contains(answers, a => a.StatusCode == HttpStatusCode.OK);
        var after = await app.Delivery(postId);
        Assert.Equal(DeliveryState.Published, after.State);
        Assert.Equal(1, await app.Shown(after));
        Assert.Single(after.Events, e => e.Kind == "asked");
        foreach (var answer in answers)
            answer.Dispose();
    }

    [Fact]
    public async Task A_page_that_was_read_before_does_not_save_over_what_happened_since()
    {
        var postId = await app.Schedule([[PracticeAnswer.Refused]]);
        await app.ComeDue();
        var id = (await app.Delivery(postId)).Id;
        await app.In("acme", async stale =>
        {
            var old = await stale.Deliveries.Include(d => d.Channel).SingleAsync(d => d.Id == id);
            using var pia = await app.As("pia");
            (await pia.Htmx($"/w/acme/deliveries/{id}/retries")).Dispose();
            await app.DeliverDue();

            old.Retry(await TestApp.Member(stale, "olga"), app.Clock.GetUtcNow());
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => stale.SaveAndSum(postId, default));
        });
        await app.DeliverDue();
        Assert.Equal(1, await app.Shown(await app.Delivery(postId)));
    }

    [Fact]
    public async Task Unknown_is_settled_as_out_with_its_address()
    {
        var delivery = await Unknown();
        using var pia = await app.As("pia");
        using var wrong = await pia.Htmx($"/w/acme/deliveries/{delivery.Id}/confirmations", ("Out", "true"), ("Permalink", "javascript:alert(1)"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var answer = await pia.Htmx($"/w/acme/deliveries/{delivery.Id}/confirmations", ("Out", "true"), ("Permalink", "https://network.example/1"));
        var after = await app.Delivery(delivery.PostId);
        Assert.Equal((DeliveryState.Published, "https://network.example/1"), (after.State, after.Permalink));
        Assert.Equal(PostState.Published, (await app.Post(delivery.PostId)).State);
    }

    [Fact]
    public async Task Unknown_is_settled_as_not_out_and_sent_only_when_asked()
    {
        var delivery = await Unknown();
        using var pia = await app.As("pia");
        (await pia.Htmx($"/w/acme/deliveries/{delivery.Id}/confirmations", ("Out", "false"))).Dispose();
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Failed, (await app.Delivery(delivery.PostId)).State);
        Assert.Equal(PostState.Failed, (await app.Post(delivery.PostId)).State);
    }

    [Fact]
    public async Task What_was_held_gets_a_new_time_and_goes_out_then()
    {
        var held = await Held();
        using var pia = await app.As("pia");
        var local = Zones.ToLocal(app.Clock.GetUtcNow().AddHours(2), "Europe/Berlin");
        using var past = await pia.Htmx($"/w/acme/deliveries/{held.Id}/new-time", ("Local", local.AddDays(-1).ToString("yyyy-MM-ddTHH:mm")), ("Second", "false"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, past.StatusCode);
        using var answer = await pia.Htmx($"/w/acme/deliveries/{held.Id}/new-time", ("Local", local.ToString("yyyy-MM-ddTHH:mm")), ("Second", "false"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var post = await app.Post(held.PostId);
        Assert.Equal(PostState.Scheduled, post.State);
        Assert.Equal(post.ScheduledAt, post.Deliveries[0].DueAt);
        await app.DeliverDue();
        Assert.Equal(DeliveryState.Waiting, (await app.Delivery(held.PostId)).State);
        app.Clock.Advance(TimeSpan.FromHours(2.1));
        await app.DeliverDue();
        Assert.Equal(PostState.Published, (await app.Post(held.PostId)).State);
    }

    [Fact]
    public async Task What_was_dropped_leaves_an_honest_post()
    {
        var held = await Held();
        using var pia = await app.As("pia");
        (await pia.Htmx($"/w/acme/deliveries/{held.Id}/drop")).Dispose();
        var alone = await app.Post(held.PostId);
        Assert.Equal((PostState.Draft, null, 0), (alone.State, alone.ScheduledAt, alone.Deliveries.Count));

        var postId = await app.Schedule([], [PracticeAnswer.Refused]);
        await app.ComeDue();
        var failed = (await app.Post(postId)).Deliveries.Single(d => d.State == DeliveryState.Failed);
        (await pia.Htmx($"/w/acme/deliveries/{failed.Id}/drop")).Dispose();
        var other = await app.Post(postId);
        Assert.Equal(PostState.Published, other.State);
        Assert.Single(other.Variants);
        Assert.Equal(1, await app.Logged(postId, "post.delivery-dropped"));
    }

    [Fact]
    public async Task What_needs_a_person_is_listed_once_a_post_and_handled_together()
    {
        var failed = await app.Schedule([PracticeAnswer.Refused], [PracticeAnswer.Refused]);
        await app.ComeDue();
        var held = await Held();
        using var pia = await app.As("pia");

        var page = await pia.Page("/w/acme/attention");
        Assert.Single(page.QuerySelectorAll($"#attention-{failed}"));
        Assert.Equal(2, page.QuerySelectorAll($"#attention-{failed} .badge").Length);
        Assert.Single(page.QuerySelectorAll($"#attention-{held.PostId}"));

        (await pia.Post("/w/acme/attention/retries", ("posts", failed.ToString()))).Dispose();
        (await pia.Post("/w/acme/attention/publications", ("posts", held.PostId.ToString()))).Dispose();
        await app.DeliverDue();
        Assert.Equal(PostState.Published, (await app.Post(failed)).State);
        Assert.Equal(PostState.Published, (await app.Post(held.PostId)).State);
        var after = await pia.Page("/w/acme/attention");
        Assert.Empty(after.QuerySelectorAll($"#attention-{failed}, #attention-{held.PostId}"));
        var commands = await app.Sql.During(() => pia.Page("/w/acme/attention"));
        Assert.True(commands.Count <= 8, string.Join("\n\n", commands));
    }

    [Theory, InlineData("retries"), InlineData("confirmations"), InlineData("drop")]
    public async Task The_wrong_role_gets_403_and_Oscar_404(string act)
    {
        var held = await Held();
        using var wanda = await app.As("ivo");
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"/w/acme/deliveries/{held.Id}/{act}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post($"/w/acme/deliveries/{held.Id}/{act}", ("Out", "true"), ("Permalink", "nonsense"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await wanda.Post("/w/acme/attention/retries")).StatusCode);
        using var clara = await app.As("clara");
        Assert.Equal(HttpStatusCode.Forbidden, (await clara.Get("/w/acme/attention")).StatusCode);
        using var oscar = await app.As("oscar");
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/acme/deliveries/{held.Id}/{act}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Post($"/w/elsewhere/deliveries/{held.Id}/{act}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await oscar.Get("/w/acme/attention")).StatusCode);
        Assert.Equal(DeliveryState.Held, (await app.Delivery(held.PostId)).State);
    }

    async Task<Delivery> Held()
    {
        var postId = await app.Schedule([[]]);
        app.Clock.Advance(TimeSpan.FromMinutes(40));
        await app.DeliverDue();
        var delivery = await app.Delivery(postId);
        Assert.Equal(DeliveryState.Held, delivery.State);
        return delivery;
    }

    async Task<Delivery> Unknown()
    {
        var postId = await app.Schedule([[PracticeAnswer.LoseEverything]]);
        await app.ComeDue();
        await app.Pass(TimeSpan.FromMinutes(9));
        var delivery = await app.Delivery(postId);
        Assert.Equal(DeliveryState.Unknown, delivery.State);
        return delivery;
    }
}
