using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Dribbble;

/// <summary>Connecting an account of Dribbble through the installation's app.</summary>
public sealed class DribbbleSignIn(DribbbleApi api, OAuthCodes codes, NetworkApps apps) : IConnectByOAuth
{
    public async Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(api.Dialect, await apps.Get(DribbbleApi.Key, cancel), returnTo, state);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var token = await codes.Complete(api.Dialect, await apps.Get(DribbbleApi.Key, cancel), start, returnTo, code, cancel);
        OAuthCodes.MustGrantAll(token, DribbbleApi.Scopes);
        var secrets = codes.Read(token);
        var me = await api.Get(secrets, "user", cancel);
        if (me.Text("id") is not { } id || me.Text("login") is not { } login)
            throw HttpAnswer.Unreadable("Dribbble", mutates: false);
        if (me.At("can_upload_shot").ValueKind == JsonValueKind.False)
            throw new ConnectorFailure(FailureClass.Permanent, "cannot-upload", "Dribbble does not let this account upload shots: only players and teams may.");
        return [new ConnectedAccount(id, me.Text("name") ?? login, login, me.Text("avatar_url"), Server: null, secrets, new Dictionary<string, int>(StringComparer.Ordinal))];
    }
}
