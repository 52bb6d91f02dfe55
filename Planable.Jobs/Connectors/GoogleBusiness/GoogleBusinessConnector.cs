using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;
using Planable.Data.Readings;
using Planable.Jobs.Connectors.Google;

namespace Planable.Jobs.Connectors.GoogleBusiness;

/// <summary>
/// Posts of a business on Google. The network looks at each one after it was taken, and may turn it down minutes later. Which of two equal posts is the new one
/// is told by noting those that were there before.
/// </summary>
public sealed class GoogleBusinessConnector(BusinessApi api, GoogleAccess access) : IConnector, IEditPosts, IRevoke, IReadMetrics
{
    public const string Key = "google-business";

    const string Before = "before";
    const int PageSize = 100;
    const int Pages = 10;

    static readonly (string Theirs, string Ours)[] Daily =
    [
        ("BUSINESS_IMPRESSIONS_DESKTOP_MAPS", MetricName.Impressions),
        ("BUSINESS_IMPRESSIONS_DESKTOP_SEARCH", MetricName.Impressions),
        ("BUSINESS_IMPRESSIONS_MOBILE_MAPS", MetricName.Impressions),
        ("BUSINESS_IMPRESSIONS_MOBILE_SEARCH", MetricName.Impressions),
        ("WEBSITE_CLICKS", MetricName.Clicks),
        ("CALL_CLICKS", "call-clicks"),
        ("BUSINESS_DIRECTION_REQUESTS", "direction-requests"),
        ("BUSINESS_CONVERSATIONS", "conversations"),
        ("BUSINESS_BOOKINGS", "bookings"),
    ];

    public string Network => Key;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        // What is missing is told before anything leaves.
        LocalPosts.Of(post);
        var same = (await Posts(post.Account, cancel)).Where(p => p.Text("summary") == post.Text).Select(Id);
        return new Prepared(new Dictionary<string, string>(StringComparer.Ordinal) { [Before] = string.Join(',', same) });
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var answer = await api.Publish(post.Account.Secrets, $"{BusinessApi.Posts}{post.Account.RemoteId}/localPosts", LocalPosts.Of(post), cancel);
        answer.Required("name");
        return Receipt(answer.Json);
    }

    public async Task<Receipt> Confirm(OutgoingPost post, Receipt pending, CancellationToken cancel)
    {
        var answer = await api.Ask(post.Account.Secrets, HttpMethod.Get, Address(post.Account, pending.RemoteId), input: null, cancel);
        answer.Required("name");
        return Receipt(answer.Json);
    }

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(Before, out var before))
            return new Finding.CannotTell("Nothing was noted before sending that tells older posts from newer ones.");
        var known = before.Split(',');
        var posts = await Posts(post.Account, cancel);
        if (posts.FirstOrDefault(p => p.Text("summary") == post.Text && !known.Contains(Id(p), StringComparer.Ordinal)) is { ValueKind: JsonValueKind.Object } found)
            return new Finding.Published(new Receipt(Id(found), found.Text("searchUrl"), IsPending: found.Text("state") != "LIVE"));
        return posts.Count < PageSize * Pages ? new Finding.Absent() : new Finding.CannotTell($"The business has more than {PageSize * Pages} posts.");
    }

    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel) =>
        await api.Ask(post.Account.Secrets, HttpMethod.Patch, $"{Address(post.Account, remoteId)}?updateMask=summary", new JsonObject { ["summary"] = post.Text }, cancel);

    public async Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            await api.Ask(account.Secrets, HttpMethod.Delete, Address(account, remoteId), input: null, cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code is "NOT_FOUND" or "http-404")
        {
            // Gone already is what was asked for.
        }
    }

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var location = await api.Ask(account.Secrets, HttpMethod.Get, $"{BusinessApi.Locations}{Location(account)}?readMask={GoogleBusinessSignIn.ReadMask}", input: null, cancel);
        if (!GoogleBusinessSignIn.TakesPosts(location.Json))
            throw new ConnectorFailure(FailureClass.ReauthRequired, "no-posts", "Google does not take posts for this business at the moment.");
        return new AccountProfile(location.Required("title"), GoogleBusinessSignIn.Handle(location.Json), AvatarUrl: null);
    }

    public Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) => access.Refresh(Key, account, cancel);

    public bool EndsWholeSignIn => true;

    public Task Revoke(ChannelAccount account, CancellationToken cancel) => access.Revoke(Key, account, cancel);

    /// <summary>Google has stopped telling figures of single posts.</summary>
    public Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>(StringComparer.Ordinal));

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var asked = string.Join('&', Daily.Select(d => $"dailyMetrics={d.Theirs}"));
        var range = string.Join('&', new[] { "startDate", "endDate" }.Select(end => string.Create(CultureInfo.InvariantCulture, $"dailyRange.{end}.year={day.Year}&dailyRange.{end}.month={day.Month}&dailyRange.{end}.day={day.Day}")));
        var answer = await api.Ask(account.Secrets, HttpMethod.Get, $"{BusinessApi.Performance}{Location(account)}:fetchMultiDailyMetricsTimeSeries?{asked}&{range}", input: null, cancel);

        var metrics = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var series in answer.Json.At("multiDailyMetricTimeSeries").Items().SelectMany(s => s.At("dailyMetricTimeSeries").Items()))
        {
            if (Array.Find(Daily, d => d.Theirs == series.Text("dailyMetric")).Ours is not { } name || !series.TryGetProperty("timeSeries", out var values))
                continue;
            // A day that is told without a figure had none; a day that is not told is not counted yet.
            foreach (var value in values.At("datedValues").Items())
                metrics[name] = metrics.GetValueOrDefault(name) + (long.TryParse(value.Text("value"), CultureInfo.InvariantCulture, out var figure) ? figure : 0);
        }

        return metrics;
    }

    Task<IReadOnlyList<JsonElement>> Posts(ChannelAccount account, CancellationToken cancel) =>
        api.All(account.Secrets, $"{BusinessApi.Posts}{account.RemoteId}/localPosts?pageSize={PageSize}", "localPosts", cancel, Pages);

    static Receipt Receipt(JsonElement post) => post.Text("state") switch
    {
        "REJECTED" => throw new ConnectorFailure(FailureClass.Permanent, "rejected", "Google has turned the post down. It may hold a phone number, too many capitals, or something its rules for posts forbid."),
        "LIVE" => new Receipt(Id(post), post.Text("searchUrl")),
        _ => new Receipt(Id(post), Permalink: null, IsPending: true),
    };

    static string Id(JsonElement post) => post.Text("name") is { } name ? name[(name.LastIndexOf('/') + 1)..] : "";

    static string Address(ChannelAccount account, string remoteId) => $"{BusinessApi.Posts}{account.RemoteId}/localPosts/{Uri.EscapeDataString(remoteId)}";

    /// <summary>"locations/{l}" of "accounts/{a}/locations/{l}".</summary>
    static string Location(ChannelAccount account) => account.RemoteId[account.RemoteId.IndexOf("locations/", StringComparison.Ordinal)..];
}
