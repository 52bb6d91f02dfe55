using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.X;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.X;

namespace Planable.Tests.Connectors.X;

public sealed class XConnectorTests : ConnectorSuite
{
    XEmulator X => (XEmulator)Network;

    protected override string Key => "x";

    protected override FailureClass DeadToken => FailureClass.TokenExpired;

    /// <summary>Identical words are refused.</summary>
    protected override bool RepeatsAreHarmless => false;

    protected override bool WritesComments => true;

    protected override string RefusedText => new('x', 281);

    protected override async Task<INetworkEmulator> Start() => await XEmulator.Start();

    protected override void Register(Microsoft.Extensions.DependencyInjection.IServiceCollection collection) => collection.AddX();

    [Fact]
    public async Task Connecting_brings_the_account_and_a_token_for_two_hours()
    {
        var account = Assert.Single(await SignInToAll());

        Assert.Equal((XEmulator.UserId, "Acme", "acme"), (account.RemoteId, account.Name, account.Handle));
        Assert.Empty(account.Limits);
        Assert.InRange(account.Secrets.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(119), TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task An_account_that_pays_may_write_more()
    {
        X.IsVerified = true;
        var account = Assert.Single(await SignInToAll());
        Assert.Equal(4000, account.Limits[LimitName.Text]);

        var post = Armed(Post(string.Concat(Enumerable.Repeat("Long words. ", 60)).Trim()));
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, Fault.CutAfter);
        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(post, prepared, Cancel)));

        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task Fewer_permissions_than_asked_for_are_not_enough()
    {
        X.Desk.GrantOnly = "tweet.read users.read offline.access";

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(SignInToAll)).Failure;

