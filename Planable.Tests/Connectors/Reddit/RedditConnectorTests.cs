using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Reddit;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Reddit;

namespace Planable.Tests.Connectors.Reddit;

public sealed class RedditConnectorTests : ConnectorSuite
{
    RedditEmulator Reddit => (RedditEmulator)Network;

    protected override string Key => "reddit";

    protected override FailureClass DeadToken => FailureClass.TokenExpired;

    protected override bool RepeatsAreHarmless => false;

    protected override bool WritesComments => true;

    protected override bool ShowsAlt => false;

    protected override string RefusedText => new('x', 40_001);

    protected override IReadOnlyDictionary<string, string> ChosenSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["subreddit"] = "acme" };

    protected override async Task<INetworkEmulator> Start() => await RedditEmulator.Start();

    protected override void Register(Microsoft.Extensions.DependencyInjection.IServiceCollection collection) => collection.AddReddit();

    [Fact]
    public async Task Connecting_brings_the_account_and_says_who_calls()
    {
        var account = Assert.Single(await SignInToAll());

        Assert.Equal((RedditEmulator.UserId, "acme_kitchen"), (account.RemoteId, account.Handle));
        await Connector.Check(Account, Cancel);
        await Connector.Prepare(Simple("Who calls"), Cancel);
        Assert.Contains("web:planable:1.0 (by /u/acme_kitchen)", Reddit.Agents);
    }

    [Fact]
    public async Task Fewer_permissions_than_asked_for_are_not_enough()
    {
        Reddit.Desk.GrantOnly = "identity read";

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(SignInToAll));
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var start = await OAuth.Begin(null, ReturnTo, "s", Cancel);
        Assert.Contains("duration=permanent", start.Address.Query, StringComparison.Ordinal);
        var code = (await Decide(start, ReturnTo))["code"]!;
        await OAuth.Complete(start, ReturnTo, code, Cancel);

        Assert.Equal(FailureClass.Permanent, await Trouble(() => OAuth.Complete(start, ReturnTo, code, Cancel)));
    }

    [Fact]
    public async Task An_expired_token_is_renewed_and_the_refresh_token_stays()
    {
        Reddit.Desk.Expire();
        Assert.Equal(FailureClass.TokenExpired, await Trouble(() => Connector.Check(Account, Cancel)));

        var fresh = await Connector.Refresh(Account, Cancel);

        Assert.Equal(Account.Secrets["refresh_token"], fresh["refresh_token"]);
        Assert.Equal("acme_kitchen", (await Connector.Check(Account with { Secrets = fresh }, Cancel)).Handle);
    }

    [Fact]
    public async Task Revoking_ends_the_permission_and_may_be_repeated()
    {
        await ((IRevoke)Connector).Revoke(Account, Cancel);
        await ((IRevoke)Connector).Revoke(Account, Cancel);

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task A_suspended_account_is_for_its_owner()
    {
        Reddit.IsSuspended = true;

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("r/acme")]
    [InlineData("/r/acme/")]
    [InlineData("https://www.reddit.com/r/acme/")]
    [InlineData("ACME")]
    public async Task Communities_are_understood_however_they_are_typed(string typed)
    {
        await Publish(Post("Here", []) with { Settings = Chosen(("subreddit", typed)) });

        Assert.Equal("acme", Assert.Single(Reddit.Options).Community, ignoreCase: true);
    }

    [Fact]
    public async Task What_was_chosen_goes_along()
    {
        await Publish(Post("Choices") with { Title = "Our new menu", Settings = Chosen(("subreddit", "flaired"), ("flair", "f2"), ("nsfw", "true"), ("spoiler", "true")) });

        Assert.Equal(("flaired", "self", "Our new menu", "f2", true, true, null), Assert.Single(Reddit.Options));
    }

    [Theory]
    [InlineData("A word about https://acme.example/autumn", "https://acme.example/autumn", "self")]
    [InlineData("https://acme.example/autumn", "https://acme.example/autumn", "link")]
    [InlineData("A word", "https://acme.example/autumn", "link")]
    [InlineData("A word", null, "self")]
    public async Task An_address_in_the_text_stays_there_and_one_beside_it_is_what_the_post_is_about(string text, string? link, string kind)
    {
        await Publish(Post(text) with { Link = link });

        Assert.Equal(kind, Assert.Single(Reddit.Options).Kind);
        Assert.Equal(link, Assert.Single(Network.Posts).Link);
    }

    [Fact]
    public async Task A_picture_comes_out_after_some_time_with_its_text()
    {
        Reddit.ProcessingLooks = 2;
        var post = Armed(Post("Below the picture", Picture("A door")));
        var prepared = await Connector.Prepare(post, Cancel);

        var receipt = await Connector.Send(post, prepared, Cancel);
        Assert.True(receipt.IsPending);
        Assert.Null(receipt.Permalink);
        Assert.True((receipt = await Connector.Confirm(post, receipt, Cancel)).IsPending);
        for (var tries = 0; receipt.IsPending && tries < 5; tries++)
            receipt = await Connector.Confirm(post, receipt, Cancel);

        var shown = Assert.Single(Network.Posts);
        Assert.Equal((shown.Id, "Below the picture"), (receipt.RemoteId, shown.Text));
        Assert.Contains("/r/acme/comments/", receipt.Permalink, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_video_has_a_still_its_own_or_a_plain_one()
    {
        var still = new byte[500];
        await Publish(Post("A film", Video("") with { Still = _ => Task.FromResult<Stream>(new MemoryStream(still)) }) with { Title = "With a still" });
        await Publish(Post("A film", Video("")) with { Title = "Without" });

        Assert.All(Reddit.Options, o => Assert.Equal(("video", true), (o.Kind, o.Poster is { Length: > 0 })));
    }

    [Fact]
    public async Task Several_pictures_are_a_gallery()
    {
        await Publish(Post("A gallery", Picture("One"), Picture("Two"), Picture("Three")));

        Assert.Equal("gallery", Assert.Single(Reddit.Options).Kind);
        Assert.Equal(3, Assert.Single(Network.Posts).Media.Count);
    }

    [Theory]
    [InlineData("linksonly", "NO_SELFS")]
    [InlineData("flaired", "SUBMIT_VALIDATION_FLAIR_REQUIRED")]
    [InlineData("short", "title-long")]
    [InlineData("secret", "community-private")]
    [InlineData("gone", "community-banned")]
    [InlineData("nowhere", "http-404")]
    public async Task What_a_community_would_refuse_is_said_before_anything_is_sent(string community, string code)
    {
        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("Words") with { Settings = Chosen(("subreddit", community)) }, Cancel))).Failure;

        Assert.Equal((FailureClass.Permanent, code), (failure.Class, failure.Code));
    }

    [Fact]
    public async Task Pictures_and_links_where_none_are_taken_are_refused_too()
    {
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("", Picture("A door")) with { Settings = Chosen(("subreddit", "nopictures")) }, Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("See") with { Link = "https://acme.example/", Settings = Chosen(("subreddit", "textonly")) }, Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("See") with { Title = "FREE!!! menu" }, Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("See") with { Title = null }, Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("See") with { Settings = Chosen() }, Cancel)));
    }

    [Theory]
    [InlineData("RATELIMIT", "Looks like you've been doing that a lot. Take a break for 9 minutes before trying again.", FailureClass.RateLimited, 540)]
    [InlineData("RATELIMIT", "you are doing that too much. try again in 40 seconds.", FailureClass.RateLimited, 40)]
    [InlineData("RATELIMIT", "you are doing that too much.", FailureClass.RateLimited, null)]
    [InlineData("USER_REQUIRED", "Please log in to do that.", FailureClass.TokenExpired, null)]
    [InlineData("SUBREDDIT_NOTALLOWED", "you aren't allowed to post there.", FailureClass.Permanent, null)]
    [InlineData("SUBREDDIT_NOEXIST", "that subreddit doesn't exist", FailureClass.Permanent, null)]
    [InlineData("NO_SELFS", "no text posts", FailureClass.Permanent, null)]
    [InlineData("NO_LINKS", "no links", FailureClass.Permanent, null)]
    [InlineData("SUBMIT_VALIDATION_FLAIR_REQUIRED", "Your post must contain post flair.", FailureClass.Permanent, null)]
    [InlineData("ALREADY_SUB", "that link has already been submitted", FailureClass.Permanent, null)]
    [InlineData("DOMAIN_BANNED", "that domain is banned", FailureClass.Permanent, null)]
    [InlineData("TOO_LONG", "this is too long", FailureClass.Permanent, null)]
    [InlineData("NO_TEXT", "we need something here", FailureClass.Permanent, null)]
    [InlineData("SOMETHING_NEW", "nobody has seen this before", FailureClass.Permanent, null)]
    public async Task An_error_in_an_answer_of_200_counts_as_one(string code, string words, FailureClass expected, int? seconds)
    {
        Reddit.NextError = (code, words, "sr");

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("Refused")))).Failure;

        Assert.Equal((expected, code == "USER_REQUIRED" ? "USER_REQUIRED" : code), (failure.Class, failure.Code));
        Assert.Equal(seconds, failure.RetryAfter?.TotalSeconds);
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task Flairs_are_those_of_the_community()
    {
        var choices = (IListChoices)Connector;

        Assert.Equal([new Choice("f1", "News"), new Choice("f2", "Recipe")], await choices.Choices(Account, "flair", Chosen(("subreddit", "r/flaired")), Cancel));
        Assert.Empty(await choices.Choices(Account, "flair", Cancel));
    }

    [Fact]
    public async Task Reading_back_goes_through_many_pages_and_tells_communities_apart()
    {
        var post = Armed(Post("Drowned"));
        var prepared = await Connector.Prepare(post, Cancel);
        var receipt = await Connector.Send(post, prepared, Cancel);
        for (var i = 0; i < 130; i++)
            Reddit.WriteByHand("textonly", "A title", "Drowned");

        Assert.Equal(receipt.RemoteId, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt.RemoteId);
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, Prepared.Nothing, Cancel));
    }

    [Fact]
    public async Task A_lost_answer_about_a_picture_is_settled_by_reading_back()
    {
        var post = Armed(Post("", Picture("A door")));
        var prepared = await Connector.Prepare(post, Cancel);
        Assert.IsType<Finding.Absent>(await Connector.Find(post, prepared, Cancel));
        Network.Faults.Arrange(Call.Publish, Fault.CutAfter);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(post, prepared, Cancel)));

        Assert.Equal(Assert.Single(Network.Posts).Id, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt.RemoteId);
    }

    [Fact]
    public async Task Published_words_can_be_changed()
    {
        var receipt = await Publish(Post("A mistkae"));

        await ((IEditPosts)Connector).Edit(Post("A mistake"), receipt.RemoteId, Cancel);

        Assert.Equal("A mistake", Assert.Single(Network.Posts).Text);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => ((IEditPosts)Connector).Edit(Post("x"), "t3_0", Cancel)));
    }

    [Fact]
    public async Task A_post_tells_its_figures_and_never_what_Reddit_keeps_to_itself()
    {
        var receipt = await Publish(Post("Counted"));

        var figures = await ((IReadMetrics)Connector).PostMetrics(Account, receipt.RemoteId, Cancel);

        Assert.True(figures[MetricName.Likes] >= 1);
        Assert.Contains(MetricName.Comments, figures.Keys);
        Assert.DoesNotContain(MetricName.Views, figures.Keys);
        Assert.Equal(57, (await ((IReadMetrics)Connector).AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel))[MetricName.Followers]);
        Assert.Empty(await ((IReadMetrics)Connector).PostMetrics(Account, "t3_0", Cancel));
    }

    static Dictionary<string, string> Chosen(params (string Key, string Value)[] settings) => settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
}
