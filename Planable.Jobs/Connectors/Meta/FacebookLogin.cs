using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Meta;

/// <summary>
/// Signing in with Facebook, for pages and for the Instagram accounts linked to them: one person's consent reaches all their pages. A page's own token,
/// made from a token that lives 60 days, has no end of its own; it dies with the person's password, role or permission.
/// </summary>
sealed class FacebookLogin(HttpCalls calls, NetworkAddresses addresses, NetworkApps apps, OAuthCodes codes, string network)
{
    const string PageFields = "id,name,username,access_token,tasks,picture.type(large){url}";

    // Without it pages that belong to a business are found only where the person has a role of their own.
    const string OfBusinesses = "business_management";

    readonly Graph graph = new(calls, addresses, network, "Facebook", Graph.Facebook);

    public async Task<OAuthStart> Begin(IEnumerable<string> scopes, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(Dialect([.. scopes, OfBusinesses]), await apps.Get(network, cancel), returnTo, state);

    /// <returns>The token of the person, good for 60 days.</returns>
    public async Task<string> Complete(IReadOnlyCollection<string> scopes, OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var app = await apps.Get(network, cancel);
        var brief = await codes.Complete(Dialect(scopes), app, start, returnTo, code, cancel);
        var request = new HttpRequestMessage(HttpMethod.Post, TokenAddress)
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "fb_exchange_token"),
                new("client_id", app.ClientId),
                new("client_secret", app.ClientSecret),
                new("fb_exchange_token", brief.Required("access_token")),
            ]),
        };
        var token = (await graph.Ask(request, brief.Required("access_token"), cancel)).Required("access_token");
        var granted = Graph.Items(await graph.Read("me/permissions", token, cancel)).Where(p => p.Text("status") == "granted").Select(p => p.Text("permission")).ToHashSet(StringComparer.Ordinal);
        return scopes.FirstOrDefault(s => !granted.Contains(s)) is { } missing ? throw OAuthCodes.MissingScope("Facebook", missing) : token;
    }

    /// <summary>All pages the person may publish to, each once.</summary>
    public async Task<IReadOnlyList<JsonElement>> Pages(string token, string moreFields, CancellationToken cancel)
    {
        (string, string)[] query = [("fields", moreFields.Length == 0 ? PageFields : $"{PageFields},{moreFields}"), ("limit", "100")];
        var pages = new List<JsonElement>(await graph.All("me/accounts", token, cancel, query));
        foreach (var business in await OfBusiness("me/businesses", token, cancel))
        {
            pages.AddRange(await OfBusiness($"{business.Text("id")}/owned_pages", token, cancel, query));
            pages.AddRange(await OfBusiness($"{business.Text("id")}/client_pages", token, cancel, query));
        }

        return [.. pages.Where(MayPublish).DistinctBy(p => p.Text("id"))];
    }

    // Who did not allow this, or has no business, still has the pages of their own.
    async Task<IReadOnlyList<JsonElement>> OfBusiness(string edge, string token, CancellationToken cancel, params (string, string)[] query)
    {
        try
        {
            return await graph.All(edge, token, cancel, query);
        }
        catch (ConnectorFailure refused) when (!refused.Failure.IsPassing)
        {
            return [];
        }
    }

    static bool MayPublish(JsonElement page) =>
        page.Text("access_token") is not null
        && (Graph.Items(page, "tasks").ToList() is not { Count: > 0 } tasks || tasks.Exists(t => t.GetString() is "CREATE_CONTENT" or "MANAGE"));

    public static string? Picture(JsonElement page) => Graph.Inside(page, "picture", "data").Text("url");

    OAuthDialect Dialect(IEnumerable<string> scopes) => new(addresses.Authorize(network, "https://www.facebook.com/v25.0/dialog/oauth"), TokenAddress, string.Join(',', scopes));

    Uri TokenAddress => addresses.Token(network, "https://graph.facebook.com/v25.0/oauth/access_token");
}
