using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Slack;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Slack;

namespace Planable.Tests.Connectors.Slack;

public sealed class SlackConnectorTests : ConnectorSuite
{
    SlackEmulator Slack => (SlackEmulator)Network;

    protected override string Key => "slack";

    protected override string RefusedText => new('x', 40_001);

    protected override bool RepeatsAreHarmless => false;

    // All parts hang on the first.
    protected override bool PartsAnswer => false;

    protected override async Task<INetworkEmulator> Start() => await SlackEmulator.Start();

    protected override void Register(IServiceCollection collection) => collection.AddSlack();

    [Fact]
    public async Task One_sign_in_brings_every_channel_the_app_sees()
    {
        var accounts = await SignInToAll();

        Assert.Equal(["Acme #general", "Acme #news", "Acme #secret"], accounts.Select(a => a.Name));
        Assert.Equal(["general", "news", "secret"], accounts.Select(a => a.Handle));
    }

    [Fact]
    public async Task People_of_the_workspace_are_found_and_mentioned_by_their_id()
    {
        var people = await ((IFindPeople)Connector).People(Account, "", Cancel);
        Assert.Equal([new FoundPerson("ann.lee", "U1", "Ann"), new FoundPerson("bob", "U2", "Bob Field")], people);

        var post = Post("Thanks @ann.lee & @bob, not @annie or a@bob.example") with { Mentions = [new Mention("ann.lee", "U1", "Ann"), new Mention("bob", "U2", "Bob")] };
        var receipt = await Publish(post);
        Assert.Equal("Thanks <@U1> & <@U2>, not @annie or a@bob.example", Assert.Single(Network.Posts).Text);

        await ((IEditPosts)Connector).Edit(post with { Text = "Sorry @bob" }, receipt.RemoteId, Cancel);
        Assert.Equal("Sorry <@U2>", Assert.Single(Network.Posts).Text);
    }

    [Fact]
    public async Task A_post_with_mentions_is_found_again()
    {
        var post = Armed(Post("Thanks @bob") with { Mentions = [new Mention("bob", "U2", "Bob")] });
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, Fault.CutAfter);
        await Trouble(() => Connector.Send(post, prepared, Cancel));

        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task A_refusal_that_looks_like_a_success_is_seen()
    {
        Slack.RefusesTokens = true;

        Assert.Equal("code-refused", (await Assert.ThrowsAsync<ConnectorFailure>(SignIn)).Failure.Code);
    }

    [Fact]
    public async Task Fewer_permissions_than_asked_for_are_not_enough()
    {
        Slack.Desk.GrantOnly = "channels:read";

        Assert.Equal("scope-missing", (await Assert.ThrowsAsync<ConnectorFailure>(SignIn)).Failure.Code);
    }

