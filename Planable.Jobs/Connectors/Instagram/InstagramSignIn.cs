using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Meta;

namespace Planable.Jobs.Connectors.Instagram;

/// <summary>Connecting the professional Instagram accounts that are linked to the person's Facebook pages.</summary>
public sealed class InstagramSignIn(HttpCalls calls, NetworkAddresses addresses, NetworkApps apps, OAuthCodes codes) : IConnectByOAuth
{
    static readonly string[] Scopes = ["instagram_basic", "instagram_content_publish", "instagram_manage_comments", "instagram_manage_insights", "pages_show_list", "pages_read_engagement"];

    // Deleting needs it; whoever does not give it can still publish.
    const string ForDeleting = "instagram_manage_contents";

    readonly FacebookLogin login = new(calls, addresses, apps, codes, "instagram");

    public Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) => login.Begin([.. Scopes, ForDeleting], returnTo, state, cancel);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var token = await login.Complete(Scopes, start, returnTo, code, cancel);
        var pages = await login.Pages(token, "instagram_business_account{id,username,name,profile_picture_url}", cancel);
        var accounts = pages.Select(p => (Page: p, Account: Graph.Inside(p, "instagram_business_account"))).Where(p => p.Account.Text("id") is not null).DistinctBy(p => p.Account.Text("id")).ToList();
        return accounts.Count > 0
            ? [.. accounts.Select(a => Connected(a.Page, a.Account))]
            : throw new ConnectorFailure(FailureClass.Permanent, "no-accounts", "None of your Facebook pages has a professional Instagram account linked to it. Link one in the settings of the page, or connect Instagram with its own sign-in.");
    }

    static ConnectedAccount Connected(JsonElement page, JsonElement account)
    {
        var handle = account.Text("username") ?? account.Text("id")!;
        return new ConnectedAccount(
            account.Text("id")!, account.Text("name") is { Length: > 0 } name ? name : handle, handle, account.Text("profile_picture_url"), Server: null,
            new ChannelSecrets(new Dictionary<string, string>(StringComparer.Ordinal) { ["access_token"] = page.Text("access_token")! }),
            new Dictionary<string, int>(StringComparer.Ordinal));
    }
}
