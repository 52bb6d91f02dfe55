using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.Bluesky;

/// <summary>Calls methods of the AT Protocol at a server, and reads its errors ({error, message}).</summary>
public sealed class Xrpc(HttpCalls calls)
{
    internal const string ServerError = "InternalServerError";

    /// <summary>A method that only reads, or whose repetition changes nothing.</summary>
    /// <param name="token">Null for what anybody may ask.</param>
    public Task<HttpAnswer> Query(
        Uri server, string method, string? token, CancellationToken cancel, params ReadOnlySpan<(string Name, string Value)> parameters) =>
        calls.Ask(Request(HttpMethod.Get, Address(server, method, parameters), token), Explain, cancel);

    public Task<HttpAnswer> Procedure(Uri server, string method, string? token, JsonObject? input, CancellationToken cancel)
    {
        var request = Request(HttpMethod.Post, Address(server, method), token);
        if (input is not null) request.Content = JsonContent.Create(input);
        return calls.Ask(request, Explain, cancel);
    }

    public Task<HttpAnswer> Publish(ChannelAccount account, string method, JsonObject input, CancellationToken cancel)
    {
        var request = Request(HttpMethod.Post, Address(ServerOf(account), method), account.Secrets[Session.Access]);
        request.Content = JsonContent.Create(input);
        return calls.Publish(request, ExplainPublishing, cancel);
    }

    /// <returns>The blob as records refer to it.</returns>
    public async Task<JsonObject> Upload(ChannelAccount account, Stream bytes, string contentType, CancellationToken cancel)
    {
        var request = Request(HttpMethod.Post, Address(ServerOf(account), "com.atproto.repo.uploadBlob"), account.Secrets[Session.Access]);
        request.Content = new StreamContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } };
        return JsonObject.Create(ObjectIn(await calls.Ask(request, Explain, cancel, OutboundClients.Uploads), "blob"))!;
    }

    /// <summary>A part of an answer that must be there.</summary>
    public static JsonElement ObjectIn(HttpAnswer answer, string name) =>
        answer.Json.ValueKind == JsonValueKind.Object && answer.Json.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object
            ? part
            : throw new ConnectorFailure(FailureClass.Transient, "answer-unreadable", $"The answer of {answer.Host} could not be read.");

    /// <summary>The server an account is on. It was written down when the account was connected.</summary>
    public static Uri ServerOf(ChannelAccount account) => new(account.Server ?? throw new InvalidOperationException("A Bluesky channel has no server."));

    public static Uri Address(Uri server, string method, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var query = "";
        foreach (var (name, value) in parameters) query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        return new Uri(server, $"/xrpc/{method}{query}");
    }

    private static HttpRequestMessage Request(HttpMethod verb, Uri address, string? token)
    {
        var request = new HttpRequestMessage(verb, address);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private static Failure? Explain(HttpStatusCode status, JsonElement body)
    {
        if (Text(body, "error") is not { } code) return null;

        var words = Text(body, "message") is { Length: > 0 } message ? message : code;
        return code switch
        {
            "ExpiredToken" => new Failure(FailureClass.TokenExpired, code, "The connection to Bluesky has to be renewed."),
            "InvalidToken" or "AuthMissing" or "AuthenticationRequired" =>
                new Failure(FailureClass.ReauthRequired, code, "Bluesky no longer accepts this connection. Connect the account again."),
            "AuthFactorTokenRequired" =>
                new Failure(FailureClass.ReauthRequired, code, "Bluesky asks for a code by e-mail. Use an app password, not the password of the account."),
            "AccountTakedown" or "AccountSuspended" or "AccountDeactivated" or "RepoTakendown" or "RepoSuspended" or "RepoDeactivated" =>
                new Failure(FailureClass.ReauthRequired, code, $"Bluesky has closed this account for now: {Sentence(words)}"),
            "RateLimitExceeded" => new Failure(FailureClass.RateLimited, code, "Bluesky asks for a pause."),
            // The server drops pictures that no post refers to after a while; preparing again uploads them anew.
            "BlobNotFound" => new Failure(FailureClass.Transient, code, "Bluesky no longer holds an uploaded picture."),
            "PayloadTooLarge" or "BlobTooLarge" => new Failure(FailureClass.Permanent, code, "A file is too large for this server."),
            "MethodNotImplemented" => new Failure(FailureClass.Permanent, code, "This server cannot do that."),
            _ when (int)status is >= 400 and < 500 and not (401 or 403 or 408 or 425 or 429) =>
                new Failure(FailureClass.Permanent, code, $"Bluesky refused: {Sentence(words)}"),
            _ => null,
        };
    }

    // Told apart from a proxy's 5xx: here the server itself has answered and is done with the call.
    private static Failure? ExplainPublishing(HttpStatusCode status, JsonElement body) =>
        status == HttpStatusCode.InternalServerError && Text(body, "error") == ServerError
            ? new Failure(FailureClass.UnknownOutcome, ServerError, "The server had an error: the post may or may not have gone out.")
            : Explain(status, body);

    private static string Sentence(string words) => words.EndsWith('.') ? words : words + ".";

    private static string? Text(JsonElement body, string name) =>
        body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
