using System.Net;
using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Jobs.Connectors.Google;

namespace Planable.Jobs.Connectors.YouTube;

/// <summary>Calls the YouTube Data API and the Analytics API.</summary>
public sealed class YouTubeApi(HttpCalls calls, NetworkAddresses addresses, TimeProvider clock)
{
    static readonly TimeZoneInfo Pacific = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");

    /// <param name="pathAndQuery">Behind https://www.googleapis.com/youtube/v3/.</param>
    public Task<HttpAnswer> Ask(ChannelSecrets secrets, HttpMethod method, string pathAndQuery, HttpContent? content, CancellationToken cancel) =>
        calls.Ask(GoogleAccess.Request(method, addresses.Of(YouTubeConnector.Key, $"https://www.googleapis.com/youtube/v3/{pathAndQuery}"), secrets, content), Explain, cancel);

    public Task<HttpAnswer> Publish(ChannelSecrets secrets, string pathAndQuery, HttpContent content, CancellationToken cancel) =>
        calls.Publish(GoogleAccess.Request(HttpMethod.Post, addresses.Of(YouTubeConnector.Key, $"https://www.googleapis.com/youtube/v3/{pathAndQuery}"), secrets, content), Explain, cancel);

    public Task<HttpAnswer> Report(ChannelSecrets secrets, string query, CancellationToken cancel) =>
        calls.Ask(GoogleAccess.Request(HttpMethod.Get, addresses.Of(YouTubeConnector.Key, $"https://youtubeanalytics.googleapis.com/v2/reports?{query}"), secrets), Explain, cancel);

    public Failure? Explain(HttpStatusCode status, JsonElement body)
    {
        if ((int)status >= 500 || body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("error", out var error) || error.ValueKind != JsonValueKind.Object)
            return null;

        return GoogleRefusals.Reason(error) switch
        {
            "quotaExceeded" or "dailyLimitExceeded" => new Failure(FailureClass.QuotaExhausted, "quotaExceeded", "This installation has used up what YouTube lets it do in a day.", UntilMidnight()),
            "uploadLimitExceeded" => new Failure(FailureClass.QuotaExhausted, "uploadLimitExceeded", "The channel has uploaded as many videos as YouTube allows in a day.", TimeSpan.FromHours(24)),
            "youtubeSignupRequired" => new Failure(FailureClass.ReauthRequired, "youtubeSignupRequired", "This Google account has no YouTube channel."),
            "authenticatedUserAccountSuspended" or "authenticatedUserAccountClosed" or "channelSuspended" or "channelClosed" =>
                new Failure(FailureClass.ReauthRequired, GoogleRefusals.Reason(error), "YouTube has closed this channel."),
            _ => GoogleRefusals.Explain("YouTube", status, body),
        };
    }

    public static IReadOnlyList<JsonElement> Items(HttpAnswer answer) =>
        answer.Json.ValueKind != JsonValueKind.Object ? throw HttpAnswer.Unreadable(answer.Host, mutates: false)
        : answer.Json.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()]
        : [];

    /// <summary>Quotas begin anew at midnight in California.</summary>
    TimeSpan UntilMidnight()
    {
        var there = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), Pacific);
        return TimeSpan.FromDays(1) - there.TimeOfDay;
    }
}
