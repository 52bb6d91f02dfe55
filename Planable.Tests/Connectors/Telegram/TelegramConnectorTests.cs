using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Telegram;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Telegram;

namespace Planable.Tests.Connectors.Telegram;

public sealed class TelegramConnectorTests : ConnectorSuite
{
    TelegramEmulator Telegram => (TelegramEmulator)Network;

    IConnectByForm Form => Services.GetRequiredKeyedService<IConnectByForm>("telegram");

    protected override string Key => "telegram";

    protected override string RefusedText => new('x', 4_097);

    protected override bool RepeatsAreHarmless => false;

    protected override bool CanReadBack => false;

    protected override bool ShowsAlt => false;

    protected override bool Uploads => false;

    protected override async Task<INetworkEmulator> Start() => await TelegramEmulator.Start();

    protected override void Register(IServiceCollection collection) => collection.AddTelegram();

    protected override async Task<ConnectedAccount> SignIn() => (await SignIn("@acme_news"))[0];

    [Fact]
    public async Task Connecting_brings_name_and_handle_and_keeps_the_token_to_itself()
    {
        var account = await SignIn();

        Assert.Equal((TelegramEmulator.Channel, "Acme News", "acme_news"), (account.RemoteId, account.Name, account.Handle));
        Assert.DoesNotContain(TelegramEmulator.FirstToken, account.ToString(), StringComparison.Ordinal);
        Assert.True(Form.Fields.Single(f => f.Name == "token").IsSecret);
    }

    [Fact]
    public async Task One_bot_connects_several_chats_however_they_are_written()
    {
        var accounts = await SignIn($"https://t.me/acme_news, t.me/c/1000000002/17 {TelegramEmulator.Group}, acme_news");

        Assert.Equal([TelegramEmulator.Channel, TelegramEmulator.PrivateChannel, TelegramEmulator.Group], accounts.Select(a => a.RemoteId));
    }

