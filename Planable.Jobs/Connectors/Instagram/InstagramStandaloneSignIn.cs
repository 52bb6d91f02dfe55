using System.Text.Json;
using Planable.Jobs.Connectors.Meta;

namespace Planable.Jobs.Connectors.Instagram;

/// <summary>Connecting a professional Instagram account by Instagram's own sign-in.</summary>
public sealed class InstagramStandaloneSignIn(HttpCalls calls, NetworkAddresses addresses, NetworkApps apps, OAuthCodes codes, TimeProvider clock) : IConnectByOAuth
{
    const string Network = "instagram-standalone";

    static readonly string[] Scopes = ["instagram_business_basic", "instagram_business_content_publish", "instagram_business_manage_comments", "instagram_business_manage_insights"];

    readonly Graph graph = new(calls, addresses, Network, "Instagram", Graph.Instagram);

    public async Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(Dialect(), await apps.Get(Network, cancel), returnTo, state);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var app = await apps.Get(Network, cancel);
        var answer = await codes.Complete(Dialect(), app, start, returnTo, code, cancel);
        // Instagram answers with the token itself or, of late, with a list of one.
        var brief = Graph.Items(answer).FirstOrDefault() is { ValueKind: JsonValueKind.Object } inList ? inList : answer.Json;
        if (brief.Text("access_token") is not { } token)
            throw HttpAnswer.Unreadable(answer.Host, mutates: false);
        if (Permissions(brief) is { Count: > 0 } granted && Scopes.FirstOrDefault(s => !granted.Contains(s)) is { } missing)
            throw OAuthCodes.MissingScope("Instagram", missing);

        var secrets = await new LongTokens(graph, clock, "https://graph.instagram.com/", "ig").Exchange(token, app, cancel);
        var me = await graph.Read("me", secrets["access_token"], cancel, ("fields", "user_id,username,name,profile_picture_url"));
        var handle = me.Required("username");
        // "id" is the account's number for this app alone; publishing wants the account's own.
        return [new ConnectedAccount(me.Required("user_id"), me.Optional("name") is { Length: > 0 } name ? name : handle, handle, me.Optional("profile_picture_url"), Server: null, secrets, new Dictionary<string, int>(StringComparer.Ordinal))];
    }

    OAuthDialect Dialect() => new(
        addresses.Authorize(Network, "https://www.instagram.com/oauth/authorize"), addresses.Token(Network, "https://api.instagram.com/oauth/access_token"), string.Join(',', Scopes))
    {
        Extras = new Dictionary<string, string>(StringComparer.Ordinal) { ["enable_fb_login"] = "0" },
    };

    static HashSet<string> Permissions(JsonElement token) => Graph.Items(token, "permissions").Select(p => p.GetString()!)
        .Concat((token.Text("permissions") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToHashSet(StringComparer.Ordinal);
}
