using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Facebook;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Meta;

namespace Planable.Tests.Connectors.Meta;

public class FacebookConnectorTests : ConnectorSuite
{
    protected override string Key => "facebook";

    protected override string RefusedText => new('x', 63_207);

    protected override bool RepeatsAreHarmless => false;

    protected override bool WritesComments => true;

    FacebookEmulator Facebook => (FacebookEmulator)Network;

    protected override async Task<INetworkEmulator> Start() => await FacebookEmulator.Start();

    protected override void Register(IServiceCollection collection) => collection.AddFacebook();

    [Fact]
    public async Task One_sign_in_brings_every_page_that_may_be_published_to_once()
    {
        var accounts = await SignInToAll();

        Assert.Equal([("1001", "Acme", "acme"), ("1002", "Acme Berlin", "acmeberlin"), ("1003", "Acme Archive", "acmearchive")], accounts.Select(a => (a.RemoteId, a.Name, a.Handle)));
        Assert.Equal(3, accounts.Select(a => a.Secrets["access_token"]).Distinct().Count());
        Assert.All(accounts, a => Assert.Null(a.Secrets.ExpiresAt));
        Assert.Equal(new Uri(Network.Address, "pictures/1001.png").AbsoluteUri, accounts[0].AvatarUrl);
    }

