using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Outbound;
using Planable.Tests.Emulators;

namespace Planable.Tests.Connectors;

/// <summary>What every connector must do over its emulator. A network's tests derive from it, say how to start and sign in, and add what is its own.</summary>
public abstract class ConnectorSuite : IAsyncLifetime
{
    private static readonly byte[] OnePixel =
        Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private ServiceProvider services = null!;

    protected INetworkEmulator Network { get; private set; } = null!;

    protected IConnector Connector => services.GetRequiredService<IConnector>();

    protected IServiceProvider Services => services;

    protected ChannelAccount Account { get; private set; } = null!;

    /// <summary>What a dead access token means here: with a refresh token it may only have expired.</summary>
    protected virtual FailureClass DeadToken => FailureClass.ReauthRequired;

    /// <summary>The connector has the act for comments; the emulator then shows them among its posts.</summary>
    protected virtual bool WritesComments => false;

    /// <summary>A text this network refuses for its content.</summary>
    protected abstract string RefusedText { get; }

    protected abstract Task<INetworkEmulator> Start();

    protected abstract void Register(IServiceCollection collection);

    /// <summary>Settings the connector needs to find the emulator.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => [];

    protected abstract Task<ConnectedAccount> SignIn();

    public async ValueTask InitializeAsync()
    {
        Network = await Start();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Outbound:AllowPrivateNetworks", "true"), new("Outbound:TimeoutSeconds", "1.5"), .. Settings]).Build();
        var collection = new ServiceCollection();
        collection.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        collection.AddSingleton<IConfiguration>(configuration);
        collection.AddOutbound(configuration);
        Register(collection);
        services = collection.BuildServiceProvider(validateScopes: false);

        var connected = await SignIn();
        Account = new ChannelAccount(Guid.CreateVersion7(), connected.RemoteId, connected.Handle, connected.Server, connected.Secrets, connected.Limits);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await services.DisposeAsync();
        await Network.DisposeAsync();
    }

