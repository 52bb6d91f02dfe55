using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Pinterest;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Pinterest;

namespace Planable.Tests.Connectors.Pinterest;

public sealed class PinterestConnectorTests : ConnectorSuite
{
    PinterestEmulator Pinterest => (PinterestEmulator)Network;

    protected override string Key => "pinterest";

    protected override FailureClass DeadToken => FailureClass.TokenExpired;

    protected override bool RepeatsAreHarmless => false;

    /// <summary>A pin has one alternative text for all its pictures.</summary>
    protected override bool ShowsAlt => false;

    /// <summary>Pictures travel inside the call that publishes; videos are tried below.</summary>
    protected override bool Uploads => false;

    protected override string RefusedText => new('x', 801);

    protected override IReadOnlyDictionary<string, string> ChosenSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["board"] = "1001" };

    protected override async Task<INetworkEmulator> Start() => await PinterestEmulator.Start();

    protected override void Register(Microsoft.Extensions.DependencyInjection.IServiceCollection collection) => collection.AddPinterest();

    [Fact]
    public async Task Connecting_brings_the_account_and_a_token_for_thirty_days()
    {
        var account = Assert.Single(await SignInToAll());

        Assert.Equal((PinterestEmulator.UserId, "Acme Kitchens", "acme"), (account.RemoteId, account.Name, account.Handle));
        Assert.InRange(account.Secrets.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromDays(29), TimeSpan.FromDays(30));
    }

    [Fact]
    public async Task Fewer_permissions_than_asked_for_are_not_enough()
    {
        Pinterest.Desk.GrantOnly = "boards:read,pins:read,user_accounts:read";

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
    public async Task An_expired_token_is_renewed_and_the_new_refresh_token_kept()
    {
        Pinterest.Desk.Expire();
        Assert.Equal(FailureClass.TokenExpired, await Trouble(() => Connector.Check(Account, Cancel)));

        var fresh = await Connector.Refresh(Account, Cancel);

        Assert.NotEqual(Account.Secrets["refresh_token"], fresh["refresh_token"]);
        Assert.Equal("acme", (await Connector.Check(Account with { Secrets = fresh }, Cancel)).Handle);
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task A_pin_carries_title_link_section_and_alternative_text()
    {
        await Publish(Post("Pumpkin soup", Picture("A bowl of soup")) with { Title = "Soup", Link = "https://acme.example/soup?a=1&b=2", Settings = Chosen(("board", "1001"), ("section", "5001")) });

        var pin = Assert.Single(Network.Posts);
        Assert.Equal(("Pumpkin soup", "https://acme.example/soup?a=1&b=2", "A bowl of soup"), (pin.Text, pin.Link, pin.Media[0].Alt));
        Assert.Equal(("1001", "5001", "Soup", "image_base64", ""), Assert.Single(Pinterest.Options));
    }

    [Fact]
    public async Task Several_pictures_share_one_alternative_text()
    {
        await Publish(Post("A carousel", Picture("A red door"), Picture("A blue door")));

        Assert.Equal("A red door; A blue door", Assert.Single(Network.Posts).Media[0].Alt);
        Assert.Equal("multiple_image_base64", Assert.Single(Pinterest.Options).Source);
    }

    [Fact]
    public async Task A_heavy_picture_arrives_whole()
    {
        var bytes = new byte[5_000_001];
        Random.Shared.NextBytes(bytes);

        await Publish(Post("Heavy", Picture("A door") with { Bytes = bytes.Length, Open = _ => Task.FromResult<Stream>(new MemoryStream(bytes)) }));

        Assert.Equal(bytes.Length, Assert.Single(Assert.Single(Network.Posts).Media).Bytes);
    }

    [Fact]
    public async Task A_video_waits_until_it_is_processed_and_has_a_cover()
    {
        Pinterest.ProcessingPolls = 2;
        await Publish(Post("A film", Video("")));
        await Publish(Post("Another", Video("") with { Still = _ => Task.FromResult<Stream>(new MemoryStream(new byte[100])) }));

        Assert.Equal(["frame", "data"], Pinterest.Options.Select(o => o.Cover));
    }

    [Theory, InlineData(Fault.ErrorBefore), InlineData(Fault.ErrorAfter), InlineData(Fault.CutBefore), InlineData(Fault.CutAfter), InlineData(Fault.Garbled)]
    public async Task A_failed_upload_of_a_video_may_be_repeated(Fault fault)
    {
        Network.Faults.Arrange(Call.Upload, fault);
        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Prepare(Post("A film", Video("")), Cancel)));

        await Publish(Post("A film", Video("")));

        Assert.Single(Assert.Single(Network.Posts).Media);
    }

    [Fact]
    public async Task A_video_Pinterest_cannot_use_is_for_a_person()
    {
        Pinterest.RefusesFilms = true;

        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("A film", Video("")), Cancel)));
    }

    [Fact]
    public async Task Without_a_board_or_a_picture_nothing_goes_out()
    {
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("x", Picture("")) with { Settings = Chosen() }, Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("x"), Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("x", Picture("")) with { Settings = Chosen(("board", "404")) }, Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post("x", Picture("")) with { Settings = Chosen(("board", "1003")) })));
    }

    [Theory]
    [InlineData(400, 1, "constraint: maxItems=5", FailureClass.Permanent)]
    [InlineData(400, 1, "'abc' does not match '^\\d+$'", FailureClass.Permanent)]
    [InlineData(400, 1, "Unable to reach the URL", FailureClass.Transient)]
    [InlineData(401, 2, "Authentication failed.", FailureClass.TokenExpired)]
    [InlineData(403, 3, "Your token does not have the scope pins:write", FailureClass.ReauthRequired)]
    [InlineData(403, 29, "You are not permitted to access that resource.", FailureClass.Permanent)]
    [InlineData(403, 3, "Your application consumer type is not supported, please contact support.", FailureClass.Permanent)]
    [InlineData(403, 12, "This account has been suspended.", FailureClass.ReauthRequired)]
    [InlineData(404, 40, "Board not found.", FailureClass.Permanent)]
    [InlineData(429, 8, "You have exceeded your rate limit. Try again later.", FailureClass.RateLimited)]
    [InlineData(500, 0, "Something went wrong on our end. Sorry about that.", FailureClass.UnknownOutcome)]
    public async Task Refusals_are_told_apart(int status, int code, string message, FailureClass expected)
    {
        Pinterest.NextRefusal = (status, code, message);

        Assert.Equal(expected, await Trouble(() => Publish(Simple("Refused"))));
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task Boards_and_their_sections_can_be_chosen_however_many_there_are()
    {
        for (var i = 0; i < 300; i++)
            Pinterest.Boards.Add(new EmulatedBoard($"2{i:D4}", $"Board {i}"));
        var choices = (IListChoices)Connector;

        Assert.Equal(303, (await choices.Choices(Account, "board", Cancel)).Count);
        Assert.Equal([new Choice("5001", "Soups"), new Choice("5002", "Cakes")], await choices.Choices(Account, "section", Chosen(("board", "1001")), Cancel));
        Assert.Empty(await choices.Choices(Account, "section", Cancel));
    }

    [Fact]
    public async Task Reading_back_goes_through_many_pins_and_tells_boards_apart()
    {
        var post = Armed(Simple("Drowned"));
        var prepared = await Connector.Prepare(post, Cancel);
        Pinterest.PinByHand("1002", "Drowned");
        Assert.IsType<Finding.Absent>(await Connector.Find(post, prepared, Cancel));
        var receipt = await Connector.Send(post, prepared, Cancel);
        for (var i = 0; i < 300; i++)
            Pinterest.PinByHand("1001", $"Flood {i}");

        Assert.Equal(receipt, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt);
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, Prepared.Nothing, Cancel));
        for (var i = 0; i < 1000; i++)
            Pinterest.PinByHand("1001", $"Second flood {i}");
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, prepared, Cancel));
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
    public async Task A_pin_tells_its_figures_and_only_a_video_its_views()
    {
        var metrics = (IReadMetrics)Connector;

        var picture = await metrics.PostMetrics(Account, (await Publish(Simple("A picture"))).RemoteId, Cancel);
        var film = await metrics.PostMetrics(Account, (await Publish(Post("A film", Video("")))).RemoteId, Cancel);

        Assert.All([MetricName.Impressions, MetricName.Clicks, MetricName.Saves, MetricName.Comments, MetricName.Likes], name => Assert.Contains(name, picture.Keys));
        Assert.DoesNotContain(MetricName.Views, picture.Keys);
        Assert.Contains(MetricName.Views, film.Keys);
    }

    [Fact]
    public async Task A_business_tells_its_days_and_others_their_followers()
    {
        var metrics = (IReadMetrics)Connector;
        var yesterday = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);

        var business = await metrics.AccountMetrics(Account, yesterday, Cancel);
        Assert.Equal((340, 410, 12, 9), (business[MetricName.Followers], business[MetricName.Impressions], business[MetricName.Clicks], business[MetricName.Saves]));
        Assert.DoesNotContain(MetricName.Impressions, (await metrics.AccountMetrics(Account, yesterday.AddDays(-100), Cancel)).Keys);

        Pinterest.IsBusiness = false;
        Assert.Equal([MetricName.Followers, MetricName.Posts], (await metrics.AccountMetrics(Account, yesterday, Cancel)).Keys.Order(StringComparer.Ordinal));
    }

    static Dictionary<string, string> Chosen(params (string Key, string Value)[] settings) => settings.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
}