        Assert.Equal((FailureClass.ReauthRequired, "scope-missing"), (failure.Class, failure.Code));
    }

    [Fact]
    public async Task A_code_works_once_and_only_with_its_proof()
    {
        var start = await OAuth.Begin(null, ReturnTo, "s", Cancel);
        var code = (await Decide(start, ReturnTo))["code"]!;
        var thief = start with { Keep = new Dictionary<string, string>(StringComparer.Ordinal) { ["code_verifier"] = "guessed" } };
        Assert.Equal(FailureClass.Permanent, await Trouble(() => OAuth.Complete(thief, ReturnTo, code, Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => OAuth.Complete(start, ReturnTo, code, Cancel)));
    }

    [Fact]
    public async Task An_expired_token_is_renewed_and_the_new_refresh_token_kept()
    {
        X.Desk.Expire();
        Assert.Equal(FailureClass.TokenExpired, await Trouble(() => Connector.Check(Account, Cancel)));

        var fresh = await Connector.Refresh(Account, Cancel);

        Assert.NotEqual(Account.Secrets["refresh_token"], fresh["refresh_token"]);
        Assert.Equal("acme", (await Connector.Check(Account with { Secrets = fresh }, Cancel)).Handle);
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task Revoking_ends_the_permission_and_may_be_repeated()
    {
        var revoke = (IRevoke)Connector;

        await revoke.Revoke(Account, Cancel);
        await revoke.Revoke(Account, Cancel);

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task A_lost_part_of_a_thread_is_told_from_the_same_words_alone()
    {
        var first = await Publish(Post("One"));
        var post = Armed(Post("Two") with { Part = 1, PartCount = 2, Before = [first.RemoteId] });
        var prepared = await Connector.Prepare(post, Cancel);
        X.WriteByHand("Two");

        Assert.IsType<Finding.Absent>(await Connector.Find(post, prepared, Cancel));
        var receipt = await Connector.Send(post, prepared, Cancel);
        Assert.Equal(receipt, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt);
    }

    [Fact]
    public async Task A_poll_asks_its_question()
    {
        await Publish(Post("Tea or coffee?") with { Poll = new PollContent(["Tea", "Coffee"], TimeSpan.FromDays(1)) });

        var poll = Assert.Single(X.Polls);
        Assert.Equal(["Tea", "Coffee"], poll.Options);
        Assert.Equal(1440, poll.Minutes);
    }

    [Fact]
    public async Task What_was_chosen_goes_along()
    {
        await Publish(Post("Choices") with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["replies"] = "following", ["madeWithAi"] = "true", ["paidPartnership"] = "true" } });

        Assert.Equal(("following", true, true), Assert.Single(X.Options));
    }

    [Fact]
    public async Task A_film_waits_until_it_is_processed()
    {
        X.ProcessingPolls = 2;

        await Publish(Post("A film", Video("")));

        Assert.Single(Assert.Single(Network.Posts).Media);
    }

    [Fact]
    public async Task A_large_film_travels_in_pieces()
    {
        var bytes = new byte[9_000_000];
        var film = Video("") with { Bytes = bytes.Length, Open = _ => Task.FromResult<Stream>(new MemoryStream(bytes)) };

        await Publish(Post("A long film", film));

        Assert.Equal([4_194_304, 4_194_304, 611_392], X.Pieces);
        Assert.Equal(bytes.Length, Assert.Single(Assert.Single(Network.Posts).Media).Bytes);
    }

    [Fact]
    public async Task A_film_X_cannot_use_is_for_a_person()
    {
        X.RefusesFilms = true;

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("A film", Video("")), Cancel))).Failure;

        Assert.Equal((FailureClass.Permanent, "media-refused"), (failure.Class, failure.Code));
        Assert.Contains("Unsupported video format", failure.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_animation_travels_as_one_and_keeps_its_alternative_text()
    {
        await Publish(Post("Moving", Picture("A door that moves") with { FileName = "door.gif", ContentType = "image/gif" }));

        var medium = Assert.Single(Assert.Single(Network.Posts).Media);
        Assert.Equal(("A door that moves", "image/gif"), (medium.Alt, medium.ContentType));
        Assert.Single(X.Pieces);
    }

    [Fact]
    public async Task Files_that_are_gone_are_uploaded_again_by_the_next_try()
    {
        var lost = new Prepared(new Dictionary<string, string>(StringComparer.Ordinal) { ["newest"] = "0", ["media"] = "404" });

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Send(Armed(Post("Late", Picture("A door"))), lost, Cancel))).Failure;

        Assert.Equal((FailureClass.Transient, "media-gone"), (failure.Class, failure.Code));
    }

    [Fact]
    public async Task The_same_words_twice_are_for_a_person_to_change()
    {
        await Publish(Post("Every Monday"));

        Assert.Equal((FailureClass.Permanent, "duplicate"), await Refusal("Every Monday"));
    }

    [Fact]
    public async Task Empty_credits_and_a_used_up_cap_wait_for_the_next_window()
    {
        X.HasNoCredits = true;
        Assert.Equal((FailureClass.QuotaExhausted, "credits-empty"), await Refusal("No money"));

        X.HasNoCredits = false;
        X.IsUsageCapped = true;
        Assert.Equal((FailureClass.QuotaExhausted, "usage-capped"), await Refusal("No room"));
    }

    [Fact]
    public async Task A_full_window_of_posts_is_waited_out_until_its_end()
    {
        X.PostsPerWindow = 1;
        await Publish(Post("The first"));

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("The second")))).Failure;

        Assert.Equal(FailureClass.RateLimited, failure.Class);
        Assert.InRange(failure.RetryAfter!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task A_suspended_account_is_for_its_owner()
    {
        X.IsSuspended = true;

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Theory]
    [InlineData("about:blank", "Unauthorized", FailureClass.TokenExpired)]
    [InlineData("https://api.x.com/2/problems/not-authorized-for-resource", "Authorization Error", FailureClass.Permanent)]
    [InlineData("https://api.x.com/2/problems/client-forbidden", "Client Forbidden", FailureClass.Permanent)]
    [InlineData("https://api.x.com/2/problems/resource-not-found", "Not Found Error", FailureClass.Permanent)]
    [InlineData("https://api.x.com/2/problems/rate-limit-exceeded", "Rate limit", FailureClass.RateLimited)]
    [InlineData("https://api.x.com/2/problems/usage-capped", "UsageCapExceeded", FailureClass.QuotaExhausted)]
    [InlineData("https://api.x.com/2/problems/unsupported-authentication", "Unsupported Authentication", FailureClass.TokenExpired)]
    public async Task An_error_in_an_answer_of_200_counts_as_one(string type, string title, FailureClass expected)
    {
        X.ErrorInside = (type, title, $"{title}, said X.");

        Assert.Equal(expected, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Theory]
    [InlineData("See acme.example/autumn and https://www.acme.example/a/b?c=1&d=2 <now> & \"then\"")]
    [InlineData("  Spaces  around\r\n\r\n\r\nand    inside  ")]
    [InlineData("e\u0301 😀 #news @olga")]
    public async Task Reading_back_recognises_words_however_X_shows_them(string text)
    {
        var post = Armed(Post(text));
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, Fault.CutAfter);
        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        X.WriteByHand("Something else");

        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task Reading_back_goes_through_many_pages()
    {
        var post = Armed(Post("Drowned"));
        var prepared = await Connector.Prepare(post, Cancel);
        await Connector.Send(post, prepared, Cancel);
        for (var i = 0; i < 130; i++)
            X.WriteByHand($"Flood {i}");

        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, Prepared.Nothing, Cancel));
    }

    [Fact]
    public async Task A_post_tells_its_figures_and_a_deleted_one_none()
    {
        var metrics = (IReadMetrics)Connector;
        var receipt = await Publish(Post("Counted", Video("")));

        var figures = await metrics.PostMetrics(Account, receipt.RemoteId, Cancel);

        Assert.All([MetricName.Impressions, MetricName.Likes, MetricName.Comments, MetricName.Shares, MetricName.Saves, MetricName.Clicks, MetricName.Views], name => Assert.Contains(name, figures.Keys));
        await Connector.Delete(Account, receipt.RemoteId, Cancel);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => metrics.PostMetrics(Account, receipt.RemoteId, Cancel)));
    }

    [Fact]
    public async Task The_account_tells_its_followers()
    {
        var figures = await ((IReadMetrics)Connector).AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel);

        Assert.Equal(1200, figures[MetricName.Followers]);
        Assert.Equal(0, figures[MetricName.Posts]);
    }

    async Task<(FailureClass, string)> Refusal(string text)
    {
        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post(text)))).Failure;
        return (failure.Class, failure.Code);
    }
}
