using System.Net;
using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.X;

/// <summary>What X means by its refusals: problem JSON with type, title and detail, older ones with a list of errors.</summary>
static class XRefusals
{
    public static Failure? Explain(HttpStatusCode status, JsonElement body)
    {
        // What the list of errors says is closer to the point than the common sentence above it.
        var words = body.At("errors").Items().Select(e => e.Text("message") ?? e.Text("detail")).FirstOrDefault(w => w is not null) ?? body.Text("detail");
        var type = body.Text("type") is { } address && address.Contains('/', StringComparison.Ordinal) ? address.Split('/')[^1] : null;
        var code = $"http-{(int)status}";
        return (type, status) switch
        {
            ("usage-capped", _) => new Failure(FailureClass.QuotaExhausted, "usage-capped", $"The X app of this installation has used up what it may do: {words}"),
            (_, HttpStatusCode.PaymentRequired) => new Failure(FailureClass.QuotaExhausted, "credits-empty", "The X app of this installation has no credits left. Whoever runs it buys new ones at X."),
            (_, HttpStatusCode.Unauthorized) => new Failure(FailureClass.TokenExpired, code, "X no longer accepts this connection."),
            ("unsupported-authentication", _) => new Failure(FailureClass.TokenExpired, "unsupported-authentication", "X no longer accepts this connection."),
            ("client-forbidden", _) => new Failure(FailureClass.Permanent, "client-forbidden", $"The X app of this installation may not do this: {words}"),
            (_, HttpStatusCode.Forbidden) => Forbidden(words, code),
            (_, HttpStatusCode.BadRequest) when Has(words, "media id") => new Failure(FailureClass.Transient, "media-gone", "X no longer has the uploaded files."),
            (_, HttpStatusCode.RequestEntityTooLarge) => new Failure(FailureClass.Permanent, code, "X finds a file too large."),
            (_, HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity) when words is not null =>
                new Failure(FailureClass.Permanent, code, $"X says: {words}"),
            _ => null,
        };
    }

    /// <summary>An error that came with a status of 200.</summary>
    public static Failure Inside(JsonElement error)
    {
        var status = (error.Text("type") ?? "").Split('/')[^1] switch
        {
            "resource-not-found" => HttpStatusCode.NotFound,
            "rate-limit-exceeded" => HttpStatusCode.TooManyRequests,
            "invalid-request" => HttpStatusCode.BadRequest,
            "about:blank" when error.Text("title") == "Unauthorized" => HttpStatusCode.Unauthorized,
            _ => HttpStatusCode.Forbidden,
        };
        return status == HttpStatusCode.TooManyRequests
            ? new Failure(FailureClass.RateLimited, "rate-limit-exceeded", "X asks for a pause.")
            : Explain(status, error) ?? new Failure(FailureClass.Permanent, $"http-{(int)status}", $"X says: {error.Text("title")}");
    }

    static Failure Forbidden(string? words, string code) => words switch
    {
        // A gatekeeper in front of the API answers in HTML; that says nothing about the account.
        null => new Failure(FailureClass.Transient, code, "Something in front of X turned the request away."),
        _ when Has(words, "duplicate content") => new Failure(FailureClass.Permanent, "duplicate", "X does not take the same words twice within a short time. Change them."),
        _ when Has(words, "Unsupported Authentication") => new Failure(FailureClass.TokenExpired, "unsupported-authentication", "X no longer accepts this connection."),
        "Forbidden" or "Forbidden." => new Failure(FailureClass.ReauthRequired, "scope-missing", "X did not give the permission for this. Connect again and allow everything that is asked for."),
        _ when Has(words, "suspended") || Has(words, "locked") || Has(words, "deactivated") || Has(words, "scope") => new Failure(FailureClass.ReauthRequired, code, $"X says: {words}"),
        _ => new Failure(FailureClass.Permanent, code, $"X says: {words}"),
    };

    static bool Has(string? words, string part) => words?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
