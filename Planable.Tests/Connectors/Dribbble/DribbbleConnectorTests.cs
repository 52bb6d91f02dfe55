using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Dribbble;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Dribbble;

namespace Planable.Tests.Connectors.Dribbble;

public sealed class DribbbleConnectorTests : ConnectorSuite
{
    DribbbleEmulator Dribbble => (DribbbleEmulator)Network;

    protected override string Key => "dribbble";

    protected override bool RepeatsAreHarmless => false;

    protected override bool ShowsAlt => false;

    /// <summary>The picture travels inside the call that publishes.</summary>
    protected override bool Uploads => false;

    protected override string RefusedText => new('x', 10_001);

    protected override async Task<INetworkEmulator> Start() => await DribbbleEmulator.Start();

    protected override void Register(Microsoft.Extensions.DependencyInjection.IServiceCollection collection) => collection.AddDribbble();

    [Fact]
    public async Task Connecting_brings_the_account_and_a_token_without_end()
    {
        var account = Assert.Single(await SignInToAll());

        Assert.Equal(("901", "Acme Design", "acme"), (account.RemoteId, account.Name, account.Handle));
        Assert.Null(account.Secrets.ExpiresAt);
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task Who_may_not_upload_is_told_so_when_connecting_and_when_sending()
    {
        Dribbble.MayUpload = false;

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(SignInToAll)).Failure;
        Assert.Equal((FailureClass.Permanent, "cannot-upload"), (failure.Class, failure.Code));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Simple("May I?"))));
    }

    [Fact]
    public async Task Fewer_permissions_than_asked_for_are_not_enough()
    {
        Dribbble.Desk.GrantOnly = "public";

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(SignInToAll));
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
    public async Task Title_tags_and_team_go_along()
    {
        await Publish(Simple("A door") with { Title = "Door study", Settings = Chosen(("tags", "door, red ,,  steel"), ("team", "39")) });

        Assert.Equal(("Door study", "door,red,steel", "39"), Assert.Single(Dribbble.Options));
    }

    [Fact]
    public async Task What_Dribbble_cannot_take_is_said_before_anything_is_sent()
    {
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Simple("x") with { Title = " " }, Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("x"), Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("x", Picture(""), Picture("")), Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Simple("x") with { Settings = Chosen(("tags", "1,2,3,4,5,6,7,8,9,10,11,12,13")) }, Cancel)));
    }

    [Fact]
    public async Task The_words_of_Dribbble_reach_the_person()
    {
        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Publish(Simple("x") with { Settings = Chosen(("team", "40")) }))).Failure;

        Assert.Equal((FailureClass.Permanent, "Dribbble says: team_id is invalid"), (failure.Class, failure.Words));
    }

    [Fact]
    public async Task Teams_can_be_chosen()
    {
        Assert.Equal([new Choice("39", "Acme Studio")], await ((IListChoices)Connector).Choices(Account, "team", Cancel));
        Assert.Empty(await ((IListChoices)Connector).Choices(Account, "tags", Cancel));
    }

    [Fact]
    public async Task Reading_back_goes_through_many_pages_and_reads_descriptions_in_HTML()
    {
        var post = Armed(Simple("One & <two>\n\nThree\nfour"));
        var prepared = await Connector.Prepare(post, Cancel);
        var receipt = await Connector.Send(post, prepared, Cancel);
        for (var i = 0; i < 130; i++)
            Dribbble.ShootByHand("A title", $"Flood {i}");

        Assert.Equal(receipt, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt);
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, Prepared.Nothing, Cancel));
    }

    [Fact]
    public async Task Published_words_can_be_changed()
    {
        var receipt = await Publish(Simple("A mistkae"));

        await ((IEditPosts)Connector).Edit(Simple("A mistake"), receipt.RemoteId, Cancel);

        Assert.Equal("A mistake", Assert.Single(Network.Posts).Text);
        Assert.Equal(FailureClass.Permanent, await Trouble(() => ((IEditPosts)Connector).Edit(Simple("x"), "1", Cancel)));
    }

    [Fact]
    public async Task Only_followers_are_told()
    {
        var receipt = await Publish(Simple("Uncounted"));

        Assert.Empty(await ((IReadMetrics)Connector).PostMetrics(Account, receipt.RemoteId, Cancel));
        Assert.Equal(88, (await ((IReadMetrics)Connector).AccountMetrics(Account, new DateOnly(2026, 11, 20), Cancel))[MetricName.Followers]);
    }

    static Dictionary<string, string> Chosen(params (string Key, string Value)[] settings) => settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
}
