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

    // Emulators count bytes and never look inside.
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF"u8, 0, .. new byte[200], 0xFF, 0xD9];

    private static readonly byte[] Film = [.. "\0\0\0\u0018ftypmp42\0\0\0\0mp42isom"u8, .. new byte[3000]];

    private ServiceProvider services = null!;
    private WebSite files = null!;

    protected INetworkEmulator Network { get; private set; } = null!;

    protected IConnector Connector => Key.Length == 0 ? services.GetRequiredService<IConnector>() : services.GetRequiredKeyedService<IConnector>(Key);

    protected IServiceProvider Services => services;

    protected ChannelAccount Account { get; private set; } = null!;

    /// <summary>What a dead access token means here: with a refresh token it may only have expired.</summary>
    protected virtual FailureClass DeadToken => FailureClass.ReauthRequired;

    /// <summary>The connector has the act for comments; the emulator then shows them among its posts.</summary>
    protected virtual bool WritesComments => false;

    /// <summary>A text this network refuses for its content.</summary>
    protected abstract string RefusedText { get; }

    /// <summary>The network of the data file.</summary>
    protected Data.Networks.Network Rules => Data.Networks.Networks.Of(Connector.Network);

    /// <summary>What a call with the same key, or the same words, does the second time: answer with the same post, or be refused or doubled.</summary>
    protected virtual bool RepeatsAreHarmless => true;

    /// <summary>Whether the network can be read back. Where it cannot, a lost answer must stay unknown.</summary>
    protected virtual bool CanReadBack => true;

    /// <summary>The same for pictures, where the network tells less of them than of videos.</summary>
    protected virtual bool CanReadBackPictures => CanReadBack;

    /// <summary>Whether readers see alternative texts of pictures.</summary>
    protected virtual bool ShowsAlt => true;

    /// <summary>Whether published posts can be removed by an app. Where not, the connector must say so.</summary>
    protected virtual bool CanDelete => true;

    /// <summary>Whether files travel in calls of their own before the post.</summary>
    protected virtual bool Uploads => true;

    /// <summary>Whether the parts of a thread name the one before. Where not, they only follow one another.</summary>
    protected virtual bool PartsAnswer => true;

    /// <summary>A post with a file that travels in a call of its own before the post.</summary>
    protected virtual OutgoingPost WithUpload() =>
        Rules.Knows(Data.Networks.PostType.Image) ? Post("With a picture", Picture("A door")) : Post("With a film", Video("A door opens"));

    /// <summary>The text as readers of this network see it.</summary>
    protected virtual string Seen(string text) => text;

    /// <summary>The simplest post: words alone, or with what the network cannot do without.</summary>
    protected virtual OutgoingPost Simple(string text) =>
        !Rules.Needs.Contains("media") ? Post(text)
        : Rules.Knows(Data.Networks.PostType.Image) ? Post(text, Picture("A door"))
        : Post(text, Video("A door opens"));

    /// <summary>Key of the network, for those that are found by `Connectors:Name:BaseUrl` and reached through an app of ours.</summary>
    protected virtual string Key => "";

    protected static Uri ReturnTo { get; } = new("https://planable.example/channels/return");

    protected IConnectByOAuth OAuth => Services.GetRequiredKeyedService<IConnectByOAuth>(Key);

    protected abstract Task<INetworkEmulator> Start();

    protected abstract void Register(IServiceCollection collection);

    /// <summary>Settings the connector needs to find the emulator.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> Settings => Key.Length == 0 ? [] :
    [
        new(NetworkAddresses.Name(Key, "BaseUrl"), Network.Address.AbsoluteUri),
        new(NetworkAddresses.Name(Key, "ClientId"), OAuthDesk.ClientId),
        new(NetworkAddresses.Name(Key, "ClientSecret"), OAuthDesk.ClientSecret),
    ];

    /// <summary>By OAuth, the first of the accounts that come.</summary>
    protected virtual async Task<ConnectedAccount> SignIn() => (await SignInToAll())[0];

    protected async Task<IReadOnlyList<ConnectedAccount>> SignInToAll()
    {
        var start = await OAuth.Begin(null, ReturnTo, "s", Cancel);
        var back = await Decide(start, ReturnTo);
        Assert.Equal("s", back["state"]);
        return await OAuth.Complete(start, ReturnTo, back["code"]!, Cancel);
    }

    public async ValueTask InitializeAsync()
    {
        Network = await Start();
        files = await WebSite.Start(new Dictionary<string, Microsoft.AspNetCore.Http.RequestDelegate>(StringComparer.Ordinal)
        {
            ["/door.png"] = http => Microsoft.AspNetCore.Http.Results.Bytes(OnePixel, "image/png").ExecuteAsync(http),
            ["/door.jpg"] = http => Microsoft.AspNetCore.Http.Results.Bytes(Jpeg, "image/jpeg").ExecuteAsync(http),
            ["/film.mp4"] = http => Microsoft.AspNetCore.Http.Results.Bytes(Film, "video/mp4").ExecuteAsync(http),
        });
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
        await files.DisposeAsync();
    }

    [Fact]
    public async Task A_text_goes_out_once_and_its_address_opens_in_a_browser()
    {
        var receipt = await Publish(Simple("Good morning, Berlin! ☕ 2 < 3 & 4 > 1"));

        var post = Assert.Single(Network.Posts);
        Assert.Equal(Seen("Good morning, Berlin! ☕ 2 < 3 & 4 > 1"), post.Text);
        Assert.False(receipt.IsPending);
        using var browser = new HttpClient();
        Assert.Contains("Good morning, Berlin!", await browser.GetStringAsync(new Uri(receipt.Permalink!), Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_go_out_in_order_with_their_alternative_texts()
    {
        if (!Rules.Knows(Data.Networks.PostType.Image))
        {
            Assert.Empty(Rules.Media.Images);
            return;
        }

        OutgoingMedia[] pictures = Rules.Knows(Data.Networks.PostType.Carousel) ? [Picture("A red door"), Picture("A blue door")] : [Picture("A red door")];
        await Publish(Post("Pictures", pictures));

        var post = Assert.Single(Network.Posts);
        Assert.Equal(pictures.Length, post.Media.Count);
        if (ShowsAlt) Assert.Equal(pictures.Select(p => p.Alt), post.Media.Select(m => m.Alt));
        Assert.Equal(pictures.Select(p => p.Bytes), post.Media.Select(m => m.Bytes));
    }

    [Fact]
    public async Task A_video_goes_out_whole()
    {
        if (!Rules.Knows(Data.Networks.PostType.Video))
        {
            Assert.Empty(Rules.Media.Videos);
            return;
        }

        await Publish(Post("A film", Video("A door opens")));

        Assert.Equal(Film.Length, Assert.Single(Assert.Single(Network.Posts).Media).Bytes);
    }

    [Fact]
    public async Task A_link_can_be_followed()
    {
        if (!Rules.Knows(Data.Networks.PostType.Link))
        {
            Assert.NotEmpty(Rules.PostTypes[Data.Networks.PostType.Link].WhyNot!);
            return;
        }

        await Publish(Simple("Read this") with { Link = "https://acme.example/autumn?a=1&b=2" });

        Assert.Equal("https://acme.example/autumn?a=1&b=2", Assert.Single(Network.Posts).Link);
    }

    [Fact]
    public async Task The_parts_of_a_thread_hang_on_one_another_and_none_is_doubled()
    {
        if (!Rules.Knows(Data.Networks.PostType.Thread))
        {
            Assert.NotEmpty(Rules.PostTypes[Data.Networks.PostType.Thread].WhyNot!);
            return;
        }

        var before = new List<string>();
        for (var part = 0; part < 3; part++)
        {
            var post = Armed(Post($"Part {part + 1} of 3") with { Type = Data.Networks.PostType.Thread, Part = part, PartCount = 3, Before = [.. before] });
            var prepared = await Connector.Prepare(post, Cancel);
            // The answer to the second part is lost; it is found rather than sent again.
            if (part == 1 && CanReadBack)
            {
                Network.Faults.Arrange(Call.Publish, Fault.CutAfter);
                Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(post, prepared, Cancel)));
                before.Add(Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt.RemoteId);
                continue;
            }

            var receipt = await Connector.Send(post, prepared, Cancel);
            for (var tries = 0; receipt.IsPending && tries < 20; tries++) receipt = await Connector.Confirm(post, receipt, Cancel);
            before.Add(receipt.RemoteId);
        }

        Assert.Equal(before, Network.Posts.Select(p => p.Id));
        if (PartsAnswer) Assert.Equal([null, before[0], before[1]], Network.Posts.Select(p => p.AnswerTo));
    }

    [Fact]
    public async Task Preparing_shows_nothing_and_may_be_repeated()
    {
        var post = Simple("Not yet");

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
        var post = Simple("Did it go out? https://acme.example/a?b=c&d=e\n\nSecond paragraph\nsecond line #autumn");
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
        if (!Rules.Knows(Data.Networks.PostType.Image) || Rules.Needs.Contains("text") || Rules.Needs.Contains("title"))
        {
            Assert.True(Rules.Media.Images.Count == 0 || Rules.Needs.Count > 0);
            return;
        }

        var post = Post("", Picture("A door"));
        var prepared = await Connector.Prepare(post, Cancel);
        var armed = Armed(post);
        Network.Faults.Arrange(Call.Publish, fault);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(armed, prepared, Cancel)));
        if (CanReadBackPictures) await SettlesAs(wentOut, armed, prepared);
        else Assert.IsType<Finding.CannotTell>(await Connector.Find(armed, prepared, Cancel));
    }

    [Fact]
    public async Task Reading_back_is_not_fooled_by_an_earlier_post_of_the_same_words()
    {
        await Publish(Simple("Every Monday: new offers"));
        var post = Simple("Every Monday: new offers");
        var prepared = await Connector.Prepare(post, Cancel);
        var armed = Armed(post);
        Network.Faults.Arrange(Call.Publish, Fault.CutBefore);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.Send(armed, prepared, Cancel)));
        var finding = await Connector.Find(armed, prepared, Cancel);
        if (CanReadBack) Assert.IsType<Finding.Absent>(finding);
        else Assert.IsType<Finding.CannotTell>(finding);
    }

    [Fact]
    public async Task A_delivery_that_went_out_is_found_instead_of_sent_again()
    {
        var post = Armed(Simple("Only once"));
        var prepared = await Connector.Prepare(post, Cancel);
        var first = await Connector.Send(post, prepared, Cancel);
        for (var tries = 0; first.IsPending && tries < 20; tries++) first = await Connector.Confirm(post, first, Cancel);

        if (RepeatsAreHarmless)
        {
            var second = await Connector.Send(post, prepared, Cancel);
            for (var tries = 0; second.IsPending && tries < 20; tries++) second = await Connector.Confirm(post, second, Cancel);
            Assert.Equal(first.RemoteId, second.RemoteId);
        }
        else if (CanReadBack)
        {
            Assert.Equal(first.RemoteId, Assert.IsType<Finding.Published>(await Connector.Find(post, prepared, Cancel)).Receipt.RemoteId);
        }
        else
        {
            Assert.IsType<Finding.CannotTell>(await Connector.Find(post, prepared, Cancel));
        }

        Assert.Single(Network.Posts);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_tried_again()
    {
        var post = Armed(Simple("Anybody there?"));
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
        var post = Armed(Simple("Too eager"));
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
        var post = Armed(Simple(RefusedText));

        // Some networks see the words before the call that publishes.
        Assert.Equal(FailureClass.Permanent, await Trouble(async () => await Connector.Send(post, await Connector.Prepare(post, Cancel), Cancel)));
        Assert.Empty(Network.Posts);
    }

    [Fact]
    public async Task A_dead_token_is_told_apart()
    {
        var post = Armed(Simple("Who am I?"));
        var prepared = await Connector.Prepare(post, Cancel);
        Network.RevokeTokens();

        Assert.Equal(DeadToken, await Trouble(() => Connector.Send(post, prepared, Cancel)));
        Assert.Equal(DeadToken, await Trouble(() => Connector.Check(Account, Cancel)));
        Assert.Empty(Network.Posts);
    }

    [Theory, InlineData(Fault.ErrorBefore), InlineData(Fault.ErrorAfter), InlineData(Fault.CutBefore), InlineData(Fault.CutAfter), InlineData(Fault.Garbled)]
    public async Task A_failed_upload_may_be_repeated(Fault fault)
    {
        if (!Uploads)
        {
            // Nothing leaves before the post itself.
            Network.Faults.Arrange(Call.Upload, fault);
            await Publish(Simple("No upload"));
            Assert.Single(Network.Posts);
            return;
        }

        var post = WithUpload();
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
        if (await HasNoComments()) return;
        var parent = (await Publish(Simple("The post"))).RemoteId;
        var comment = Comment("The link: https://acme.example/menu?a=1&b=2", parent);
        var prepared = await Connector.PrepareComment(comment, Cancel);
        Assert.Single(Network.Posts);
        var armed = comment with { ArmedAt = TimeProvider.System.GetUtcNow() };

        var first = await Connector.SendComment(armed, prepared, Cancel);
        if (RepeatsAreHarmless) Assert.Equal(first.RemoteId, (await Connector.SendComment(armed, prepared, Cancel)).RemoteId);
        else if (CanReadBack) Assert.Equal(first.RemoteId, Assert.IsType<Finding.Published>(await Connector.FindComment(armed, prepared, Cancel)).Receipt.RemoteId);
        else Assert.IsType<Finding.CannotTell>(await Connector.FindComment(armed, prepared, Cancel));

        var shown = Assert.Single(Network.Posts, p => p.AnswerTo is not null);
        Assert.Equal((parent, Seen("The link: https://acme.example/menu?a=1&b=2")), (shown.AnswerTo, shown.Text));
    }

    [Theory, InlineData(Fault.CutBefore, false), InlineData(Fault.CutAfter, true), InlineData(Fault.ErrorAfter, true)]
    public async Task A_comment_whose_answer_was_lost_is_settled_by_reading_back(Fault fault, bool wentOut)
    {
        if (await HasNoComments()) return;
        var comment = Comment("Did it go out?", (await Publish(Simple("Did it go out?"))).RemoteId);
        var prepared = await Connector.PrepareComment(comment, Cancel);
        var armed = comment with { ArmedAt = TimeProvider.System.GetUtcNow() };
        Network.Faults.Arrange(Call.Publish, fault);

        Assert.Equal(FailureClass.UnknownOutcome, await Trouble(() => Connector.SendComment(armed, prepared, Cancel)));

        var finding = await Connector.FindComment(armed, prepared, Cancel);
        if (!CanReadBack) Assert.IsType<Finding.CannotTell>(finding);
        else if (wentOut) Assert.Equal(Assert.Single(Network.Posts, p => p.AnswerTo is not null).Id, Assert.IsType<Finding.Published>(finding).Receipt.RemoteId);
        else Assert.IsType<Finding.Absent>(finding);
    }

    [Fact]
    public async Task A_comment_below_a_post_that_is_gone_is_for_a_person()
    {
        if (await HasNoComments()) return;
        var parent = (await Publish(Simple("Soon gone"))).RemoteId;
        if (CanDelete) await Connector.Delete(Account, parent, Cancel);
        else parent = "404";
        var comment = Comment("Anybody there?", parent);

        var failure = await Assert.ThrowsAsync<ConnectorFailure>(async () => await Connector.SendComment(comment with { ArmedAt = TimeProvider.System.GetUtcNow() }, await Connector.PrepareComment(comment, Cancel), Cancel));

        Assert.Equal(FailureClass.Permanent, failure.Failure.Class);
    }

    [Fact]
    public async Task What_is_deleted_is_gone_and_deleting_it_again_is_no_trouble()
    {
        var receipt = await Publish(Simple("A mistake"));

        if (!CanDelete)
        {
            Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.Delete(Account, receipt.RemoteId, Cancel)));
            Assert.Single(Network.Posts);
            return;
        }

        await Connector.Delete(Account, receipt.RemoteId, Cancel);
        await Connector.Delete(Account, receipt.RemoteId, Cancel);

        Assert.Empty(Network.Posts);
    }

    [Theory]
    [InlineData("Good morning, Berlin! ☕ 2 < 3 & 4 > 1")]
    [InlineData("Every leaf counts: https://acme.example/a?b=c&d=e\n\nSecond paragraph\nsecond  line #autumn @acme")]
    [InlineData("  *Bold* and _quiet_ [brackets] (round) e\u0301 \\ end ~ ")]
    public async Task What_is_out_is_read_back_as_what_was_sent(string text)
    {
        if (Connector is not IReadPosts reader) return;
        var post = Simple(text);
        // Some networks take no angle brackets.
        if (Connector.Network == "youtube") post = post with { Text = text.Replace("<", "", StringComparison.Ordinal).Replace(">", "", StringComparison.Ordinal) };
        var receipt = await Publish(post);

        var live = await reader.Read(Account, receipt.RemoteId, Cancel);

        Assert.NotNull(live);
        Assert.Empty(Jobs.LiveChecks.LiveComparison.Of(Connector.Network, post, live));
    }

    [Fact]
    public async Task Pictures_are_read_back_with_their_number_and_what_they_show()
    {
        if (Connector is not IReadPosts reader || !Rules.Knows(Data.Networks.PostType.Image)) return;
        var post = Post("Pictures", Rules.Knows(Data.Networks.PostType.Carousel) ? [Picture("A red door"), Picture("A blue door")] : [Picture("A red door")]);
        var receipt = await Publish(post);

        Assert.Empty(Jobs.LiveChecks.LiveComparison.Of(Connector.Network, post, (await reader.Read(Account, receipt.RemoteId, Cancel))!));
    }

    [Fact]
    public async Task What_was_changed_at_the_network_itself_is_noticed()
    {
        if (Connector is not IReadPosts reader) return;
        var post = Simple("As approved");
        var receipt = await Publish(post);

        Assert.True(Network.Tamper(receipt.RemoteId, "Something else"));

        Assert.Equal([Jobs.LiveChecks.LiveComparison.Text], Jobs.LiveChecks.LiveComparison.Of(Connector.Network, post, (await reader.Read(Account, receipt.RemoteId, Cancel))!));
    }

    [Fact]
    public async Task Files_that_were_dropped_are_noticed()
    {
        if (Connector is not IReadPosts reader || !Rules.Knows(Data.Networks.PostType.Carousel)) return;
        var post = Post("Pictures", Picture("A red door"), Picture("A blue door"));
        var receipt = await Publish(post);
        // Networks whose posts are their files cannot lose them.
        if (!Network.Tamper(receipt.RemoteId, dropsFiles: true)) return;

        Assert.Contains(Jobs.LiveChecks.LiveComparison.Media, Jobs.LiveChecks.LiveComparison.Of(Connector.Network, post, (await reader.Read(Account, receipt.RemoteId, Cancel))!));
    }

    [Fact]
    public async Task A_post_that_is_gone_is_read_back_as_gone()
    {
        if (Connector is not IReadPosts reader || !CanDelete) return;
        var receipt = await Publish(Simple("Soon gone"));
        await Connector.Delete(Account, receipt.RemoteId, Cancel);

        Assert.Null(await reader.Read(Account, receipt.RemoteId, Cancel));
    }

    [Fact]
    public async Task What_the_account_has_published_is_listed_newest_first_as_it_is_read_back()
    {
        if (Connector is not IListPosts network) return;
        var first = Simple("The older one");
        var older = await Publish(first with { CreatedAt = first.CreatedAt.AddMinutes(-1) });
        var newer = await Publish(Simple("The newer one"));

        var listed = new List<LivePost>();
        string? next = null;
        do
        {
            var page = await network.Posts(Account, next, Cancel);
            listed.AddRange(page.Posts);
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal([newer.RemoteId, older.RemoteId], listed.Select(p => p.OtherIds.FirstOrDefault(i => i == newer.RemoteId || i == older.RemoteId) ?? p.RemoteId));
        Assert.All(listed, p => Assert.True(p.At is not null && !p.IsAnswer && network.IsListed(p.RemoteId)));
        var alone = await ((IReadPosts)Connector).Read(Account, newer.RemoteId, Cancel);
        Assert.Equal((alone!.Text, alone.Title), (listed[0].Text, listed[0].Title));
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
            TimeProvider.System.GetUtcNow(), ArmedAt: null, ChosenSettings)
        { Title = Rules.Needs.Contains("title") ? "A title" : null };

    /// <summary>What every post of this network has to have chosen.</summary>
    protected virtual IReadOnlyDictionary<string, string> ChosenSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>A network without comments says so when it is asked for one.</summary>
    private async Task<bool> HasNoComments()
    {
        if (WritesComments) return false;
        Assert.Equal(FailureClass.Permanent, await Trouble(() => Connector.SendComment(Comment("Hello", "1"), Prepared.Nothing, Cancel)));
        return true;
    }

    protected OutgoingComment Comment(string text, params string[] post) =>
        new(Guid.CreateVersion7(), Account, post, 1, text, Link: null, Language: "en", TimeProvider.System.GetUtcNow(), ArmedAt: null, new Dictionary<string, string>(StringComparer.Ordinal));

    protected static OutgoingPost Armed(OutgoingPost post) => post with { ArmedAt = TimeProvider.System.GetUtcNow() };

    /// <summary>A PNG, or a JPEG where the network takes nothing else.</summary>
    protected OutgoingMedia Picture(string alt)
    {
        var (name, type, bytes) = Rules.Media.Images.Count == 0 || Rules.Media.Images.Contains("image/png") ? ("door.png", "image/png", OnePixel) : ("door.jpg", "image/jpeg", Jpeg);
        return new(Guid.CreateVersion7(), name, type, bytes.Length, 1, 1, alt, _ => Task.FromResult<Stream>(new MemoryStream(bytes)), Hash(bytes), new Uri(files.Address, name));
    }

    protected OutgoingMedia Video(string alt) =>
        new(Guid.CreateVersion7(), "film.mp4", "video/mp4", Film.Length, 1080, 1920, alt, _ => Task.FromResult<Stream>(new MemoryStream(Film)), Hash(Film), new Uri(files.Address, "film.mp4"));

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    /// <summary>Goes to the consent page as a browser does, allows or denies, and says what came back in the address.</summary>
    protected static async Task<Dictionary<string, string?>> Decide(OAuthStart start, Uri returnTo, string decision = "allow")
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var browser = new HttpClient(handler);
        Assert.Contains("id=\"authorize\"", await browser.GetStringAsync(start.Address, Cancel), StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([new("decision", decision)]);
        using var answer = await browser.PostAsync(start.Address, form, Cancel);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith(returnTo.AbsoluteUri, answer.Headers.Location!.AbsoluteUri, StringComparison.Ordinal);
        return Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(answer.Headers.Location.Query).ToDictionary(p => p.Key, p => (string?)p.Value, StringComparer.Ordinal);
    }

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
        if (!CanReadBack) Assert.IsType<Finding.CannotTell>(finding);
        else if (wentOut) Assert.Equal(Assert.Single(Network.Posts).Id, Assert.IsType<Finding.Published>(finding).Receipt.RemoteId);
        else Assert.IsType<Finding.Absent>(finding);
    }
}
