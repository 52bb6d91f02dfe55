using System.Net;
using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Google;

/// <summary>Google's error bodies: {error {code, message, status, errors [{reason}], details [{reason}]}}. The older services tell the reason, the newer the status.</summary>
static class GoogleRefusals
{
    /// <param name="name">What people call the service.</param>
    public static Failure? Explain(string name, HttpStatusCode status, JsonElement body)
    {
        // After a 5xx nobody knows what was done; the general rules tell a call that publishes from one that asks.
        if ((int)status >= 500 || body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
            return null;

        var (reason, words) = (Reason(error), error.Text("message") ?? "");
        return reason switch
        {
            "authError" or "UNAUTHENTICATED" => new Failure(FailureClass.TokenExpired, reason, $"The connection to {name} has to be renewed."),
            "insufficientPermissions" or "ACCESS_TOKEN_SCOPE_INSUFFICIENT" => new Failure(FailureClass.ReauthRequired, "scope-missing", $"{name} was not allowed everything that is asked for. Connect again and allow all of it."),
            "PERMISSION_DENIED" or "forbidden" or "accessNotConfigured" or "SERVICE_DISABLED" => new Failure(FailureClass.ReauthRequired, reason, $"{name} says: {Sentence(words)}"),
            "rateLimitExceeded" or "userRateLimitExceeded" or "RESOURCE_EXHAUSTED" or "RATE_LIMIT_EXCEEDED" => new Failure(FailureClass.RateLimited, reason, $"{name} asks for a pause."),
            "backendError" or "UNAVAILABLE" or "ABORTED" => new Failure(FailureClass.Transient, reason, $"{name} has an error of its own at the moment."),
            _ when status == HttpStatusCode.Unauthorized => new Failure(FailureClass.TokenExpired, reason, $"The connection to {name} has to be renewed."),
            _ when error.Text("status") == "PERMISSION_DENIED" => new Failure(FailureClass.ReauthRequired, reason, $"{name} says: {Sentence(words)}"),
            _ when status == HttpStatusCode.TooManyRequests => null,
            _ => new Failure(FailureClass.Permanent, reason, $"{name} says: {Sentence(words)}"),
        };
    }

    public static string Reason(JsonElement error) =>
        First(error, "errors") ?? First(error, "details") ?? error.Text("status") ?? $"http-{error.Text("code")}";

    static string? First(JsonElement error, string list) =>
        error.TryGetProperty(list, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray().Select(i => i.Text("reason")).FirstOrDefault(r => r is not null) : null;

    static string Sentence(string words) => words.EndsWith('.') ? words : words + ".";
}
