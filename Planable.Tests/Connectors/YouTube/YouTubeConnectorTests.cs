using Planable.Data.Demographics;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.YouTube;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.YouTube;

namespace Planable.Tests.Connectors.YouTube;

public sealed class YouTubeConnectorTests : ConnectorSuite
{
    YouTubeEmulator YouTube => (YouTubeEmulator)Network;

    protected override string Key => "youtube";

    // The network takes no angle brackets.
    protected override string RefusedText => new('x', 5_001);

    protected override FailureClass DeadToken => FailureClass.TokenExpired;

    protected override bool RepeatsAreHarmless => false;

    protected override bool ShowsAlt => false;

    protected override bool WritesComments => true;

    protected override async Task<INetworkEmulator> Start() => await YouTubeEmulator.Start();

    protected override void Register(IServiceCollection collection) => collection.AddYouTube();

    protected override string Seen(string text) => text.Replace('<', '‹').Replace('>', '›');

    protected override OutgoingPost Simple(string text) => base.Simple(Seen(text));

    [Fact]
    public async Task Connecting_brings_the_channel()
    {
        var account = await SignIn();

        Assert.Equal((YouTubeEmulator.ChannelId, "Acme", "acme"), (account.RemoteId, account.Name, account.Handle));
        Assert.NotNull(account.AvatarUrl);
        Assert.Empty(account.Limits);
        Assert.InRange(account.Secrets.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(60));
    }

    [Fact]
    public async Task A_channel_that_has_not_shown_who_it_is_takes_a_quarter_of_an_hour()
    {
        YouTube.LongUploads = "eligible";

        Assert.Equal(900_000, (await SignIn()).Limits[LimitName.MaxVideoMilliseconds]);
    }

    [Fact]
    public async Task An_account_without_a_channel_is_told_what_to_do()
    {
        YouTube.HasChannel = false;

        Assert.Equal("no-accounts", (await Assert.ThrowsAsync<ConnectorFailure>(SignIn)).Failure.Code);
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Fact]
    public async Task Fewer_permissions_than_asked_for_are_not_enough()
    {
        YouTube.Desk.GrantOnly = "https://www.googleapis.com/auth/youtube.readonly";

        Assert.Equal("scope-missing", (await Assert.ThrowsAsync<ConnectorFailure>(SignIn)).Failure.Code);
    }

    [Fact]
    public async Task An_expired_sign_in_is_renewed_and_keeps_its_refresh_token()
    {
        YouTube.Desk.Expire();
        Assert.Equal(FailureClass.TokenExpired, await Trouble(() => Connector.Check(Account, Cancel)));

        var renewed = Account with { Secrets = await Connector.Refresh(Account, Cancel) };

        Assert.Equal("Acme", (await Connector.Check(renewed, Cancel)).Name);
        Assert.Equal(Account.Secrets["refresh_token"], renewed.Secrets["refresh_token"]);
    }

    [Fact]
    public async Task A_permission_that_was_taken_back_needs_a_person()
    {
        await ((IRevoke)Connector).Revoke(Account, Cancel);
        await ((IRevoke)Connector).Revoke(Account, Cancel);

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
        Assert.Equal([Account.Secrets["refresh_token"]], YouTube.Revoked);
    }

    [Fact]
    public async Task A_large_video_goes_in_pieces_and_is_there_with_the_last()
    {
        var post = Armed(Post("Long", Large(20_000_001)));
        var prepared = await Connector.Prepare(post, Cancel);
        Assert.Empty(Network.Posts);
        Assert.Equal(3, YouTube.Pieces);

        await Connector.Send(post, prepared, Cancel);

        Assert.Equal(20_000_001, Assert.Single(Assert.Single(Network.Posts).Media).Bytes);
        Assert.Equal(4, YouTube.Pieces);
    }

    [Fact]
    public async Task What_the_network_did_not_keep_is_sent_again()
    {
        YouTube.KeepOnly = 256 * 1024;

        await Publish(Post("Long", Large(3_000_000)));

        Assert.Equal(3_000_000, Assert.Single(Assert.Single(Network.Posts).Media).Bytes);
        Assert.Equal(3, YouTube.Pieces);
    }

