using Planable.Data.Networks;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.X;

/// <summary>Connecting an account of X through the installation's app.</summary>
public sealed class XSignIn(XApi api, OAuthCodes codes, NetworkApps apps) : IConnectByOAuth
{
    // Paying accounts may write more; how much more differs, and this much all of them may.
    const int LongText = 4000;

    public async Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(api.Dialect, await apps.Get(XApi.Key, cancel), returnTo, state);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var token = await codes.Complete(api.Dialect, await apps.Get(XApi.Key, cancel), start, returnTo, code, cancel);
        OAuthCodes.MustGrantAll(token, XApi.Scopes);
        var secrets = codes.Read(token);
        var me = await api.Me(secrets, cancel);
        if (me.Text("id") is not { } id || me.Text("username") is not { } handle)
            throw HttpAnswer.Unreadable("X", mutates: false);
        var limits = new Dictionary<string, int>(StringComparer.Ordinal);
        if (me.At("verified").ValueKind == System.Text.Json.JsonValueKind.True)
            limits[LimitName.Text] = LongText;
        return [new ConnectedAccount(id, me.Text("name") ?? handle, handle, me.Text("profile_image_url"), Server: null, secrets, limits)];
    }
}
