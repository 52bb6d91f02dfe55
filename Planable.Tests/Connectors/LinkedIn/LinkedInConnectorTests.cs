using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.LinkedIn;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.LinkedIn;

namespace Planable.Tests.Connectors.LinkedIn;

public sealed class LinkedInConnectorTests : ConnectorSuite
{
    LinkedInEmulator LinkedIn => (LinkedInEmulator)Network;

    protected override string Key => "linkedin";

    protected override bool RepeatsAreHarmless => false;

    protected override bool WritesComments => true;

    /// <summary>Members' posts are shown to hardly any app.</summary>
    protected override bool CanReadBack => false;

    protected override string RefusedText => new('x', 3001);

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [.. base.Settings, new("Connectors:LinkedIn:UploadPauseSeconds", "0")];

    protected override async Task<INetworkEmulator> Start() => await LinkedInEmulator.Start();

    protected override void Register(Microsoft.Extensions.DependencyInjection.IServiceCollection collection) => collection.AddLinkedIn();

    [Fact]
    public async Task Connecting_brings_the_member_and_a_token_for_sixty_days()
    {
        var account = Assert.Single(await SignInToAll());

        Assert.Equal((LinkedInEmulator.MemberId, "Anna Acme"), (account.RemoteId, account.Name));
        Assert.InRange(account.Secrets.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(59), TimeSpan.FromDays(60));
    }

    [Fact]
    public async Task Fewer_permissions_than_asked_for_are_not_enough()
    {
        LinkedIn.Desk.GrantOnly = "openid profile";

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(SignInToAll)).Failure;

        Assert.Equal((FailureClass.ReauthRequired, "scope-missing"), (failure.Class, failure.Code));
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var start = await OAuth.Begin(null, ReturnTo, "s", Cancel);
        var code = (await Decide(start, ReturnTo))["code"]!;
        await OAuth.Complete(start, ReturnTo, code, Cancel);

