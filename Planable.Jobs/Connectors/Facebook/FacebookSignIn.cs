using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Meta;

namespace Planable.Jobs.Connectors.Facebook;

/// <summary>Connecting Facebook pages: one consent brings all pages the person may publish to.</summary>
public sealed class FacebookSignIn(HttpCalls calls, NetworkAddresses addresses, NetworkApps apps, OAuthCodes codes) : IConnectByOAuth
{
    static readonly string[] Scopes = ["pages_show_list", "pages_manage_posts", "pages_manage_engagement", "pages_read_engagement", "read_insights"];

    readonly FacebookLogin login = new(calls, addresses, apps, codes, "facebook");

    public Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) => login.Begin(Scopes, returnTo, state, cancel);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var token = await login.Complete(Scopes, start, returnTo, code, cancel);
        var pages = await login.Pages(token, "", cancel);
        return pages.Count > 0
            ? [.. pages.Select(Account)]
            : throw new ConnectorFailure(FailureClass.Permanent, "no-accounts", "Facebook shows no page you may publish to. Choose your pages when it asks, or have somebody give you a role there.");
    }

    static ConnectedAccount Account(JsonElement page) => new(
        page.Text("id")!, page.Text("name") ?? page.Text("id")!, page.Text("username") ?? page.Text("id")!, FacebookLogin.Picture(page), Server: null,
        new ChannelSecrets(new Dictionary<string, string>(StringComparer.Ordinal) { ["access_token"] = page.Text("access_token")! }),
        new Dictionary<string, int>(StringComparer.Ordinal));
}
