using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Discord;

namespace Planable.Tests.Connectors.Discord;

public sealed class DiscordConnectorTests : DiscordSuite
{
    protected override async Task<ConnectedAccount> SignIn() => (await Connect(token: DiscordEmulator.FirstToken, channel: DiscordEmulator.General))[0];

    [Fact]
    public async Task People_of_the_server_are_found_and_mentioned_by_their_id()
    {
        Assert.Equal([new FoundPerson("ann_lee", "501", "Ann"), new FoundPerson("anna", "502", "anna")], await ((IFindPeople)Connector).People(Account, "ann", Cancel));

        var post = Armed(Post("Thanks @ann_lee, not @anna") with { Mentions = [new Data.Posts.Mention("ann_lee", "501", "Ann")] });
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, Fault.CutAfter);
        await Trouble(() => Connector.Send(post, prepared, Cancel));
        Assert.Equal("Thanks <@501>, not @anna", Assert.Single(Network.Posts).Text);
        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task A_bot_offers_every_channel_that_takes_posts()
    {
        var accounts = await Connect(token: DiscordEmulator.FirstToken);

        Assert.Equal(["Acme #general", "Acme #news", "Acme #recipes"], accounts.Select(a => a.Name));
        Assert.Equal(["general", "news", "recipes"], accounts.Select(a => a.Handle));
        Assert.DoesNotContain(DiscordEmulator.FirstToken, accounts[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Channels_are_read_however_they_are_written()
    {
        var accounts = await Connect(token: DiscordEmulator.FirstToken, channel: $"https://discord.com/channels/{DiscordEmulator.Guild}/{DiscordEmulator.News}, {DiscordEmulator.General}");

        Assert.Equal([DiscordEmulator.News, DiscordEmulator.General], accounts.Select(a => a.RemoteId));
    }

    [Theory]
    [InlineData("", "", "", "webhook-refused")]
    [InlineData("https://evil.example/api/webhooks/800000000000000001/emulated_webhook_token-0123456789", "", "", "webhook-refused")]
    [InlineData("https://discord.com/api/webhooks/800000000000000009/emulated_webhook_token-0123456789", "", "", "webhook-refused")]
    [InlineData("", "not a token", "", "token-refused")]
    [InlineData("", "MTE5ODYyMjQ4MzQ3MTkyNTI0OA.Cl2FMQ.somebody-elses", "", "token-refused")]
    [InlineData("", DiscordEmulator.FirstToken, "general", "channel-refused")]
    [InlineData("", DiscordEmulator.FirstToken, "600000000000000099", "channel-refused")]
    [InlineData("", DiscordEmulator.FirstToken, DiscordEmulator.Voice, "channel-refused")]
    public async Task What_was_typed_wrong_is_told_by_its_field(string webhook, string token, string channel, string code) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<ConnectorFailure>(() => Connect(webhook, token, channel))).Failure.Code);

    [Fact]
    public async Task A_forum_gets_a_thread_with_a_title_and_a_tag()
    {
        var forum = await Bot(DiscordEmulator.Forum);
        var choice = Assert.Single(await ((IListChoices)Connector).Choices(forum, "forumTag", Cancel));
        Assert.Equal(new Choice(DiscordEmulator.ForumTag, "Desserts"), choice);

        var receipt = await Publish(Post("Apples, butter.\nSugar.", Picture("A pie")) with { Account = forum, Settings = Chosen(("forumTag", choice.Value)) });

        var body = Assert.Single(Discord.Sent);
        Assert.Equal(("Apples, butter.", DiscordEmulator.ForumTag), ((string)body["name"]!, (string)body["applied_tags"]![0]!));
        Assert.Equal("A pie", Assert.Single(Assert.Single(Network.Posts).Media).Alt);
        using var browser = new HttpClient();
        Assert.Contains("Apples, butter.", await browser.GetStringAsync(new Uri(receipt.Permalink!), Cancel), StringComparison.Ordinal);
    }

    [Theory, InlineData(Fault.CutBefore, false), InlineData(Fault.CutAfter, true)]
    public async Task A_thread_of_a_forum_is_found_again(Fault fault, bool wentOut)
    {
        var post = Armed(Post("Apple pie") with { Account = await Bot(DiscordEmulator.Forum), Settings = Chosen(("threadName", "Pie")) });
        await Publish(post with { Key = Guid.CreateVersion7() });
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, fault);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        var finding = await Connector.Find(post, prepared, Cancel);
        if (wentOut) Assert.Equal(Network.Posts[1].Id, Assert.IsType<Finding.Published>(finding).Receipt.RemoteId);
        else Assert.IsType<Finding.Absent>(finding);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_post_of_a_forum_is_deleted_with_or_without_its_thread(bool mayManage)
    {
        Discord.MayManageThreads = mayManage;
        var forum = await Bot(DiscordEmulator.Forum);
        var receipt = await Publish(Post("Apple pie") with { Account = forum });

        await Connector.Delete(forum, receipt.RemoteId, Cancel);
        await Connector.Delete(forum, receipt.RemoteId, Cancel);

        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task A_post_without_a_word_has_no_title_for_a_forum() =>
        Assert.Equal(FailureClass.Permanent, await Trouble(async () => await Publish(Post("", Picture("A pie")) with { Account = await Bot(DiscordEmulator.Forum) })));

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_announcement_goes_on_to_following_servers_and_is_out_even_if_it_may_not(bool may)
    {
        Discord.MayCrosspost = may;

        var receipt = await Publish(Post("News!") with { Account = await Bot(DiscordEmulator.News), Settings = Chosen(("crosspost", "true")) });

        Assert.False(receipt.IsPending);
        Assert.NotNull(receipt.Permalink);
        Assert.Equal(may ? 1 : 0, Discord.Crossposted.Count);
    }

    [Fact]
    public async Task Going_on_to_following_servers_twice_is_no_trouble()
    {
        var post = Armed(Post("News!") with { Account = await Bot(DiscordEmulator.News), Settings = Chosen(("crosspost", "true")) });
        var pending = await Connector.Send(post, await Connector.Prepare(post, Cancel), Cancel);
        Network.Faults.Arrange(Call.Upload, Fault.CutAfter);
        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Confirm(post, pending, Cancel)));

        Assert.False((await Connector.Confirm(post, pending, Cancel)).IsPending);
        Assert.Single(Discord.Crossposted);
    }

