using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Planable.Data.Networks;

namespace Planable.Tests.Emulators.X;

/// <summary>X as its version 2 behaves: weighted lengths, identical words refused, files in pieces that are processed, short links in what it shows.</summary>
public sealed class XEmulator : NetworkSite
{
    public const string UserId = "2244994945";
    const int PieceBytes = 5 * 1024 * 1024;

    readonly SortedDictionary<long, Tweet> tweets = [];
    readonly Dictionary<string, Medium> media = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> shortened = new(StringComparer.Ordinal);
    long lastId;

    XEmulator(TimeProvider? clock, int port) : base(clock, port)
    {
    }

    public string Username { get; set; } = "acme";

    public string Name { get; set; } = "Acme";

    /// <summary>The account pays and may write long posts.</summary>
    public bool IsVerified { get; set; }

    /// <summary>How often the state of a video has to be asked for until it is ready.</summary>
    public int ProcessingPolls { get; set; }

    public bool RefusesFilms { get; set; }

    public bool IsSuspended { get; set; }

    public bool HasNoCredits { get; set; }

    public bool IsUsageCapped { get; set; }

    /// <summary>Reads answer with a status of 200 and this error in place of data.</summary>
    public (string Type, string Title, string Detail)? ErrorInside { get; set; }

    /// <summary>Posts an account may write within fifteen minutes.</summary>
    public int PostsPerWindow { get; set; } = 100;

    /// <summary>What was chosen with each post: who may reply, made with AI, paid partnership.</summary>
    public IReadOnlyList<(string Replies, bool MadeWithAi, bool PaidPartnership)> Options
    {
        get
        {
            lock (Door) return [.. tweets.Values.Select(t => (t.Replies, t.MadeWithAi, t.PaidPartnership))];
        }
    }

    public IReadOnlyList<(IReadOnlyList<string> Options, int Minutes)> Polls
    {
        get
        {
            lock (Door) return [.. tweets.Values.Where(t => t.Poll is not null).Select(t => t.Poll!.Value)];
        }
    }

