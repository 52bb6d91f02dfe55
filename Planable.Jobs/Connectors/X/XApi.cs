using System.Net.Http.Headers;
using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.X;

/// <summary>How X is spoken to: API version 2, answers wrapped in "data", errors sometimes in an answer of 200.</summary>
public sealed class XApi(HttpCalls calls, NetworkAddresses addresses)
{
    public const string Key = "x";

    internal static readonly string[] Scopes = ["tweet.read", "tweet.write", "users.read", "media.write", "offline.access"];

    internal const string ProfileFields = "user.fields=username,name,profile_image_url,verified,public_metrics";

    internal OAuthDialect Dialect { get; } = new(addresses.Authorize(Key, "https://x.com/i/oauth2/authorize"), addresses.Token(Key, "https://api.x.com/2/oauth2/token"), string.Join(' ', Scopes))
    {
        IsBasic = true,
        HasPkce = true,
    };

    internal string Permalink(string handle, string id) => addresses.Of(Key, $"https://x.com/{handle}/status/{id}").AbsoluteUri;

    /// <param name="path">Below /2/, query included.</param>
    internal HttpRequestMessage Request(ChannelSecrets secrets, HttpMethod method, string path) => new(method, addresses.Of(Key, $"https://api.x.com/2/{path}"))
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secrets["access_token"]) },
    };

    internal async Task<JsonElement> Get(ChannelSecrets secrets, string path, CancellationToken cancel)
    {
        var answer = await calls.Ask(Request(secrets, HttpMethod.Get, path), XRefusals.Explain, cancel);
        MustHaveNoRefusal(answer);
        return answer.Json;
    }

    internal async Task<JsonElement> Me(ChannelSecrets secrets, CancellationToken cancel) => Data(await calls.Ask(Request(secrets, HttpMethod.Get, $"users/me?{ProfileFields}"), XRefusals.Explain, cancel));

    /// <summary>The object that was asked for.</summary>
    /// <exception cref="ConnectorFailure">The answer holds errors in its place, or nothing that can be read.</exception>
    internal static JsonElement Data(HttpAnswer answer)
    {
        MustHaveNoRefusal(answer);
        return answer.Json.At("data") is { ValueKind: JsonValueKind.Object } data ? data : throw HttpAnswer.Unreadable(answer.Host, answer.Mutates);
    }

    // Errors beside data are about parts that were left out, e.g. figures of an old post.
    static void MustHaveNoRefusal(HttpAnswer answer)
    {
        if (answer.Json.ValueKind == JsonValueKind.Undefined)
            throw HttpAnswer.Unreadable(answer.Host, answer.Mutates);
        if (answer.Json.At("data").ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && answer.Json.At("errors").Items().FirstOrDefault() is { ValueKind: JsonValueKind.Object } error)
            throw new ConnectorFailure(XRefusals.Inside(error));
    }
}
