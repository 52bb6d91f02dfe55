using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Planable.Data.Publishing;
using Planable.Data.Readings;

namespace Planable.Jobs.Connectors.X;

/// <summary>Publishing to X. Settings of a post: "replies" (everyone, following, mentionedUsers, subscribers, verified), "madeWithAi", "paidPartnership".
/// A published post cannot be changed: X makes a new one of it, for paying accounts only.</summary>
public sealed class XConnector(XApi api, XUploads uploads, HttpCalls calls, OAuthCodes codes, NetworkApps apps, NetworkAddresses addresses, TimeProvider clock) : IConnector, IRevoke, IReadMetrics, IReadPosts, IListPosts
{
    // Ids grow with time, so what is newer than this one was sent after preparing.
    const string NewestBefore = "newest";
    const string MediaIds = "media";
    const int Pages = 10;

    // Figures only the account itself may see are told for this long.
    static readonly TimeSpan PrivateFigures = TimeSpan.FromDays(30);

    public string Network => XApi.Key;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        var newest = await api.Get(post.Account.Secrets, $"users/{Uri.EscapeDataString(post.Account.RemoteId)}/tweets?max_results=5", cancel);
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { [NewestBefore] = newest.At("meta").Text("newest_id") ?? "0" };
        var ids = new List<string>();
        foreach (var media in post.Media)
            ids.Add(await uploads.Upload(post.Account.Secrets, media, cancel));
        if (ids.Count > 0)
            values[MediaIds] = string.Join(',', ids);
        return new Prepared(values);
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var request = api.Request(post.Account.Secrets, HttpMethod.Post, "tweets");
        request.Content = JsonContent.Create(Tweet(post, prepared));
        var answer = await calls.Publish(request, XRefusals.Explain, cancel);
        return ReceiptFor(post.Account, XApi.Data(answer).Text("id") ?? throw HttpAnswer.Unreadable(answer.Host, mutates: true));
    }

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (!prepared.Values.TryGetValue(NewestBefore, out var after))
            return new Finding.CannotTell("Nothing was noted before sending that tells older posts from newer ones.");
        var path = $"users/{Uri.EscapeDataString(post.Account.RemoteId)}/tweets?max_results=100&tweet.fields=entities,attachments,referenced_tweets,note_tweet";
        if (after != "0")
            path += $"&since_id={after}";
        string? next = null;
        for (var page = 0; page < Pages; page++)
        {
            var answer = await api.Get(post.Account.Secrets, next is null ? path : $"{path}&pagination_token={Uri.EscapeDataString(next)}", cancel);
            foreach (var tweet in answer.At("data").Items().Where(t => IsThis(t, post, prepared)))
                return new Finding.Published(ReceiptFor(post.Account, tweet.Text("id")!));
            next = answer.At("meta").Text("next_token");
            if (next is null)
                return new Finding.Absent();
        }

        return new Finding.CannotTell($"The account has published more than {Pages * 100} posts since.");
    }

    public Task<Prepared> PrepareComment(OutgoingComment comment, CancellationToken cancel) => Prepare(comment.AsAnswer(), cancel);

    public Task<Receipt> SendComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) => Send(comment.AsAnswer(), prepared, cancel);

    public Task<Finding> FindComment(OutgoingComment comment, Prepared prepared, CancellationToken cancel) => Find(comment.AsAnswer(), prepared, cancel);

    const string Shown = "tweet.fields=entities,attachments,referenced_tweets,note_tweet,created_at,public_metrics&expansions=attachments.media_keys&media.fields=type,alt_text,url,preview_image_url";

    public async Task<LivePost?> Read(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            var answer = await api.Get(account.Secrets, $"tweets/{Uri.EscapeDataString(remoteId)}?{Shown}", cancel);
            return answer.At("data") is { ValueKind: JsonValueKind.Object } tweet ? Live(account, tweet, answer) : null;
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code is "http-404" or "resource-not-found")
        {
            return null;
        }
    }

    public async Task<PostPage> Posts(ChannelAccount account, string? after, CancellationToken cancel)
    {
        var older = after is null ? "" : $"&pagination_token={Uri.EscapeDataString(after)}";
        var answer = await api.Get(account.Secrets, $"users/{Uri.EscapeDataString(account.RemoteId)}/tweets?max_results=100&exclude=retweets,replies&{Shown}{older}", cancel);
        return new PostPage([.. answer.At("data").Items().Select(t => Live(account, t, answer))], answer.At("meta").Text("next_token"));
    }

    LivePost Live(ChannelAccount account, JsonElement tweet, JsonElement answer)
    {
        var media = answer.At("includes", "media").Items().Where(m => m.Text("media_key") is not null).ToLookup(m => m.Text("media_key")!, StringComparer.Ordinal);
        var files = tweet.At("attachments", "media_keys").Items().Select(k => k.GetString()!).Select(k => (Key: k, File: media[k].FirstOrDefault())).ToList();
        var counted = tweet.At("public_metrics");
        return new LivePost(tweet.Text("id")!, XText.Plain(tweet))
        {
            Permalink = api.Permalink(account.Handle, tweet.Text("id")!),
            At = tweet.Time("created_at"),
            IsAnswer = tweet.At("referenced_tweets").Items().Any(r => r.Text("type") == "replied_to"),
            // The number before the id tells the kind. Alternative texts of videos are not told.
            Files = [.. files.Select(f => new LiveFile(!f.Key.StartsWith("3_", StringComparison.Ordinal), f.File.Text("type") == "photo" ? f.File.Text("alt_text") ?? "" : null))],
            Thumbnail = files.Select(f => f.File.Text("url") ?? f.File.Text("preview_image_url")).FirstOrDefault(),
            Figures = Figures.Told(
                (MetricName.Impressions, counted.Number("impression_count")),
                (MetricName.Likes, counted.Number("like_count")),
                (MetricName.Comments, counted.Number("reply_count")),
                (MetricName.Shares, counted.Number("retweet_count")),
                (MetricName.Quotes, counted.Number("quote_count")),
                (MetricName.Saves, counted.Number("bookmark_count"))),
        };
    }

    public async Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        try
        {
            await calls.Ask(api.Request(account.Secrets, HttpMethod.Delete, $"tweets/{Uri.EscapeDataString(remoteId)}"), XRefusals.Explain, cancel);
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code == "http-404")
        {
            // Gone already is what was asked for.
        }
    }

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var me = await api.Me(account.Secrets, cancel);
        var handle = me.Text("username") ?? throw HttpAnswer.Unreadable("X", mutates: false);
        return new AccountProfile(me.Text("name") ?? handle, handle, me.Text("profile_image_url"));
    }

    public async Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        codes.Read(await codes.Refresh(api.Dialect, await apps.Get(XApi.Key, cancel), account.Secrets, cancel), account.Secrets);

    public async Task Revoke(ChannelAccount account, CancellationToken cancel)
    {
        var app = await apps.Get(XApi.Key, cancel);
        foreach (var kind in (string[])["refresh_token", "access_token"])
        {
            if (account.Secrets.Find(kind) is not { } token)
                continue;
            var request = new HttpRequestMessage(HttpMethod.Post, addresses.Of(XApi.Key, "https://api.x.com/2/oauth2/revoke"))
            {
                Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{app.ClientId}:{app.ClientSecret}"))) },
                Content = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = token, ["token_type_hint"] = kind }),
            };
            try
            {
                await calls.Ask(request, XRefusals.Explain, cancel);
            }
            catch (ConnectorFailure over) when (over.Failure.Code is "http-400")
            {
                // A token X no longer knows is revoked.
            }
        }
    }

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var fields = clock.GetUtcNow() - WrittenAt(remoteId) < PrivateFigures ? "public_metrics,non_public_metrics" : "public_metrics";
        var answer = await api.Get(account.Secrets, $"tweets/{Uri.EscapeDataString(remoteId)}?tweet.fields={fields}&expansions=attachments.media_keys&media.fields=public_metrics", cancel);
        var (open, own) = (answer.At("data", "public_metrics"), answer.At("data", "non_public_metrics"));
        var films = answer.At("includes", "media").Items().Select(m => m.At("public_metrics").Number("view_count")).OfType<long>().ToList();
        return Figures.Told(
            (MetricName.Impressions, open.Number("impression_count")),
            (MetricName.Likes, open.Number("like_count")),
            (MetricName.Comments, open.Number("reply_count")),
            (MetricName.Shares, open.Number("retweet_count")),
            (MetricName.Quotes, open.Number("quote_count")),
            (MetricName.Saves, open.Number("bookmark_count")),
            (MetricName.Clicks, own.Number("url_link_clicks")),
            (MetricName.Engagements, own.Number("engagements")),
            ("profile-clicks", own.Number("user_profile_clicks")),
            (MetricName.Views, films.Count > 0 ? films.Sum() : null));
    }

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var figures = (await api.Me(account.Secrets, cancel)).At("public_metrics");
        return Figures.Told((MetricName.Followers, figures.Number("followers_count")), (MetricName.Posts, figures.Number("tweet_count")));
    }

    static Dictionary<string, object> Tweet(OutgoingPost post, Prepared prepared)
    {
        var tweet = new Dictionary<string, object>(StringComparer.Ordinal);
        if (XText.Words(post) is { Length: > 0 } words)
            tweet["text"] = words;
        if (Media(prepared) is { Length: > 0 } media)
            tweet["media"] = new { media_ids = media };
        if (post.Poll is { } poll)
            tweet["poll"] = new { options = poll.Options, duration_minutes = (int)poll.Open.TotalMinutes };
        if (post.Before is [.., var previous])
            tweet["reply"] = new { in_reply_to_tweet_id = previous };
        else if (post.Settings.GetValueOrDefault("replies", "everyone") is var replies and not "everyone")
            tweet["reply_settings"] = replies;
        if (post.Settings.GetValueOrDefault("madeWithAi") == "true")
            tweet["made_with_ai"] = true;
        if (post.Settings.GetValueOrDefault("paidPartnership") == "true")
            tweet["paid_partnership"] = true;
        return tweet;
    }

    static bool IsThis(JsonElement tweet, OutgoingPost post, Prepared prepared)
    {
        var answered = tweet.At("referenced_tweets").Items().Where(r => r.Text("type") == "replied_to").Select(r => r.Text("id")).FirstOrDefault();
        if (answered != (post.Before is [.., var previous] ? previous : null))
            return false;
        // The key of a file is its id behind a number for its kind.
        var shown = tweet.At("attachments", "media_keys").Items().Select(k => k.GetString()!.Split('_')[^1]);
        return Media(prepared) is { Length: > 0 } media ? shown.Intersect(media, StringComparer.Ordinal).Any() : XText.IsShownAs(XText.Words(post), tweet);
    }

    Receipt ReceiptFor(ChannelAccount account, string id) => new(id, api.Permalink(account.Handle, id));

    static string[] Media(Prepared prepared) => prepared.Values.TryGetValue(MediaIds, out var ids) ? ids.Split(',') : [];

    /// <summary>Ids carry the time in milliseconds since X began to count.</summary>
    static DateTimeOffset WrittenAt(string id) =>
        long.TryParse(id, CultureInfo.InvariantCulture, out var number) ? DateTimeOffset.FromUnixTimeMilliseconds((number >> 22) + 1_288_834_974_657) : DateTimeOffset.MinValue;
}
