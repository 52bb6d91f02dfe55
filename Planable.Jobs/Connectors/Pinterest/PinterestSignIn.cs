namespace Planable.Jobs.Connectors.Pinterest;

/// <summary>Connecting an account of Pinterest through the installation's app.</summary>
public sealed class PinterestSignIn(PinterestApi api, OAuthCodes codes, NetworkApps apps) : IConnectByOAuth
{
    public async Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(api.Dialect, await apps.Get(PinterestApi.Key, cancel), returnTo, state);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var token = await codes.Complete(api.Dialect, await apps.Get(PinterestApi.Key, cancel), start, returnTo, code, cancel);
        OAuthCodes.MustGrantAll(token, PinterestApi.Scopes);
        var secrets = codes.Read(token);
        var me = await api.Get(secrets, "user_account", cancel);
        if (me.Text("username") is not { } name)
            throw HttpAnswer.Unreadable("Pinterest", mutates: false);
        return [new ConnectedAccount(me.Text("id") ?? name, PinterestConnector.NameOf(me) ?? name, name, me.Text("profile_image"), Server: null, secrets, new Dictionary<string, int>(StringComparer.Ordinal))];
    }
}
