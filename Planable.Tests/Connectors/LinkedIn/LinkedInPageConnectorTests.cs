using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.LinkedIn;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.LinkedIn;

namespace Planable.Tests.Connectors.LinkedIn;

public sealed class LinkedInPageConnectorTests : ConnectorSuite
{
    LinkedInEmulator LinkedIn => (LinkedInEmulator)Network;

    protected override string Key => "linkedin-page";

    protected override bool RepeatsAreHarmless => false;

    protected override bool WritesComments => true;

    protected override string RefusedText => new('x', 3001);

    protected override async Task<INetworkEmulator> Start() => await LinkedInEmulator.Start();

    protected override void Register(Microsoft.Extensions.DependencyInjection.IServiceCollection collection) => collection.AddLinkedIn();

    [Fact]
    public async Task Pages_are_found_by_their_address_and_mentioned_by_their_number()
    {
        var found = Assert.Single(await ((IFindPeople)Connector).People(Account, "Northlight Agency", Cancel));
        Assert.Equal(new FoundPerson("northlight-agency", "urn:li:organization:70001", "Northlight (Agency)"), found);
        Assert.Empty(await ((IFindPeople)Connector).People(Account, "northlight", Cancel));

        var post = Armed(Post("With @northlight-agency (and @others) #coffee") with { Mentions = [new Data.Posts.Mention(found.Handle, found.Id, found.Name)] });
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, Fault.CutAfter);
        await Trouble(() => Connector.Send(post, prepared, Cancel));
        Assert.Equal(@"With @[Northlight \(Agency\)](urn:li:organization:70001) \(and \@others\) {hashtag|\#|coffee}", Assert.Single(((LinkedInEmulator)Network).Commentaries));
        Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel));
    }

    [Fact]
    public async Task One_sign_in_brings_every_page_one_may_publish_as()
    {
        var pages = await SignInToAll();

        Assert.Equal([("2414183", "Acme", "acme"), ("2414184", "Acme Kitchens", "acme-kitchens")], pages.Select(p => (p.RemoteId, p.Name, p.Handle)));
        Assert.All(pages, p => Assert.EndsWith(".png", p.AvatarUrl, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_administers_no_page_is_told_so()
    {
        LinkedIn.Organizations.Clear();

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(SignInToAll)).Failure;

        Assert.Equal((FailureClass.Permanent, "no-accounts"), (failure.Class, failure.Code));
    }

    [Fact]
    public async Task Hundreds_of_pages_all_come()
    {
        for (var i = 0; i < 150; i++)
            LinkedIn.Organizations.Add(new EmulatedOrganization($"9{i:D5}", $"Shop {i}", $"shop-{i}"));

        Assert.Equal(152, (await SignInToAll()).Count);
    }

    [Fact]
    public async Task A_lost_role_is_for_the_owner()
    {
        LinkedIn.Organizations[0] = LinkedIn.Organizations[0] with { Role = "ANALYST" };

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Publish(Post("May I?"))));
    }

    [Fact]
    public async Task Pages_publish_as_themselves()
    {
        await Publish(Post("From the page"));

        Assert.Equal("urn:li:organization:2414183", Assert.Single(LinkedIn.Options).Author);
    }

    [Fact]
    public async Task A_picture_waits_until_it_is_available()
    {
        LinkedIn.ProcessingPolls = 2;

        await Publish(Post("A picture", Picture("A door")));

        Assert.Single(Assert.Single(Network.Posts).Media);
    }

    [Fact]
    public async Task Reading_back_recognises_words_with_signs_and_hashtags_among_many()
    {
        var post = Armed(Post("(All) of <it> #autumn_menu\n\n* one | two"));
        var prepared = await Connector.Prepare(post, Cancel);
        var receipt = await Connector.Send(post, prepared, Cancel);
        for (var i = 0; i < 120; i++)
            LinkedIn.WriteByHand("urn:li:organization:2414183", $"Flood {i}");

        Assert.Equal(receipt, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt);
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, Prepared.Nothing, Cancel));
    }

    [Theory, InlineData("share"), InlineData("ugcPost")]
    public async Task A_post_tells_its_figures_whatever_kind_its_id_is(string kind)
    {
        LinkedIn.UrnKind = kind;
        var receipt = await Publish(Post("Counted"));

        var figures = await ((IReadMetrics)Connector).PostMetrics(Account, receipt.RemoteId, Cancel);

        Assert.All([MetricName.Impressions, MetricName.Reach, MetricName.Clicks, MetricName.Likes, MetricName.Comments, MetricName.Shares], name => Assert.Contains(name, figures.Keys));
    }

    [Fact]
    public async Task A_post_LinkedIn_knows_no_figures_of_tells_none()
    {
        Assert.Empty(await ((IReadMetrics)Connector).PostMetrics(Account, "urn:li:share:1", Cancel));
    }

    [Fact]
    public async Task The_page_tells_followers_and_visits_of_a_day()
    {
        var figures = await ((IReadMetrics)Connector).AccountMetrics(Account, new DateOnly(2026, 11, 18), Cancel);

        Assert.Equal(4200, figures[MetricName.Followers]);
        Assert.Equal(9, figures[MetricName.NewFollowers]);
        Assert.Equal(61, figures[MetricName.ProfileViews]);
    }

    [Fact]
    public async Task Published_words_can_be_changed()
    {
        var receipt = await Publish(Post("A mistkae"));

        await ((IEditPosts)Connector).Edit(Post("A mistake"), receipt.RemoteId, Cancel);

        Assert.Equal("A mistake", Assert.Single(Network.Posts).Text);
    }
}
