using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Bluesky;
using Planable.Jobs.Outbound;
using Planable.Tests.Support;

namespace Planable.Tests.Connectors.Bluesky;

/// <summary>The connector against the server Bluesky itself runs.</summary>
public sealed class RealPdsTests(RealPds pds) : IClassFixture<RealPds>, IAsyncLifetime
{
    private ServiceProvider services = null!;
    private ChannelAccount alice = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IConnector Connector => services.GetRequiredService<IConnector>();

    private IConnectByPassword Door => services.GetRequiredKeyedService<IConnectByPassword>("bluesky");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(pds.WhyNot is not null, pds.WhyNot ?? "");

        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Outbound:AllowPrivateNetworks", "true")]).Build();
        services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddOutbound(configuration).AddBluesky().BuildServiceProvider();
        var connected = await Door.SignIn(pds.Address, "alice.test", pds.AppPassword, Cancel);
        alice = new ChannelAccount(Guid.CreateVersion7(), connected.RemoteId, connected.Handle, connected.Server, connected.Secrets, connected.Limits);
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null) await services.DisposeAsync();
    }

    [Fact]
    public async Task A_text_with_link_mention_hashtag_and_emoji_arrives_whole()
    {
        var receipt = await Publish(Post("Grüße 👩‍👩‍👧 an @bob.test, nicht an @nobody.test: https://acme.example/früh?a=1&b=2 #Späti ☕"));

        var record = await Open(receipt);
        Assert.Equal(
            [
                ("mention", "@bob.test", pds.BobsDid),
                ("link", "https://acme.example/früh?a=1&b=2", "https://acme.example/früh?a=1&b=2"),
                ("tag", "#Späti", "Späti"),
            ],
            BlueskyConnectorTests.Marks(record));
        Assert.Equal("de", (string)record["langs"]![0]!);
        Assert.StartsWith("at://did:plc:", receipt.RemoteId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_arrives_with_its_alternative_text_and_shape()
    {
        var bytes = PageOnLoopback.Picture;
        var door = new OutgoingMedia(
            Guid.CreateVersion7(), "door.png", "image/png", bytes.Length, 1, 1, "A red door", _ => Task.FromResult<Stream>(new MemoryStream(bytes)));

        var record = await Open(await Publish(Post("Look") with { Media = [door] }));

        var image = record["embed"]!["images"]![0]!;
        Assert.Equal("A red door", (string)image["alt"]!);
        Assert.Equal(1, (int)image["aspectRatio"]!["width"]!);
        var blob = Xrpc.Address(new Uri(pds.Address), "com.atproto.sync.getBlob", ("did", alice.RemoteId), ("cid", (string)image["image"]!["ref"]!["$link"]!));
        using var browser = new HttpClient();
        Assert.Equal(bytes, await browser.GetByteArrayAsync(blob, Cancel));
    }

    [Fact]
    public async Task A_video_arrives_with_its_alternative_text_and_shape()
    {
        var bytes = await File.ReadAllBytesAsync(Root.File("Planable.Tests", "Media", "clip.mp4"), Cancel);
        var film = new OutgoingMedia(Guid.NewGuid(), "clip.mp4", "video/mp4", bytes.Length, 96, 64, "A test card", _ => Task.FromResult<Stream>(new MemoryStream(bytes)));

        var record = await Open(await Publish(Post("Watch this") with { Media = [film] }));

        var embed = record["embed"]!;
        Assert.Equal("app.bsky.embed.video", (string?)embed["$type"]);
        Assert.Equal(("A test card", "video/mp4", 96), ((string?)embed["alt"], (string?)embed["video"]!["mimeType"], (int?)embed["aspectRatio"]!["width"]));
    }

    [Fact]
    public async Task A_link_card_arrives_with_its_thumbnail()
    {
        await using var page = await PageOnLoopback.Start();

        var card = (await Open(await Publish(Post("Come in!") with { Link = page.Address })))["embed"]!["external"]!;

        Assert.Equal((page.Address, "Autumn at Acme", "Tea & cake"), ((string)card["uri"]!, (string)card["title"]!, (string)card["description"]!));
        Assert.Equal("image/png", (string)card["thumb"]!["mimeType"]!);
    }

    [Fact]
    public async Task Sending_the_same_delivery_again_gives_the_same_post()
    {
        var post = Post("Only once");
        var before = await Count();

        var first = await Publish(post);
        var second = await Publish(post);

        Assert.Equal(first, second);
        Assert.Equal(before + 1, await Count());
    }

    [Fact]
    public async Task Reading_back_tells_what_went_out()
    {
        var post = Post("Did it go out?");
        Assert.IsType<Finding.Absent>(await Connector.Find(post, Prepared.Nothing, Cancel));

        var receipt = await Publish(post);

        Assert.Equal(receipt, Assert.IsType<Finding.Published>(await Connector.Find(post, Prepared.Nothing, Cancel)).Receipt);
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_deleting_it_again_is_no_trouble()
    {
        var post = Post("A mistake");
        var receipt = await Publish(post);

        await Connector.Delete(alice, receipt.RemoteId, Cancel);
        await Connector.Delete(alice, receipt.RemoteId, Cancel);

        Assert.IsType<Finding.Absent>(await Connector.Find(post, Prepared.Nothing, Cancel));
    }

    [Fact]
    public async Task A_renewed_session_works_and_knows_when_it_ends()
    {
        var renewed = alice with { Secrets = await Connector.Refresh(alice, Cancel) };

        Assert.Equal(new AccountProfile("alice.test", "alice.test", null), await Connector.Check(renewed, Cancel));
        Assert.InRange(renewed.Secrets.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(10), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task An_ended_session_needs_a_person()
    {
        var xrpc = services.GetRequiredService<Xrpc>();
        await xrpc.Procedure(new Uri(pds.Address), "com.atproto.server.deleteSession", alice.Secrets[Session.Refresh], input: null, Cancel);

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(alice, Cancel)));
    }

    [Fact]
    public async Task Refusals_are_told_apart()
    {
        var stranger = alice with { Secrets = alice.Secrets.With(Session.Access, "rubbish") };

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Door.SignIn(pds.Address, "alice.test", "wrong", Cancel)));
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(stranger, Cancel)));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Publish(Post(new string('a', 301)))));
    }

    [Fact]
    public async Task Three_hundred_letters_of_any_kind_fit() =>
        Assert.EndsWith("👩‍👩‍👧", (string)(await Open(await Publish(Post(new string('ä', 299) + "👩‍👩‍👧"))))["text"]!, StringComparison.Ordinal);

    private OutgoingPost Post(string text)
    {
        var now = TimeProvider.System.GetUtcNow();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        return new OutgoingPost(Guid.CreateVersion7(), alice, text, [], Link: null, Language: "de", CreatedAt: now, ArmedAt: now, settings);
    }

    private async Task<Receipt> Publish(OutgoingPost post) => await Connector.Send(post, await Connector.Prepare(post, Cancel), Cancel);

    /// <summary>The record as anybody gets it who follows the permalink.</summary>
    private static async Task<JsonNode> Open(Receipt receipt)
    {
        using var browser = new HttpClient();
        return JsonNode.Parse(await browser.GetStringAsync(new Uri(receipt.Permalink!), Cancel))!["value"]!;
    }

    private async Task<int> Count()
    {
        using var browser = new HttpClient();
        var list = Xrpc.Address(new Uri(pds.Address), "com.atproto.repo.listRecords",
            ("repo", alice.RemoteId), ("collection", "app.bsky.feed.post"), ("limit", "100"));
        return JsonNode.Parse(await browser.GetStringAsync(list, Cancel))!["records"]!.AsArray().Count;
    }

    private static async Task<FailureClass> Trouble(Func<Task> act) => (await Assert.ThrowsAsync<ConnectorFailure>(act)).Failure.Class;
}
