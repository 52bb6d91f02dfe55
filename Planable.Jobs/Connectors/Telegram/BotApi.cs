using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;
using Planable.Jobs.Outbound;

namespace Planable.Jobs.Connectors.Telegram;

/// <summary>
/// Calls methods of the Bot API. They lie below an address that holds the bot's token, so no address may be shown or logged.
/// Answers are {ok, result} or {ok, error_code, description, parameters}, whatever the status says.
/// </summary>
public sealed class BotApi(HttpCalls calls, NetworkAddresses addresses)
{
    /// <summary>A method that may be repeated.</summary>
    public async Task<JsonElement> Ask(string token, string method, JsonObject input, CancellationToken cancel) =>
        Result(await calls.Ask(Request(token, method, JsonContent.Create(input)), Explain, cancel));

    /// <summary>A method that makes a message. Files go along in the same call, named as <paramref name="input"/> refers to them.</summary>
    public async Task<JsonElement> Publish(string token, string method, JsonObject input, IReadOnlyList<(string Name, OutgoingMedia Media)> files, CancellationToken cancel)
    {
        if (files.Count == 0)
            return Result(await calls.Publish(Request(token, method, JsonContent.Create(input)), Explain, cancel));

        var form = new MultipartFormDataContent();
        foreach (var (name, value) in input)
            form.Add(new StringContent(value is JsonValue text && text.TryGetValue<string>(out var words) ? words : value!.ToJsonString()), name);
        foreach (var (name, media) in files)
        {
            var bytes = new StreamContent(await media.Open(cancel));
            bytes.Headers.ContentType = MediaTypeHeaderValue.Parse(media.ContentType);
            form.Add(bytes, name, media.FileName);
        }

        return Result(await calls.Publish(Request(token, method, form), Explain, cancel, OutboundClients.Uploads));
    }

    HttpRequestMessage Request(string token, string method, HttpContent content) =>
        new(HttpMethod.Post, addresses.Of(TelegramConnector.Key, $"https://api.telegram.org/bot{token}/{method}")) { Content = content };

    static JsonElement Result(HttpAnswer answer)
    {
        if (answer.Json.ValueKind != JsonValueKind.Object)
            throw HttpAnswer.Unreadable(answer.Host, answer.Mutates);
        if (answer.Json.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True && answer.Json.TryGetProperty("result", out var result))
            return result;
        throw int.TryParse(answer.Json.Text("error_code"), CultureInfo.InvariantCulture, out var status) && Explain((HttpStatusCode)status, answer.Json) is { } explained
            ? new ConnectorFailure(explained)
            : HttpAnswer.Unreadable(answer.Host, answer.Mutates);
    }

    static Failure? Explain(HttpStatusCode status, JsonElement body)
    {
        if (body.Text("description") is not { Length: > 0 } description)
            return null;

        var code = $"http-{(int)status}";
        return status switch
        {
            HttpStatusCode.TooManyRequests => new Failure(FailureClass.RateLimited, code, "Telegram asks for a pause.", Wait(body)),
            // A token that cannot be one is told as a missing page.
            HttpStatusCode.Unauthorized or HttpStatusCode.NotFound => new Failure(FailureClass.ReauthRequired, "token-refused", "Telegram no longer knows this bot. Its token was replaced, or the bot was deleted."),
            HttpStatusCode.Forbidden => new Failure(FailureClass.ReauthRequired, code, $"Telegram says: {Words(description)}"),
            HttpStatusCode.BadRequest when Parameter(body, "migrate_to_chat_id") is not null =>
                new Failure(FailureClass.ReauthRequired, "chat-moved", "The group has become a supergroup and has a new address. Connect it again."),
            HttpStatusCode.BadRequest when IsAboutAccess(description) => new Failure(FailureClass.ReauthRequired, code, $"Telegram says: {Words(description)}"),
            HttpStatusCode.BadRequest when Has(description, "to edit not found") || Has(description, "replied not found") =>
                new Failure(FailureClass.Permanent, "message-gone", "The message is no longer there."),
            HttpStatusCode.BadRequest when Has(description, "not modified") => new Failure(FailureClass.Permanent, "not-modified", $"Telegram says: {Words(description)}"),
            HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge => new Failure(FailureClass.Permanent, code, $"Telegram says: {Words(description)}"),
            _ => null,
        };
    }

    static TimeSpan? Wait(JsonElement body) =>
        int.TryParse(Parameter(body, "retry_after"), CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) : null;

    static string? Parameter(JsonElement body, string name) => body.TryGetProperty("parameters", out var parameters) ? parameters.Text(name) : null;

    static bool IsAboutAccess(string description) =>
        Has(description, "chat not found") || Has(description, "not enough rights") || Has(description, "need administrator rights") || Has(description, "CHAT_WRITE_FORBIDDEN")
        || Has(description, "CHAT_ADMIN_REQUIRED") || Has(description, "have no rights") || Has(description, "CHANNEL_PRIVATE");

    static bool Has(string words, string part) => words.Contains(part, StringComparison.OrdinalIgnoreCase);

    // "Bad Request: message is too long" says the kind of trouble twice.
    static string Words(string description) => description[(description.IndexOf(": ", StringComparison.Ordinal) is var at and > 0 ? at + 2 : 0)..].TrimEnd('.') + ".";
}
