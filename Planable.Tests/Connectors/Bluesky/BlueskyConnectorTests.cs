using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Connectors.Bluesky;
using Planable.Tests.Emulators;
using Planable.Tests.Emulators.Bluesky;

namespace Planable.Tests.Connectors.Bluesky;

public sealed class BlueskyConnectorTests : ConnectorSuite
{
    private BlueskyEmulator Bluesky => (BlueskyEmulator)Network;

    private IConnectByPassword Door => Services.GetRequiredKeyedService<IConnectByPassword>("bluesky");

    protected override FailureClass DeadToken => FailureClass.TokenExpired;

    protected override bool WritesComments => true;

    protected override string RefusedText => new('a', 301);

    protected override async Task<INetworkEmulator> Start() => await BlueskyEmulator.Start();

    protected override void Register(IServiceCollection collection) => collection.AddBluesky();

    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Connectors:Bluesky:BaseUrl", Network.Address.AbsoluteUri)];

    protected override Task<ConnectedAccount> SignIn() => Door.SignIn("", BlueskyEmulator.Handle, BlueskyEmulator.AppPassword, Cancel);

    [Fact]
    public async Task Of_other_accounts_it_tells_what_everybody_sees_and_their_troubles_are_not_ours()
    {
        var profiles = (IReadProfiles)Connector;
        Assert.Equal(new PublicProfile("Somebody", "https://bsky.app/profile/bob.test", 77, 31), await profiles.Profile(Account, "bob.test", Cancel));
        Assert.Equal(FailureClass.Permanent, await Trouble(() => profiles.Profile(Account, "nobody.test", Cancel)));
        Bluesky.TakenDown = "closed.test";
        Assert.Equal(FailureClass.Permanent, await Trouble(() => profiles.Profile(Account, "closed.test", Cancel)));
    }

    [Fact]
    public async Task People_are_found_by_the_beginning_of_their_handle_and_whole_handles_for_certain()
    {
        Assert.Equal([new FoundPerson("bob.test", "did:plc:bob222222222222222222222", "bob")], await ((IFindPeople)Connector).People(Account, "bo", Cancel));
        Assert.Equal("did:plc:hid222222222222222222222", Assert.Single(await ((IFindPeople)Connector).People(Account, BlueskyEmulator.Hidden, Cancel)).Id);
        Assert.Empty(await ((IFindPeople)Connector).People(Account, "nobody.test", Cancel));
    }