    [Fact]
    public async Task Pages_are_found_by_name_and_mentioned_by_their_number()
    {
        var found = Assert.Single(await ((IFindPeople)Connector).People(Account, "coffee", Cancel));
        Assert.Equal(new FoundPerson("friends.coffee", "99", "Friends of coffee"), found);

        var post = Armed(Post("With @friends.coffee and @others") with { Mentions = [new Data.Posts.Mention(found.Handle, found.Id, found.Name)] });
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, Fault.CutAfter);
        await Trouble(() => Connector.Send(post, prepared, Cancel));
        Assert.Equal("With Friends of coffee and @others", Assert.Single(Network.Posts).Text);
        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task A_place_is_found_by_name_and_named_in_the_post()
    {
        var place = (await ((IFindPlaces)Connector).Places(Account, "Teehaus", Cancel))[0];
        await Publish(Post("Here") with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["place"] = PlaceValue.Of(place.Id, place.Name) } });
        await Publish(Post("With a picture", Picture("A door")) with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["place"] = place.Id } });
        await Publish(Post("Somewhere"));

        Assert.Equal(["110843418940486", "110843418940486", ""], Facebook.PlacesOfPosts);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post("Nowhere") with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["place"] = "1" } })));
    }

    [Fact]
    public async Task Each_page_posts_as_itself()
    {
        var berlin = (await SignInToAll())[1];
        var post = Post("From Berlin") with { Account = Account with { RemoteId = berlin.RemoteId, Secrets = berlin.Secrets } };

        var receipt = await Publish(post);

        Assert.StartsWith("1002_", receipt.RemoteId, StringComparison.Ordinal);
        var stolen = post with { Account = Account with { RemoteId = berlin.RemoteId } };
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Publish(stolen)));
    }

    [Fact]
    public async Task Who_does_not_let_us_see_their_business_still_connects_their_own_pages()
    {
        Facebook.Desk.GrantOnly = "pages_show_list,pages_manage_posts,pages_manage_engagement,pages_read_engagement,read_insights";

        Assert.Equal(["1001", "1002"], (await SignInToAll()).Select(a => a.RemoteId));
    }

    [Theory, InlineData("pages_manage_posts"), InlineData("read_insights")]
    public async Task Fewer_permissions_than_asked_for_are_not_enough(string refused)
    {
        var all = new[] { "pages_show_list", "pages_manage_posts", "pages_manage_engagement", "pages_read_engagement", "read_insights" };
        Facebook.Desk.GrantOnly = string.Join(',', all.Where(s => s != refused));

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(SignInToAll)).Failure;

        Assert.Equal((FailureClass.ReauthRequired, "scope-missing"), (failure.Class, failure.Code));
        Assert.Contains(refused, failure.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_no_page_is_told_so()
    {
        Facebook.Pages.RemoveAll(p => p.Id != "1004");

        Assert.Equal("no-accounts", (await Assert.ThrowsAsync<ConnectorFailure>(SignInToAll)).Failure.Code);
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
    public async Task Denying_brings_no_code()
    {
        var back = await Decide(await OAuth.Begin(null, ReturnTo, "s", Cancel), ReturnTo, "deny");

        Assert.Equal("access_denied", back["error"]);
        Assert.DoesNotContain("code", back.Keys);
    }

    [Fact]
    public async Task There_is_nothing_to_renew_a_page_with() =>
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));

    [Fact]
    public async Task A_page_that_was_taken_away_has_to_be_connected_again()
    {
        Facebook.TakePage("1001");

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Fact]
    public async Task A_video_of_the_feed_waits_for_its_processing()
    {
        Facebook.ProcessingPolls = 3;
        var post = Armed(Post("A film", Video("")));
        var prepared = await Connector.Prepare(post, Cancel);

        var receipt = await Connector.Send(post, prepared, Cancel);
        Assert.True(receipt.IsPending);
        Assert.Empty(Network.Posts);
        for (var i = 0; i < 3; i++) receipt = await Connector.Confirm(post, receipt, Cancel);
        Assert.True(receipt.IsPending);
        receipt = await Connector.Confirm(post, receipt, Cancel);

        Assert.Equal(("video", "A film", receipt.RemoteId), (Facebook.Kinds[0], Network.Posts[0].Text, Network.Posts[0].Id));
        using var browser = new HttpClient();
        Assert.Contains("A film", await browser.GetStringAsync(new Uri(receipt.Permalink!), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reel_is_a_reel()
    {
        var receipt = await Publish(Post("Up and down", Video("")) with { Type = PostType.Reel });

        Assert.Equal(["reel"], Facebook.Kinds);
        Assert.Equal(3024, Assert.Single(Assert.Single(Network.Posts).Media).Bytes);
        Assert.Contains("/reel/", receipt.Permalink, StringComparison.Ordinal);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_story_is_one_file(bool isFilm)
    {
        var receipt = await Publish(Post("Not shown", isFilm ? Video("") : Picture("A door")) with { Type = PostType.Story });

        Assert.Equal(["story"], Facebook.Kinds);
        Assert.Equal(Assert.Single(Network.Posts).Id, receipt.RemoteId);
        Assert.Single(Network.Posts[0].Media);
        using var browser = new HttpClient();
        Assert.Equal(System.Net.HttpStatusCode.OK, (await browser.GetAsync(new Uri(receipt.Permalink!), Cancel)).StatusCode);
    }

    [Theory]
    [InlineData(PostType.Video, Fault.CutAfter, true)]
    [InlineData(PostType.Video, Fault.CutBefore, false)]
    [InlineData(PostType.Reel, Fault.CutAfter, true)]
    [InlineData(PostType.Reel, Fault.ErrorBefore, false)]
    [InlineData(PostType.Story, Fault.CutAfter, true)]
    [InlineData(PostType.Story, Fault.CutBefore, false)]
    public async Task A_lost_answer_about_a_video_is_settled_by_looking(PostType type, Fault fault, bool wentOut)
    {
        var post = Armed(Post("Film", Video("")) with { Type = type });
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, fault);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(post, prepared, Cancel)));

        var finding = await Connector.Find(post, prepared, Cancel);
        if (wentOut) Assert.Equal(type != PostType.Story, Assert.IsType<Finding.Published>(finding).Receipt.IsPending);
        else Assert.IsType<Finding.Absent>(finding);
    }

    [Fact]
    public async Task A_story_that_may_be_ours_or_not_is_for_a_person_to_judge()
    {
        var post = Armed(Post("", Picture("A door")) with { Type = PostType.Story });
        var prepared = await Connector.Prepare(post, Cancel);
        await Publish(Post("", Picture("Another door")) with { Type = PostType.Story });

        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task A_video_Facebook_cannot_use_fails_with_its_reason()
    {
        Facebook.VideoTrouble = "The video is too short";

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("Short", Video(""))))).Failure;

        Assert.Equal(FailureClass.Permanent, failure.Class);
        Assert.Contains("too short", failure.Words, StringComparison.Ordinal);
        Assert.Empty(Network.Posts);
    }

    [Theory, InlineData(Fault.CutAfter, true), InlineData(Fault.CutBefore, false)]
    public async Task Reading_back_knows_a_link_without_words(Fault fault, bool wentOut)
    {
        var post = Armed(Post("") with { Link = "https://acme.example/autumn" });
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, fault);
        await Trouble(() => Connector.Send(post, prepared, Cancel));
        await Publish(Post("", Picture("Something else")));

        var finding = await Connector.Find(post, prepared, Cancel);
        if (wentOut) Assert.Equal(Network.Posts[0].Id, Assert.IsType<Finding.Published>(finding).Receipt.RemoteId);
        else Assert.IsType<Finding.Absent>(finding);
    }

    [Fact]
    public async Task Reading_back_goes_through_pages_of_posts()
    {
        var post = Armed(Post("Drowned"));
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, Fault.CutAfter);
        await Trouble(() => Connector.Send(post, prepared, Cancel));
        for (var i = 0; i < 120; i++) Facebook.WriteByHand($"Flood {i}");

        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
        for (var i = 0; i < 500; i++) Facebook.WriteByHand($"Second flood {i}");
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task Reading_back_copes_with_a_newest_post_that_was_deleted()
    {
        var before = await Publish(Post("Newest"));
        await Task.Delay(1100, Cancel);
        var post = Armed(Post("Ours"));
        var prepared = await Connector.Prepare(post, Cancel);
        await Connector.Delete(Account, before.RemoteId, Cancel);

        Assert.IsType<Finding.Absent>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task The_same_words_twice_are_refused_by_Facebook()
    {
        await Publish(Post("Again"));

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Post("Again")))).Failure;

        Assert.Equal((FailureClass.Permanent, "506"), (failure.Class, failure.Code));
        Assert.StartsWith("Facebook says: This status update is identical", failure.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_of_a_published_post_can_be_changed()
    {
        var receipt = await Publish(Post("Helo"));
        var film = await Publish(Post("Flim", Video("")));

        await ((IEditPosts)Connector).Edit(Post("Hello"), receipt.RemoteId, Cancel);
        await ((IEditPosts)Connector).Edit(Post("Film", Video("")), film.RemoteId, Cancel);

        Assert.Equal(["Hello", "Film"], Network.Posts.Select(p => p.Text));
    }

    [Fact]
    public async Task Figures_of_a_post_are_told_under_our_names()
    {
        var receipt = await Publish(Post("Count me"));

        var told = await ((IReadMetrics)Connector).PostMetrics(Account, receipt.RemoteId, Cancel);

        Assert.Equal((12, 8, 2), (told[MetricName.Views], told[MetricName.Reach], told[MetricName.Clicks]));
        Assert.Equal((3, 1), (told[MetricName.Likes], told[MetricName.Comments]));
        // Facebook does not tell that nobody shared it.
        Assert.DoesNotContain(MetricName.Shares, told.Keys);
    }

    [Fact]
    public async Task Figures_of_a_video_are_those_of_its_post()
    {
        var receipt = await Publish(Post("Film", Video("")));

        Assert.Equal(12, (await ((IReadMetrics)Connector).PostMetrics(Account, receipt.RemoteId, Cancel))[MetricName.Views]);
    }

    [Fact]
    public async Task A_figure_Meta_has_taken_away_does_not_take_the_others_along()
    {
        var receipt = await Publish(Post("Count me"));
        Facebook.DeadMetrics.Add("post_total_media_view_unique");

        var told = await ((IReadMetrics)Connector).PostMetrics(Account, receipt.RemoteId, Cancel);

        Assert.Equal(12, told[MetricName.Views]);
        Assert.DoesNotContain(MetricName.Reach, told.Keys);
    }

    [Fact]
    public async Task Figures_of_the_page_are_those_of_the_day()
    {
        var told = await ((IReadMetrics)Connector).AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel);

        Assert.Equal(120, told[MetricName.Followers]);
        Assert.Equal((1000, 625, 100, 25), (told[MetricName.Views], told[MetricName.Reach], told[MetricName.Engagements], told[MetricName.NewFollowers]));
    }

    [Theory]
    [InlineData(190, 463, FailureClass.ReauthRequired)]
    [InlineData(190, 460, FailureClass.ReauthRequired)]
    [InlineData(190, null, FailureClass.ReauthRequired)]
    [InlineData(102, null, FailureClass.ReauthRequired)]
    [InlineData(10, null, FailureClass.ReauthRequired)]
    [InlineData(200, null, FailureClass.ReauthRequired)]
    [InlineData(299, null, FailureClass.ReauthRequired)]
    [InlineData(100, 1404078, FailureClass.ReauthRequired)]
    [InlineData(100, 4854002, FailureClass.ReauthRequired)]
    [InlineData(4, null, FailureClass.RateLimited)]
    [InlineData(17, null, FailureClass.RateLimited)]
    [InlineData(32, null, FailureClass.RateLimited)]
    [InlineData(613, null, FailureClass.RateLimited)]
    [InlineData(80001, null, FailureClass.RateLimited)]
    [InlineData(1, 1390008, FailureClass.RateLimited)]
    [InlineData(1, null, FailureClass.UnknownOutcome)]
    [InlineData(2, null, FailureClass.UnknownOutcome)]
    [InlineData(1, 1363047, FailureClass.UnknownOutcome)]
    [InlineData(1, 1609010, FailureClass.UnknownOutcome)]
    [InlineData(100, null, FailureClass.Permanent)]
    [InlineData(100, 1346003, FailureClass.Permanent)]
    [InlineData(100, 1404102, FailureClass.Permanent)]
    [InlineData(100, 1404006, FailureClass.Permanent)]
    [InlineData(100, 1404112, FailureClass.Permanent)]
    [InlineData(100, 1609008, FailureClass.Permanent)]
    [InlineData(100, 2061006, FailureClass.Permanent)]
    [InlineData(100, 1349125, FailureClass.Permanent)]
    [InlineData(100, 2069019, FailureClass.Permanent)]
    [InlineData(100, 1366051, FailureClass.Permanent)]
    [InlineData(1, 1366046, FailureClass.Permanent)]
    [InlineData(368, null, FailureClass.Permanent)]
    [InlineData(506, null, FailureClass.Permanent)]
    [InlineData(49012, null, FailureClass.Permanent)]
    public async Task Each_documented_error_means_one_thing(int code, int? subcode, FailureClass expected)
    {
        var post = Armed(Post("Trouble"));
        var prepared = await Connector.Prepare(post, Cancel);
        Facebook.Answer(Call.Publish, GraphSite.Error(code, "An error with 490 in its words", subcode));

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Send(post, prepared, Cancel))).Failure;

        Assert.Equal(expected, failure.Class);
        Assert.StartsWith(code.ToString(CultureInfo.InvariantCulture), failure.Code, StringComparison.Ordinal);
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task Trouble_of_Metas_own_while_preparing_is_passing()
    {
        Facebook.Answer(Call.Upload, GraphSite.Error(100, "Try again", isTransient: true, status: 500));
        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Prepare(Post("Picture", Picture("A door")), Cancel)));

        Facebook.Answer(Call.Upload, GraphSite.Error(2, "Service temporarily unavailable", status: 500));
        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Prepare(Post("Picture", Picture("A door")), Cancel)));
    }

    [Fact]
    public async Task An_error_that_comes_with_status_200_is_an_error()
    {
        Facebook.Answer(Call.Upload, GraphSite.Error(1, "An unknown error occurred", 1366046, status: 200, forPeople: "Photos should be less than 4 MB."));
        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("Picture", Picture("A door")), Cancel))).Failure;
        Assert.Equal((FailureClass.Permanent, "Facebook says: Photos should be less than 4 MB."), (failure.Class, failure.Words));

        var post = Armed(Post("Film", Video("")) with { Type = PostType.Reel });
        var prepared = await Connector.Prepare(post, Cancel);
        Facebook.Answer(Call.Publish, Results.Json(new { success = false }));
        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(post, prepared, Cancel)));
    }

    [Fact]
    public async Task A_wait_stated_in_the_usage_header_is_kept()
    {
        var post = Armed(Post("Too eager"));
        var prepared = await Connector.Prepare(post, Cancel);
        Facebook.Answer(Call.Publish, new WithUsage(GraphSite.Error(80001, "There have been too many calls to this Page account.")));

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Send(post, prepared, Cancel))).Failure;

        Assert.Equal((FailureClass.RateLimited, TimeSpan.FromMinutes(11)), (failure.Class, failure.RetryAfter));
    }

    sealed class WithUsage(IResult inner) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers["X-Business-Use-Case-Usage"] = """{"1001":[{"type":"pages","call_count":100,"total_cputime":20,"total_time":20,"estimated_time_to_regain_access":11}]}""";
            return inner.ExecuteAsync(httpContext);
        }
    }
}