    [Fact]
    public async Task A_last_piece_that_was_not_kept_whole_is_no_video()
    {
        var post = Armed(Post("Short", Video("")));
        var prepared = await Connector.Prepare(post, Cancel);
        YouTube.KeepOnly = 100;

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        Assert.IsType<Finding.Absent>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task An_upload_that_was_forgotten_begins_anew()
    {
        var post = Armed(Post("Late", Video("")));
        var prepared = await Connector.Prepare(post, Cancel);
        YouTube.ForgetSessions();

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, prepared, Cancel));
        await Publish(post);
        Assert.Single(Network.Posts);
    }

    [Fact]
    public async Task A_video_whose_upload_was_forgotten_is_found_among_the_channels_uploads()
    {
        var post = Armed(Post("Out", Video("")) with { Title = "Only this one" });
        var prepared = await Connector.Prepare(post, Cancel);
        var receipt = await Connector.Send(post, prepared, Cancel);
        YouTube.ForgetSessions();

        Assert.Equal(receipt.RemoteId, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt.RemoteId);
    }

    [Fact]
    public async Task A_video_in_work_is_waited_for()
    {
        YouTube.ProcessingPolls = 4;
        var post = Armed(Post("Slow", Video("")));
        var receipt = await Connector.Send(post, await Connector.Prepare(post, Cancel), Cancel);

        Assert.True(receipt.IsPending);
        Assert.True((await Connector.Confirm(post, receipt, Cancel)).IsPending);
        var old = post with { ArmedAt = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(9) };
        Assert.False((await Connector.Confirm(old, receipt, Cancel)).IsPending);
    }

    [Theory]
    [InlineData("rejected", "duplicate", "YouTube has taken the video down: the same video is there already.")]
    [InlineData("failed", "codec", "YouTube cannot play the video: its format is not understood.")]
    public async Task A_video_that_is_taken_down_later_is_told_with_the_reason(string status, string reason, string words)
    {
        YouTube.Fate = (status, reason);

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("Again", Video(""))))).Failure;

        Assert.Equal((FailureClass.Permanent, words), (failure.Class, failure.Words));
    }

    [Fact]
    public async Task Title_tags_category_and_visibility_are_the_ones_chosen()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["privacy"] = "unlisted",
            ["madeForKids"] = "true",
            ["madeWithAi"] = "true",
            ["notifySubscribers"] = "false",
            ["tags"] = "tea, apple pie ,",
            ["category"] = "26",
        };
        await Publish(Post("How to", Video("")) with { Title = " Apple pie ", Settings = settings });

        var metadata = Assert.Single(YouTube.Metadata);
        Assert.Equal("""{"title":"Apple pie","description":"How to","categoryId":"26","tags":["tea","apple pie"],"defaultLanguage":"en","defaultAudioLanguage":"en"}""", metadata["snippet"]!.ToJsonString());
        Assert.Equal("""{"privacyStatus":"unlisted","selfDeclaredMadeForKids":true,"containsSyntheticMedia":true}""", metadata["status"]!.ToJsonString());
        Assert.False(Assert.Single(YouTube.Notified));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task The_cover_becomes_the_thumbnail_where_the_channel_may_choose_one(bool may)
    {
        YouTube.MayChooseThumbnails = may;
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["cover"] = "true" };
        var film = Video("") with { Still = _ => Task.FromResult<Stream>(new MemoryStream(new byte[700])) };

        var receipt = await Publish(Post("Look", film) with { Settings = settings });

        Assert.NotNull(receipt.Permalink);
        Assert.Equal(may ? [700L] : [], YouTube.Thumbnails.Values);
        await Publish(Post("Look", film));
        Assert.Equal(may ? 1 : 0, YouTube.Thumbnails.Count);
    }

    [Fact]
    public async Task A_short_has_the_address_of_one()
    {
        var receipt = await Publish(Post("Short", Video("")) with { Type = PostType.Reel });

        Assert.EndsWith($"/shorts/{receipt.RemoteId}", receipt.Permalink, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("video-missing")]
    [InlineData("title-missing")]
    public async Task What_is_missing_is_told_before_anything_leaves(string code)
    {
        var post = code == "video-missing" ? Post("Words") : Post("Words", Video("")) with { Title = " " };

        Assert.Equal(code, (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(post, Cancel))).Failure.Code);
    }

    [Theory]
    [InlineData(403, "quotaExceeded", FailureClass.QuotaExhausted)]
    [InlineData(400, "uploadLimitExceeded", FailureClass.QuotaExhausted)]
    [InlineData(403, "rateLimitExceeded", FailureClass.RateLimited)]
    [InlineData(401, "youtubeSignupRequired", FailureClass.ReauthRequired)]
    [InlineData(401, "authError", FailureClass.TokenExpired)]
    [InlineData(403, "insufficientPermissions", FailureClass.ReauthRequired)]
    [InlineData(403, "forbidden", FailureClass.ReauthRequired)]
    [InlineData(400, "invalidTitle", FailureClass.Permanent)]
    [InlineData(400, "invalidDescription", FailureClass.Permanent)]
    [InlineData(400, "invalidTags", FailureClass.Permanent)]
    [InlineData(400, "invalidCategoryId", FailureClass.Permanent)]
    [InlineData(400, "invalidVideoMetadata", FailureClass.Permanent)]
    [InlineData(503, "backendError", FailureClass.Transient)]
    public async Task Refusals_are_read_by_their_reason(int status, string reason, FailureClass expected)
    {
        YouTube.Refusal = (status, reason);

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("No", Video("")), Cancel))).Failure;

        Assert.Equal(expected, failure.Class);
        if (expected == FailureClass.QuotaExhausted) Assert.InRange(failure.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(25));
    }

    [Fact]
    public async Task Below_a_video_for_children_nobody_comments()
    {
        var video = await Publish(Post("For you", Video("")) with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["madeForKids"] = "true" } });

        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.SendComment(Comment("Hello", video.RemoteId), Prepared.Nothing, Cancel)));
    }

    [Fact]
    public async Task Angle_brackets_are_for_a_person_to_change() =>
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post("2 < 3", Video("")))));

    [Fact]
    public async Task Title_and_words_can_be_changed_afterwards()
    {
        var receipt = await Publish(Post("Aple pie", Video("")));

        await ((IEditPosts)Connector).Edit(Post("Apple pie", Video("")) with { Title = "Pie" }, receipt.RemoteId, Cancel);

        Assert.Equal("Apple pie", Assert.Single(Network.Posts).Text);
        Assert.Equal("Pie", (string)YouTube.Metadata[0]["snippet"]!["title"]!);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => ((IEditPosts)Connector).Edit(Post("Gone", Video("")), "gone", Cancel)));
    }

    [Fact]
    public async Task Figures_are_told_and_hidden_ones_are_not_zero()
    {
        var metrics = (IReadMetrics)Connector;
        var receipt = await Publish(Post("Watch", Video("")));
        var post = await metrics.PostMetrics(Account, receipt.RemoteId, Cancel);
        var account = await metrics.AccountMetrics(Account, new DateOnly(2026, 11, 18), Cancel);

        Assert.Equal((100, 9, 2, 600, 11), (post[MetricName.Views], post[MetricName.Likes], post[MetricName.Comments], post[MetricName.WatchSeconds], post[MetricName.Shares]));
        Assert.Equal((5_120, 1, 40, 41 * 60), (account[MetricName.Followers], account[MetricName.Posts], account[MetricName.Views], account[MetricName.WatchSeconds]));
        Assert.Equal(-1, account[MetricName.NewFollowers]);

        (YouTube.IsCounting, YouTube.HidesSubscribers) = (true, true);
        Assert.DoesNotContain(MetricName.WatchSeconds, (await metrics.PostMetrics(Account, receipt.RemoteId, Cancel)).Keys);
        Assert.Equal([MetricName.Posts], (await metrics.AccountMetrics(Account, new DateOnly(2026, 11, 18), Cancel)).Keys);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => metrics.PostMetrics(Account, "gone", Cancel)));
    }

    [Fact]
    public async Task Who_watched_is_told_by_age_and_country_and_places_YouTube_does_not_know_are_left_out()
    {
        var told = await ((IReadDemographics)Connector).Demographics(Account, new DateOnly(2026, 11, 18), Cancel);

        Assert.All(told, t => Assert.Equal(AudienceOf.Viewers, t.Of));
        Assert.Equal(["18-24", "25-34", "65+"], told[0].Groups.Select(g => g.Key));
        Assert.Equal([new("DE", 300), new DemographicGroup("AT", 100)], told[1].Groups);
        YouTube.IsCounting = true;
        Assert.Empty(await ((IReadDemographics)Connector).Demographics(Account, new DateOnly(2026, 11, 18), Cancel));
    }

    [Fact]
    public async Task Of_other_channels_it_tells_what_everybody_sees_and_hidden_subscribers_are_not_zero()
    {
        var profiles = (IReadProfiles)Connector;
        Assert.Equal(new PublicProfile("The neighbour", "https://www.youtube.com/channel/UCneighbourneighbour0001", 900, 12), await profiles.Profile(Account, "neighbour", Cancel));
        YouTube.HidesSubscribers = true;
        Assert.Null((await profiles.Profile(Account, "neighbour", Cancel)).Followers);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => profiles.Profile(Account, "nobody", Cancel)));
    }

    OutgoingMedia Large(int bytes) => Video("") with { Bytes = bytes, Open = _ => Task.FromResult<Stream>(new MemoryStream(new byte[bytes])) };
}
