using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.GoogleBusiness;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.GoogleBusiness;

namespace Planable.Tests.Connectors.GoogleBusiness;

public sealed class GoogleBusinessConnectorTests : ConnectorSuite
{
    GoogleBusinessEmulator Google => (GoogleBusinessEmulator)Network;

    protected override string Key => "google-business";

    protected override string RefusedText => new('x', 1_501);

    protected override FailureClass DeadToken => FailureClass.TokenExpired;

    protected override bool RepeatsAreHarmless => false;

    protected override bool ShowsAlt => false;

    protected override bool Uploads => false;

    protected override async Task<INetworkEmulator> Start() => await GoogleBusinessEmulator.Start();

    protected override void Register(IServiceCollection collection) => collection.AddGoogleBusiness();

    [Fact]
    public async Task One_sign_in_brings_every_place_that_takes_posts_once()
    {
        var accounts = await SignInToAll();

        Assert.Equal([GoogleBusinessEmulator.Cafe, GoogleBusinessEmulator.Shop], accounts.Select(a => a.RemoteId));
        Assert.Equal([("Acme Café", "Torstraße 1, Berlin"), ("Acme Shop", "Torstraße 3, Berlin")], accounts.Select(a => (a.Name, a.Handle)));
    }

    [Fact]
    public async Task An_account_without_places_is_told_so()
    {
        Google.HasPlaces = false;

        Assert.Equal("no-accounts", (await Assert.ThrowsAsync<ConnectorFailure>(SignIn)).Failure.Code);
    }

    [Fact]
    public async Task Fewer_permissions_than_asked_for_are_not_enough()
    {
        Google.Desk.GrantOnly = "openid";

        Assert.Equal("scope-missing", (await Assert.ThrowsAsync<ConnectorFailure>(SignIn)).Failure.Code);
    }

