using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.TikTok;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.TikTok;

namespace Planable.Tests.Connectors.TikTok;

public sealed class TikTokConnectorTests : ConnectorSuite
{
    TikTokEmulator TikTok => (TikTokEmulator)Network;

    protected override string Key => "tiktok";

    protected override string RefusedText => new('x', 2_201);

    protected override FailureClass DeadToken => FailureClass.TokenExpired;

    protected override bool ShowsAlt => false;

    protected override bool CanDelete => false;

    // Pictures have no number before they are posted.
    protected override bool CanReadBackPictures => false;

    protected override IReadOnlyDictionary<string, string> ChosenSettings { get; } = Chosen();

    protected override async Task<INetworkEmulator> Start() => await TikTokEmulator.Start();

    protected override void Register(IServiceCollection collection) => collection.AddTikTok();

    protected override OutgoingPost Simple(string text) => Post(text, Video("A door opens"));

    protected override OutgoingPost WithUpload() => Simple("With a film");

    [Fact]
    public async Task Connecting_brings_the_account_and_how_long_its_videos_may_be()
    {
        TikTok.MostSeconds = 180;

        var account = await SignIn();

        Assert.Equal((TikTokEmulator.OpenId, "Acme Tea", "acme.tea"), (account.RemoteId, account.Name, account.Handle));
        Assert.Equal(180_000, account.Limits[LimitName.MaxVideoMilliseconds]);
    }

    [Fact]
    public async Task Fewer_permissions_than_asked_for_are_not_enough()
    {
        TikTok.Desk.GrantOnly = "user.info.basic,video.list";

        Assert.Equal("scope-missing", (await Assert.ThrowsAsync<ConnectorFailure>(SignIn)).Failure.Code);
    }

