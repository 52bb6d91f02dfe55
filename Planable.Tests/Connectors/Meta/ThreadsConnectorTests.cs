using Planable.Data.Demographics;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Threads;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Meta;

namespace Planable.Tests.Connectors.Meta;

public class ThreadsConnectorTests : ConnectorSuite
{
    ThreadsEmulator Threads => (ThreadsEmulator)Network;

    protected override string Key => "threads";

    protected override bool RepeatsAreHarmless => false;

    protected override bool WritesComments => true;

    protected override string RefusedText => new('x', 501);

    protected override async Task<INetworkEmulator> Start() => await ThreadsEmulator.Start();

    protected override void Register(IServiceCollection collection) => collection.AddThreads();

    [Fact]
    public async Task Connecting_brings_the_profile_and_a_token_of_60_days()
    {
        var account = Assert.Single(await SignInToAll());

        Assert.Equal((ThreadsEmulator.UserId, "Acme", "acme"), (account.RemoteId, account.Name, account.Handle));
        Assert.InRange(account.Secrets.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(59.9), TimeSpan.FromDays(60));
    }

    [Fact]
    public async Task Fewer_permissions_than_asked_for_are_not_enough_where_Threads_tells()
    {
        Threads.Desk.GrantOnly = "threads_basic,threads_manage_replies,threads_read_replies,threads_manage_insights";
        Assert.Equal("scope-missing", (await Assert.ThrowsAsync<ConnectorFailure>(SignInToAll)).Failure.Code);

        Threads.TellsPermissions = false;
        var account = Assert.Single(await SignInToAll());
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Publish(Post("Not allowed") with { Account = Account with { Secrets = account.Secrets } })));
    }

    [Fact]
    public async Task A_code_works_once_and_denying_brings_none()
    {
        var start = await OAuth.Begin(null, ReturnTo, "s", Cancel);
        var code = (await Decide(start, ReturnTo))["code"]!;
        await OAuth.Complete(start, ReturnTo, code, Cancel);

        Assert.Equal("code-refused", (await Assert.ThrowsAsync<ConnectorFailure>(() => OAuth.Complete(start, ReturnTo, code, Cancel))).Failure.Code);
        Assert.Equal("access_denied", (await Decide(start, ReturnTo, "deny"))["error"]);
    }

    [Fact]
    public async Task A_good_token_is_renewed_and_an_expired_one_cannot_be()
    {
        var fresh = await Connector.Refresh(Account, Cancel);

        Assert.NotEqual(Account.Secrets["access_token"], fresh["access_token"]);
        await Publish(Post("Renewed") with { Account = Account with { Secrets = fresh } });
        Threads.Desk.Expire();
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account with { Secrets = fresh }, Cancel)));
    }

    [Fact]
    public async Task Parts_of_a_thread_answer_one_another()
    {
        var first = await Publish(Post("One") with { PartCount = 3, Settings = Chosen(("replies", "mentioned_only"), ("topicTag", "#Doors")) });
        var second = await Publish(Post("Two", Picture("A door")) with { Part = 1, PartCount = 3, Before = [first.RemoteId], Settings = Chosen(("replies", "mentioned_only")) });
        await Publish(Post("Three") with { Part = 2, PartCount = 3, Before = [first.RemoteId, second.RemoteId] });

        Assert.Equal([null, first.RemoteId, second.RemoteId], Threads.Options.Select(o => o.GetValueOrDefault("reply_to_id")));
        Assert.Equal(["mentioned_only", null, null], Threads.Options.Select(o => o.GetValueOrDefault("reply_control")));
        Assert.Equal("Doors", Threads.Options[0]["topic_tag"]);
    }

    [Theory, InlineData(Fault.CutAfter, true), InlineData(Fault.CutBefore, false)]
    public async Task A_lost_answer_about_a_part_is_settled_among_the_replies(Fault fault, bool wentOut)
    {
        var first = await Publish(Post("One"));
        var post = Armed(Post("Two") with { Part = 1, PartCount = 2, Before = [first.RemoteId] });
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, fault);
        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(post, prepared, Cancel)));

        var finding = await Connector.Find(post, prepared, Cancel);

        if (wentOut) Assert.Equal(Network.Posts[1].Id, Assert.IsType<Finding.Published>(finding).Receipt.RemoteId);
        else Assert.IsType<Finding.Absent>(finding);
    }

    [Fact]
    public async Task A_poll_has_its_options()
    {
        await Publish(Post("Which door?") with { Poll = new PollContent(["Red", "Blue", "Green"], TimeSpan.FromDays(1)) });

        Assert.Equal("""{"option_a":"Red","option_b":"Blue","option_c":"Green"}""", Assert.Single(Threads.Options)["poll_attachment"]);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post("Which?") with { Poll = new PollContent(["Red"], TimeSpan.FromDays(1)) })));
    }

    [Fact]
    public async Task A_link_alone_is_a_post()
    {
        await Publish(Post("") with { Link = "https://acme.example/" });

        Assert.Equal(("https://acme.example/", "https://acme.example/"), (Assert.Single(Network.Posts).Text, Network.Posts[0].Link));
    }

    [Fact]
    public async Task A_carousel_mixes_pictures_and_videos()
    {
        Threads.ProcessingPolls = 1;

        await Publish(Post("Both", Picture("A door"), Video("It opens")));

        Assert.Equal(["A door", "It opens"], Assert.Single(Network.Posts).Media.Select(m => m.Alt));
    }

    [Theory]
    [InlineData("FAILED_DOWNLOADING_VIDEO", FailureClass.Transient)]
    [InlineData("UNKNOWN", FailureClass.Transient)]
    [InlineData("FAILED_PROCESSING_AUDIO", FailureClass.Permanent)]
    [InlineData("FAILED_PROCESSING_VIDEO", FailureClass.Permanent)]
    [InlineData("INVALID_ASPEC_RATIO", FailureClass.Permanent)]
    [InlineData("INVALID_BIT_RATE", FailureClass.Permanent)]
    [InlineData("INVALID_DURATION", FailureClass.Permanent)]
    [InlineData("INVALID_FRAME_RATE", FailureClass.Permanent)]
    [InlineData("INVALID_AUDIO_CHANNELS", FailureClass.Permanent)]
    [InlineData("INVALID_AUDIO_CHANNEL_LAYOUT", FailureClass.Permanent)]
    public async Task What_went_wrong_with_a_container_is_told_by_it(string trouble, FailureClass expected)
    {
        Threads.ContainerTrouble = trouble;

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("Film", Video("")), Cancel))).Failure;

        Assert.Equal((expected, trouble), (failure.Class, failure.Code));
    }

    [Fact]
    public async Task Files_that_cannot_be_fetched_from_here_are_a_matter_for_whoever_runs_this() =>
        Assert.Equal("no-public-address", (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("", Picture("A door") with { Address = null }), Cancel))).Failure.Code);

    [Fact]
    public async Task A_full_day_waits_for_room_and_replies_have_a_day_of_their_own()
    {
        Threads.QuotaTotal = 1;
        var first = await Publish(Post("First"));

        Assert.Equal(FailureClass.QuotaExhausted, await Trouble(() => Connector.Prepare(Post("Second"), Cancel)));
        await Publish(Post("Part") with { Part = 1, PartCount = 2, Before = [first.RemoteId] });
        Threads.ReplyQuotaTotal = 1;
        Assert.Equal(FailureClass.QuotaExhausted, await Trouble(() => Connector.Prepare(Post("Part") with { Part = 1, PartCount = 2, Before = [first.RemoteId] }, Cancel)));
    }

    [Fact]
    public async Task A_post_that_is_out_but_not_listed_yet_is_asked_for_again()
    {
        var post = Armed(Post("Where is it?"));
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, Fault.CutAfter);
        await Trouble(() => Connector.Send(post, prepared, Cancel));

        Threads.HidesNewThreads = true;
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, prepared, Cancel));
        Threads.FlakyReads = 1;
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, prepared, Cancel));
        Threads.HidesNewThreads = false;
        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task A_post_whose_address_is_not_told_is_out_all_the_same()
    {
        var post = Armed(Post("Out"));
        var prepared = await Connector.Prepare(post, Cancel);
        Threads.FlakyReads = 1;

        Assert.Equal(new Uri(Network.Address, "@acme").AbsoluteUri, (await Connector.Send(post, prepared, Cancel)).Permalink);
        Assert.Single(Network.Posts);
    }

    [Fact]
    public async Task Figures_are_told_under_our_names()
    {
        var receipt = await Publish(Post("Count me"));

        var told = await ((IReadMetrics)Connector).PostMetrics(Account, receipt.RemoteId, Cancel);
        var account = await ((IReadMetrics)Connector).AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel);

        Assert.Equal((18, 5, 2, 1, 1), (told[MetricName.Views], told[MetricName.Likes], told[MetricName.Comments], told[MetricName.Shares], told[MetricName.Quotes]));
        Assert.Equal((500, 100), (account[MetricName.Views], account[MetricName.Followers]));
    }

    [Fact]
    public async Task Who_follows_is_told_by_age_and_country()
    {
        var told = await ((IReadDemographics)Connector).Demographics(Account, new DateOnly(2026, 11, 20), Cancel);

        Assert.Equal([Dimension.Age, Dimension.Country], told.Select(t => t.By));
        Assert.Equal([new("DE", 150), new DemographicGroup("AT", 50)], told[1].Groups);
    }

    [Theory]
    [InlineData(190, 463, FailureClass.ReauthRequired)]
    [InlineData(190, null, FailureClass.ReauthRequired)]
    [InlineData(10, null, FailureClass.ReauthRequired)]
    [InlineData(4, 2207051, FailureClass.Permanent)]
    [InlineData(100, 4279013, FailureClass.Permanent)]
    [InlineData(100, null, FailureClass.Permanent)]
    [InlineData(9, 2207042, FailureClass.QuotaExhausted)]
    [InlineData(4, null, FailureClass.RateLimited)]
    [InlineData(9007, 2207027, FailureClass.Transient)]
    [InlineData(24, 4279009, FailureClass.Transient)]
    [InlineData(1, null, FailureClass.UnknownOutcome)]
    [InlineData(2, null, FailureClass.UnknownOutcome)]
    public async Task Each_documented_error_means_one_thing(int code, int? subcode, FailureClass expected)
    {
        var post = Armed(Post("Trouble"));
        var prepared = await Connector.Prepare(post, Cancel);
        Threads.Answer(Call.Publish, GraphSite.Error(code, "Error validating nothing", subcode));

        Assert.Equal(expected, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task An_error_that_comes_with_status_200_is_an_error()
    {
        Threads.Answer(Call.Upload, GraphSite.Error(100, "Param text must be at most 500 characters long.", status: 200));

        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("Fine"), Cancel)));
    }

    [Theory, InlineData("a.b"), InlineData("this & that")]
    public async Task A_topic_Threads_does_not_take_is_for_a_person_to_change(string topic) =>
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("Fine") with { Settings = Chosen(("topicTag", topic)) }, Cancel)));

    static Dictionary<string, string> Chosen(params (string Key, string Value)[] settings) => settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
}