    [Fact]
    public async Task A_place_that_takes_no_posts_any_more_needs_a_person()
    {
        Google.IsCafeClosed = true;

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Fact]
    public async Task An_expired_sign_in_is_renewed_and_one_that_was_taken_back_is_not()
    {
        Google.Desk.Expire();
        Assert.Equal(FailureClass.TokenExpired, await Trouble(() => Connector.Check(Account, Cancel)));
        var renewed = Account with { Secrets = await Connector.Refresh(Account, Cancel) };
        Assert.Equal("Acme Café", (await Connector.Check(renewed, Cancel)).Name);

        await ((IRevoke)Connector).Revoke(renewed, Cancel);
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(renewed, Cancel)));
    }

    [Fact]
    public async Task An_update_speaks_its_language_and_leads_where_its_button_says()
    {
        await Publish(Post("Neue Torte") with { Language = "de", Settings = Chosen(("action", "ORDER"), ("actionAddress", "https://acme.example/torte")) });
        await Publish(Post("Ring us") with { Settings = Chosen(("action", "CALL")) });

        Assert.Equal("""{"languageCode":"de","summary":"Neue Torte","topicType":"STANDARD","callToAction":{"actionType":"ORDER","url":"https://acme.example/torte"}}""", Google.Taken[0].ToJsonString());
        Assert.Equal("""{"actionType":"CALL"}""", Google.Taken[1]["callToAction"]!.ToJsonString());
    }

    [Fact]
    public async Task An_event_has_a_title_and_days()
    {
        await Publish(Post("Come all") with { Settings = Chosen(("topic", "EVENT"), ("eventTitle", "Tasting"), ("eventStart", "2026-12-01"), ("eventEnd", "2026-12-02")) });

        Assert.Equal(
            """{"title":"Tasting","schedule":{"startDate":{"year":2026,"month":12,"day":1},"endDate":{"year":2026,"month":12,"day":2}}}""",
            Google.Taken[0]["event"]!.ToJsonString());
    }

    [Fact]
    public async Task An_offer_has_its_terms_and_no_button()
    {
        var settings = Chosen(("topic", "OFFER"), ("eventTitle", "Two for one"), ("eventStart", "2026-12-01"), ("eventEnd", "2026-12-01"), ("couponCode", "TEA2"), ("redeemAddress", "https://acme.example/tea"), ("terms", "While stocks last"), ("action", "SHOP"));

        await Publish(Post("Two teas for one") with { Settings = settings });

        Assert.Equal("""{"couponCode":"TEA2","redeemOnlineUrl":"https://acme.example/tea","termsConditions":"While stocks last"}""", Google.Taken[0]["offer"]!.ToJsonString());
        Assert.Null(Google.Taken[0]["callToAction"]);
    }

    [Theory]
    [InlineData("event-incomplete", "topic", "EVENT", "eventTitle", "Tasting", "", "")]
    [InlineData("event-incomplete", "topic", "OFFER", "eventStart", "2026-12-01", "eventEnd", "2026-12-02")]
    [InlineData("button-without-address", "action", "SHOP", "", "", "", "")]
    public async Task What_is_missing_is_told_before_anything_leaves(string code, string key1, string value1, string key2, string value2, string key3, string value3)
    {
        var failure = await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("No") with { Settings = Chosen((key1, value1), (key2, value2), (key3, value3)) }, Cancel));

        Assert.Equal((FailureClass.Permanent, code), (failure.Failure.Class, failure.Failure.Code));
    }

    [Fact]
    public async Task Days_run_forwards_and_pictures_have_an_address()
    {
        var backwards = Chosen(("topic", "EVENT"), ("eventTitle", "T"), ("eventStart", "2026-12-02"), ("eventEnd", "2026-12-01"));

        Assert.Equal("event-backwards", (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("No") with { Settings = backwards }, Cancel))).Failure.Code);
        Assert.Equal("no-public-address", (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("No", Picture("") with { Address = null }), Cancel))).Failure.Code);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post("No", Picture("") with { Address = new Uri(Picture("").Address!, "gone.png") }))));
    }

    [Fact]
    public async Task A_post_that_is_looked_at_is_waited_for()
    {
        Google.ProcessingPolls = 2;
        var post = Armed(Post("Look"));
        var receipt = await Connector.Send(post, await Connector.Prepare(post, Cancel), Cancel);
        Assert.True(receipt.IsPending);
        Assert.True((await Connector.Confirm(post, receipt, Cancel)).IsPending);
        Assert.True((await Connector.Confirm(post, receipt, Cancel)).IsPending);

        var live = await Connector.Confirm(post, receipt, Cancel);
        Assert.False(live.IsPending);
        Assert.NotNull(live.Permalink);
    }

    [Fact]
    public async Task A_post_that_is_turned_down_later_is_told()
    {
        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("Call +49 30 1234567")))).Failure;

        Assert.Equal((FailureClass.Permanent, "rejected"), (failure.Class, failure.Code));
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task The_newest_of_many_equal_posts_is_found()
    {
        for (var i = 0; i < 5; i++) await Publish(Post("Every Monday"));
        var post = Armed(Post("Every Monday"));
        var prepared = await Connector.Prepare(post, Cancel);
        Assert.IsType<Finding.Absent>(await Connector.Find(post, prepared, Cancel));

        var receipt = await Connector.Send(post, prepared, Cancel);

        Assert.Equal(receipt.RemoteId, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt.RemoteId);
    }

    [Theory]
    [InlineData(401, "UNAUTHENTICATED", FailureClass.TokenExpired)]
    [InlineData(403, "PERMISSION_DENIED", FailureClass.ReauthRequired)]
    [InlineData(404, "NOT_FOUND", FailureClass.Permanent)]
    [InlineData(400, "INVALID_ARGUMENT", FailureClass.Permanent)]
    [InlineData(429, "RESOURCE_EXHAUSTED", FailureClass.RateLimited)]
    [InlineData(500, "INTERNAL", FailureClass.UnknownOutcome)]
    [InlineData(503, "UNAVAILABLE", FailureClass.UnknownOutcome)]
    public async Task Refusals_are_read_by_their_status(int code, string status, FailureClass expected)
    {
        Google.Refusal = (code, status);

        Assert.Equal(expected, await Trouble(() => Publish(Post("No"))));
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
    public async Task Figures_of_the_day_are_told_and_a_day_not_counted_is_not_zero()
    {
        var metrics = (IReadMetrics)Connector;
        var told = await metrics.AccountMetrics(Account, new DateOnly(2026, 11, 18), Cancel);

        Assert.Equal((100, 50, 60, 70, 80, 0), (told[MetricName.Impressions], told[MetricName.Clicks], told["call-clicks"], told["direction-requests"], told["conversations"], told["bookings"]));
        Assert.Empty(await metrics.PostMetrics(Account, "1", Cancel));
        Google.IsCounting = true;
        Assert.Empty(await metrics.AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel));
    }

    static Dictionary<string, string> Chosen(params (string Key, string Value)[] settings)
    {
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in settings.Where(s => s.Key.Length > 0))
            chosen[key] = value;
        return chosen;
    }
}
