using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Planable.Jobs.Connectors.LinkedIn;

/// <summary>How LinkedIn is spoken to: versioned calls in the manner of Rest.li 2.0, ids as URNs, new ids in a header.</summary>
public sealed class LinkedInApi(string network, HttpCalls calls, NetworkAddresses addresses, IConfiguration configuration)
{
    public const string Member = "linkedin";
    public const string Page = "linkedin-page";

    // LinkedIn retires a version about a year after its month.
    const string KnownVersion = "202606";

    internal string Network => network;

    internal static string[] ScopesOf(string network) => network == Page
        ? ["rw_organization_admin", "w_organization_social", "r_organization_social"]
        : ["openid", "profile", "w_member_social"];

    internal OAuthDialect Dialect { get; } = new(
        addresses.Authorize(network, "https://www.linkedin.com/oauth/v2/authorization"), addresses.Token(network, "https://www.linkedin.com/oauth/v2/accessToken"), string.Join(' ', ScopesOf(network)));

    internal string Version => configuration[NetworkAddresses.Name(Member, "Version")] is { Length: > 0 } set ? set : KnownVersion;

    /// <summary>What a member's pictures and documents are given to become usable: whether they are, LinkedIn does not tell members.</summary>
    internal TimeSpan Pause => TimeSpan.FromSeconds(
        double.TryParse(configuration[NetworkAddresses.Name(Member, "UploadPauseSeconds")], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? seconds : 20);

    internal string Author(ChannelAccount account) => $"urn:li:{(network == Page ? "organization" : "person")}:{account.RemoteId}";

    internal string Permalink(string urn) => addresses.Of(network, $"https://www.linkedin.com/feed/update/{urn}").AbsoluteUri;

    internal Uri Revocation => addresses.Of(network, "https://www.linkedin.com/oauth/v2/revoke");

    /// <param name="path">With its first part, rest or v2.</param>
    internal HttpRequestMessage Request(ChannelSecrets secrets, HttpMethod method, string path, string? restliMethod = null, object? body = null)
    {
        var request = new HttpRequestMessage(method, addresses.Of(network, $"https://api.linkedin.com/{path}"))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secrets["access_token"]) },
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.Add("LinkedIn-Version", Version);
        request.Headers.Add("X-Restli-Protocol-Version", "2.0.0");
        if (restliMethod is not null)
            request.Headers.Add("X-RestLi-Method", restliMethod);
        return request;
    }

    internal async Task<JsonElement> Get(ChannelSecrets secrets, string path, CancellationToken cancel, string? restliMethod = null) =>
        Readable(await calls.Ask(Request(secrets, HttpMethod.Get, path, restliMethod), LinkedInRefusals.Explain, cancel));

    internal async Task<JsonElement> Post(ChannelSecrets secrets, string path, object body, CancellationToken cancel) =>
        (await calls.Ask(Request(secrets, HttpMethod.Post, path, body: body), LinkedInRefusals.Explain, cancel)).Json;

    /// <summary>An URN as it stands in addresses.</summary>
    internal static string InPath(string urn) => Uri.EscapeDataString(urn);

    static JsonElement Readable(HttpAnswer answer) => answer.Json.ValueKind == JsonValueKind.Object ? answer.Json : throw HttpAnswer.Unreadable(answer.Host, mutates: false);
}
