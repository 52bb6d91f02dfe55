using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Reddit;

/// <summary>A community of the emulated Reddit.</summary>
/// <param name="Takes">any, self or link.</param>
/// <param name="Closed">private or banned; null for one that is open.</param>
public sealed record EmulatedCommunity(string Name, string Takes = "any", bool NeedsFlair = false, bool TakesPictures = true, string? Closed = null, int? MostTitle = null)
{
    public IReadOnlyList<(string Id, string Text)> Flairs { get; init; } = [("f1", "News"), ("f2", "Recipe")];
}

/// <summary>Reddit as it behaves: errors in answers of 200, files in a store beside it, pictures and videos that come out later and tell only a web socket.</summary>
public sealed class RedditEmulator : NetworkSite
{
    public const string UserId = "abc123";

    readonly List<Submission> submissions = [];
    readonly List<(string Id, string Post, string Text)> comments = [];
    readonly Dictionary<string, Asset> assets = new(StringComparer.Ordinal);
    long lastId = 60_000_000_000;

    RedditEmulator(TimeProvider? clock, int port) : base(clock, port)
    {
        Desk.RotatesRefreshTokens = false;
        Desk.TokenLife = TimeSpan.FromDays(1);
    }

    public string Username { get; set; } = "acme_kitchen";

    public IList<EmulatedCommunity> Communities { get; } =
    [
        new("acme"),
        new("textonly", Takes: "self"),
        new("linksonly", Takes: "link"),
        new("flaired", NeedsFlair: true),
        new("nopictures", TakesPictures: false),
        new("short", MostTitle: 5),
        new("secret", Closed: "private"),
        new("gone", Closed: "banned"),
    ];

    /// <summary>How often the account's list is read before a picture or video stands in it.</summary>
    public int ProcessingLooks { get; set; }

    /// <summary>The next submission is answered with a status of 200 and this error.</summary>
    public (string Code, string Words, string Field)? NextError { get; set; }

    public bool IsSuspended { get; set; }

    /// <summary>What was chosen with each post.</summary>
    public IReadOnlyList<(string Community, string Kind, string Title, string? Flair, bool Nsfw, bool Spoiler, string? Poster)> Options
    {
        get
        {
            lock (Door) return [.. submissions.Select(s => (s.Community, s.Kind, s.Title, s.Flair, s.Nsfw, s.Spoiler, s.Poster))];
        }
    }