    [Theory]
    [InlineData("rubbish", "@acme_news", "token-refused")]
    [InlineData("1:../../getMe?aaaaaaaaaaaaaaaaaaaa", "@acme_news", "token-refused")]
    [InlineData("123456789:CCE-another-bot-token-0123456789abc", "@acme_news", "token-refused")]
    [InlineData(TelegramEmulator.FirstToken, "@nobody_there", "chat-refused")]
    [InlineData(TelegramEmulator.FirstToken, "what is this", "chat-refused")]
    [InlineData(TelegramEmulator.FirstToken, " ", "chat-refused")]
    [InlineData(TelegramEmulator.FirstToken, "@wanda_w", "chat-refused")]
    public async Task What_was_typed_wrong_is_told_by_its_field(string token, string chat, string code)
    {
        var failure = await Assert.ThrowsAsync<ConnectorFailure>(() => SignIn(chat, token));

        Assert.Equal(code, failure.Failure.Code);
        Assert.DoesNotContain(token, failure.Failure.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bot_that_may_not_post_is_not_connected()
    {
        Telegram.CanPost = false;

        var failure = await Assert.ThrowsAsync<ConnectorFailure>(SignIn);

        Assert.Equal("chat-refused", failure.Failure.Code);
        Assert.Contains("administrator", failure.Failure.Words, StringComparison.Ordinal);
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Fact]
    public async Task A_message_in_a_private_channel_has_its_address_too()
    {
        var connected = (await SignIn(TelegramEmulator.PrivateChannel))[0];
        var post = Post("Only for us") with { Account = Account with { RemoteId = connected.RemoteId, Handle = connected.Handle, Secrets = connected.Secrets } };

        var receipt = await Publish(post);

        Assert.EndsWith($"/c/1000000002/{receipt.RemoteId}", receipt.Permalink, StringComparison.Ordinal);
        using var browser = new HttpClient();
        Assert.Contains("Only for us", await browser.GetStringAsync(new Uri(receipt.Permalink!), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_basic_group_has_no_addresses()
    {
        var connected = (await SignIn(TelegramEmulator.Group))[0];

        var receipt = await Publish(Post("Hello team") with { Account = Account with { RemoteId = connected.RemoteId, Secrets = connected.Secrets } });

        Assert.Null(receipt.Permalink);
    }

    [Fact]
    public async Task Each_kind_of_file_goes_by_its_own_method()
    {
        await Publish(Post("A picture", Picture("")));
        await Publish(Post("A film", Video("")));
        await Publish(Post("Moving", Picture("") with { ContentType = "image/gif", FileName = "door.gif" }));
        await Publish(Post("Our menu", Picture("") with { ContentType = "application/pdf", FileName = "menu.pdf" }));
        await Publish(Post("Uncompressed", Picture("")) with { Type = PostType.Document });
        await Publish(Post("Both", Picture(""), Video("")));

        Assert.Equal(["sendPhoto", "sendVideo", "sendAnimation", "sendDocument", "sendDocument", "sendMediaGroup"], Telegram.Sent.Select(s => s.Method));
        Assert.Equal("true", Telegram.Sent[1].Input["supports_streaming"]!.ToString());
    }

    [Fact]
    public async Task An_album_is_one_post_and_goes_as_one()
    {
        var receipt = await Publish(Post("Three doors", Picture(""), Picture(""), Picture("")));

        Assert.Equal("Three doors", Assert.Single(Network.Posts).Text);
        Assert.Equal(2, receipt.RemoteId.Count(c => c == ','));
        await Connector.Delete(Account, receipt.RemoteId, Cancel);
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task A_poll_asks_its_question_for_as_long_as_was_chosen()
    {
        await Publish(Post("Tea or coffee?") with { Poll = new PollContent(["Tea", "Coffee"], TimeSpan.FromDays(1)) });

        var (method, input) = Assert.Single(Telegram.Sent);
        Assert.Equal(("sendPoll", "Tea or coffee?", 86_400), (method, (string)input["question"]!, (int)input["open_period"]!));
        Assert.Equal(["Tea", "Coffee"], input["options"]!.AsArray().Select(o => (string)o!["text"]!));
    }

    [Fact]
    public async Task The_parts_of_a_thread_answer_each_other()
    {
        var first = await Publish(Post("One") with { PartCount = 2 });
        await Publish(Post("Two") with { Part = 1, PartCount = 2, Before = [first.RemoteId] });

        Assert.Equal(first.RemoteId, Telegram.Sent[1].Input["reply_parameters"]!["message_id"]!.ToString());
    }

    [Fact]
    public async Task An_answer_to_what_is_gone_is_for_a_person() =>
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post("Two") with { Part = 1, PartCount = 2, Before = ["99"] })));

    [Fact]
    public async Task Settings_are_the_ones_chosen()
    {
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal) { ["silent"] = "true", ["protect"] = "true", ["spoiler"] = "true", ["captionAbove"] = "true" };
        await Publish(Post("Quiet", Picture("")) with { Settings = chosen });
        await Publish(Post("Loud", Picture("")));

        foreach (var name in new[] { "disable_notification", "protect_content", "has_spoiler", "show_caption_above_media" })
        {
            Assert.Equal("true", Telegram.Sent[0].Input[name]?.ToString());
            Assert.Null(Telegram.Sent[1].Input[name]);
        }
    }

    [Fact]
    public async Task A_caption_that_is_too_long_is_for_a_person_to_shorten() =>
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post(new string('x', 1_025), Picture("")))));

    [Fact]
    public async Task A_pause_told_in_the_body_alone_is_kept()
    {
        Telegram.FloodSeconds = 33;

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("Too eager")))).Failure;

        Assert.Equal((FailureClass.RateLimited, TimeSpan.FromSeconds(33)), (failure.Class, failure.RetryAfter));
    }

    [Theory]
    [InlineData(429, "Too Many Requests: retry after 5", FailureClass.RateLimited)]
    [InlineData(401, "Unauthorized", FailureClass.ReauthRequired)]
    [InlineData(403, "Forbidden: bot was kicked from the channel chat", FailureClass.ReauthRequired)]
    [InlineData(400, "Bad Request: CHAT_WRITE_FORBIDDEN", FailureClass.ReauthRequired)]
    [InlineData(400, "Bad Request: can't parse entities", FailureClass.Permanent)]
    [InlineData(400, "Bad Request: wrong file identifier/HTTP URL specified", FailureClass.Permanent)]
    [InlineData(500, "Internal Server Error", FailureClass.UnknownOutcome)]
    public async Task An_error_inside_a_success_is_seen(int code, string description, FailureClass expected)
    {
        Telegram.SilentError = (code, description);

        Assert.Equal(expected, await Trouble(() => Publish(Post("Did it go out?"))));
    }

    [Fact]
    public async Task A_bot_that_was_thrown_out_needs_a_person()
    {
        Telegram.BotStatus = "kicked";

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Publish(Post("Let me in"))));
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task A_group_that_moved_is_connected_again()
    {
        var connected = (await SignIn(TelegramEmulator.Group))[0];
        Telegram.GroupMovedTo = "-1004000003";

        var failure = await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("Where are you?") with { Account = Account with { RemoteId = connected.RemoteId } }));

        Assert.Equal((FailureClass.ReauthRequired, "chat-moved"), (failure.Failure.Class, failure.Failure.Code));
    }

    [Fact]
    public async Task Words_can_be_changed_afterwards_and_changing_them_twice_is_no_trouble()
    {
        var editor = Assert.IsType<IEditPosts>(Connector, exactMatch: false);
        var text = await Publish(Post("Aple pie"));
        var caption = await Publish(Post("A dor", Picture(""), Picture("")));

        foreach (var _ in new[] { 1, 2 })
        {
            await editor.Edit(Post("Apple pie"), text.RemoteId, Cancel);
            await editor.Edit(Post("A door", Picture("")), caption.RemoteId, Cancel);
        }

        Assert.Equal(["Apple pie", "A door"], Network.Posts.Select(p => p.Text));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => editor.Edit(Post("Gone"), "99", Cancel)));
    }

    [Fact]
    public async Task Members_are_counted_and_nothing_is_told_of_messages()
    {
        var metrics = Assert.IsType<IReadMetrics>(Connector, exactMatch: false);

        var account = await metrics.AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel);
        Assert.True(account[MetricName.Followers] > 0);
        Assert.Empty(await metrics.PostMetrics(Account, "101", Cancel));
    }

    Task<IReadOnlyList<ConnectedAccount>> SignIn(string chat, string token = TelegramEmulator.FirstToken) =>
        Form.SignIn(new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = token, ["chat"] = chat }, Cancel);
}
