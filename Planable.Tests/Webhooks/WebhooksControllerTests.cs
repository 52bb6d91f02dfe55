using System.Net;
using Microsoft.EntityFrameworkCore;
using Planable.Data.Logs;
using Planable.Data.Webhooks;
using Planable.Tests.Support;

namespace Planable.Tests.Webhooks;

public class WebhooksControllerTests(HooksApp app) : IClassFixture<HooksApp>
{
    const string Path = "/w/acme/settings/developers/webhooks";

    [Fact]
    public async Task It_is_made_pinged_changed_and_removed_and_its_secret_is_shown_once()
    {
        await using var receiver = await Receiver.Start();
        using var adam = await app.As("adam");
        using var made = await adam.Post(Path, ("Name", "Warehouse"), ("Address", receiver.Address.AbsoluteUri), ("Topics", "Post"), ("Topics", "Decision"), ("Audience", "Team"));
        var page = made.Headers.Location!.ToString();
        var secret = (await adam.Page(page)).QuerySelector("#webhook-secret")!.TextContent;
        Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);

        (receiver.Status, receiver.Says) = (200, "<b>Thank you</b>");
        using (await adam.Post($"{page}/pings")) { }
        var message = Assert.Single(receiver.Got);
        Assert.Equal("Ping", (string?)message.Json["events"]![0]!["__typename"]);
        Assert.True(WebhookSample.Judge(secret, message, message.Body, app.Clock.GetUtcNow()));
        var shown = await adam.Page(page);
        Assert.Null(shown.QuerySelector("#webhook-secret"));
        Assert.Contains("Arrived", shown.QuerySelector("section[aria-labelledby=sent] li")!.TextContent, StringComparison.Ordinal);
        var sent = await adam.Page(shown.QuerySelector("section[aria-labelledby=sent] li a")!.GetAttribute("href")!);
        Assert.Contains("<b>Thank you</b>", sent.QuerySelector("pre.wire")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(secret["whsec_".Length..], sent.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(message.Signature, sent.DocumentElement.OuterHtml, StringComparison.Ordinal);

        using (await adam.Post(page, ("Name", "Store"), ("Address", receiver.Address.AbsoluteUri), ("Topics", "Comment"), ("Audience", "Client"))) { }
        var id = Guid.Parse(page.Split('/')[^1]);
        var endpoint = await app.Stand(id);
        Assert.Equal(("Store", Audience.Client), (endpoint.Name, endpoint.Audience));
        Assert.Equal([EventTopic.Comment], endpoint.Topics);

        using (await adam.Post($"{page}/secret")) { }
        var fresh = (await adam.Page(page)).QuerySelector("#webhook-secret")!.TextContent;
        Assert.NotEqual(secret, fresh);
        using (await adam.Post($"{page}/removal")) { }
        using (var gone = await adam.Get(page))
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        var log = await app.In("acme", db => db.Log.Where(e => e.SubjectId == id).OrderBy(e => e.Sequence).ToListAsync());
        Assert.Equal(["webhook.made", "webhook.changed", "webhook.secret-replaced", "webhook.removed"], log.Select(e => e.Verb));
        Assert.All(log, e => Assert.Equal(Audience.Team, e.Audience));
        // Its query is a key of the receiver's.
        Assert.All(log, e => Assert.DoesNotContain("of-the-receiver", e.Data, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_is_sent_again_as_it_was_under_its_id()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, _) = await app.Hook(receiver.Address);
        await app.Happen();
        await app.Send();
        var first = (await app.Sent(id))[0];
        using var adam = await app.As("adam");
        receiver.Status = 500;
        using (var failed = await adam.Post($"{Path}/{id}/deliveries/{first.Id}/copies"))
            Assert.Contains("It was refused: the answer is 500.", (await adam.Page(failed.Headers.Location!.ToString())).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal((receiver.Got[0].Id, receiver.Got[0].Body), (receiver.Got[^1].Id, receiver.Got[^1].Body));
        Assert.Equal([WebhookState.Arrived, WebhookState.Failed], (await app.Sent(id)).Select(d => d.State));
        // What a person sends by hand does not stand in the way of what comes.
        Assert.Null((await app.Stand(id)).FailingSince);
    }

    [Fact]
    public async Task What_is_wrong_is_said_beside_its_field_and_what_was_typed_stays()
    {
        using var adam = await app.As("adam");
        using var answer = await adam.Htmx(Path, ("Name", "Warehouse"), ("Address", "warehouse"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var form = await Visitor.Shown(answer);
        Assert.Equal("Enter the whole address; it begins with https://.", form.QuerySelector("#Address-error")!.TextContent.Trim().Split('\n')[^1].Trim());
        Assert.Equal("warehouse", form.QuerySelector("#Address")!.GetAttribute("value"));
        using var without = await adam.Post(Path, ("Name", "Warehouse"), ("Address", "https://warehouse.example"));
        Assert.Contains("Choose at least one kind of event.", (await Visitor.Shown(without)).QuerySelector("#topics-error")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_ask_the_same_number_of_commands_however_much_was_sent()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, _) = await app.Hook(receiver.Address);
        using var adam = await app.As("adam");
        foreach (var page in (string[])[Path, $"{Path}/{id}"])
        {
            await adam.Page(page);
            var few = await app.Sql.During(() => adam.Page(page));
            for (var i = 0; i < 3; i++)
                using (await adam.Post($"{Path}/{id}/pings")) { }
            await adam.Page(page);
            var many = await app.Sql.During(() => adam.Page(page));
            Assert.True(few.Count == many.Count && many.Count <= 8, string.Join("\n\n", many));
        }
    }

    [Fact]
    public async Task Ten_messages_a_minute_are_sent_by_hand_and_then_a_rule_is_in_the_way()
    {
        await app.Quiet();
        await using var receiver = await Receiver.Start();
        var (id, _) = await app.Hook(receiver.Address);
        // What others of this class sent is long ago, and so is this for them.
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        using var adam = await app.As("adam");
        for (var i = 0; i < 9; i++)
            using (await adam.Post($"{Path}/{id}/pings")) { }
        using (await adam.Post($"{Path}/{id}/deliveries/{(await app.Sent(id))[0].Id}/copies")) { }
        Assert.Equal(10, receiver.Got.Count);
        using (var refused = await adam.Htmx($"{Path}/{id}/pings"))
            Assert.Contains("10 messages a minute can be sent by hand.", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(10, receiver.Got.Count);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        using (await adam.Post($"{Path}/{id}/pings")) { }
        Assert.Equal(11, receiver.Got.Count);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
    }

    [Theory, InlineData("wanda", HttpStatusCode.Forbidden), InlineData("clara", HttpStatusCode.Forbidden), InlineData("oscar", HttpStatusCode.NotFound)]
    public async Task The_wrong_role_may_not_and_strangers_find_nothing(string name, HttpStatusCode status)
    {
        using var visitor = await app.As(name);
        using (var page = await visitor.Get(Path))
            Assert.Equal(status, page.StatusCode);
        using (var made = await visitor.Post(Path, ("Name", "x"), ("Address", "https://x.example"), ("Topics", "Post")))
            Assert.Equal(status, made.StatusCode);
    }
}

public class WebhookAddressTests(GuardedHooksApp app) : IClassFixture<GuardedHooksApp>
{
    const string Path = "/w/acme/settings/developers/webhooks";
    const string Public = "93.184.215.14";

    [Theory]
    [InlineData("https://127.0.0.1/hook", "127.0.0.1")]
    [InlineData("https://[::1]/hook", "127.0.0.1")]
    [InlineData("https://169.254.169.254/latest/meta-data", "127.0.0.1")]
    [InlineData("https://0x7f000001/", "127.0.0.1")]
    [InlineData("https://hook.example/", "10.0.0.7")]
    [InlineData("https://hook.example/", "fe80::1")]
    [InlineData("http://hook.example/", Public)]
    [InlineData("https://nowhere.example/", Public)]
    [InlineData("https://me:secret@hook.example/", Public)]
    [InlineData("ftp://hook.example/", Public)]
    public async Task What_leads_inside_is_refused_when_it_is_saved(string address, string leadsTo)
    {
        app.Directory.Clear();
        app.Directory.Enqueue(leadsTo);
        using var adam = await app.As("adam");
        using var answer = await adam.Htmx(Path, ("Name", "Inside"), ("Address", address), ("Topics", "Post"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotNull((await Visitor.Shown(answer)).QuerySelector("#Address-error"));
        Assert.False(await app.In("acme", db => db.WebhookEndpoints.AnyAsync(e => e.Name == "Inside")));
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_the_second_time_is_refused_when_it_connects()
    {
        await using var receiver = await Receiver.Start();
        app.Directory.Clear();
        app.Directory.Enqueue(Public);
        app.Directory.Enqueue("127.0.0.1");
        using var adam = await app.As("adam");
        using var made = await adam.Post(Path, ("Name", "Rebinding"), ("Address", $"https://hook.example:{receiver.Address.Port}/hook"), ("Topics", "Post"));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        await app.Happen();
        await app.Send();
        Assert.Empty(receiver.Got);
        var id = Guid.Parse(made.Headers.Location!.ToString().Split('/')[^1]);
        Assert.Contains("inside a private network", (await app.Sent(id)).Single().Attempts.Single().Trouble, StringComparison.Ordinal);
        using (await adam.Post($"{made.Headers.Location}/pings")) { }
        Assert.Empty(receiver.Got);
    }
}
