using System.Text.Json;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Google;

namespace Planable.Jobs.Connectors.YouTube;

/// <summary>Connects the channels of a Google account.</summary>
public sealed class YouTubeSignIn(GoogleAccess access, YouTubeApi api) : IConnectByOAuth
{
    internal const string Mine = "channels?part=snippet,statistics,status&mine=true&maxResults=50";

    const int ShortMilliseconds = 15 * 60 * 1000;

    // force-ssl is what changing, deleting and commenting need.
    static readonly string[] Scopes =
    [
        "https://www.googleapis.com/auth/youtube.upload",
        "https://www.googleapis.com/auth/youtube.readonly",
        "https://www.googleapis.com/auth/youtube.force-ssl",
        "https://www.googleapis.com/auth/yt-analytics.readonly",
    ];

    public Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) => access.Begin(YouTubeConnector.Key, Scopes, returnTo, state, cancel);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var secrets = await access.Complete(YouTubeConnector.Key, Scopes, start, returnTo, code, cancel);
        var channels = YouTubeApi.Items(await api.Ask(secrets, HttpMethod.Get, Mine, content: null, cancel));
        return channels.Count > 0
            ? [.. channels.Select(c => new ConnectedAccount(c.Text("id")!, Title(c), Handle(c), Picture(c), Server: null, secrets, Limits(c)))]
            : throw new ConnectorFailure(FailureClass.Permanent, "no-accounts", "This Google account has no YouTube channel. Make one at youtube.com, then connect again.");
    }

    internal static string Title(JsonElement channel) => channel.GetProperty("snippet").Text("title") ?? Handle(channel);

    internal static string Handle(JsonElement channel) => channel.GetProperty("snippet").Text("customUrl")?.TrimStart('@') ?? channel.Text("id")!;

    internal static string? Picture(JsonElement channel) =>
        channel.GetProperty("snippet").TryGetProperty("thumbnails", out var pictures) && pictures.TryGetProperty("default", out var picture) ? picture.Text("url") : null;

    /// <summary>Longer videos are for channels that have shown who they are.</summary>
    static Dictionary<string, int> Limits(JsonElement channel)
    {
        var limits = new Dictionary<string, int>(StringComparer.Ordinal);
        if (channel.TryGetProperty("status", out var status) && status.Text("longUploadsStatus") is { } uploads && uploads is not ("allowed" or "longUploadsUnspecified"))
            limits[LimitName.MaxVideoMilliseconds] = ShortMilliseconds;
        return limits;
    }
}
