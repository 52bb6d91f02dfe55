using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Slack;

/// <summary>Calls Slack's Web API. A refusal, too, comes with status 200: only "ok" tells.</summary>
public sealed class SlackApi(HttpCalls calls, NetworkAddresses addresses)
{
    /// <summary>A method that may be repeated.</summary>
    public async Task<JsonElement> Ask(ChannelSecrets secrets, string method, JsonObject input, CancellationToken cancel) =>
        Checked(await calls.Ask(Request(secrets, method, input), explain: null, cancel), secrets);

    public async Task<JsonElement> Publish(ChannelSecrets secrets, string method, JsonObject input, CancellationToken cancel) =>
        Checked(await calls.Publish(Request(secrets, method, input), explain: null, cancel), secrets);

    /// <summary>The bytes of a file, to the address Slack gave for them.</summary>
    public async Task Upload(string address, OutgoingMedia file, CancellationToken cancel)
    {
        await using var bytes = await file.Open(cancel);
        var content = new StreamContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(file.ContentType);
        await calls.Store(new HttpRequestMessage(HttpMethod.Post, new Uri(address)) { Content = content }, cancel);
    }

    /// <summary>Form fields, as every method takes them; lists and objects among them as JSON.</summary>
    HttpRequestMessage Request(ChannelSecrets secrets, string method, JsonObject input) =>
        new(HttpMethod.Post, addresses.Of(SlackConnector.Key, $"https://slack.com/api/{method}"))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", secrets["access_token"]) },
            Content = new FormUrlEncodedContent(input.Select(p => KeyValuePair.Create(p.Key, p.Value is JsonValue text && text.TryGetValue<string>(out var words) ? words : p.Value!.ToJsonString()))),
        };

    static JsonElement Checked(HttpAnswer answer, ChannelSecrets secrets)
    {
        if (answer.Json.ValueKind != JsonValueKind.Object || !answer.Json.TryGetProperty("ok", out var ok))
            throw HttpAnswer.Unreadable(answer.Host, answer.Mutates);
        if (ok.ValueKind == JsonValueKind.True)
            return answer.Json;
        var failure = Means(answer.Optional("error") ?? "unknown_error", secrets);
        throw new ConnectorFailure(answer.Mutates && failure.Class == FailureClass.Transient
            ? failure with { Class = FailureClass.UnknownOutcome, Words = "Slack had an error: the post may or may not have gone out." }
            : failure);
    }

    static Failure Means(string error, ChannelSecrets secrets)
    {
        return error switch
        {
            "token_expired" when secrets.Find("refresh_token") is not null => new Failure(FailureClass.TokenExpired, error, "The connection to Slack has to be renewed."),
            "invalid_auth" or "not_authed" or "token_revoked" or "token_expired" or "account_inactive" or "org_login_required" or "team_access_not_granted" or "ekm_access_denied" =>
                Reauth("Slack no longer accepts this connection. Connect the workspace again."),
            "missing_scope" or "no_permission" or "not_allowed_token_type" => new Failure(FailureClass.ReauthRequired, "scope-missing", "Slack was not allowed everything that is asked for. Connect again and allow all of it."),
            "not_in_channel" => Reauth("The app is not in this channel. Invite it there, then check the connection."),
            "channel_not_found" => Reauth("Slack no longer knows this channel, or the app may not see it."),
            "is_archived" => Reauth("The channel is archived."),
            "ratelimited" or "rate_limited" or "message_limit_exceeded" => new Failure(FailureClass.RateLimited, error, "Slack asks for a pause."),
            "fatal_error" or "internal_error" or "service_unavailable" or "request_timeout" or "team_added_to_org" => new Failure(FailureClass.Transient, error, "Slack has an error of its own at the moment."),
            "msg_too_long" => Permanent("The text is too long for Slack."),
            "no_text" => Permanent("The message has no text."),
            "restricted_action" or "restricted_action_read_only_channel" or "restricted_action_thread_only_channel" or "restricted_action_non_threadable_channel" => Permanent("The workspace's settings do not let apps post in this channel."),
            "message_not_found" or "thread_not_found" => Permanent("The message is no longer there."),
            "edit_window_closed" or "cant_update_message" => Permanent("This message can no longer be changed."),
            "cant_delete_message" => Permanent("Slack does not let the app delete this message."),
            "file_upload_size_restricted" or "storage_limit_reached" => Permanent("The workspace has no room for these files."),
            "file_uploads_disabled" or "file_uploads_except_images_disabled" or "blocked_file_type" => Permanent("The workspace's settings do not allow these files."),
            _ => Permanent($"Slack refused the post ({error})."),
        };

        Failure Reauth(string words) => new(FailureClass.ReauthRequired, error, words);

        Failure Permanent(string words) => new(FailureClass.Permanent, error, words);
    }
}