    [Fact]
    public async Task Where_tokens_rotate_an_expired_one_is_renewed()
    {
        Slack.Rotates = true;
        var connected = await SignIn();
        var account = Account with { Secrets = connected.Secrets };
        Slack.Desk.Expire();
        Assert.Equal(FailureClass.TokenExpired, await Trouble(() => Connector.Check(account, Cancel)));

        var renewed = account with { Secrets = await Connector.Refresh(account, Cancel) };

        Assert.Equal("Acme #general", (await Connector.Check(renewed, Cancel)).Name);
        Slack.RefusesTokens = true;
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(renewed, Cancel)));
    }

    [Fact]
    public async Task Where_they_do_not_an_expired_one_needs_a_person()
    {
        Slack.Desk.Expire();

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task A_permission_that_was_taken_back_needs_a_person()
    {
        await ((IRevoke)Connector).Revoke(Account, Cancel);
        await ((IRevoke)Connector).Revoke(Account, Cancel);

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Publish(Post("Hello?"))));
    }

    [Fact]
    public async Task Into_a_public_channel_the_app_goes_by_itself()
    {
        Assert.False(Slack.IsIn(SlackEmulator.News));

        await Publish(Post("News") with { Account = Account with { RemoteId = SlackEmulator.News } });

        Assert.True(Slack.IsIn(SlackEmulator.News));
        Assert.Equal("News", Assert.Single(Network.Posts).Text);
    }

    [Fact]
    public async Task A_channel_that_is_hidden_or_archived_needs_a_person()
    {
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Publish(Post("Psst") with { Account = Account with { RemoteId = SlackEmulator.Hidden } })));

        Slack.Archive(SlackEmulator.General);
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Publish(Post("Hello?"))));
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Fact]
    public async Task Files_of_every_kind_go_together_and_their_message_is_waited_for()
    {
        Slack.SharingPolls = 2;
        var post = Armed(Post("All of it", Picture("A door"), Video(""), Picture("") with { ContentType = "application/pdf", FileName = "menu.pdf" }));
        var receipt = await Connector.Send(post, await Connector.Prepare(post, Cancel), Cancel);
        Assert.True(receipt.IsPending);
        Assert.True((await Connector.Confirm(post, receipt, Cancel)).IsPending);
        Assert.True((await Connector.Confirm(post, receipt, Cancel)).IsPending);

        var final = await Connector.Confirm(post, receipt, Cancel);

        var shown = Assert.Single(Network.Posts);
        Assert.Equal((shown.Id, 3, "A door"), (final.RemoteId, shown.Media.Count, shown.Media[0].Alt));
        Assert.NotNull(final.Permalink);
    }

    [Fact]
    public async Task All_parts_of_a_thread_hang_on_the_first()
    {
        var first = await Publish(Post("One") with { PartCount = 3 });
        var second = await Publish(Post("Two") with { Part = 1, PartCount = 3, Before = [first.RemoteId] });
        await Publish(Post("Three", Picture("A door")) with { Part = 2, PartCount = 3, Before = [first.RemoteId, second.RemoteId] });

        Assert.Equal([null, first.RemoteId, first.RemoteId], Network.Posts.Select(p => p.AnswerTo));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post("Two") with { Part = 1, PartCount = 2, Before = ["1.000001"] })));
    }

    [Fact]
    public async Task A_message_is_found_among_the_words_of_others()
    {
        var post = Armed(Post("Lunch at <Kantine> & more: https://acme.example/menu?a=1&b=2"));
        var prepared = await Connector.Prepare(post, Cancel);
        for (var i = 0; i < 5; i++) Slack.Write(SlackEmulator.General, post.Text);
        Assert.IsType<Finding.Absent>(await Connector.Find(post, prepared, Cancel));

        var receipt = await Connector.Send(post, prepared, Cancel);
        for (var i = 0; i < 5; i++) Slack.Write(SlackEmulator.General, "Mahlzeit");

        Assert.Equal(receipt.RemoteId, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt.RemoteId);
    }

    [Fact]
    public async Task A_message_without_a_known_address_is_out_all_the_same()
    {
        Slack.TellsPermalinks = false;

        var receipt = await Publish(Post("Where am I?"));

        Assert.Null(receipt.Permalink);
        Assert.Equal(receipt.RemoteId, Assert.Single(Network.Posts).Id);
    }

    [Theory]
    [InlineData("invalid_auth", FailureClass.ReauthRequired)]
    [InlineData("account_inactive", FailureClass.ReauthRequired)]
    [InlineData("token_revoked", FailureClass.ReauthRequired)]
    [InlineData("missing_scope", FailureClass.ReauthRequired)]
    [InlineData("not_in_channel", FailureClass.ReauthRequired)]
    [InlineData("channel_not_found", FailureClass.ReauthRequired)]
    [InlineData("ratelimited", FailureClass.RateLimited)]
    [InlineData("restricted_action", FailureClass.Permanent)]
    [InlineData("msg_too_long", FailureClass.Permanent)]
    [InlineData("invalid_blocks", FailureClass.Permanent)]
    [InlineData("fatal_error", FailureClass.UnknownOutcome)]
    [InlineData("internal_error", FailureClass.UnknownOutcome)]
    public async Task An_error_inside_a_success_is_seen(string error, FailureClass expected)
    {
        Slack.Refusal = error;

        Assert.Equal(expected, await Trouble(() => Publish(Post("No"))));
        Assert.Equal(expected, await Trouble(() => Publish(Post("No", Picture("A door")))));
    }

    [Fact]
    public async Task Words_can_be_changed_afterwards()
    {
        var receipt = await Publish(Post("Aple pie"));

        await ((IEditPosts)Connector).Edit(Post("Apple pie <3"), receipt.RemoteId, Cancel);

        Assert.Equal("Apple pie <3", Assert.Single(Network.Posts).Text);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => ((IEditPosts)Connector).Edit(Post("Gone"), "1.000001", Cancel)));
    }

    [Fact]
    public async Task Reactions_answers_and_members_are_counted()
    {
        var metrics = (IReadMetrics)Connector;
        var first = await Publish(Post("One") with { PartCount = 2 });
        var second = await Publish(Post("Two") with { Part = 1, PartCount = 2, Before = [first.RemoteId] });

        var told = await metrics.PostMetrics(Account, first.RemoteId, Cancel);
        Assert.Equal((2, 1), (told[MetricName.Engagements], told[MetricName.Comments]));
        Assert.Empty(await metrics.PostMetrics(Account, second.RemoteId, Cancel));
        Assert.Equal(37, (await metrics.AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel))[MetricName.Followers]);
    }
}
