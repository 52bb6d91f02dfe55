using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Meta;

/// <summary>Tokens of 60 days, as Instagram and Threads give them: made from one of an hour, and renewed while they are good. An expired one cannot be renewed.</summary>
/// <param name="root">The API's host without a version.</param>
/// <param name="kind">What the grants' names begin with.</param>
sealed class LongTokens(Graph graph, TimeProvider clock, string root, string kind)
{
    public async Task<ChannelSecrets> Exchange(string brief, AppCredentials app, CancellationToken cancel) =>
        Read(await Ask("access_token", brief, cancel, ("grant_type", $"{kind}_exchange_token"), ("client_secret", app.ClientSecret)));

    public async Task<ChannelSecrets> Renew(ChannelSecrets secrets, CancellationToken cancel)
    {
        try
        {
            return Read(await Ask("refresh_access_token", secrets["access_token"], cancel, ("grant_type", $"{kind}_refresh_token")));
        }
        catch (ConnectorFailure refused) when (refused.Failure.Class == FailureClass.Permanent)
        {
            throw new ConnectorFailure(FailureClass.ReauthRequired, "refresh-refused", $"{graph.Name} no longer renews this connection. Connect the account again.", inner: refused);
        }
    }

    // Both calls want the token, and the secret, in the address.
    Task<HttpAnswer> Ask(string path, string token, CancellationToken cancel, params (string Name, string Value)[] query) => graph.Ask(
        new HttpRequestMessage(HttpMethod.Get, graph.At(QueryHelpers.AddQueryString(root + path, query.Append(("access_token", token)).Select(q => KeyValuePair.Create(q.Item1, (string?)q.Item2))))), token, cancel);

    ChannelSecrets Read(HttpAnswer answer) => new(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["access_token"] = answer.Required("access_token") },
        clock.GetUtcNow().AddSeconds(double.Parse(answer.Required("expires_in"), CultureInfo.InvariantCulture)));
}