    [Fact]
    public async Task A_text_goes_out_once_and_its_address_opens_in_a_browser()
    {
        var receipt = await Publish(Post("Good morning, Berlin! ☕ 2 < 3 & 4 > 1"));

        var post = Assert.Single(Network.Posts);
        Assert.Equal("Good morning, Berlin! ☕ 2 < 3 & 4 > 1", post.Text);
        Assert.False(receipt.IsPending);
        using var browser = new HttpClient();
        Assert.Contains("Good morning, Berlin!", await browser.GetStringAsync(new Uri(receipt.Permalink!), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_go_out_in_order_with_their_alternative_texts()
    {
        await Publish(Post("Two pictures", Picture("A red door"), Picture("A blue door")));

        var post = Assert.Single(Network.Posts);
        Assert.Equal(["A red door", "A blue door"], post.Media.Select(m => m.Alt));
        Assert.All(post.Media, m => Assert.Equal(OnePixel.Length, m.Bytes));
    }

    [Fact]
    public async Task A_link_can_be_followed()
    {
        await Publish(Post("Read this") with { Link = "https://acme.example/autumn?a=1&b=2" });

        Assert.Equal("https://acme.example/autumn?a=1&b=2", Assert.Single(Network.Posts).Link);
    }

    [Fact]
    public async Task Preparing_shows_nothing_and_may_be_repeated()
    {
        var post = Post("Not yet", Picture("A door"));

        await Connector.Prepare(post, Cancel);
        await Connector.Prepare(post, Cancel);

        Assert.Empty(Network.Posts);
    }

    [Theory]
    [InlineData(Fault.ErrorBefore, false)]
    [InlineData(Fault.CutBefore, false)]
    [InlineData(Fault.ErrorAfter, true)]
    [InlineData(Fault.CutAfter, true)]
    [InlineData(Fault.SlowAfter, true)]
    [InlineData(Fault.Garbled, true)]
    public async Task A_lost_answer_is_an_unknown_outcome_that_reading_back_settles(Fault fault, bool wentOut)
    {
        var post = Post("Did it go out? https://acme.example/a?b=c&d=e\n\nSecond paragraph\nsecond line #autumn");
        var prepared = await Connector.Prepare(post, Cancel);
        var armed = Armed(post);
        Network.Faults.Arrange(Call.Publish, fault);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(armed, prepared, Cancel)));
        await SettlesAs(wentOut, armed, prepared);
    }

    [Theory]
    [InlineData(Fault.CutBefore, false)]
    [InlineData(Fault.CutAfter, true)]
    public async Task Reading_back_knows_a_post_of_pictures_alone(Fault fault, bool wentOut)
    {
        var post = Post("", Picture("A door"));
        var prepared = await Connector.Prepare(post, Cancel);
        var armed = Armed(post);
        Network.Faults.Arrange(Call.Publish, fault);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(armed, prepared, Cancel)));
        await SettlesAs(wentOut, armed, prepared);
    }

    [Fact]
    public async Task Reading_back_is_not_fooled_by_an_earlier_post_of_the_same_words()
    {
        await Publish(Post("Every Monday: new offers"));
        var post = Post("Every Monday: new offers");
        var prepared = await Connector.Prepare(post, Cancel);
        var armed = Armed(post);
        Network.Faults.Arrange(Call.Publish, Fault.CutBefore);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(armed, prepared, Cancel)));
        Assert.IsType<Finding.Absent>(await Connector.Find(armed, prepared, Cancel));
    }

    [Fact]
    public async Task Sending_the_same_delivery_again_gives_the_same_post()
    {
        var post = Armed(Post("Only once"));
        var prepared = await Connector.Prepare(post, Cancel);

        var first = await Connector.Send(post, prepared, Cancel);
        var second = await Connector.Send(post, prepared, Cancel);

        Assert.Equal(first.RemoteId, second.RemoteId);
        Assert.Single(Network.Posts);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_tried_again()
    {
        var post = Armed(Post("Anybody there?"));
        var prepared = await Connector.Prepare(post, Cancel);
        await Network.Stop();

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Send(post, prepared, Cancel)));
    }

    [Theory]
    [InlineData(Fault.RateLimited, true)]
    [InlineData(Fault.RateLimitedWithDate, true)]
    [InlineData(Fault.RateLimitedWithoutHeaders, false)]
    public async Task A_full_window_is_waited_out_for_the_stated_time(Fault fault, bool isStated)
    {
        var post = Armed(Post("Too eager"));
        var prepared = await Connector.Prepare(post, Cancel);
        Network.Faults.Arrange(Call.Publish, fault);

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Send(post, prepared, Cancel))).Failure;

        Assert.Equal(FailureClass.RateLimited, failure.Class);
        if (isStated) Assert.InRange(failure.RetryAfter!.Value, Faults.StatedWait - TimeSpan.FromSeconds(3), Faults.StatedWait);
        else Assert.Null(failure.RetryAfter);
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task Words_the_network_refuses_are_for_a_person_to_change()
    {
        var post = Armed(Post(RefusedText));
        var prepared = await Connector.Prepare(post, Cancel);

        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task A_dead_token_is_told_apart()
    {
        var post = Armed(Post("Who am I?"));
        var prepared = await Connector.Prepare(post, Cancel);
        Network.RevokeTokens();

        Assert.Equal(DeadToken, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        Assert.Equal(DeadToken, await Trouble(() => Connector.Check(Account, Cancel)));
        Assert.Empty(Network.Posts);
    }

    [Theory, InlineData(Fault.ErrorBefore), InlineData(Fault.ErrorAfter), InlineData(Fault.CutBefore), InlineData(Fault.CutAfter), InlineData(Fault.Garbled)]
    public async Task A_failed_upload_may_be_repeated(Fault fault)
    {
        var post = Post("With a picture", Picture("A door"));
        Network.Faults.Arrange(Call.Upload, fault);

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Prepare(post, Cancel)));
        await Publish(post);

        Assert.Single(Assert.Single(Network.Posts).Media);
    }

    [Theory, InlineData(Fault.ErrorBefore), InlineData(Fault.CutBefore), InlineData(Fault.SlowAfter), InlineData(Fault.Garbled)]
    public async Task Trouble_while_reading_is_never_more_than_passing(Fault fault)
    {
        Network.Faults.Arrange(Call.Read, fault);

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Check(Account, Cancel)));
    }

    [Fact]
    public async Task A_comment_stands_below_its_post_and_goes_out_once()
    {
        Assert.SkipUnless(WritesComments, "This network has no comments.");
        var parent = (await Publish(Post("The post"))).RemoteId;
        var comment = Comment("The link: https://acme.example/menu?a=1&b=2", parent);
        var prepared = await Connector.PrepareComment(comment, Cancel);
        Assert.Single(Network.Posts);
        var armed = comment with { ArmedAt = TimeProvider.System.GetUtcNow() };

        var first = await Connector.SendComment(armed, prepared, Cancel);
        var second = await Connector.SendComment(armed, prepared, Cancel);

        Assert.Equal(first.RemoteId, second.RemoteId);
        var shown = Assert.Single(Network.Posts, p => p.AnswerTo is not null);
        Assert.Equal((parent, "The link: https://acme.example/menu?a=1&b=2"), (shown.AnswerTo, shown.Text));
    }

    [Theory, InlineData(Fault.CutBefore, false), InlineData(Fault.CutAfter, true), InlineData(Fault.ErrorAfter, true)]
    public async Task A_comment_whose_answer_was_lost_is_settled_by_reading_back(Fault fault, bool wentOut)
    {
        Assert.SkipUnless(WritesComments, "This network has no comments.");
        var comment = Comment("Did it go out?", (await Publish(Post("Did it go out?"))).RemoteId);
        var prepared = await Connector.PrepareComment(comment, Cancel);
        var armed = comment with { ArmedAt = TimeProvider.System.GetUtcNow() };
        Network.Faults.Arrange(Call.Publish, fault);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.SendComment(armed, prepared, Cancel)));

        var finding = await Connector.FindComment(armed, prepared, Cancel);
        if (wentOut) Assert.Equal(Assert.Single(Network.Posts, p => p.AnswerTo is not null).Id, Assert.IsType<Finding.Published>(finding).Receipt.RemoteId);
        else Assert.IsType<Finding.Absent>(finding);
    }

    [Fact]
    public async Task A_comment_below_a_post_that_is_gone_is_for_a_person()
    {
        Assert.SkipUnless(WritesComments, "This network has no comments.");
        var parent = (await Publish(Post("Soon gone"))).RemoteId;
        await Connector.Delete(Account, parent, Cancel);
        var comment = Comment("Anybody there?", parent);

        var failure = await Assert.ThrowsAsync<ConnectorFailure>(async () => await Connector.SendComment(comment with { ArmedAt = TimeProvider.System.GetUtcNow() }, await Connector.PrepareComment(comment, Cancel), Cancel));

        Assert.Equal(FailureClass.Permanent, failure.Failure.Class);
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_deleting_it_again_is_no_trouble()
    {
        var receipt = await Publish(Post("A mistake"));

        await Connector.Delete(Account, receipt.RemoteId, Cancel);
        await Connector.Delete(Account, receipt.RemoteId, Cancel);

        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task Checking_tells_who_the_account_is()
    {
        var profile = await Connector.Check(Account, Cancel);

        Assert.Equal(Account.Handle, profile.Handle);
        Assert.NotEmpty(profile.Name);
    }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected OutgoingPost Post(string text, params OutgoingMedia[] media) =>
        new(Guid.CreateVersion7(), Account, text, media, Link: null, Language: "en",
            TimeProvider.System.GetUtcNow(), ArmedAt: null, new Dictionary<string, string>(StringComparer.Ordinal));

    protected OutgoingComment Comment(string text, params string[] post) =>
        new(Guid.CreateVersion7(), Account, post, 1, text, Link: null, Language: "en", TimeProvider.System.GetUtcNow(), ArmedAt: null, new Dictionary<string, string>(StringComparer.Ordinal));

    protected static OutgoingPost Armed(OutgoingPost post) => post with { ArmedAt = TimeProvider.System.GetUtcNow() };

    protected static OutgoingMedia Picture(string alt) =>
        new(Guid.CreateVersion7(), "door.png", "image/png", OnePixel.Length, 1, 1, alt, _ => Task.FromResult<Stream>(new MemoryStream(OnePixel)));

    /// <summary>Prepare, send and, while the network has not finished, confirm.</summary>
    protected async Task<Receipt> Publish(OutgoingPost post)
    {
        var prepared = await Connector.Prepare(post, Cancel);
        var armed = Armed(post);
        var receipt = await Connector.Send(armed, prepared, Cancel);
        for (var tries = 0; receipt.IsPending && tries < 20; tries++) receipt = await Connector.Confirm(armed, receipt, Cancel);
        return receipt;
    }

    protected static async Task<FailureClass> Trouble(Func<Task> act) => (await Assert.ThrowsAsync<ConnectorFailure>(act)).Failure.Class;

    private async Task SettlesAs(bool wentOut, OutgoingPost post, Prepared prepared)
    {
        var finding = await Connector.Find(post, prepared, Cancel);
        if (wentOut) Assert.Equal(Assert.Single(Network.Posts).Id, Assert.IsType<Finding.Published>(finding).Receipt.RemoteId);
        else Assert.IsType<Finding.Absent>(finding);
    }
}