        Assert.Equal(FailureClass.Permanent, await Trouble(() => OAuth.Complete(start, ReturnTo, code, Cancel)));
    }

    [Fact]
    public async Task An_expired_token_is_renewed_and_the_refresh_token_stays()
    {
        LinkedIn.Desk.Expire();
        Assert.Equal(FailureClass.TokenExpired, await Trouble(() => Connector.Check(Account, Cancel)));

        var fresh = await Connector.Refresh(Account, Cancel);

        Assert.Equal(Account.Secrets["refresh_token"], fresh["refresh_token"]);
        Assert.Equal("Anna Acme", (await Connector.Check(Account with { Secrets = fresh }, Cancel)).Name);
    }

    [Fact]
    public async Task An_app_without_refresh_tokens_has_to_be_connected_again()
    {
        LinkedIn.Desk.GivesRefreshTokens = false;
        var account = Assert.Single(await SignInToAll());

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account with { Secrets = account.Secrets }, Cancel)));
    }

    [Theory]
    [InlineData(65600, FailureClass.TokenExpired)]
    [InlineData(65601, FailureClass.ReauthRequired)]
    public async Task Kinds_of_dead_tokens_are_told_apart(int code, FailureClass expected)
    {
        LinkedIn.DeadTokenCode = code;
        LinkedIn.RevokeTokens();

        Assert.Equal(expected, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Fact]
    public async Task Revoking_ends_the_permission_and_may_be_repeated()
    {
        await ((IRevoke)Connector).Revoke(Account, Cancel);
        await ((IRevoke)Connector).Revoke(Account, Cancel);

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Theory]
    [InlineData(@"(All) of <it> stays: a_b * c ~ d | e @ f { g } [h] \ i")]
    [InlineData("Line one\nLine two (with more)\n\n#autumn and #großes_Menü, not a#b")]
    public async Task No_sign_cuts_a_text(string text)
    {
        await Publish(Post(text));

        Assert.Equal(text, Assert.Single(Network.Posts).Text);
    }

    [Fact]
    public async Task Hashtags_are_real_ones()
    {
        await Publish(Post("See #autumn!"));

        Assert.Equal(@"See {hashtag|\#|autumn}!", Assert.Single(LinkedIn.Commentaries));
    }

    [Fact]
    public async Task A_document_goes_out_with_its_title()
    {
        var file = Picture("") with { FileName = "menu.pdf", ContentType = "application/pdf" };

        await Publish(Post("The menu", file) with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["documentTitle"] = "Autumn menu" } });

        Assert.Equal("application/pdf", Assert.Single(Assert.Single(Network.Posts).Media).ContentType);
        Assert.Equal("Autumn menu", Assert.Single(LinkedIn.Options).DocumentTitle);
    }

    [Fact]
    public async Task A_poll_asks_its_question()
    {
        await Publish(Post("Tea or coffee?") with { Poll = new PollContent(["Tea", "Coffee"], TimeSpan.FromDays(5)) });

        var poll = Assert.Single(LinkedIn.Polls);
        Assert.Equal(("Tea or coffee?", "SEVEN_DAYS"), (poll.Question, poll.Duration));
        Assert.Equal(["Tea", "Coffee"], poll.Options);
        Assert.Equal("", Assert.Single(LinkedIn.Commentaries));
    }

    [Fact]
    public async Task A_link_has_a_card_that_the_page_itself_tells()
    {
        await using var site = await WebSite.Start(("/autumn", "<html><head><title>Autumn menu</title></head></html>"));

        await Publish(Post("Read this") with { Link = new Uri(site.Address, "autumn").AbsoluteUri });

        Assert.Equal("Autumn menu", Assert.Single(LinkedIn.Options).CardTitle);
    }

    [Fact]
    public async Task What_was_chosen_goes_along()
    {
        await Publish(Post("Choices") with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["visibility"] = "CONNECTIONS", ["noReshares"] = "true" } });

        var chosen = Assert.Single(LinkedIn.Options);
        Assert.Equal(($"urn:li:person:{LinkedInEmulator.MemberId}", "CONNECTIONS", true), (chosen.Author, chosen.Visibility, chosen.NoReshares));
    }

    [Fact]
    public async Task A_large_film_travels_in_parts_each_to_its_own_address()
    {
        var bytes = new byte[9_000_000];

        await Publish(Post("A long film", Video("") with { Bytes = bytes.Length, Open = _ => Task.FromResult<Stream>(new MemoryStream(bytes)) }));

        Assert.Equal([4_194_304, 4_194_304, 611_392], LinkedIn.Parts);
        Assert.Equal(bytes.Length, Assert.Single(Assert.Single(Network.Posts).Media).Bytes);
    }

    [Fact]
    public async Task A_film_waits_until_it_is_processed_and_one_that_fails_is_for_a_person()
    {
        LinkedIn.ProcessingPolls = 2;
        await Publish(Post("A film", Video("")));
        Assert.Single(Network.Posts);

        LinkedIn.RefusesFiles = true;
        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("Another", Video("")), Cancel))).Failure;
        Assert.Equal((FailureClass.Permanent, "media-refused"), (failure.Class, failure.Code));
    }

    [Fact]
    public async Task Published_words_can_be_changed()
    {
        var receipt = await Publish(Post("A mistkae"));

        await ((IEditPosts)Connector).Edit(Post("A mistake (corrected)"), receipt.RemoteId, Cancel);

        Assert.Equal("A mistake (corrected)", Assert.Single(Network.Posts).Text);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => ((IEditPosts)Connector).Edit(Post("x"), "urn:li:share:1", Cancel)));
    }

    [Fact]
    public async Task The_same_words_twice_are_for_a_person_to_change()
    {
        await Publish(Post("Every Monday"));

        Assert.Equal((FailureClass.Permanent, "duplicate"), await Refusal("Every Monday"));
    }

    [Fact]
    public async Task A_full_day_is_waited_out_until_midnight()
    {
        LinkedIn.IsDayFull = true;

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("Too much")))).Failure;

        Assert.Equal(FailureClass.QuotaExhausted, failure.Class);
        Assert.InRange(failure.RetryAfter!.Value, TimeSpan.Zero, TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task A_retired_version_is_for_whoever_runs_the_installation()
    {
        LinkedIn.OldestVersion = "209912";

        Assert.Equal((FailureClass.Permanent, "version-gone"), await Refusal("Too old"));
    }

    async Task<(FailureClass, string)> Refusal(string text)
    {
        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post(text)))).Failure;
        return (failure.Class, failure.Code);
    }
}
