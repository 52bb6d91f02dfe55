using System.Net;
using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.LinkedIn;

/// <summary>What LinkedIn means by its refusals: an object with message, status and sometimes code, serviceErrorCode and details.</summary>
static class LinkedInRefusals
{
    const string Revoked = "65601";

    public static Failure? Explain(HttpStatusCode status, JsonElement body)
    {
        var words = body.Text("message");
        var code = $"http-{(int)status}";
        return status switch
        {
            HttpStatusCode.Unauthorized when body.Text("serviceErrorCode") == Revoked || body.Text("code") == "REVOKED_ACCESS_TOKEN" =>
                new Failure(FailureClass.ReauthRequired, "token-revoked", "LinkedIn no longer accepts this connection. Connect the channel again."),
            HttpStatusCode.Unauthorized => new Failure(FailureClass.TokenExpired, code, "LinkedIn no longer accepts this connection."),

            // A gatekeeper in front of the API answers in HTML; that says nothing about the account.
            HttpStatusCode.Forbidden when words is null => new Failure(FailureClass.Transient, code, "Something in front of LinkedIn turned the request away."),
            HttpStatusCode.Forbidden => new Failure(FailureClass.ReauthRequired, "access-denied", $"LinkedIn does not let this connection do that: {words}"),
            HttpStatusCode.UnprocessableEntity when IsDuplicate(body, words) =>
                new Failure(FailureClass.Permanent, "duplicate", $"LinkedIn does not take the same words twice within a short time. {words}"),
            HttpStatusCode.UpgradeRequired => new Failure(FailureClass.Permanent, "version-gone",
                "LinkedIn no longer speaks the version of its API that this installation asks for. Whoever runs it sets Connectors:LinkedIn:Version to a newer month."),
            HttpStatusCode.TooManyRequests when Has(words, " DAY ") =>
                new Failure(FailureClass.QuotaExhausted, "daily-limit", $"LinkedIn takes no more calls today: {words}", UntilMidnight()),
            HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity when Has(words, "Unable to obtain activity") || Has(words, "not AVAILABLE") =>
                new Failure(FailureClass.Transient, "media-processing", "LinkedIn is still working on the uploaded files."),
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge when words is not null =>
                new Failure(FailureClass.Permanent, code, $"LinkedIn says: {words}"),
            _ => null,
        };
    }

    // The counters begin anew at midnight UTC.
    static TimeSpan UntilMidnight()
    {
        var now = TimeProvider.System.GetUtcNow();
        return now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime;
    }

    static bool IsDuplicate(JsonElement body, string? words) =>
        Has(words, "duplicate") || body.At("errorDetails", "inputErrors").Items().Any(e => e.Text("code") == "DUPLICATE_POST");

    static bool Has(string? words, string part) => words?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
