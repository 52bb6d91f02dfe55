using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Reddit;

/// <summary>What Reddit means by its refusals: statuses with a reason, and lists of code, words and field in answers of 200.</summary>
static partial class RedditRefusals
{
    public static Failure? Explain(HttpStatusCode status, JsonElement body)
    {
        var code = $"http-{(int)status}";
        var reason = body.Text("reason");
        return status switch
        {
            HttpStatusCode.Unauthorized => new Failure(FailureClass.TokenExpired, code, "Reddit no longer accepts this connection."),

            // A gatekeeper in front of the API answers in HTML; that says nothing about the account.
            HttpStatusCode.Forbidden when body.ValueKind != JsonValueKind.Object => new Failure(FailureClass.Transient, code, "Something in front of Reddit turned the request away."),
            HttpStatusCode.Forbidden or HttpStatusCode.NotFound when reason is not null => new Failure(FailureClass.Permanent, $"community-{reason}", $"This community is {reason}: the account cannot post there."),
            HttpStatusCode.Forbidden => new Failure(FailureClass.ReauthRequired, "access-denied", "Reddit does not let this connection do that. Connect again and allow everything that is asked for."),
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict when body.Text("message") is { } words =>
                new Failure(FailureClass.Permanent, code, $"Reddit says: {body.Text("explanation") ?? words}"),
            _ => null,
        };
    }

    /// <exception cref="ConnectorFailure">The answer has errors in it: nothing was done.</exception>
    public static void MustHaveNone(JsonElement answer)
    {
        if (answer.At("json", "errors").Items().FirstOrDefault() is not { ValueKind: JsonValueKind.Array } error)
            return;
        var parts = error.EnumerateArray().Select(p => p.ValueKind == JsonValueKind.String ? p.GetString()! : "").ToList();
        throw new ConnectorFailure(Inside(parts[0], parts.Count > 1 ? parts[1] : ""));
    }

    static Failure Inside(string code, string words) => code switch
    {
        "RATELIMIT" => new Failure(FailureClass.RateLimited, code, $"Reddit asks for a pause: {words}", Pause(words)),
        "USER_REQUIRED" => new Failure(FailureClass.TokenExpired, code, "Reddit no longer accepts this connection."),
        "USER_BLOCKED" or "SUBREDDIT_NOTALLOWED" or "SUBREDDIT_NOTALLOWED_BANNED" => new Failure(FailureClass.Permanent, code, "The account may not post in this community."),
        "SUBREDDIT_NOEXIST" => new Failure(FailureClass.Permanent, code, "This community does not exist. Check how it is written."),
        "NO_SELFS" => new Failure(FailureClass.Permanent, code, "This community takes no text posts."),
        "NO_LINKS" => new Failure(FailureClass.Permanent, code, "This community takes no links."),
        "SUBMIT_VALIDATION_FLAIR_REQUIRED" => new Failure(FailureClass.Permanent, code, "This community wants every post to have a flair. Choose one."),
        "ALREADY_SUB" => new Failure(FailureClass.Permanent, code, "This link has been posted in the community before."),
        "DOMAIN_BANNED" => new Failure(FailureClass.Permanent, code, "Reddit does not take links to this site."),
        _ => new Failure(FailureClass.Permanent, code, $"Reddit says: {words}"),
    };

    /// <summary>"Take a break for 9 minutes", "try again in 40 seconds".</summary>
    static TimeSpan? Pause(string words)
    {
        if (Duration().Match(words) is not { Success: true } found)
            return null;
        var number = int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture);
        return found.Groups[2].Value[0] switch
        {
            'h' => TimeSpan.FromHours(number),
            'm' when found.Groups[2].Value.StartsWith("mil", StringComparison.Ordinal) => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromSeconds(number),
        };
    }

    [GeneratedRegex(@"(\d{1,4}) (hour|minute|millisecond|second)", RegexOptions.NonBacktracking)]
    private static partial Regex Duration();
}