    /// <summary>The User-Agents that called.</summary>
    public HashSet<string> Agents { get; } = new(StringComparer.Ordinal);

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. submissions.Where(s => s.LooksLeft == 0).Select(Seen), .. comments.Select(c => new EmulatedPost(c.Id, c.Text, FirstLink(c.Text), []) { AnswerTo = c.Post })];
        }
    }

    protected internal override string WhoIsSignedIn => $"u/{Username}";

    public static async Task<RedditEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new RedditEmulator(clock, port);
        await emulator.Open();
        return emulator;
    }

    public void WriteByHand(string community, string title, string text)
    {
        lock (Door) submissions.Add(new Submission(NewId(), community, "self", title, text, null, [], null, false, false, null, Clock.GetUtcNow()));
    }

    public override bool Tamper(string id, string? text = null, bool dropsFiles = false)
    {
        lock (Door)
        {
            var at = submissions.FindIndex(s => s.Id == id);
            if (at < 0 || dropsFiles)
                return false;
            submissions[at] = submissions[at] with { Text = text ?? submissions[at].Text };
            return true;
        }
    }

    protected override void Map()
    {
        Desk.Map("/api/v1/authorize", "/api/v1/access_token", isBasic: true);
        App.MapPost("/api/v1/revoke_token", async Task<IResult> (HttpContext http) =>
        {
            if ((await http.Request.ReadFormAsync())["token"].ToString().Length == 0)
                return Results.BadRequest();
            Desk.Revoke();
            return Results.NoContent();
        });
        On("GET", "/api/v1/me", Call.Read, May("identity"), _ => Results.Json(new
        {
            id = UserId,
            name = Username,
            icon_img = new Uri(Address, "/icon.png").AbsoluteUri,
            is_suspended = IsSuspended,
            total_karma = 1234,
            subreddit = new { subscribers = 57 },
        }));
        On("GET", "/user/{name}/submitted", Call.Read, May("history"), Listing);
        On("GET", "/r/{name}/about", Call.Read, May("read"), http => Closed(http) ?? Results.Json(new
        {
            kind = "t5",
            data = new { display_name = Known(http)!.Name, submission_type = Known(http)!.Takes, allow_images = Known(http)!.TakesPictures, allow_galleries = Known(http)!.TakesPictures, allow_videos = true },
        }));
        On("GET", "/api/v1/{name}/post_requirements", Call.Read, May("submit"), http => Closed(http) ?? Results.Json(new
        {
            is_flair_required = Known(http)!.NeedsFlair,
            title_text_min_length = (int?)null,
            title_text_max_length = Known(http)!.MostTitle,
            body_text_min_length = (int?)null,
            body_text_max_length = (int?)null,
            title_blacklisted_strings = new[] { "FREE!!!" },
        }));
        On("GET", "/r/{name}/api/link_flair_v2", Call.Read, May("flair"), http => Closed(http) ?? Results.Json(Known(http)!.Flairs.Select(f => new { id = f.Id, text = f.Text, text_editable = false })));
        On("POST", "/api/submit", Call.Publish, May("submit"), async http =>
        {
            var form = (await http.Request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal);
            lock (Door) return Submit(form);
        });
        On("POST", "/api/submit_gallery_post.json", Call.Publish, May("submit"), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door) return SubmitGallery(sent);
        });
        On("POST", "/api/media/asset.json", Call.Upload, May("submit"), async http =>
        {
            var form = await http.Request.ReadFormAsync();
            lock (Door)
            {
                var asset = new Asset(NewId()[3..], form["mimetype"].ToString());
                assets[asset.Id] = asset;
                return Results.Json(new
                {
                    args = new { action = $"//{Address.Authority}/store", fields = new[] { new { name = "acl", value = "private" }, new { name = "key", value = $"rte_images/{asset.Id}" }, new { name = "success_action_status", value = "201" } } },
                    asset = new { asset_id = asset.Id, processing_state = "incomplete", websocket_url = $"wss://ws.reddit.example/{asset.Id}" },
                });
            }
        });
        On("POST", "/store", Call.Upload, _ => null, async http =>
        {
            var form = await http.Request.ReadFormAsync();
            lock (Door)
            {
                if (form.Files.GetFile("file") is not { Length: > 0 } file || !assets.TryGetValue(form["key"].ToString().Split('/')[^1], out var asset))
                    return Results.Content("<Error><Code>AccessDenied</Code></Error>", "application/xml", statusCode: 403);
                asset.Bytes = file.Length;
                return Results.Content($"<?xml version=\"1.0\"?><PostResponse><Location>{Address}store/{form["key"]}</Location></PostResponse>", "application/xml", statusCode: 201);
            }
        });
        On("GET", "/user/{name}/comments", Call.Read, May("history"), http => Results.Json(new
        {
            kind = "Listing",
            data = new { children = Enumerable.Reverse(comments).Take(int.Parse(http.Request.Query["limit"].ToString(), CultureInfo.InvariantCulture)).Select(c => new { kind = "t1", data = ShownComment(c) }) },
        }));
        On("POST", "/api/comment", Call.Publish, May("submit"), async http =>
        {
            var form = await http.Request.ReadFormAsync();
            lock (Door)
            {
                if (submissions.TrueForAll(s => s.Id != form["thing_id"]))
                    return Errors("DELETED_LINK", "the link you are commenting on has been deleted", "parent");
                if (form["text"].ToString().Length is 0 or > 10_000)
                    return Errors("TOO_LONG", "this is too long (max: 10000)", "text");
                var comment = (NewId().Replace("t3_", "t1_", StringComparison.Ordinal), form["thing_id"].ToString(), form["text"].ToString());
                comments.Add(comment);
                return Results.Json(new { json = new { errors = Array.Empty<object>(), data = new { things = new[] { new { kind = "t1", data = ShownComment(comment) } } } } });
            }
        });
        On("POST", "/api/editusertext", Call.Publish, May("edit"), async http =>
        {
            var form = await http.Request.ReadFormAsync();
            lock (Door)
            {
                var at = submissions.FindIndex(s => s.Id == form["thing_id"]);
                if (at < 0)
                    return Errors("NOT_AUTHOR", "you can't do that", "thing_id");
                if (form["text"].ToString().Length > 40_000)
                    return Errors("TOO_LONG", "this is too long (max: 40000)", "text");
                submissions[at] = submissions[at] with { Text = form["text"].ToString() };
                return Results.Json(new { json = new { errors = Array.Empty<object>(), data = new { things = Array.Empty<object>() } } });
            }
        });
        On("POST", "/api/del", Call.Delete, May("edit"), async http =>
        {
            var id = (await http.Request.ReadFormAsync())["id"].ToString();
            lock (Door)
            {
                submissions.RemoveAll(s => s.Id == id);
                comments.RemoveAll(c => c.Id == id || c.Post == id);
            }

            return Results.Json(new { });
        });
        On("GET", "/api/info", Call.Read, May("read"), http => Results.Json(new { kind = "Listing", data = new { children = submissions.Where(s => s.Id == http.Request.Query["id"]).Select(s => new { kind = "t3", data = Shown(s) }) } }));
        MapPages();
    }

    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated Reddit", string.Concat(Communities.Select(c => $"<p><a href=\"/r/{Html(c.Name)}\">r/{Html(c.Name)}</a></p>"))));
        App.MapGet("/r/{community}", (string community) =>
        {
            lock (Door) return Page($"r/{community}", string.Concat(submissions.Where(s => s.Community == community && s.LooksLeft == 0).Reverse().Select(s => $"<h2><a href=\"{Html(Permalink(s))}\">{Html(s.Title)}</a></h2>{Article(Seen(s))}")));
        });
        App.MapGet("/r/{community}/comments/{id}/{slug?}/{comment?}", (string community, string id) =>
        {
            lock (Door) return submissions.Find(s => s.Id == $"t3_{id}" && s.Community == community) is { } submission ? Page(submission.Title, Article(Seen(submission))) : Results.NotFound();
        });
    }

    IResult Submit(Dictionary<string, string> form)
    {
        var (community, kind, title) = (form["sr"], form["kind"], form["title"]);
        if (Refuse(community, title, form.GetValueOrDefault("text", ""), kind, form.GetValueOrDefault("flair_id")) is { } refusal)
            return refusal;
        var url = form.GetValueOrDefault("url");
        List<Asset> files = [];
        if (kind is "image" or "video" or "videogif")
        {
            if (!assets.TryGetValue((url ?? "").Split('/')[^1], out var asset) || asset.Bytes == 0)
                return Errors("BAD_IMAGE", "that image is invalid", "url");
            if (kind == "video" && (!assets.TryGetValue(form.GetValueOrDefault("video_poster_url", "").Split('/')[^1], out var poster) || poster.Bytes == 0))
                return Errors("MISSING_VIDEO_URLS", "a video needs a poster", "video_poster_url");
            files.Add(asset);
        }
        else if (kind == "link" && (url is null || !Uri.TryCreate(url, UriKind.Absolute, out _)))
        {
            return Errors("BAD_URL", "you should check that url", "url");
        }

        var submission = Add(new Submission(NewId(), community, kind, title, form.GetValueOrDefault("text", ""), kind == "link" ? url : null, files, form.GetValueOrDefault("flair_id"),
            form.GetValueOrDefault("nsfw") == "true", form.GetValueOrDefault("spoiler") == "true", form.GetValueOrDefault("video_poster_url"), Clock.GetUtcNow())
        { LooksLeft = files.Count > 0 ? ProcessingLooks : 0 });
        return files.Count > 0
            ? Results.Json(new { json = new { errors = Array.Empty<object>(), data = new { user_submitted_page = new Uri(Address, $"/user/{Username}/submitted").AbsoluteUri, websocket_url = $"wss://ws.reddit.example/{files[0].Id}" } } })
            : Results.Json(new { json = new { errors = Array.Empty<object>(), data = new { url = new Uri(Address, Permalink(submission)).AbsoluteUri, id = submission.Id[3..], name = submission.Id, drafts_count = 0 } } });
    }

    IResult SubmitGallery(JsonElement sent)
    {
        var (community, title, text) = (sent.GetProperty("sr").GetString()!, sent.GetProperty("title").GetString()!, sent.GetProperty("text").GetString()!);
        var flair = sent.TryGetProperty("flair_id", out var chosen) ? chosen.GetString() : null;
        if (Refuse(community, title, text, "gallery", flair) is { } refusal)
            return refusal;
        var files = sent.GetProperty("items").EnumerateArray().Select(i => assets.GetValueOrDefault(i.GetProperty("media_id").GetString()!)).ToList();
        if (files.Count is < 2 or > 20 || files.Exists(f => f is not { Bytes: > 0 }))
            return Errors("INVALID_GALLERY", "a gallery has 2 to 20 pictures", "items");
        var submission = Add(new Submission(NewId(), community, "gallery", title, text, null, files!, flair, sent.GetProperty("nsfw").GetBoolean(), sent.GetProperty("spoiler").GetBoolean(), null, Clock.GetUtcNow()));
        return Results.Json(new { json = new { errors = Array.Empty<object>(), data = new { url = new Uri(Address, Permalink(submission)).AbsoluteUri, id = submission.Id } } });
    }

    IResult? Refuse(string community, string title, string text, string kind, string? flair)
    {
        if (NextError is { } error)
        {
            NextError = null;
            return Errors(error.Code, error.Words, error.Field);
        }

        if (Communities.FirstOrDefault(c => c.Name.Equals(community, StringComparison.OrdinalIgnoreCase)) is not { } known)
            return Errors("SUBREDDIT_NOEXIST", "that subreddit doesn't exist", "sr");
        if (known.Closed is not null)
            return Errors("SUBREDDIT_NOTALLOWED", "you aren't allowed to post there.", "sr");
        if (kind == "self" && known.Takes == "link")
            return Errors("NO_SELFS", "that subreddit doesn't allow text posts", "sr");
        if (kind == "link" && known.Takes == "self")
            return Errors("NO_LINKS", "that subreddit only allows text posts", "sr");
        if (known.NeedsFlair && flair is null)
            return Errors("SUBMIT_VALIDATION_FLAIR_REQUIRED", "Your post must contain post flair.", "flair");
        if (flair is not null && known.Flairs.All(f => f.Id != flair))
            return Errors("BAD_FLAIR_TEMPLATE_ID", "flair template not found", "flair");
        if (title.Length is 0 or > 300)
            return Errors(title.Length == 0 ? "NO_TEXT" : "TOO_LONG", title.Length == 0 ? "we need something here" : "this is too long (max: 300)", "title");
        return text.Length > 40_000 ? Errors("TOO_LONG", "this is too long (max: 40000)", "text") : null;
    }

    IResult Listing(HttpContext http)
    {
        if (http.Request.RouteValues["name"]!.ToString() != Username)
            return Results.Json(new { message = "Not Found", error = 404 }, statusCode: 404);
        var limit = int.Parse(http.Request.Query["limit"].ToString(), CultureInfo.InvariantCulture);
        var after = http.Request.Query["after"].ToString();
        var shown = Enumerable.Reverse(submissions).Where(s => s.LooksLeft == 0).SkipWhile(s => after.Length > 0 && s.Id != after).Skip(after.Length > 0 ? 1 : 0).Take(limit).ToList();
        foreach (var submission in submissions.Where(s => s.LooksLeft > 0))
            submission.LooksLeft--;
        return Results.Json(new { kind = "Listing", data = new { after = shown.Count == limit ? shown[^1].Id : null, children = shown.Select(s => new { kind = "t3", data = Shown(s) }) } });
    }

    object Shown(Submission submission)
    {
        var age = Clock.GetUtcNow() - submission.At;
        var ups = 1 + Growth.Of($"{submission.Id}ups", age, 25);
        return new
        {
            id = submission.Id[3..],
            name = submission.Id,
            title = submission.Title,
            subreddit = submission.Community,
            selftext = submission.Text,
            is_self = submission.Kind == "self",
            url = submission.Url ?? (submission.Files.Count == 1 ? $"https://{(submission.Kind == "video" ? "v" : "i")}.redd.it/{submission.Files[0].Id}" : new Uri(Address, Permalink(submission)).AbsoluteUri),
            permalink = Permalink(submission),
            created_utc = submission.At.ToUnixTimeSeconds(),
            ups,
            score = ups,
            upvote_ratio = 0.93,
            num_comments = Growth.Of($"{submission.Id}comments", age, 6),
            num_crossposts = Growth.Of($"{submission.Id}crossposts", age, 1),
            view_count = (long?)null,
        };
    }

    object ShownComment((string Id, string Post, string Text) comment) =>
        new { id = comment.Id[3..], name = comment.Id, link_id = comment.Post, parent_id = comment.Post, body = comment.Text, permalink = $"/r/acme/comments/{comment.Post[3..]}/post/{comment.Id[3..]}/" };

    Func<HttpContext, IResult?> May(string scope) => http =>
    {
        var agent = http.Request.Headers.UserAgent.ToString();
        lock (Door) Agents.Add(agent);
        // Clients that do not say who they are get the smallest of windows.
        if (!agent.Contains("(by /u/", StringComparison.Ordinal))
            return Results.Json(new { message = "Too Many Requests", error = 429 }, statusCode: 429);
        http.Response.Headers["X-Ratelimit-Remaining"] = "95.0";
        http.Response.Headers["X-Ratelimit-Reset"] = "300";
        return Desk.Judge(http, scope) switch
        {
            TokenState.Good => null,
            TokenState.WithoutScope => Results.Json(new { message = "Forbidden", error = 403 }, statusCode: 403),
            _ => Results.Json(new { message = "Unauthorized", error = 401 }, statusCode: 401),
        };
    };

    EmulatedCommunity? Known(HttpContext http) => Communities.FirstOrDefault(c => c.Name.Equals(http.Request.RouteValues["name"]!.ToString(), StringComparison.OrdinalIgnoreCase));

    IResult? Closed(HttpContext http) => Known(http) switch
    {
        null => Results.Json(new { message = "Not Found", error = 404 }, statusCode: 404),
        { Closed: "banned" } => Results.Json(new { message = "Not Found", error = 404, reason = "banned" }, statusCode: 404),
        { Closed: { } reason } => Results.Json(new { message = "Forbidden", error = 403, reason }, statusCode: 403),
        _ => null,
    };

    Submission Add(Submission submission)
    {
        submissions.Add(submission);
        return submission;
    }

    string NewId()
    {
        var id = "";
        for (var rest = ++lastId; rest > 0; rest /= 36)
            id = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(rest % 36)] + id;
        return $"t3_{id}";
    }

    static string Permalink(Submission submission) => $"/r/{submission.Community}/comments/{submission.Id[3..]}/post/";

    static EmulatedPost Seen(Submission submission) =>
        new(submission.Id, submission.Text, submission.Url ?? FirstLink(submission.Text), [.. submission.Files.Select(f => new EmulatedMedia("", f.Bytes, f.Type))]);

    static string? FirstLink(string text) => text.Split([' ', '\n']).FirstOrDefault(w => w.StartsWith("https://", StringComparison.Ordinal));

    static IResult Errors(string code, string words, string field) => Results.Json(new { json = new { errors = new[] { new[] { code, words, field } } } });

    sealed record Submission(
        string Id, string Community, string Kind, string Title, string Text, string? Url, IReadOnlyList<Asset> Files, string? Flair, bool Nsfw, bool Spoiler, string? Poster, DateTimeOffset At)
    {
        public int LooksLeft { get; set; }
    }

    sealed class Asset(string id, string type)
    {
        public string Id => id;

        public string Type => type;

        public long Bytes { get; set; }
    }
}