    [Fact]
    public async Task A_poll_asks_its_question_for_whole_hours()
    {
        await Publish(Post("Tea or coffee?") with { Poll = new PollContent(["Tea", "Coffee"], TimeSpan.FromMinutes(90)) });

        var poll = Assert.Single(Discord.Sent)["poll"]!;
        Assert.Equal(("Tea or coffee?", 2), ((string)poll["question"]!["text"]!, (int)poll["duration"]!));
        Assert.Equal(["Tea", "Coffee"], poll["answers"]!.AsArray().Select(a => (string)a!["poll_media"]!["text"]!));
    }

    [Fact]
    public async Task The_parts_of_a_thread_answer_each_other()
    {
        var first = await Publish(Post("One") with { PartCount = 2 });
        await Publish(Post("Two") with { Part = 1, PartCount = 2, Before = [first.RemoteId] });

        Assert.Equal(first.RemoteId, (string)Discord.Sent[1]["message_reference"]!["message_id"]!);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post("Two") with { Part = 1, PartCount = 2, Before = ["1"] })));
    }

    [Fact]
    public async Task A_whole_server_is_never_called_and_silence_is_kept()
    {
        await Publish(Post("@everyone look") with { Settings = Chosen(("silent", "true")) });

        var body = Assert.Single(Discord.Sent);
        Assert.Equal("""{"parse":["users"]}""", body["allowed_mentions"]!.ToJsonString());
        Assert.Equal(4_096, (int)body["flags"]!);
    }

    [Fact]
    public async Task A_nonce_is_good_for_minutes_and_the_history_for_longer()
    {
        var post = Armed(Post("Only once"));
        var prepared = await Connector.Prepare(post, Cancel);
        var first = await Connector.Send(post, prepared, Cancel);
        Discord.Write(DiscordEmulator.General, "Chatter");

        Assert.Equal(first.RemoteId, (await Connector.Send(post, prepared, Cancel)).RemoteId);
        Assert.Equal(first.RemoteId, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt.RemoteId);
        Assert.True(((string)Discord.Sent[0]["nonce"]!).Length <= 25);
    }

    [Fact]
    public async Task Whoever_may_not_read_the_history_cannot_tell()
    {
        var post = Armed(Post("Did it go out?"));
        var prepared = await Connector.Prepare(post, Cancel);
        Discord.ReadsHistory = false;
        await Connector.Send(post, prepared, Cancel);

        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task A_pause_told_in_the_body_is_kept_to_the_millisecond()
    {
        Discord.WaitSeconds = 0.65;

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("Too eager")))).Failure;

        Assert.Equal((FailureClass.RateLimited, TimeSpan.FromMilliseconds(650)), (failure.Class, failure.RetryAfter));
    }

    [Theory]
    [InlineData(404, 10003, "Unknown Channel", FailureClass.ReauthRequired)]
    [InlineData(403, 50001, "Missing Access", FailureClass.ReauthRequired)]
    [InlineData(403, 50013, "Missing Permissions", FailureClass.ReauthRequired)]
    [InlineData(400, 50006, "Cannot send an empty message", FailureClass.Permanent)]
    [InlineData(413, 40005, "Request entity too large", FailureClass.Permanent)]
    [InlineData(400, 240000, "Message blocked by harmful links filter", FailureClass.Permanent)]
    [InlineData(400, 40067, "A tag is required to create a forum post in this channel", FailureClass.Permanent)]
    [InlineData(429, 20016, "This action cannot be performed due to slowmode rate limit", FailureClass.RateLimited)]
    [InlineData(400, 20028, "The write action you are performing on the channel has hit the write rate limit", FailureClass.RateLimited)]
    [InlineData(503, 130000, "API resource is currently overloaded. Try again a little later", FailureClass.Transient)]
    [InlineData(500, 0, "500: Internal Server Error", FailureClass.UnknownOutcome)]
    public async Task Refusals_are_read_by_their_number(int status, int code, string message, FailureClass expected)
    {
        Discord.Refusal = (status, code, message);

        Assert.Equal(expected, await Trouble(() => Publish(Post("10003 bottles"))));
    }

    [Fact]
    public async Task A_form_error_tells_what_is_wrong_with_the_field()
    {
        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post(RefusedText)))).Failure;

        Assert.Equal("Discord says: Must be 2000 or fewer in length.", failure.Words);
    }

    [Fact]
    public async Task Words_can_be_changed_afterwards()
    {
        var receipt = await Publish(Post("Aple pie"));

        await ((IEditPosts)Connector).Edit(Post("Apple pie"), receipt.RemoteId, Cancel);

        Assert.Equal("Apple pie", Assert.Single(Network.Posts).Text);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => ((IEditPosts)Connector).Edit(Post("Gone"), "1", Cancel)));
    }

    [Fact]
    public async Task Reactions_and_members_are_counted()
    {
        var receipt = await Publish(Post("Like it?"));

        Assert.Equal(3, (await ((IReadMetrics)Connector).PostMetrics(Account, receipt.RemoteId, Cancel))[MetricName.Engagements]);
        Assert.Equal(412, (await ((IReadMetrics)Connector).AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel))[MetricName.Followers]);
    }
}
