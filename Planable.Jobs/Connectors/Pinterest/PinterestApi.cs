using System.Net.Http.Headers;
using System.Text.Json;

namespace Planable.Jobs.Connectors.Pinterest;

/// <summary>How Pinterest is spoken to: version 5, JSON both ways, lists in pages with bookmarks.</summary>
public sealed class PinterestApi(HttpCalls calls, NetworkAddresses addresses)
{
    public const string Key = "pinterest";

    internal static readonly string[] Scopes = ["boards:read", "boards:write", "pins:read", "pins:write", "user_accounts:read"];

    internal OAuthDialect Dialect { get; } = new(addresses.Authorize(Key, "https://www.pinterest.com/oauth/"), addresses.Token(Key, "https://api.pinterest.com/v5/oauth/token"), string.Join(',', Scopes)) { IsBasic = true };

    internal string Permalink(string id) => addresses.Of(Key, $"https://www.pinterest.com/pin/{id}/").AbsoluteUri;

    /// <param name="path">Below /v5/, query included.</param>
    internal HttpRequestMessage Request(ChannelSecrets secrets, HttpMethod method, string path, HttpContent? content = null) => new(method, addresses.Of(Key, $"https://api.pinterest.com/v5/{path}"))
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secrets["access_token"]) },
        Content = content,
    };

    internal async Task<JsonElement> Ask(ChannelSecrets secrets, HttpMethod method, string path, CancellationToken cancel, HttpContent? content = null)
    {
        var answer = await calls.Ask(Request(secrets, method, path, content), PinterestRefusals.Explain, cancel);
        return answer.Json.ValueKind == JsonValueKind.Undefined ? throw HttpAnswer.Unreadable(answer.Host, mutates: false) : answer.Json;
    }

    internal Task<JsonElement> Get(ChannelSecrets secrets, string path, CancellationToken cancel) => Ask(secrets, HttpMethod.Get, path, cancel);

    /// <summary>The items of a list, page by page.</summary>
    /// <param name="pages">No more than these.</param>
    internal async IAsyncEnumerable<IReadOnlyList<JsonElement>> Pages(ChannelSecrets secrets, string path, int pages, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        string? bookmark = null;
        for (var page = 0; page < pages; page++)
        {
            var answer = await Get(secrets, $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}page_size=250{(bookmark is null ? "" : $"&bookmark={Uri.EscapeDataString(bookmark)}")}", cancel);
            yield return [.. answer.At("items").Items()];
            bookmark = answer.Text("bookmark");
            if (string.IsNullOrEmpty(bookmark))
                yield break;
        }
    }
}
