using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Reddit;

/// <summary>Connecting an account of Reddit through the installation's app.</summary>
public sealed class RedditSignIn(RedditApi api, OAuthCodes codes, NetworkApps apps) : IConnectByOAuth
{
    public async Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(api.Dialect, await apps.Get(RedditApi.Key, cancel), returnTo, state);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var token = await codes.Complete(api.Dialect, await apps.Get(RedditApi.Key, cancel), start, returnTo, code, cancel);

        // Reddit answers a refused code with a status of 200.
        if (token.Optional("error") is not null)
            throw new ConnectorFailure(FailureClass.Permanent, "code-refused", "The permission Reddit gave has expired or was used already. Connect again.");
        OAuthCodes.MustGrantAll(token, RedditApi.Scopes);
        var secrets = codes.Read(token);
        var me = await api.Me(secrets, cancel);
        if (me.Text("id") is not { } id || me.Text("name") is not { } name)
            throw HttpAnswer.Unreadable("Reddit", mutates: false);
        return [new ConnectedAccount(id, name, name, me.Text("icon_img"), Server: null, secrets, new Dictionary<string, int>(StringComparer.Ordinal))];
    }
}
