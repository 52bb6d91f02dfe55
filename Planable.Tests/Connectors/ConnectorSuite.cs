using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors;
using Planable.Jobs.Outbound;
using Planable.Tests.Emulators;

namespace Planable.Tests.Connectors;

/// <summary>What every connector must do over its emulator. A network's tests derive from it, say how to start and sign in, and add what is its own.</summary>
public abstract partial class ConnectorSuite : IAsyncLifetime
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

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected OutgoingPost Post(string text, params OutgoingMedia[] media) =>
        new(Guid.CreateVersion7(), Account, text, media, Link: null, Language: "en",
            TimeProvider.System.GetUtcNow(), ArmedAt: null, ChosenSettings)
        { Title = Rules.Needs.Contains("title") ? "A title" : null };

    /// <summary>What every post of this network has to have chosen.</summary>
    protected virtual IReadOnlyDictionary<string, string> ChosenSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

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
}
