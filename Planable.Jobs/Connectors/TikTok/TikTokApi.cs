using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.TikTok;

/// <summary>Calls TikTok's API. Every answer has {data, error {code, message}}, where the code "ok" alone means success, whatever the status says.</summary>
public sealed class TikTokApi(HttpCalls calls, NetworkAddresses addresses)
{
    static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <param name="path">Behind https://open.tiktokapis.com/v2/.</param>
    public async Task<JsonElement> Ask(ChannelSecrets secrets, HttpMethod method, string path, JsonObject? input, CancellationToken cancel) =>
        Data(await calls.Ask(Request(secrets, method, path, input), Explain, cancel));

    public async Task<JsonElement> Publish(ChannelSecrets secrets, string path, JsonObject input, CancellationToken cancel) =>
        Data(await calls.Publish(Request(secrets, HttpMethod.Post, path, input), Explain, cancel));

    /// <summary>What a code of TikTok's means, whether it comes as an error of a call or as the reason why a post failed.</summary>
    public static Failure Means(string code, string? message = null)
    {
        return code switch
        {
            "access_token_invalid" => new Failure(FailureClass.TokenExpired, code, "The connection to TikTok has to be renewed."),
            "scope_not_authorized" or "scope_permission_missed" => new Failure(FailureClass.ReauthRequired, "scope-missing", "TikTok was not allowed everything that is asked for. Connect again and allow all of it."),
            "auth_removed" => new Failure(FailureClass.ReauthRequired, code, "The account has taken back its permission. Connect it again."),
            "rate_limit_exceeded" => new Failure(FailureClass.RateLimited, code, "TikTok asks for a pause."),
            "internal_error" or "internal" => new Failure(FailureClass.Transient, code, "TikTok has an error of its own at the moment."),
            "spam_risk_too_many_posts" => new Failure(FailureClass.QuotaExhausted, code, "The account has posted as much as TikTok allows in a day.", Day),
            "spam_risk_too_many_pending_share" => new Failure(FailureClass.QuotaExhausted, code, "Five drafts wait in the app's inbox already; TikTok takes no more in a day. Finish or delete some.", Day),
            "reached_active_user_cap" => new Failure(FailureClass.QuotaExhausted, code, "This installation has posted for as many accounts as TikTok allows it in a day.", Day),
            "privacy_level_option_mismatch" => Permanent("The account does not offer this choice of who can view the post."),
            "unaudited_client_can_only_post_to_private_accounts" => Permanent("TikTok has not audited this installation's app yet: until then it posts to private accounts only, for \"Only me\"."),
            "url_ownership_unverified" => Permanent("TikTok fetches pictures only from addresses that were verified in its developer pages, and this installation's is not."),
            "file_format_check_failed" => Permanent("TikTok does not take this kind of file."),
            "duration_check_failed" => Permanent("The video is too long or too short for this account."),
            "frame_rate_check_failed" => Permanent("The video has to have 23 to 60 frames a second."),
            "picture_size_check_failed" => Permanent("The picture is too small or too large for TikTok."),
            "video_pull_failed" or "photo_pull_failed" => Permanent("TikTok could not fetch the files from this installation."),
            "publish_cancelled" => Permanent("The post was cancelled at TikTok."),
            "spam_risk" or "spam_risk_text" => Permanent("TikTok takes this post for spam."),
            "spam_risk_user_banned_from_posting" => Permanent("TikTok does not let this account post at the moment."),
            _ => Permanent(message is { Length: > 0 } ? $"TikTok says: {message.TrimEnd('.')}." : $"TikTok refused the post ({code})."),
        };

        Failure Permanent(string words) => new(FailureClass.Permanent, code, words);
    }

    HttpRequestMessage Request(ChannelSecrets secrets, HttpMethod method, string path, JsonObject? input) =>
        new(method, addresses.Of(TikTokConnector.Key, $"https://open.tiktokapis.com/v2/{path}"))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secrets["access_token"]) },
            Content = input is null ? null : JsonContent.Create(input, new MediaTypeHeaderValue("application/json", "UTF-8")),
        };

    static JsonElement Data(HttpAnswer answer)
    {
        if (answer.Json.ValueKind != JsonValueKind.Object || Code(answer.Json) is not { } code)
            throw HttpAnswer.Unreadable(answer.Host, answer.Mutates);
        if (code == "ok")
            return answer.Json.TryGetProperty("data", out var data) ? data : default;
        var failure = Means(code, answer.Json.GetProperty("error").Text("message"));
        // An error of its own inside a success leaves open what was done.
        throw new ConnectorFailure(answer.Mutates && failure.Class == FailureClass.Transient ? failure with { Class = FailureClass.UnknownOutcome } : failure);
    }

    static Failure? Explain(HttpStatusCode status, JsonElement body) =>
        (int)status < 500 && Code(body) is { } code and not "ok" ? Means(code, body.GetProperty("error").Text("message")) : null;

    static string? Code(JsonElement body) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty("error", out var error) ? error.Text("code") : null;
}
