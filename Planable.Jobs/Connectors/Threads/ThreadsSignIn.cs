using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Meta;

namespace Planable.Jobs.Connectors.Threads;

/// <summary>Connecting a Threads profile.</summary>
public sealed class ThreadsSignIn(HttpCalls calls, NetworkAddresses addresses, NetworkApps apps, OAuthCodes codes, TimeProvider clock) : IConnectByOAuth
{
    const string Network = "threads";

    static readonly string[] Scopes = ["threads_basic", "threads_content_publish", "threads_manage_replies", "threads_read_replies", "threads_manage_insights"];

    // Whoever does not give it can still publish.
    const string ForDeleting = "threads_delete";

    readonly Graph graph = new(calls, addresses, Network, "Threads", Graph.Threads);

    public async Task<OAuthStart> Begin(string? server, Uri returnTo, string state, CancellationToken cancel) =>
        OAuthCodes.Begin(Dialect(), await apps.Get(Network, cancel), returnTo, state);

    public async Task<IReadOnlyList<ConnectedAccount>> Complete(OAuthStart start, Uri returnTo, string code, CancellationToken cancel)
    {
        var app = await apps.Get(Network, cancel);
        var brief = await codes.Complete(Dialect(), app, start, returnTo, code, cancel);
        var secrets = await new LongTokens(graph, clock, "https://graph.threads.com/", "th").Exchange(brief.Required("access_token"), app, cancel);
        await MustGrantAll(secrets["access_token"], cancel);
        var me = await graph.Read("me", secrets["access_token"], cancel, ("fields", "id,username,name,threads_profile_picture_url"));
        var handle = me.Required("username");
        return
        [
            new ConnectedAccount(
                me.Required("id"), me.Optional("name") is { Length: > 0 } name ? name : handle, handle, me.Optional("threads_profile_picture_url"), Server: null, secrets,
                new Dictionary<string, int>(StringComparer.Ordinal)),
        ];
    }

    async Task MustGrantAll(string token, CancellationToken cancel)
    {
        try
        {
            var answer = await graph.Read("debug_token", token, cancel, ("input_token", token));
            var granted = Graph.Items(Graph.Inside(answer.Json, "data"), "scopes").Select(s => s.GetString()!).ToHashSet(StringComparer.Ordinal);
            if (granted.Count > 0 && Scopes.FirstOrDefault(s => !granted.Contains(s)) is { } missing)
                throw OAuthCodes.MissingScope("Threads", missing);
        }
        catch (ConnectorFailure refused) when (!refused.Failure.IsPassing && refused.Failure.Code != "scope-missing")
        {
            // Threads tells the permissions of a token to its testers only; of others it is taken that they gave all.
        }
    }

    OAuthDialect Dialect() => new(
        addresses.Authorize(Network, "https://threads.com/oauth/authorize"), addresses.Token(Network, "https://graph.threads.com/oauth/access_token"), string.Join(',', Scopes.Append(ForDeleting)));
}
