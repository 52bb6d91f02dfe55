using Microsoft.Extensions.DependencyInjection;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.LinkedIn;

/// <summary>Connecting a member.</summary>
public sealed class LinkedInSignIn([FromKeyedServices(LinkedInApi.Member)] LinkedInApi api, OAuthCodes codes, NetworkApps apps) : IConnectByOAuth
{
    public async Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(api.Dialect, await apps.Get(api.Network, cancel), returnTo, state);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var token = await codes.Complete(api.Dialect, await apps.Get(api.Network, cancel), start, returnTo, code, cancel);
        OAuthCodes.MustGrantAll(token, LinkedInApi.ScopesOf(api.Network));
        var secrets = codes.Read(token);
        var me = await api.Get(secrets, "v2/userinfo", cancel);
        if (me.Text("sub") is not { } id || me.Text("name") is not { } name)
            throw HttpAnswer.Unreadable("LinkedIn", mutates: false);

        // The name in a member's address is told to few apps, so the name people read stands in for it.
        return [new ConnectedAccount(id, name, name, me.Text("picture"), Server: null, secrets, new Dictionary<string, int>(StringComparer.Ordinal))];
    }
}

/// <summary>Connecting pages: one sign-in of a member brings all those the member may publish as.</summary>
public sealed class LinkedInPageSignIn([FromKeyedServices(LinkedInApi.Page)] LinkedInApi api, OAuthCodes codes, NetworkApps apps) : IConnectByOAuth
{
    public async Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(api.Dialect, await apps.Get(api.Network, cancel), returnTo, state);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var token = await codes.Complete(api.Dialect, await apps.Get(api.Network, cancel), start, returnTo, code, cancel);
        OAuthCodes.MustGrantAll(token, LinkedInApi.ScopesOf(api.Network));
        var secrets = codes.Read(token);
        var pages = await LinkedInPages.Of(api, secrets, cancel);
        return pages.Count > 0
            ? [.. pages.Select(p => new ConnectedAccount(p.Id, p.Name, p.Handle, p.LogoUrl, Server: null, secrets, new Dictionary<string, int>(StringComparer.Ordinal)))]
            : throw new ConnectorFailure(FailureClass.Permanent, "no-accounts", "This LinkedIn account administers no page. Ask an administrator of the page for the role of content admin.");
    }
}
