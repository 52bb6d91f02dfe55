using Planable.Data.Demographics;
using Planable.Data.Networks;
using Planable.Data.Posts;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Meta;

namespace Planable.Tests.Connectors.Meta;

/// <summary>What holds for Instagram however the account was connected.</summary>
public abstract class InstagramSuite : ConnectorSuite
{
    protected InstagramEmulator Instagram => (InstagramEmulator)Network;

    protected override bool RepeatsAreHarmless => false;

    protected override bool WritesComments => true;

    protected override string RefusedText => new('x', 2201);

    OutgoingPost Picturesque(string text) => Post(text, Picture("A door"));

    [Fact]
    public async Task A_post_waits_until_its_container_is_ready()
    {
        Instagram.ProcessingPolls = 2;

        await Publish(Picturesque("Patience"));

        Assert.Single(Network.Posts);
    }

    [Fact]
    public async Task A_video_is_a_reel_that_also_stands_in_the_feed_unless_somebody_said_otherwise()
    {
        await Publish(Post("Film", Video("")));
        await Publish(Post("Only a reel", Video("")) with { Type = PostType.Reel, Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["shareToFeed"] = "false" } });

        Assert.Equal([("REELS", "true"), ("REELS", "false")], Instagram.Options.Select(o => (o["media_type"], o["share_to_feed"])));
    }

    [Fact]
    public async Task A_carousel_mixes_pictures_and_videos_in_order()
    {
        await Publish(Post("Both", Picture("A door"), Video(""), Picture("A window")));

        Assert.Equal("CAROUSEL", Assert.Single(Instagram.Options)["media_type"]);
        Assert.Equal(["A door", "", "A window"], Assert.Single(Network.Posts).Media.Select(m => m.Alt));
        Assert.Equal(["image/jpeg", "video/mp4", "image/jpeg"], Network.Posts[0].Media.Select(m => m.ContentType));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_story_is_one_file_without_words(bool isFilm)
    {
        var receipt = await Publish(Post("Not shown", isFilm ? Video("") : Picture("A door")) with { Type = PostType.Story });

        Assert.Equal("STORIES", Assert.Single(Instagram.Options)["media_type"]);
        Assert.Equal("", Assert.Single(Network.Posts).Text);
        Assert.Equal(Network.Posts[0].Id, receipt.RemoteId);
    }

    [Theory, InlineData(Fault.CutAfter, true), InlineData(Fault.CutBefore, false)]
    public async Task A_lost_answer_about_a_story_is_settled_by_its_container(Fault fault, bool wentOut)
    {
        var post = Armed(Post("", Picture("A door")) with { Type = PostType.Story });
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, fault);
        await Trouble(() => Connector.Send(post, prepared, Cancel));

        var finding = await Connector.Find(post, prepared, Cancel);

        if (wentOut) Assert.Equal(Network.Posts[0].Id, Assert.IsType<Finding.Published>(finding).Receipt.RemoteId);
        else Assert.IsType<Finding.Absent>(finding);
    }

    [Fact]
    public async Task Collaborators_are_invited_by_name()
    {
        var post = Picturesque("Together") with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["collaborators"] = "@northlight, acme.berlin" } };

        await Publish(post);

        Assert.Equal("""["northlight","acme.berlin"]""", Assert.Single(Instagram.Options)["collaborators"]);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(post with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["collaborators"] = "a b c d" } })));
    }

    [Fact]
    public async Task People_are_tagged_at_their_places_on_every_picture_of_a_carousel_and_without_one_on_a_reel()
    {
        await Publish(Post("One", Tagged(Picture("A door"), new PersonTag("northlight", 50, 33.3))));
        await Publish(Post("Both", Tagged(Picture("A door"), new PersonTag("northlight", 0, 100)), Picture("A window"), Tagged(Picture("A roof"), new PersonTag("acme.berlin", 12.5, 7), new PersonTag("bolt", 1, 2))));
        await Publish(Post("Film", Tagged(Video(""), new PersonTag("northlight", 50, 50))));

        Assert.Equal(["""[{"username":"northlight","x":0.5,"y":0.333}]"""], Instagram.People[0]);
        Assert.Equal(["""[{"username":"northlight","x":0,"y":1}]""", "", """[{"username":"acme.berlin","x":0.125,"y":0.07},{"username":"bolt","x":0.01,"y":0.02}]"""], Instagram.People[1]);
        Assert.Equal(["""[{"username":"northlight"}]"""], Instagram.People[2]);
    }

    [Fact]
    public async Task A_place_is_sent_by_its_number()
    {
        var at = new Dictionary<string, string>(StringComparer.Ordinal) { ["location"] = "110843418940484 Kaffeehaus am Markt" };
        await Publish(Picturesque("Here") with { Settings = at });
        await Publish(Post("Both", Picture("A door"), Picture("A window")) with { Settings = at });

        Assert.Equal(["110843418940484", "110843418940484"], Instagram.Options.Select(o => o["location_id"]));
        var failure = await Refusal(Picturesque("Nowhere") with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["location"] = "1 Atlantis" } });
        Assert.Equal(FailureClass.Permanent, failure.Class);
        Assert.EndsWith("Check whether Instagram still knows Atlantis, and whether they may be named.", failure.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_nobody_has_any_more_refuses_the_post_and_says_which_names_there_were()
    {
        Instagram.UnknownNames.Add("gone");
        var failure = await Refusal(Post("Together", Tagged(Picture("A door"), new PersonTag("bolt", 1, 2))) with { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["collaborators"] = "@gone, acme.berlin" } });

        Assert.Equal(FailureClass.Permanent, failure.Class);
        Assert.Equal("Instagram says: The user could not be found or cannot be named. Check whether Instagram still knows @gone, @acme.berlin, @bolt, and whether they may be named.", failure.Words);
        Assert.Equal(FailureClass.Permanent, (await Refusal(Post("Tagged", Tagged(Picture("A door"), new PersonTag("gone", 1, 2))))).Class);
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task The_cover_of_a_reel_is_the_moment_that_was_chosen()
    {
        var film = Video("") with { Cover = new OutgoingCover("", 0, _ => throw new InvalidOperationException("Nobody asks for the still.")) { At = TimeSpan.FromMilliseconds(1500) } };
        await Publish(Post("Film", film));
        await Publish(Post("Both", film, Picture("A door")));

        Assert.Equal("1500", Instagram.Options[0]["thumb_offset"]);
        Assert.False(Instagram.Options[1].ContainsKey("thumb_offset"));
    }

    static OutgoingMedia Tagged(OutgoingMedia file, params PersonTag[] people) => file with { People = people };

    async Task<Failure> Refusal(OutgoingPost post) => (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(post))).Failure;

    [Fact]
    public async Task Files_that_cannot_be_fetched_from_here_are_a_matter_for_whoever_runs_this()
    {
        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("", Picture("A door") with { Address = null }), Cancel))).Failure;

        Assert.Equal((FailureClass.Permanent, "no-public-address"), (failure.Class, failure.Code));
    }

    [Fact]
    public async Task A_file_Instagram_cannot_fetch_is_tried_again() =>
        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Prepare(Post("", Picture("A door") with { Address = new Uri("http://127.0.0.1:1/door.jpg") }), Cancel)));

    [Theory]
    [InlineData("Error: Media upload has failed with error code 2207026", FailureClass.Permanent, "2207026")]
    [InlineData("Error: Media upload has failed with error code 2207003", FailureClass.Transient, "2207003")]
    [InlineData("Error: Media upload has failed with error code 2207082", FailureClass.Transient, "2207082")]
    [InlineData("Error: 36001", FailureClass.Permanent, "36001")]
    [InlineData("Something else", FailureClass.Permanent, "container-failed")]
    public async Task What_went_wrong_with_a_container_is_read_from_its_status(string status, FailureClass expected, string code)
    {
        Instagram.ContainerTrouble = status;

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Picturesque("Trouble"), Cancel))).Failure;

        Assert.Equal((expected, code), (failure.Class, failure.Code));
    }

    [Fact]
    public async Task A_container_that_cannot_be_seen_for_a_moment_is_asked_for_again()
    {
        Instagram.FlakyReads = 2;

        await Publish(Picturesque("Flaky"));

        Assert.Single(Network.Posts);
    }

    [Fact]
    public async Task A_post_whose_address_is_not_told_is_out_all_the_same()
    {
        var post = Armed(Picturesque("Out"));
        var prepared = await Connector.Prepare(post, Cancel);
        Instagram.FlakyReads = 1;

        var receipt = await Connector.Send(post, prepared, Cancel);

        Assert.Equal((Assert.Single(Network.Posts).Id, new Uri(Network.Address, "acme/").AbsoluteUri), (receipt.RemoteId, receipt.Permalink));
    }

    [Fact]
    public async Task A_post_that_is_out_but_not_listed_yet_is_asked_for_again()
    {
        var post = Armed(Picturesque("Where is it?"));
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, Fault.CutAfter);
        await Trouble(() => Connector.Send(post, prepared, Cancel));

        Instagram.HidesNewMedia = true;
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, prepared, Cancel));
        Instagram.FlakyReads = 1;
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, prepared, Cancel));
        Instagram.HidesNewMedia = false;
        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task A_full_day_waits_for_room()
    {
        Instagram.QuotaTotal = 1;
        var late = Armed(Picturesque("Third"));
        var prepared = await Connector.Prepare(late, Cancel);
        await Publish(Picturesque("First"));

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Picturesque("Second"), Cancel))).Failure;

        Assert.Equal((FailureClass.QuotaExhausted, "quota", TimeSpan.FromHours(1)), (failure.Class, failure.Code, failure.RetryAfter));
        Assert.Equal(FailureClass.QuotaExhausted, await Trouble(() => Connector.Send(late, prepared, Cancel)));
        Assert.Single(Network.Posts);
    }

    [Fact]
    public async Task Figures_of_a_post_are_told_under_our_names()
    {
        var receipt = await Publish(Picturesque("Count me"));

        var told = await ((IReadMetrics)Connector).PostMetrics(Account, receipt.RemoteId, Cancel);

        Assert.Equal(
            [(MetricName.Comments, 1L), (MetricName.Engagements, 6), (MetricName.Likes, 4), (MetricName.Reach, 11), (MetricName.Saves, 1), (MetricName.Shares, 1), (MetricName.Views, 15)],
            told.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)));
    }

    [Fact]
    public async Task Reels_tell_how_long_they_were_watched_and_stories_who_replied()
    {
        var reel = await Publish(Post("Film", Video("")));
        var story = await Publish(Post("", Picture("A door")) with { Type = PostType.Story });

        Assert.Equal(61, (await ((IReadMetrics)Connector).PostMetrics(Account, reel.RemoteId, Cancel))[MetricName.WatchSeconds]);
        var told = await ((IReadMetrics)Connector).PostMetrics(Account, story.RemoteId, Cancel);
        Assert.Equal((2, 1), (told["replies"], told[MetricName.ProfileViews]));
        Assert.DoesNotContain(MetricName.Likes, told.Keys);
    }

    [Fact]
    public async Task Figures_of_the_account_are_those_of_the_day()
    {
        var told = await ((IReadMetrics)Connector).AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel);

        Assert.Equal((210, 0, 750, 500, 25), (told[MetricName.Followers], told[MetricName.Posts], told[MetricName.Views], told[MetricName.Reach], told[MetricName.NewFollowers]));
    }

    [Fact]
    public async Task Who_follows_is_told_by_age_and_country_and_of_small_accounts_nothing()
    {
        var told = await ((IReadDemographics)Connector).Demographics(Account, new DateOnly(2026, 11, 20), Cancel);

        Assert.Equal([(Dimension.Age, AudienceOf.Followers), (Dimension.Country, AudienceOf.Followers)], told.Select(t => (t.By, t.Of)));
        Assert.Equal([new("18-24", 40), new("25-34", 120), new DemographicGroup("65+", 40)], told[0].Groups);
        Assert.Equal(told.Select(t => t.Field), told.Select(t => Data.Analytics.NetworkFields.Audience(Connector.Network, t.By)));
        Instagram.IsSmall = true;
        Assert.Empty(await ((IReadDemographics)Connector).Demographics(Account, new DateOnly(2026, 11, 20), Cancel));
    }

    [Theory]
    [InlineData(9004, 2207003, FailureClass.Transient)]
    [InlineData(9004, 2207020, FailureClass.Transient)]
    [InlineData(9004, 2207032, FailureClass.Transient)]
    [InlineData(9004, 2207052, FailureClass.Transient)]
    [InlineData(9004, 2207053, FailureClass.Transient)]
    [InlineData(9004, 2207008, FailureClass.Transient)]
    [InlineData(9007, 2207027, FailureClass.Transient)]
    [InlineData(9004, 2207082, FailureClass.Transient)]
    [InlineData(9004, 2207004, FailureClass.Permanent)]
    [InlineData(36000, 2207005, FailureClass.Permanent)]
    [InlineData(36003, 2207009, FailureClass.Permanent)]
    [InlineData(36003, null, FailureClass.Permanent)]
    [InlineData(36001, null, FailureClass.Permanent)]
    [InlineData(352, 2207026, FailureClass.Permanent)]
    [InlineData(100, 2207023, FailureClass.Permanent)]
    [InlineData(100, 2207057, FailureClass.Permanent)]
    [InlineData(100, 2207028, FailureClass.Permanent)]
    [InlineData(100, 2207010, FailureClass.Permanent)]
    [InlineData(100, 2207001, FailureClass.Permanent)]
    [InlineData(25, 2207050, FailureClass.Permanent)]
    [InlineData(4, 2207051, FailureClass.Permanent)]
    [InlineData(100, 2207081, FailureClass.Permanent)]
    [InlineData(100, 2207035, FailureClass.Permanent)]
    [InlineData(100, 2207036, FailureClass.Permanent)]
    [InlineData(100, 2207037, FailureClass.Permanent)]
    [InlineData(100, 2207040, FailureClass.Permanent)]
    [InlineData(9, 2207042, FailureClass.QuotaExhausted)]
    [InlineData(32, null, FailureClass.RateLimited)]
    [InlineData(4, null, FailureClass.RateLimited)]
    [InlineData(80002, null, FailureClass.RateLimited)]
    [InlineData(190, 460, FailureClass.ReauthRequired)]
    [InlineData(10, null, FailureClass.ReauthRequired)]
    [InlineData(1, null, FailureClass.UnknownOutcome)]
    [InlineData(2, null, FailureClass.UnknownOutcome)]
    public async Task Each_documented_error_means_one_thing(int code, int? subcode, FailureClass expected)
    {
        var post = Armed(Picturesque("Trouble"));
        var prepared = await Connector.Prepare(post, Cancel);
        Instagram.Answer(Call.Publish, GraphSite.Error(code, "An error with 190 in its words", subcode));

        Assert.Equal(expected, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task An_error_that_comes_with_status_200_is_an_error()
    {
        Instagram.Answer(Call.Upload, GraphSite.Error(36003, "The aspect ratio is not supported", 2207009, status: 200));

        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Picturesque("Too wide"), Cancel)));
    }

    [Fact]
    public async Task An_account_that_can_no_longer_be_reached_has_to_be_connected_again()
    {
        Instagram.Answer(Call.Upload, GraphSite.Error(100, "Unsupported post request.", 33));
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Prepare(Picturesque("Gone"), Cancel)));

        Instagram.FlakyReads = 1;
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Fact]
    public async Task A_code_works_once()
    {
        var start = await OAuth.Begin(null, ReturnTo, "s", Cancel);
        var code = (await Decide(start, ReturnTo))["code"]!;
        await OAuth.Complete(start, ReturnTo, code, Cancel);

        Assert.Equal("code-refused", (await Assert.ThrowsAsync<ConnectorFailure>(() => OAuth.Complete(start, ReturnTo, code, Cancel))).Failure.Code);
    }
}
