using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Planable.Data.Networks;

namespace Planable.Tests.Emulators.X;

/// <summary>What is shown: accounts, posts, figures and pages.</summary>
public sealed partial class XEmulator
{
    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated X", $"<p><a href=\"/{Html(Username)}\">@{Html(Username)}</a></p>"));
        App.MapGet("/{username}", (string username) =>
        {
            lock (Door)
                return username == Username || accounts.Contains(username)
                    ? Page(Name, string.Concat(tweets.Values.Reverse().Where(t => t.Owner == username).Select(t => $"{Article(Seen(t))}<p><a href=\"/{Html(username)}/status/{t.Id}\">{t.At:u}</a></p>")))
                    : Results.NotFound();
        });
        App.MapGet("/{username}/status/{id:long}", (string username, long id) =>
        {
            lock (Door) return tweets.TryGetValue(id, out var tweet) && tweet.Owner == username ? Page(Name, Article(Seen(tweet))) : Results.NotFound();
        });
    }

    IResult Timeline(HttpContext http)
    {
        var query = http.Request.Query;
        var limit = int.Parse(query["max_results"].ToString(), CultureInfo.InvariantCulture);
        if (Route(http, "id") != IdOf(Caller(http)) || limit is < 5 or > 100)
            return Invalid("The `max_results` query parameter value is not between 5 and 100");
        var since = query["since_id"].Count > 0 ? long.Parse(query["since_id"].ToString(), CultureInfo.InvariantCulture) : 0;
        var until = query["pagination_token"].Count > 0 ? long.Parse(query["pagination_token"].ToString(), CultureInfo.InvariantCulture) : long.MaxValue;
        var found = tweets.Values.Reverse().Where(t => t.Owner == Caller(http) && t.Id > since && t.Id < until).ToList();
        var page = found.Take(limit).ToList();
        if (page.Count == 0)
            return Results.Json(new { meta = new { result_count = 0 } });
        var meta = new Dictionary<string, object> { ["result_count"] = page.Count, ["newest_id"] = Text(page[0].Id), ["oldest_id"] = Text(page[^1].Id) };
        if (found.Count > limit)
            meta["next_token"] = Text(page[^1].Id);
        return Results.Json(new { data = page.Select(Listed), meta });
    }

    IResult Figures(HttpContext http)
    {
        if (Find(http) is not { } tweet)
            return Results.Json(new { errors = new[] { new { type = "https://api.x.com/2/problems/resource-not-found", title = "Not Found Error", detail = $"Could not find tweet with id: [{Route(http, "id")}]." } } });
        var age = Clock.GetUtcNow() - tweet.At;
        long Count(string name, int perDay) => Growth.Of($"{tweet.Id}-{name}", age, perDay);
        var data = new Dictionary<string, object>(Listed(tweet))
        {
            ["public_metrics"] = new
            {
                retweet_count = Count("retweet", 20),
                reply_count = Count("reply", 10),
                like_count = Count("like", 80),
                quote_count = Count("quote", 5),
                bookmark_count = Count("bookmark", 7),
                impression_count = Count("impression", 3000),
            },
        };
        var isOld = age > TimeSpan.FromDays(30);
        if (!isOld && http.Request.Query["tweet.fields"].ToString().Contains("non_public_metrics", StringComparison.Ordinal))
            data["non_public_metrics"] = new { impression_count = Count("impression", 3000), url_link_clicks = Count("link", 15), user_profile_clicks = Count("profile", 9), engagements = Count("engagement", 130) };
        return Results.Json(new
        {
            data,
            includes = new { media = tweet.Media.Select(m => (object)(m.Category == "tweet_video" ? new { media_key = m.Key, type = "video", public_metrics = new { view_count = Count("view", 900) } } : new { media_key = m.Key, type = "photo", alt_text = m.Alt })) },
        });
    }

    object Me(string username) => new
    {
        id = IdOf(username),
        username,
        name = Name,
        verified = IsVerified,
        profile_image_url = new Uri(Address, "/avatar.png").AbsoluteUri,
        public_metrics = new { followers_count = 1200 + tweets.Values.Count(t => t.Owner == username), following_count = 80, tweet_count = tweets.Values.Count(t => t.Owner == username), listed_count = 3 },
    };

    Dictionary<string, object> Listed(Tweet tweet)
    {
        var (text, urls) = Shown(tweet);
        var listed = new Dictionary<string, object> { ["id"] = Text(tweet.Id), ["text"] = text, ["created_at"] = tweet.At, ["entities"] = new { urls } };
        if (tweet.Text.Length > 280)
        {
            listed["note_tweet"] = new { text, entities = new { urls } };
            listed["text"] = $"{text[..200]}…";
        }

        if (tweet.Media.Count > 0)
            listed["attachments"] = new { media_keys = tweet.Media.Select(m => m.Key) };
        if (tweet.AnswerTo is { } answered)
            listed["referenced_tweets"] = new[] { new { type = "replied_to", id = answered } };
        return listed;
    }

    /// <summary>As X shows it: addresses shortened, one more for the files, signs of HTML escaped.</summary>
    (string Text, List<Dictionary<string, string>> Urls) Shown(Tweet tweet)
    {
        var urls = new List<Dictionary<string, string>>();
        var text = new StringBuilder();
        var at = 0;
        foreach (var span in TextSpans.In(tweet.Text, Data.Networks.Networks.Of("x")).Where(s => s.Kind == TextSpanKind.Link))
        {
            text.Append(tweet.Text, at, span.Start - at);
            if (!shortened.TryGetValue(span.Value, out var url))
                shortened[span.Value] = url = $"https://t.co/{shortened.Count:D10}";
            text.Append(url);
            urls.Add(new() { ["url"] = url, ["expanded_url"] = span.Value });
            at = span.End;
        }

        text.Append(tweet.Text, at, tweet.Text.Length - at);
        text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
        foreach (var medium in tweet.Media)
        {
            var url = $"https://t.co/m{medium.Id[^9..]}";
            text.Append(' ').Append(url);
            urls.Add(new() { ["url"] = url, ["expanded_url"] = $"https://x.com/{tweet.Owner}/status/{tweet.Id}/photo/1", ["media_key"] = medium.Key });
        }

        return (text.ToString(), urls);
    }

    static EmulatedPost Seen(Tweet tweet) => new(
        Text(tweet.Id),
        tweet.Text,
        TextSpans.In(tweet.Text, Data.Networks.Networks.Of("x")).FirstOrDefault(s => s.Kind == TextSpanKind.Link)?.Value,
        [.. tweet.Media.Select(m => new EmulatedMedia(m.Alt, m.Received, m.Type))])
    { AnswerTo = tweet.AnswerTo };
}
