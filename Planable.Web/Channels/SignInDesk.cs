using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Publishing;
using Planable.Jobs.Channels;
using Planable.Jobs.Connectors;

namespace Planable.Web.Channels;

/// <summary>
/// How somebody shows a network whose account it is, the same for members of the team and for clients with a link: what they are asked, where they are sent,
/// and which accounts that brings.
/// </summary>
public sealed class SignInDesk(IServiceProvider services, ConnectorShelf connectors, IConfiguration configuration, IStringLocalizer<Words> words)
{
    public const string Mastodon = "mastodon";
    public const string Bluesky = "bluesky";

    const int ValueLength = 2000;

    static readonly ConnectField[] OfPractice = [new("name", "Name of the account", "The practice network opens the account under this name.")];

    static readonly ConnectField[] OfMastodon = [new("server", "Your server", "Its name, its address or your full handle: mastodon.social, https://mastodon.social or @you@mastodon.social.", "mastodon.social")];

    static readonly ConnectField[] OfBluesky =
    [
        new("identifier", "Handle or e-mail address", "The name you sign in with at Bluesky.", "acme.bsky.social"),
        new("password", "App password", "Make one under Settings, Privacy and security, App passwords. Not the main password of the account.", "xxxx-xxxx-xxxx-xxxx", IsSecret: true),
        new("server", "Server", "Only if the account lives on a server of its own.", "bsky.social", IsRequired: false),
    ];

    public bool Knows(string network) => connectors.Networks.Contains(network, StringComparer.Ordinal);

    /// <summary>Is the browser sent to the network? Else what is typed into the form brings the accounts.</summary>
    public bool Leaves(string network) => services.GetKeyedService<IConnectByOAuth>(network) is not null;

    /// <summary>What has to be typed first.</summary>
    public IReadOnlyList<ConnectField> FieldsOf(string network) => network switch
    {
        ChannelConnections.Practice => OfPractice,
        Mastodon => OfMastodon,
        Bluesky => OfBluesky,
        _ => services.GetKeyedService<IConnectByForm>(network)?.Fields ?? [],
    };

    /// <returns>What was typed, trimmed and without what is empty; and what is wrong with it, by name of the field.</returns>
    public (Dictionary<string, string> Typed, Dictionary<string, string> Errors) Read(IReadOnlyList<ConnectField> fields, IReadOnlyDictionary<string, string?> values)
    {
        var typed = fields.Select(f => (f.Name, Value: values.GetValueOrDefault(f.Name)?.Trim() ?? "")).Where(f => f.Value.Length > 0).ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            if (field.IsRequired && !typed.ContainsKey(field.Name))
                errors[field.Name] = words["Fill in {0}.", words[field.Label]];
            else if (typed.GetValueOrDefault(field.Name)?.Length > ValueLength)
                errors[field.Name] = words["At most {0} characters.", ValueLength];
        }

        return (typed, errors);
    }

    /// <summary>The one address networks send people back to.</summary>
    public Uri ReturnAddress(HttpRequest request) => new(new Uri(configuration["PublicUrl"] ?? $"{request.Scheme}://{request.Host}"), ReturnController.Path);

    public Task<OAuthStart> Begin(string network, string? server, Uri returnTo, string state, CancellationToken cancel) =>
        services.GetRequiredKeyedService<IConnectByOAuth>(network).Begin(server, returnTo, state, cancel);

    public Task<IReadOnlyList<ConnectedAccount>> Complete(OpenSignIn open, string code, CancellationToken cancel) =>
        services.GetRequiredKeyedService<IConnectByOAuth>(open.Network).Complete(open.Start, open.ReturnTo, code, cancel);

    /// <summary>For networks that nobody has to go to.</summary>
    public async Task<IReadOnlyList<ConnectedAccount>> SignIn(string network, IReadOnlyDictionary<string, string> typed, CancellationToken cancel) => network == Bluesky
        ? [await services.GetRequiredKeyedService<IConnectByPassword>(Bluesky).SignIn(typed.GetValueOrDefault("server") ?? "", typed["identifier"], typed["password"], cancel)]
        : await services.GetRequiredKeyedService<IConnectByForm>(network).SignIn(typed, cancel);

    /// <summary>The field a refusal is about; "" for the whole form.</summary>
    public string FieldOf(string network, Failure failure) => failure.Code switch
    {
        "server-unclear" or "address-refused" or "no-connection" or "timeout" when network is Bluesky or Mastodon => "server",
        _ when network == Mastodon => "server",
        _ when network == Bluesky => "password",
        _ => FieldsOf(network).FirstOrDefault(f => failure.Code == $"{f.Name}-refused")?.Name ?? "",
    };

    public string Say(ConnectorFailure failure) => $"{words[failure.Failure.Words]} ({failure.Failure.Code})";
}
