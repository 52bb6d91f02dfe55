using System.Net;
using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Pinterest;

/// <summary>What Pinterest means by its refusals: an object with a number as code and a message.</summary>
static class PinterestRefusals
{
    public static Failure? Explain(HttpStatusCode status, JsonElement body)
    {
        var words = body.Text("message");
        var code = $"http-{(int)status}";
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden when Has(words, "scope") || Has(words, "permissions to access") =>
                new Failure(FailureClass.ReauthRequired, "scope-missing", $"Pinterest did not give the permission for this: {words}"),
            HttpStatusCode.Unauthorized => new Failure(FailureClass.TokenExpired, code, "Pinterest no longer accepts this connection."),

            // A gatekeeper in front of the API answers in HTML; that says nothing about the account.
            HttpStatusCode.Forbidden when words is null => new Failure(FailureClass.Transient, code, "Something in front of Pinterest turned the request away."),
            HttpStatusCode.Forbidden when Has(words, "suspended") || Has(words, "deactivated") => new Failure(FailureClass.ReauthRequired, "account-suspended", $"Pinterest says: {words}"),
            HttpStatusCode.Forbidden when Has(words, "consumer type") => new Failure(FailureClass.Permanent, "app-limited", $"Pinterest has not given the app of this installation full access yet: {words}"),
            HttpStatusCode.BadRequest when Has(words, "Unable to reach the URL") => new Failure(FailureClass.Transient, code, $"Pinterest says: {words}"),
            HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnprocessableEntity when words is not null =>
                new Failure(FailureClass.Permanent, code, $"Pinterest says: {words}"),
            _ => null,
        };
    }

    static bool Has(string? words, string part) => words?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
