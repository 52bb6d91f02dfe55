using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Slack;

/// <summary>Connects the channels of a workspace the app was added to.</summary>
public sealed class SlackSignIn(OAuthCodes codes, NetworkApps apps, NetworkAddresses addresses, SlackApi api) : IConnectByOAuth
{
    static readonly string[] Scopes = ["channels:read", "groups:read", "channels:join", "channels:history", "groups:history", "chat:write", "files:read", "files:write", "users:read"];

    OAuthDialect Dialect => new(
        addresses.Authorize(SlackConnector.Key, "https://slack.com/oauth/v2/authorize"), addresses.Token(SlackConnector.Key, "https://slack.com/api/oauth.v2.access"), string.Join(',', Scopes));

    public async Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(Dialect, await apps.Get(SlackConnector.Key, cancel), returnTo, state);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var token = await codes.Complete(Dialect, await apps.Get(SlackConnector.Key, cancel), start, returnTo, code, cancel);
        if (Refused(token))
            throw new ConnectorFailure(FailureClass.Permanent, "code-refused", "The permission Slack gave has expired or was used already. Connect again.");
        OAuthCodes.MustGrantAll(token, Scopes);
        var team = token.Json.TryGetProperty("team", out var found) ? found.Text("name") ?? "Slack" : "Slack";
        var secrets = codes.Read(token).With(SlackConnector.Team, team).With(SlackConnector.Bot, token.Required("bot_user_id"));
        var channels = await Channels(secrets, cancel);
        return channels.Count > 0
            ? [.. channels.Select(c => new ConnectedAccount(c.Text("id")!, Name(team, c.Text("name")!), c.Text("name")!, AvatarUrl: null, Server: null, secrets, new Dictionary<string, int>(StringComparer.Ordinal)))]
            : throw new ConnectorFailure(FailureClass.Permanent, "no-accounts", "The app sees no channel of this workspace.");
    }

    public async Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel)
    {
        var token = await codes.Refresh(Dialect, await apps.Get(SlackConnector.Key, cancel), account.Secrets, cancel);
        return Refused(token)
            ? throw new ConnectorFailure(FailureClass.ReauthRequired, "refresh-refused", "Slack no longer accepts this connection. Connect the workspace again.")
            : codes.Read(token, account.Secrets);
    }

    internal static string Name(string team, string channel) => $"{team} #{channel}";

    async Task<IReadOnlyList<JsonElement>> Channels(ChannelSecrets secrets, CancellationToken cancel)
    {
        var channels = new List<JsonElement>();
        string? page = null;
        do
        {
            var input = new JsonObject { ["types"] = "public_channel,private_channel", ["exclude_archived"] = "true", ["limit"] = "200" };
            if (page is not null)
                input["cursor"] = page;
            var answer = await api.Ask(secrets, "conversations.list", input, cancel);
            if (answer.TryGetProperty("channels", out var found))
                channels.AddRange(found.EnumerateArray());
            page = answer.TryGetProperty("response_metadata", out var metadata) && metadata.Text("next_cursor") is { Length: > 0 } next ? next : null;
        }
        while (page is not null);

        return channels;
    }

    static bool Refused(HttpAnswer token) => token.Json.ValueKind == JsonValueKind.Object && token.Json.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.False;
}