    /// <summary>Sizes of the pieces in which files came.</summary>
    public List<long> Pieces { get; } = [];

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. tweets.Values.Select(Seen)];
        }
    }

    protected internal override string WhoIsSignedIn => $"@{Username}";

    public static async Task<XEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new XEmulator(clock, port);
        await emulator.Open();
        return emulator;
    }

    /// <summary>A post of the account that nobody else wrote.</summary>
    public void WriteByHand(string text)
    {
        lock (Door) Add(new Tweet(NewId(), text, null, [], null, "everyone", false, false, Clock.GetUtcNow()));
    }

    public override bool Tamper(string id, string? text = null, bool dropsFiles = false)
    {
        lock (Door)
        {
            if (!long.TryParse(id, CultureInfo.InvariantCulture, out var number) || !tweets.TryGetValue(number, out var tweet))
                return false;
            tweets[number] = tweet with { Text = text ?? tweet.Text, Media = dropsFiles ? [] : tweet.Media };
            return true;
        }
    }

    protected override void Map()
    {
        Desk.Map("/i/oauth2/authorize", "/2/oauth2/token", isBasic: true, needsPkce: true);
        App.MapPost("/2/oauth2/revoke", async (HttpContext http) =>
        {
            var isKnown = http.Request.Headers.Authorization == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{OAuthDesk.ClientId}:{OAuthDesk.ClientSecret}"))}";
            if (!isKnown || (await http.Request.ReadFormAsync())["token"].ToString().Length == 0)
                return Results.Json(new { error = "invalid_request", error_description = "Missing valid authorization header" }, statusCode: 400);
            Desk.Revoke();
            return Results.Json(new { revoked = true });
        });

        On("GET", "/2/users/me", Call.Read, May("users.read"), http => ErrorInside is { } error
            ? Results.Json(new { errors = new[] { new { type = error.Type, title = error.Title, detail = error.Detail } } })
            : Results.Json(new { data = Me() }));
        On("GET", "/2/users/{id}/tweets", Call.Read, May("tweet.read"), Timeline);
        On("GET", "/2/tweets/{id}", Call.Read, May("tweet.read"), Figures);
        On("DELETE", "/2/tweets/{id}", Call.Delete, May("tweet.write"), http => Find(http) is { } tweet && tweets.Remove(tweet.Id)
            ? Results.Json(new { data = new { deleted = true } })
            : NotFound());
        On("POST", "/2/tweets", Call.Publish, May("tweet.write"), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door) return Create(sent, http);
        });
        MapUploads();
        MapPages();
    }

    void MapUploads()
    {
        On("POST", "/2/media/upload", Call.Upload, May("media.write"), async http =>
        {
            var form = await http.Request.ReadFormAsync();
            if (form.Files.GetFile("media") is not { Length: > 0 } file || form["media_category"] != "tweet_image")
                return Invalid("The `media` field in the request body is required.");
            if (file.Length > 5_000_000)
                return Invalid("File size exceeds 5242880 bytes.");
            lock (Door)
            {
                var medium = new Medium(Text(NewId()), form["media_type"].ToString(), "tweet_image", file.Length) { Received = file.Length, IsFinished = true };
                media[medium.Id] = medium;
                return Results.Json(new { data = new { id = medium.Id, media_key = medium.Key, size = file.Length, expires_after_secs = 86400 } });
            }
        });
        On("POST", "/2/media/upload/initialize", Call.Upload, May("media.write"), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            var (type, category, bytes) = (sent.GetProperty("media_type").GetString()!, sent.GetProperty("media_category").GetString()!, sent.GetProperty("total_bytes").GetInt64());
            if (category is not ("tweet_video" or "tweet_gif") || bytes > (category == "tweet_gif" ? 15_000_000 : 512_000_000))
                return Invalid("The file is too large or its category is unknown.");
            lock (Door)
            {
                var medium = new Medium(Text(NewId()), type, category, bytes);
                media[medium.Id] = medium;
                return Results.Json(new { data = new { id = medium.Id, media_key = medium.Key, expires_after_secs = 1295999 } });
            }
        });
        On("POST", "/2/media/upload/{id}/append", Call.Upload, May("media.write"), async http =>
        {
            var form = await http.Request.ReadFormAsync();
            lock (Door)
            {
                if (!media.TryGetValue(Route(http, "id"), out var medium) || form.Files.GetFile("media") is not { Length: <= PieceBytes } piece)
                    return Invalid("Segments must not exceed 5 MB.");
                if (int.Parse(form["segment_index"].ToString(), CultureInfo.InvariantCulture) != medium.Segments++)
                    return Invalid("Segments do not follow each other.");
                medium.Received += piece.Length;
                Pieces.Add(piece.Length);
                return Results.Json(new { data = new { expires_at = (Clock.GetUtcNow() + TimeSpan.FromDays(1)).ToUnixTimeSeconds() } });
            }
        });
        On("POST", "/2/media/upload/{id}/finalize", Call.Upload, May("media.write"), http =>
        {
            if (!media.TryGetValue(Route(http, "id"), out var medium) || medium.Received != medium.Bytes)
                return Invalid("The file is not complete.");
            medium.IsFinished = true;
            medium.PollsLeft = ProcessingPolls;
            return Results.Json(new { data = Shown(medium) });
        });
        On("GET", "/2/media/upload", Call.Read, May("media.write"), http =>
        {
            if (http.Request.Query["command"] != "STATUS" || !media.TryGetValue(http.Request.Query["media_id"].ToString(), out var medium))
                return NotFound();
            if (medium.PollsLeft > 0)
                medium.PollsLeft--;
            return Results.Json(new { data = Shown(medium) });
        });
        On("POST", "/2/media/metadata", Call.Upload, May("media.write"), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            var alt = sent.GetProperty("metadata").GetProperty("alt_text").GetProperty("text").GetString()!;
            lock (Door)
            {
                if (!media.TryGetValue(sent.GetProperty("id").GetString()!, out var medium) || medium.Category == "tweet_video" || alt.Length > 1000)
                    return Invalid("Alternative texts have at most 1000 characters and stand with pictures.");
                medium.Alt = alt;
                return Results.Json(new { data = new { id = medium.Id } });
            }
        });
    }

    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated X", $"<p><a href=\"/{Html(Username)}\">@{Html(Username)}</a></p>"));
        App.MapGet("/{username}", (string username) =>
        {
            lock (Door)
                return username == Username
                    ? Page(Name, string.Concat(tweets.Values.Reverse().Select(t => $"{Article(Seen(t))}<p><a href=\"/{Html(Username)}/status/{t.Id}\">{t.At:u}</a></p>")))
                    : Results.NotFound();
        });
        App.MapGet("/{username}/status/{id:long}", (string username, long id) =>
        {
            lock (Door) return username == Username && tweets.TryGetValue(id, out var tweet) ? Page(Name, Article(Seen(tweet))) : Results.NotFound();
        });
    }

    IResult Create(JsonElement sent, HttpContext http)
    {
        if (HasNoCredits)
            return Problem(402, "CreditsDepleted", "Your enrolled account does not have any credits to fulfill this request.");
        if (IsUsageCapped)
            return Problem(429, "UsageCapExceeded", "Usage cap exceeded: Monthly product cap", "https://api.x.com/2/problems/usage-capped");
        var window = tweets.Values.Where(t => t.At > Clock.GetUtcNow() - TimeSpan.FromMinutes(15)).ToList();
        if (window.Count >= PostsPerWindow)
        {
            http.Response.Headers["x-rate-limit-limit"] = Text(PostsPerWindow);
            http.Response.Headers["x-rate-limit-remaining"] = "0";
            http.Response.Headers["x-rate-limit-reset"] = Text((window.Min(t => t.At) + TimeSpan.FromMinutes(15)).ToUnixTimeSeconds());
            return Problem(429, "Too Many Requests", "Too Many Requests");
        }

        var text = Field(sent, "text") ?? "";
        var ids = sent.TryGetProperty("media", out var files) ? files.GetProperty("media_ids").EnumerateArray().Select(i => i.GetString()!).ToList() : [];
        var answerTo = sent.TryGetProperty("reply", out var reply) ? Field(reply, "in_reply_to_tweet_id") : null;
        if (text.Length == 0 && ids.Count == 0)
            return Invalid("Your Tweet must have text or media.");
        var counted = TextCount.Of(text, "text", Data.Networks.Networks.Of("x"), PostType.Text, new Dictionary<string, string>()).Single();
        if (counted.Used > (IsVerified ? 25_000 : 280))
            return Problem(403, "Forbidden", "Your Tweet text is too long. For more information, visit https://help.x.com/using-x/types-of-posts.");
        if (ids.Exists(i => !media.TryGetValue(i, out var m) || !m.IsFinished || m.PollsLeft > 0))
            return Invalid("Your media IDs are invalid.");
        if (ids.Count > 4 || (ids.Count > 1 && ids.Exists(i => media[i].Category != "tweet_image")))
            return Invalid("Up to four photos, one animation or one video.");
        if (answerTo is not null && !tweets.ContainsKey(long.Parse(answerTo, CultureInfo.InvariantCulture)))
            return Problem(403, "Forbidden", "You attempted to reply to a Tweet that is deleted or not visible to you.");
        (IReadOnlyList<string>, int)? poll = null;
        if (sent.TryGetProperty("poll", out var asked))
        {
            var options = asked.GetProperty("options").EnumerateArray().Select(o => o.GetString()!).ToList();
            var minutes = asked.GetProperty("duration_minutes").GetInt32();
            if (ids.Count > 0 || options.Count is < 2 or > 4 || options.Exists(o => o.Length is 0 or > 25) || minutes is < 5 or > 10080)
                return Invalid("The poll is invalid.");
            poll = (options, minutes);
        }

        var replies = Field(sent, "reply_settings") ?? "everyone";
        if (replies is not ("everyone" or "following" or "mentionedUsers" or "subscribers" or "verified"))
            return Invalid($"The `reply_settings` query parameter value [{replies}] is not one of [following,mentionedUsers,subscribers,verified]");
        if (ids.Count == 0 && tweets.Values.Any(t => t.Text == text && t.AnswerTo == answerTo && t.Media.Count == 0))
            return Problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.");

        var tweet = new Tweet(NewId(), text, answerTo, [.. ids.Select(i => media[i])], poll, replies, Flag(sent, "made_with_ai"), Flag(sent, "paid_partnership"), Clock.GetUtcNow());
        Add(tweet);
        return Results.Json(new { data = new { id = Text(tweet.Id), text = Shown(tweet).Text } }, statusCode: 201);
    }

    IResult Timeline(HttpContext http)
    {
        var query = http.Request.Query;
        var limit = int.Parse(query["max_results"].ToString(), CultureInfo.InvariantCulture);
        if (Route(http, "id") != UserId || limit is < 5 or > 100)
            return Invalid("The `max_results` query parameter value is not between 5 and 100");
        var since = query["since_id"].Count > 0 ? long.Parse(query["since_id"].ToString(), CultureInfo.InvariantCulture) : 0;
        var until = query["pagination_token"].Count > 0 ? long.Parse(query["pagination_token"].ToString(), CultureInfo.InvariantCulture) : long.MaxValue;
        var found = tweets.Values.Reverse().Where(t => t.Id > since && t.Id < until).ToList();
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

    Func<HttpContext, IResult?> May(string scope) => http => IsSuspended
        ? Problem(403, "Forbidden", "Your account is suspended and is not permitted to access this feature.")
        : Desk.Judge(http, scope) switch
        {
            TokenState.Good => null,
            TokenState.WithoutScope => Problem(403, "Forbidden", "Forbidden"),
            _ => Problem(401, "Unauthorized", "Unauthorized"),
        };

    object Me() => new
    {
        id = UserId,
        username = Username,
        name = Name,
        verified = IsVerified,
        profile_image_url = new Uri(Address, "/avatar.png").AbsoluteUri,
        public_metrics = new { followers_count = 1200 + tweets.Count, following_count = 80, tweet_count = tweets.Count, listed_count = 3 },
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
            urls.Add(new() { ["url"] = url, ["expanded_url"] = $"https://x.com/{Username}/status/{tweet.Id}/photo/1", ["media_key"] = medium.Key });
        }

        return (text.ToString(), urls);
    }

    Dictionary<string, object> Shown(Medium medium)
    {
        var shown = new Dictionary<string, object> { ["id"] = medium.Id, ["media_key"] = medium.Key, ["size"] = medium.Bytes, ["expires_after_secs"] = 86400 };
        if (RefusesFilms)
            shown["processing_info"] = new { state = "failed", progress_percent = 12, error = new { code = 1, name = "InvalidMedia", message = "Unsupported video format" } };
        else if (medium.PollsLeft > 0)
            shown["processing_info"] = new { state = medium.PollsLeft == ProcessingPolls ? "pending" : "in_progress", check_after_secs = 1 };
        else if (ProcessingPolls > 0)
            shown["processing_info"] = new { state = "succeeded", progress_percent = 100 };
        return shown;
    }

    static EmulatedPost Seen(Tweet tweet) => new(
        Text(tweet.Id),
        tweet.Text,
        TextSpans.In(tweet.Text, Data.Networks.Networks.Of("x")).FirstOrDefault(s => s.Kind == TextSpanKind.Link)?.Value,
        [.. tweet.Media.Select(m => new EmulatedMedia(m.Alt, m.Received, m.Type))])
    { AnswerTo = tweet.AnswerTo };

    Tweet? Find(HttpContext http) => long.TryParse(Route(http, "id"), CultureInfo.InvariantCulture, out var id) ? tweets.GetValueOrDefault(id) : null;

    void Add(Tweet tweet) => tweets.Add(tweet.Id, tweet);

    long NewId() => lastId = Math.Max(lastId + 1, (Clock.GetUtcNow().ToUnixTimeMilliseconds() - 1_288_834_974_657) << 22);

    static IResult NotFound() => Problem(404, "Not Found Error", "Could not find what was asked for.", "https://api.x.com/2/problems/resource-not-found");

    static IResult Invalid(string words) => Results.Json(
        new { errors = new[] { new { message = words } }, title = "Invalid Request", detail = "One or more parameters to your request was invalid.", type = "https://api.x.com/2/problems/invalid-request" },
        statusCode: 400);

    static IResult Problem(int status, string title, string detail, string type = "about:blank") => Results.Json(new { title, type, status, detail }, statusCode: status);

    static string Route(HttpContext http, string name) => http.Request.RouteValues[name]!.ToString()!;

    static string? Field(JsonElement sent, string name) => sent.TryGetProperty(name, out var value) ? value.GetString() : null;

    static bool Flag(JsonElement sent, string name) => sent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    sealed record Tweet(long Id, string Text, string? AnswerTo, IReadOnlyList<Medium> Media, (IReadOnlyList<string> Options, int Minutes)? Poll, string Replies, bool MadeWithAi, bool PaidPartnership, DateTimeOffset At);

    sealed class Medium(string id, string type, string category, long bytes)
    {
        public string Id => id;

        public string Key => $"{(category == "tweet_image" ? 3 : category == "tweet_gif" ? 16 : 7)}_{id}";

        public string Type => type;

        public string Category => category;

        public long Bytes => bytes;

        public long Received { get; set; }

        public int Segments { get; set; }

        public int PollsLeft { get; set; }

        public bool IsFinished { get; set; }

        public string Alt { get; set; } = "";
    }
}