    [Fact]
    public async Task Who_was_chosen_is_mentioned_without_being_looked_for_again()
    {
        await Publish(Post("Hello @gone.test and @bob.test") with { Mentions = [new Data.Posts.Mention("gone.test", "did:plc:was222222222222222222222", "Gone")] });

        var facets = Assert.Single(((BlueskyEmulator)Network).Records.Values)["facets"]!.AsArray();
        Assert.Equal(["did:plc:was222222222222222222222", "did:plc:bob222222222222222222222"], facets.Select(f => f!["features"]![0]!["did"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Links_people_and_topics_are_marked_by_bytes()
    {
        await Publish(Post("Grüße 👩‍👩‍👧 an @bob.test, nicht an @nobody.test: https://acme.example/früh #Späti ☕"));

        var record = Assert.Single(Bluesky.Records).Value;
        Assert.Equal(
            [
                ("mention", "@bob.test", "did:plc:bob222222222222222222222"),
                ("link", "https://acme.example/früh", "https://acme.example/früh"),
                ("tag", "#Späti", "Späti"),
            ],
            Marks(record));
        Assert.Equal(["en"], record["langs"]!.AsArray().Select(l => (string)l!));
    }

    [Fact]
    public async Task A_link_card_tells_title_description_and_picture_of_the_page()
    {
        await using var page = await PageOnLoopback.Start();

        await Publish(Post("Come in!") with { Link = page.Address });

        var card = Assert.Single(Bluesky.Records).Value["embed"]!["external"]!;
        Assert.Equal(page.Address, (string)card["uri"]!);
        Assert.Equal("Autumn at Acme", (string)card["title"]!);
        Assert.Equal("Tea & cake", (string)card["description"]!);
        Assert.Equal(PageOnLoopback.Picture.Length, (int)card["thumb"]!["size"]!);
    }

    [Fact]
    public async Task A_link_in_the_text_needs_no_card_when_the_page_says_nothing()
    {
        await Publish(Post("See https://acme.example/autumn") with { Link = "https://acme.example/autumn" });

        var record = Assert.Single(Bluesky.Records).Value;
        Assert.Null(record["embed"]);
        Assert.Equal("https://acme.example/autumn", Assert.Single(Bluesky.Posts).Link);
    }

    [Fact]
    public async Task Pictures_tell_their_shape()
    {
        await Publish(Post("Wide", Picture("A street") with { Width = 1600, Height = 900 }));

        var image = Assert.Single(Bluesky.Records).Value["embed"]!["images"]![0]!;
        Assert.Equal("""{"width":1600,"height":900}""", image["aspectRatio"]!.ToJsonString());
    }

    [Fact]
    public async Task A_video_hangs_below_its_post_with_its_words_and_its_shape()
    {
        await Publish(Post("A film", Video("A door opens")));

        var embed = Assert.Single(Bluesky.Records).Value["embed"]!;
        Assert.Equal(("app.bsky.embed.video", "A door opens"), ((string)embed["$type"]!, (string)embed["alt"]!));
        Assert.Equal(("blob", "video/mp4"), ((string)embed["video"]!["$type"]!, (string)embed["video"]!["mimeType"]!));
        Assert.Equal("""{"width":1080,"height":1920}""", embed["aspectRatio"]!.ToJsonString());
    }

    [Fact]
    public async Task A_video_that_is_too_large_is_refused_before_it_is_uploaded()
    {
        var huge = Video("A door opens") with { Bytes = 300_000_001, Open = _ => throw new InvalidOperationException("Opened") };

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("Huge", huge), Cancel))).Failure;

        Assert.Equal((FailureClass.Permanent, "video-too-large"), (failure.Class, failure.Code));
    }

    [Fact]
    public async Task A_video_this_server_has_no_room_for_is_for_a_person_to_change()
    {
        var large = Video("A door opens") with { Bytes = 6_000_000, Open = _ => Task.FromResult<Stream>(new MemoryStream(new byte[6_000_000])) };

        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("Large", large), Cancel)));
    }

    [Fact]
    public async Task A_picture_that_is_too_large_is_refused_before_anything_is_uploaded()
    {
        var huge = Picture("A street") with { FileName = "street.png", Bytes = 2_500_000, Open = _ => throw new InvalidOperationException("Opened") };

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Prepare(Post("Huge", huge), Cancel))).Failure;

        Assert.Equal(FailureClass.Permanent, failure.Class);
        Assert.Equal("\"street.png\" has 2.5 MB, Bluesky takes at most 2 MB.", failure.Words);
    }

    [Fact]
    public async Task Five_pictures_are_too_many() =>
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Prepare(Post("Five", [.. Enumerable.Repeat(Picture("A door"), 5)]), Cancel)));

    [Fact]
    public async Task Swept_uploads_are_made_again()
    {
        var post = Post("Late", Picture("A door"));
        var prepared = await Connector.Prepare(post, Cancel);
        Bluesky.SweepBlobs();

        Assert.Equal(FailureClass.Transient, await Trouble(() => Connector.Send(Armed(post), prepared, Cancel)));
        await Publish(post);
        Assert.Single(Network.Posts);
    }

    [Fact]
    public async Task A_key_taken_by_other_words_is_for_a_person_to_look_at()
    {
        var post = Armed(Post("Mine"));
        Bluesky.Write("app.bsky.feed.post", RecordKeys.For(post.Key, post.CreatedAt), new JsonObject { ["text"] = "Not mine" });

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(post, Prepared.Nothing, Cancel)));
        Assert.IsType<Finding.CannotTell>(await Connector.Find(post, Prepared.Nothing, Cancel));
    }

    [Fact]
    public async Task The_window_of_the_network_is_waited_out()
    {
        var post = Armed(Post("Too eager"));
        Bluesky.WindowEndsAt = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(12);

        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Connector.Send(post, Prepared.Nothing, Cancel))).Failure;

        Assert.Equal(FailureClass.RateLimited, failure.Class);
        Assert.InRange(failure.RetryAfter!.Value, TimeSpan.FromMinutes(11.9), TimeSpan.FromMinutes(12));
    }

    [Fact]
    public async Task An_expired_session_is_renewed()
    {
        Network.RevokeTokens();

        var renewed = Account with { Secrets = await Connector.Refresh(Account, Cancel) };

        Assert.Equal("Alice", (await Connector.Check(renewed, Cancel)).Name);
        Assert.InRange(renewed.Secrets.ExpiresAt!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(119), TimeSpan.FromMinutes(120));
        Assert.Equal(1, Bluesky.SignIns);
    }

    [Fact]
    public async Task An_ended_session_needs_a_person()
    {
        Bluesky.EndSession();

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Refresh(Account, Cancel)));
    }

    [Fact]
    public async Task Anyone_elses_token_needs_a_person()
    {
        var stranger = Account with { Secrets = Account.Secrets.With(Session.Access, "rubbish") };

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(stranger, Cancel)));
    }

    [Fact]
    public async Task A_closed_account_needs_a_person()
    {
        Bluesky.ClosedBecause = "takendown";

        Assert.Equal(FailureClass.ReauthRequired, await Trouble(() => Connector.Check(Account, Cancel)));
        Assert.Equal(FailureClass.ReauthRequired, await Trouble(SignIn));
    }

    [Fact]
    public async Task A_server_without_readers_still_knows_its_accounts()
    {
        Bluesky.HasAppView = false;
        Assert.Equal(new AccountProfile(BlueskyEmulator.Handle, BlueskyEmulator.Handle, null), await Connector.Check(Account, Cancel));

        Bluesky.Write("app.bsky.actor.profile", "self", new JsonObject
        {
            ["displayName"] = "Alice of Acme",
            ["avatar"] = new JsonObject { ["$type"] = "blob", ["ref"] = new JsonObject { ["$link"] = "bafkreiabc" } },
        });
        var profile = await Connector.Check(Account, Cancel);
        Assert.Equal("Alice of Acme", profile.Name);
        Assert.EndsWith("/xrpc/com.atproto.sync.getBlob?did=did%3Aplc%3Aalice2222222222222222222&cid=bafkreiabc", profile.AvatarUrl, StringComparison.Ordinal);
    }

    [Theory, InlineData("@alice.test"), InlineData(" \u202Aalice.test\u202C "), InlineData("alice@example.com")]
    public async Task Names_are_taken_as_people_paste_them(string identifier)
    {
        var account = await Door.SignIn(Network.Address.AbsoluteUri, identifier, BlueskyEmulator.AppPassword + " ", Cancel);

        Assert.Equal((BlueskyEmulator.Did, BlueskyEmulator.Handle, "Alice"), (account.RemoteId, account.Handle, account.Name));
        Assert.Equal(Network.Address.GetLeftPart(UriPartial.Authority), account.Server);
        Assert.DoesNotContain(BlueskyEmulator.AppPassword, account.Secrets.Values.Values);
    }

    [Fact]
    public async Task A_wrong_password_is_told_in_plain_words()
    {
        var failure = (await Assert.ThrowsAsync<ConnectorFailure>(() => Door.SignIn("", BlueskyEmulator.Handle, "wrong", Cancel))).Failure;

        Assert.Equal(FailureClass.ReauthRequired, failure.Class);
        Assert.Equal("127.0.0.1 does not know this name with this app password.", failure.Words);
    }

    [Theory, InlineData("not a server"), InlineData("ftp://bsky.social"), InlineData("https://")]
    public async Task Nonsense_is_no_server(string server) =>
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Door.SignIn(server, BlueskyEmulator.Handle, BlueskyEmulator.AppPassword, Cancel)));

    /// <summary>Kind, marked words and value of every facet, the words cut out by bytes.</summary>
    internal static IEnumerable<(string Kind, string Words, string Value)> Marks(JsonNode record)
    {
        var text = Encoding.UTF8.GetBytes((string)record["text"]!);
        foreach (var facet in record["facets"]!.AsArray())
        {
            var feature = facet!["features"]![0]!;
            var words = Encoding.UTF8.GetString(text[(int)facet["index"]!["byteStart"]!..(int)facet["index"]!["byteEnd"]!]);
            yield return (((string)feature["$type"]!).Split('#')[1], words, (string)(feature["did"] ?? feature["uri"] ?? feature["tag"])!);
        }
    }
}
