using System.Net.Http.Headers;
using System.Text.Json;

namespace Planable.Jobs.Connectors.Reddit;

/// <summary>How Reddit is spoken to: forms in, JSON out, errors in answers of 200, and a User-Agent that names the app and its user.</summary>
public sealed class RedditApi(HttpCalls calls, NetworkAddresses addresses)
{
    public const string Key = "reddit";

    internal static readonly string[] Scopes = ["identity", "submit", "read", "flair", "history", "edit"];

    internal OAuthDialect Dialect { get; } = new(
        addresses.Authorize(Key, "https://www.reddit.com/api/v1/authorize"), addresses.Token(Key, "https://www.reddit.com/api/v1/access_token"), string.Join(' ', Scopes))
    {
        IsBasic = true,
        Extras = new Dictionary<string, string>(StringComparer.Ordinal) { ["duration"] = "permanent" },
    };

    internal Uri Revocation => addresses.Of(Key, "https://www.reddit.com/api/v1/revoke_token");

    /// <param name="permalink">As Reddit tells it: below its host, or whole.</param>
    internal string Permalink(string permalink) => permalink.StartsWith('/') ? addresses.Of(Key, $"https://www.reddit.com{permalink}").AbsoluteUri : permalink;

    /// <summary>An address Reddit gave without a scheme.</summary>
    internal Uri Whole(string address) => new(addresses.Of(Key, "https://www.reddit.com/"), address);

    internal HttpRequestMessage Request(ChannelSecrets secrets, string user, HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, addresses.Of(Key, $"https://oauth.reddit.com/{path}"))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secrets["access_token"]) },
            Content = content,
        };
        request.Headers.TryAddWithoutValidation("User-Agent", $"web:planable:1.0 (by /u/{user})");
        return request;
    }

    internal async Task<JsonElement> Get(ChannelAccount account, string path, CancellationToken cancel) =>
        Readable(await calls.Ask(Request(account.Secrets, account.Handle, HttpMethod.Get, path), RedditRefusals.Explain, cancel));

    internal async Task<JsonElement> Me(ChannelSecrets secrets, CancellationToken cancel) =>
        Readable(await calls.Ask(Request(secrets, "planable", HttpMethod.Get, "api/v1/me?raw_json=1"), RedditRefusals.Explain, cancel));

    internal async Task<JsonElement> Post(ChannelAccount account, string path, Dictionary<string, string> form, CancellationToken cancel)
    {
        var answer = Readable(await calls.Ask(Request(account.Secrets, account.Handle, HttpMethod.Post, path, new FormUrlEncodedContent(form)), RedditRefusals.Explain, cancel));
        RedditRefusals.MustHaveNone(answer);
        return answer;
    }

    static JsonElement Readable(HttpAnswer answer) => answer.Json.ValueKind == JsonValueKind.Undefined ? throw HttpAnswer.Unreadable(answer.Host, mutates: false) : answer.Json;
}
