using System.Globalization;
using System.Text.Json;
using Planable.Data.Networks;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.TikTok;

/// <summary>Connects a TikTok account: access for a day, renewal for a year with a token that may change each time.</summary>
public sealed class TikTokSignIn(OAuthCodes codes, NetworkApps apps, NetworkAddresses addresses, HttpCalls calls, TikTokApi api) : IConnectByOAuth
{
    static readonly string[] Scopes = ["user.info.basic", "user.info.profile", "user.info.stats", "video.list", "video.publish", "video.upload"];

    OAuthDialect Dialect => new(
        addresses.Authorize(TikTokConnector.Key, "https://www.tiktok.com/v2/auth/authorize/"), addresses.Token(TikTokConnector.Key, "https://open.tiktokapis.com/v2/oauth/token/"), string.Join(',', Scopes))
    {
        ClientIdName = "client_key",
    };

    public async Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(Dialect, await apps.Get(TikTokConnector.Key, cancel), returnTo, state);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var token = await codes.Complete(Dialect, await apps.Get(TikTokConnector.Key, cancel), start, returnTo, code, cancel);
        // This call, too, can refuse with a success.
        if (token.Optional("error") is { Length: > 0 })
            throw new ConnectorFailure(FailureClass.Permanent, "code-refused", "The permission TikTok gave has expired or was used already. Connect again.");
        OAuthCodes.MustGrantAll(token, Scopes);
        var secrets = codes.Read(token);
        var user = await User(secrets, cancel);
        var name = TikTokConnector.Required(user, "username");
        return [new ConnectedAccount(TikTokConnector.Required(user, "open_id"), user.Text("display_name") ?? name, name, user.Text("avatar_url"), Server: null, secrets, await Limits(secrets, cancel))];
    }

    public async Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel)
    {
        var token = await codes.Refresh(Dialect, await apps.Get(TikTokConnector.Key, cancel), account.Secrets, cancel);
        if (token.Optional("error") is { Length: > 0 })
            throw new ConnectorFailure(FailureClass.ReauthRequired, "refresh-refused", "TikTok no longer accepts this connection. Connect the channel again.");
        return codes.Read(token, account.Secrets);
    }

    public async Task Revoke(ChannelAccount account, CancellationToken cancel)
    {
        var app = await apps.Get(TikTokConnector.Key, cancel);
        var request = new HttpRequestMessage(HttpMethod.Post, addresses.Of(TikTokConnector.Key, "https://open.tiktokapis.com/v2/oauth/revoke/"))
        {
            Content = new FormUrlEncodedContent([new("client_key", app.ClientId), new("client_secret", app.ClientSecret), new("token", account.Secrets["access_token"])]),
        };
        try
        {
            await calls.Ask(request, explain: null, cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code is "http-400" or "http-401")
        {
            // Taken back already.
        }
    }

    internal async Task<JsonElement> User(ChannelSecrets secrets, CancellationToken cancel)
    {
        var data = await api.Ask(secrets, HttpMethod.Get, "user/info/?fields=open_id,union_id,avatar_url,display_name,username", input: null, cancel);
        return data.ValueKind == JsonValueKind.Object && data.TryGetProperty("user", out var user) ? user : throw HttpAnswer.Unreadable("open.tiktokapis.com", mutates: false);
    }

    /// <summary>How long this account's videos may be. One that may not post at the moment is connected all the same.</summary>
    async Task<Dictionary<string, int>> Limits(ChannelSecrets secrets, CancellationToken cancel)
    {
        var limits = new Dictionary<string, int>(StringComparer.Ordinal);
        try
        {
            var creator = await api.Ask(secrets, HttpMethod.Post, "post/publish/creator_info/query/", [], cancel);
            if (int.TryParse(creator.Text("max_video_post_duration_sec"), CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
                limits[LimitName.MaxVideoMilliseconds] = seconds * 1000;
        }
        catch (ConnectorFailure unwilling) when (unwilling.Failure.Class is FailureClass.Permanent or FailureClass.QuotaExhausted)
        {
            // The limits of the data file hold.
        }

        return limits;
    }
}