    [Fact]
    public async Task A_refusal_that_looks_like_a_success_is_seen()
    {
        TikTok.RefusesTokensPolitely = true;

        Assert.Equal(FailureClass.Permanent, await Trouble(SignIn));
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task An_expired_sign_in_is_renewed_with_a_token_that_changes()
    {
        TikTok.Desk.Expire();
        Assert.Equal(FailureClass.TokenExpired, await Trouble(() => Connector.Check(Account, Cancel)));

        var renewed = Account with { Secrets = await Connector.Refresh(Account, Cancel) };

        Assert.Equal("Acme Tea", (await Connector.Check(renewed, Cancel)).Name);
        Assert.NotEqual(Account.Secrets["refresh_token"], renewed.Secrets["refresh_token"]);
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task A_permission_that_was_taken_back_needs_a_person()
    {
        await ((IRevoke)Connector).Revoke(Account, Cancel);
        await ((IRevoke)Connector).Revoke(Account, Cancel);

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task A_large_video_goes_in_chunks_and_is_posted_with_the_last()
    {
        var post = Armed(Post("Long", Large(25_000_001)));
        var prepared = await Connector.Prepare(post, Cancel);
        Assert.Empty(Network.Posts);
        Assert.Equal(2, (int)TikTok.Begun[0]["source_info"]!["total_chunk_count"]!);

        await Connector.Send(post, prepared, Cancel);

        Assert.Equal(25_000_001, Assert.Single(Assert.Single(Network.Posts).Media).Bytes);
    }

    [Theory, InlineData(3_000, 3_000, 1), InlineData(10_000_000, 10_000_000, 1), InlineData(19_999_999, 10_000_000, 1), InlineData(20_000_000, 10_000_000, 2), InlineData(4_000_000_000, 10_000_000, 400)]
    public void Chunks_are_of_one_size_and_the_last_takes_the_rest(long bytes, long size, int count) => Assert.Equal((size, count), TikTokUploads.Cut(bytes));

    [Fact]
    public async Task Choices_of_a_video_are_the_ones_made()
    {
        await Publish(Post("Plain", Video("")));
        await Publish(Post("All", Video("")) with { Settings = Chosen(("allowComments", "true"), ("allowDuet", "true"), ("allowStitch", "true"), ("ownBrand", "true"), ("paidPartnership", "true"), ("madeWithAi", "true")) });

        Assert.Equal(
            """{"privacy_level":"PUBLIC_TO_EVERYONE","disable_comment":true,"brand_content_toggle":false,"brand_organic_toggle":false,"title":"Plain","disable_duet":true,"disable_stitch":true,"is_aigc":false}""",
            TikTok.Begun[0]["post_info"]!.ToJsonString());
        Assert.Equal(
            """{"privacy_level":"PUBLIC_TO_EVERYONE","disable_comment":false,"brand_content_toggle":true,"brand_organic_toggle":true,"title":"All","disable_duet":false,"disable_stitch":false,"is_aigc":true}""",
            TikTok.Begun[1]["post_info"]!.ToJsonString());
    }

    [Fact]
    public async Task What_the_account_has_switched_off_stays_off()
    {
        TikTok.CommentsAreOff = true;

        await Publish(Post("Quiet", Video("")) with { Settings = Chosen(("allowComments", "true")) });

        Assert.True((bool)TikTok.Begun[0]["post_info"]!["disable_comment"]!);
    }

    [Fact]
    public async Task Who_may_view_has_to_be_chosen_from_what_the_account_offers()
    {
        TikTok.PrivacyLevels = ["FOLLOWER_OF_CREATOR", "SELF_ONLY"];

        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post("To all", Video("")))));
        Assert.Equal("privacy-missing", (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("To whom?", Video("")) with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) }))).Failure.Code);
        Assert.Equal(["Followers", "Only me"], (await ((IListChoices)Connector).Choices(Account, "privacy", Cancel)).Select(c => c.Name));
        Assert.Empty(await ((IListChoices)Connector).Choices(Account, "other", Cancel));
    }

    [Fact]
    public async Task Pictures_have_a_title_a_description_and_music_if_wanted()
    {
        var receipt = await Publish(Post("Two doors", Picture(""), Picture("")) with { Title = "Doors", Settings = Chosen(("addMusic", "true")) });

        var info = TikTok.Begun[0]["post_info"]!;
        Assert.Equal(("Doors", "Two doors", true), ((string)info["title"]!, (string)info["description"]!, (bool)info["auto_add_music"]!));
        Assert.EndsWith($"/@acme.tea/photo/{receipt.RemoteId}", receipt.Permalink, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_without_a_public_address_cannot_go()
    {
        var failure = await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("Hidden", Picture("") with { Address = null }), Cancel));

        Assert.Equal("no-public-address", failure.Failure.Code);
        Assert.Equal("media-missing", (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("Nothing"), Cancel))).Failure.Code);
    }

    [Fact]
    public async Task Pictures_that_cannot_be_fetched_are_told_later()
    {
        var gone = Picture("") with { Address = new Uri(Picture("").Address!, "gone.jpg") };

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("Gone", gone)))).Failure;

        Assert.Equal((FailureClass.Permanent, "photo_pull_failed"), (failure.Class, failure.Code));
        Assert.Empty(Network.Posts);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_draft_goes_to_the_inbox(bool isVideo)
    {
        var receipt = await Publish(Post("Later", isVideo ? Video("") : Picture("")) with { Settings = Chosen(("toInbox", "true")) });

        Assert.Equal(1, TikTok.Inbox);
        Assert.Empty(Network.Posts);
        Assert.EndsWith("/@acme.tea", receipt.Permalink, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_post_in_work_is_waited_for()
    {
        TikTok.ProcessingPolls = 2;
        var post = Armed(Post("Slow", Video("")));
        var receipt = await Connector.Send(post, await Connector.Prepare(post, Cancel), Cancel);
        Assert.True(receipt.IsPending);
        Assert.True((await Connector.Confirm(post, receipt, Cancel)).IsPending);
        Assert.True((await Connector.Confirm(post, receipt, Cancel)).IsPending);

        Assert.Equal(Network.Posts[0].Id, (await Connector.Confirm(post, receipt, Cancel)).RemoteId);
    }

    [Fact]
    public async Task Moderation_is_waited_for_some_minutes_only_and_never_for_what_is_not_public()
    {
        TikTok.IsModerating = true;
        var post = Armed(Post("Look at it", Video("")));
        var receipt = await Connector.Send(post, await Connector.Prepare(post, Cancel), Cancel);
        Assert.True((await Connector.Confirm(post, receipt, Cancel)).IsPending);

        var late = await Connector.Confirm(post with { ArmedAt = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(9) }, receipt, Cancel);
        Assert.False(late.IsPending);
        Assert.EndsWith("/@acme.tea", late.Permalink, StringComparison.Ordinal);
        Assert.Empty(await ((IReadMetrics)Connector).PostMetrics(Account, late.RemoteId, Cancel));

        Assert.False((await Publish(Post("For me", Video("")) with { Settings = Chosen(("privacy", "SELF_ONLY")) })).IsPending);
    }

    [Fact]
    public async Task An_upload_whose_hour_is_over_begins_anew()
    {
        var post = Armed(Post("Late", Video("")));
        var prepared = await Connector.Prepare(post, Cancel);
        TikTok.CloseUploads();

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        Assert.IsType<Finding.Absent>(await Connector.Find(post, prepared, Cancel));
        await Publish(post);
        Assert.Single(Network.Posts);
    }

    [Fact]
    public async Task Untold_bytes_are_sent_and_never_taken_for_absent_afterwards()
    {
        TikTok.HidesBytes = true;
        var post = Armed(Post("Silent", Video("")));
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, Fault.CutBefore);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        Assert.True(Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt.IsPending);
    }

    [Theory]
    [InlineData(200, "spam_risk_too_many_posts", FailureClass.QuotaExhausted)]
    [InlineData(403, "spam_risk_too_many_pending_share", FailureClass.QuotaExhausted)]
    [InlineData(403, "reached_active_user_cap", FailureClass.QuotaExhausted)]
    [InlineData(401, "scope_not_authorized", FailureClass.ReauthRequired)]
    [InlineData(401, "scope_permission_missed", FailureClass.ReauthRequired)]
    [InlineData(401, "access_token_invalid", FailureClass.TokenExpired)]
    [InlineData(429, "rate_limit_exceeded", FailureClass.RateLimited)]
    [InlineData(200, "internal_error", FailureClass.Transient)]
    [InlineData(500, "internal_error", FailureClass.Transient)]
    [InlineData(403, "unaudited_client_can_only_post_to_private_accounts", FailureClass.Permanent)]
    [InlineData(403, "url_ownership_unverified", FailureClass.Permanent)]
    [InlineData(400, "invalid_params", FailureClass.Permanent)]
    [InlineData(403, "spam_risk_user_banned_from_posting", FailureClass.Permanent)]
    [InlineData(403, "spam_risk_text", FailureClass.Permanent)]
    public async Task Refusals_are_read_by_their_code(int status, string code, FailureClass expected)
    {
        TikTok.Refusal = (status, code);

        Assert.Equal(expected, await Trouble(() => Connector.Prepare(Post("No", Video("")), Cancel)));
        var withPicture = expected == FailureClass.Transient ? FailureClass.UnknownOutcome : expected;
        Assert.Equal(withPicture, await Trouble(() => Publish(Post("No", Picture("")))));
    }

    [Theory]
    [InlineData("file_format_check_failed", FailureClass.Permanent)]
    [InlineData("duration_check_failed", FailureClass.Permanent)]
    [InlineData("frame_rate_check_failed", FailureClass.Permanent)]
    [InlineData("picture_size_check_failed", FailureClass.Permanent)]
    [InlineData("internal", FailureClass.Permanent)]
    [InlineData("publish_cancelled", FailureClass.Permanent)]
    [InlineData("auth_removed", FailureClass.ReauthRequired)]
    [InlineData("spam_risk_too_many_posts", FailureClass.QuotaExhausted)]
    public async Task A_post_that_fails_in_work_is_told_with_the_reason(string reason, FailureClass expected)
    {
        TikTok.FailReason = reason;

        Assert.Equal(expected, await Trouble(() => Publish(Post("No", Video("")))));
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task Figures_are_told()
    {
        var metrics = (IReadMetrics)Connector;
        var receipt = await Publish(Post("Watch", Video("")));
        var post = await metrics.PostMetrics(Account, receipt.RemoteId, Cancel);
        var account = await metrics.AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel);

        Assert.Equal((300, 21, 3, 1), (post[MetricName.Views], post[MetricName.Likes], post[MetricName.Comments], post[MetricName.Shares]));
        Assert.Equal((8_000, 1), (account[MetricName.Followers], account[MetricName.Posts]));
    }

    static Dictionary<string, string> Chosen(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["privacy"] = "PUBLIC_TO_EVERYONE" };
        foreach (var (key, value) in settings)
            all[key] = value;
        return all;
    }

    OutgoingMedia Large(int bytes) => Video("") with { Bytes = bytes, Open = _ => Task.FromResult<Stream>(new MemoryStream(new byte[bytes])) };
}
