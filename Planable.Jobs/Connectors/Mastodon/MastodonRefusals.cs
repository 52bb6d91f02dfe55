using System.Net;
using System.Text.Json;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Mastodon;

/// <summary>What Mastodon means by its refusals: an object with "error" in plain English, sometimes "error_description".</summary>
internal static class MastodonRefusals
{
    public static Failure? Explain(string host, HttpStatusCode status, JsonElement body)
    {
        var error = body.Text("error_description") ?? body.Text("error");
        var code = $"http-{(int)status}";
        return status switch
        {
            HttpStatusCode.Unauthorized =>
                new Failure(FailureClass.ReauthRequired, code, $"{host} no longer accepts this connection. Connect the channel again."),

            // A gatekeeper in front of the server answers 403 in HTML; that says nothing about the account.
            HttpStatusCode.Forbidden when error is null => new Failure(FailureClass.Transient, code, $"Something in front of {host} turned the request away."),
            HttpStatusCode.Forbidden when IsAboutAccount(error) => new Failure(FailureClass.ReauthRequired, code, $"{host} says: {error}"),
            HttpStatusCode.UnprocessableEntity when Has(error, "finished processing") =>
                new Failure(FailureClass.Transient, "media-processing", $"{host} is still working on the uploaded files."),
            HttpStatusCode.UnprocessableEntity when Has(error, "not be found") || Has(error, "not found") =>
                new Failure(FailureClass.Transient, "media-gone", $"{host} no longer has the uploaded files."),
            HttpStatusCode.BadRequest or HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity or HttpStatusCode.Gone when error is not null =>
                new Failure(FailureClass.Permanent, code, $"{host} says: {error}"),
            _ => null,
        };
    }

    private static bool IsAboutAccount(string error) =>
        Has(error, "scope") || Has(error, "login") || Has(error, "suspended") || Has(error, "disabled") || Has(error, "confirm") || Has(error, "pending");

    private static bool Has(string? error, string words) => error?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;
}
