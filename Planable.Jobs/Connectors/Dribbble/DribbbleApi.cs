using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Dribbble;

/// <summary>How Dribbble is spoken to: version 2, which tells no figures of shots.</summary>
public sealed class DribbbleApi(HttpCalls calls, NetworkAddresses addresses)
{
    public const string Key = "dribbble";

    internal static readonly string[] Scopes = ["public", "upload"];

    internal OAuthDialect Dialect { get; } = new(addresses.Authorize(Key, "https://dribbble.com/oauth/authorize"), addresses.Token(Key, "https://dribbble.com/oauth/token"), string.Join(' ', Scopes));

    internal string Permalink(string id) => addresses.Of(Key, $"https://dribbble.com/shots/{id}").AbsoluteUri;

    /// <param name="path">Below /v2/, query included.</param>
    internal HttpRequestMessage Request(ChannelSecrets secrets, HttpMethod method, string path, HttpContent? content = null) => new(method, addresses.Of(Key, $"https://api.dribbble.com/v2/{path}"))
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secrets["access_token"]) },
        Content = content,
    };

    internal async Task<JsonElement> Get(ChannelSecrets secrets, string path, CancellationToken cancel)
    {
        var answer = await calls.Ask(Request(secrets, HttpMethod.Get, path), Explain, cancel);
        return answer.Json.ValueKind == JsonValueKind.Undefined ? throw HttpAnswer.Unreadable(answer.Host, mutates: false) : answer.Json;
    }

    /// <summary>An object with a message, and for each field that does not fit an error with attribute and message.</summary>
    internal static Failure? Explain(HttpStatusCode status, JsonElement body)
    {
        var words = body.Text("message");
        var code = $"http-{(int)status}";
        var fields = string.Join("; ", body.At("errors").Items().Select(e => $"{e.Text("attribute")} {e.Text("message")}".Trim()).Where(e => e.Length > 0));
        return status switch
        {
            // Tokens do not expire here: one that no longer works was revoked.
            HttpStatusCode.Unauthorized => new Failure(FailureClass.ReauthRequired, code, "Dribbble no longer accepts this connection. Connect the channel again."),

            // A gatekeeper in front of the API answers in HTML; that says nothing about the account.
            HttpStatusCode.Forbidden when words is null => new Failure(FailureClass.Transient, code, "Something in front of Dribbble turned the request away."),
            HttpStatusCode.Forbidden when words.Contains("scope", StringComparison.OrdinalIgnoreCase) => new Failure(FailureClass.ReauthRequired, "scope-missing", $"Dribbble did not give the permission for this: {words}"),
            HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity when words is not null =>
                new Failure(FailureClass.Permanent, code, $"Dribbble says: {(fields.Length > 0 ? fields : words)}"),
            _ => null,
        };
    }
}
