using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Planable.Tests.Emulators.Google;

namespace Planable.Tests.Emulators.YouTube;

/// <summary>
/// The YouTube Data and Analytics APIs and the watch pages on loopback, for one Google account with one channel. Uploads are resumable: a piece that is not the
/// last has to be a multiple of 256 KB, the answer to it is 308 with the range that was kept, and the video is there with its last byte.
/// </summary>
public sealed partial class YouTubeEmulator(TimeProvider? clock = null, int port = 0) : GoogleSite(clock, port)
{
    public const string ChannelId = "UCacme0000000000000000AA";
    public const string Handle = "acme";

    const string Root = "https://www.googleapis.com/auth/";
    const int Grain = 256 * 1024;

    static readonly string[] Categories = ["1", "2", "10", "15", "17", "19", "20", "22", "23", "24", "25", "26", "27", "28", "29"];

    readonly Dictionary<string, Session> sessions = new(StringComparer.Ordinal);
    readonly List<Video> videos = [];
    DateTimeOffset opened;

    public bool HasChannel { get; set; } = true;

    /// <summary>"allowed", "eligible" or "disallowed".</summary>
    public string LongUploads { get; set; } = "allowed";

    /// <summary>How often a new video is said to be still in work.</summary>
    public int ProcessingPolls { get; set; } = 1;

    /// <summary>While set, uploads are refused with this status and reason.</summary>
    public (int Status, string Reason)? Refusal { get; set; }

    /// <summary>What becomes of the next video: "failed" or "rejected", and why.</summary>
    public (string Status, string Reason)? Fate { get; set; }

    /// <summary>The next piece is kept only up to here.</summary>
    public int? KeepOnly { get; set; }

    /// <summary>Analytics have no figures yet.</summary>
    public bool IsCounting { get; set; }

    public bool HidesSubscribers { get; set; }

    /// <summary>Channels that have not shown who they are may not choose thumbnails.</summary>
    public bool MayChooseThumbnails { get; set; } = true;

    /// <summary>Sizes of the thumbnails that were chosen, by video.</summary>
    public Dictionary<string, long> Thumbnails { get; } = new(StringComparer.Ordinal);

    /// <summary>How many pieces came, the last ones included.</summary>
    public int Pieces { get; private set; }

    public IReadOnlyList<JsonObject> Metadata
    {
        get
        {
            lock (Door) return [.. videos.Select(v => v.Metadata)];
        }
    }

    /// <summary>Whether subscribers were told, of every video.</summary>
    public IReadOnlyList<bool> Notified
    {
        get
        {
            lock (Door) return [.. videos.Select(v => v.Notifies)];
        }
    }

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. videos.Select(Seen), .. videos.SelectMany(v => v.Comments.Select(c => new EmulatedPost(c.Id, c.Text, null, []) { AnswerTo = v.Id }))];
        }
    }

    protected internal override string WhoIsSignedIn => "Acme (acme@gmail.example)";

    public static async Task<YouTubeEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new YouTubeEmulator(clock, port);
        emulator.opened = emulator.Clock.GetUtcNow();
        await emulator.Open();
        return emulator;
    }

    /// <summary>Access tokens are dead, refresh tokens too.</summary>
    public override void RevokeTokens() => Desk.Revoke();

    /// <summary>Upload addresses are forgotten, as after a week.</summary>
    public void ForgetSessions()
    {
        lock (Door) sessions.Clear();
    }

    public override bool Tamper(string id, string? text = null, bool dropsFiles = false)
    {
        lock (Door)
        {
            if (dropsFiles || One(id) is not { } video)
                return false;
            video.Metadata["snippet"]!["description"] = text;
            return true;
        }
    }

    protected override void Map()
    {
        MapSignIn();
        On(HttpMethods.Post, "/upload/youtube/v3/videos", Call.Upload, http => Refuse(http, Root + "youtube.upload"), async http =>
        {
            var metadata = await JsonNode.ParseAsync(http.Request.Body) as JsonObject ?? [];
            lock (Door) return Begin(http, metadata);
        });
        On(HttpMethods.Post, "/upload/youtube/v3/thumbnails/set", Call.Upload, http => Refuse(http, Root + "youtube.upload"), async http =>
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes);
            lock (Door)
            {
                if (One(http.Request.Query["videoId"].ToString()) is not { } video)
                    return Error(404, "videoNotFound", "The video that you are trying to set the thumbnail for cannot be found.");
                if (!MayChooseThumbnails)
                    return Error(403, "forbidden", "The authenticated user doesn't have permissions to upload and set custom video thumbnails.");
                if (http.Request.ContentType is not ("image/jpeg" or "image/png") || bytes.Length is 0 or > 2_097_152)
                    return Error(400, "invalidImage", "The provided image content is invalid.");
                Thumbnails[video.Id] = bytes.Length;
                return Results.Json(new { items = Array.Empty<object>() });
            }
        });
        // The range tells which act a piece is.
        App.MapPut("/upload/youtube/v3/videos", (HttpContext http) => Faults.Play(http, Kind(http), async () =>
        {
            if (Refuse(http, Root + "youtube.upload") is { } refusal)
                return refusal;
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes);
            lock (Door) return Take(http, bytes.Length);
        }));
        On(HttpMethods.Get, "/youtube/v3/channels", Call.Read, http => Refuse(http, Root + "youtube.readonly"), http =>
            http.Request.Query["forHandle"].ToString() is { Length: > 0 } asked ? Results.Json(new { items = asked.TrimStart('@') == "neighbour" ? new[] { Neighbour() } : [] })
            : Results.Json(new { items = HasChannel ? new[] { Channel() } : [] }));
        On(HttpMethods.Get, "/youtube/v3/videos", Call.Read, http => Refuse(http, Root + "youtube.readonly"), http =>
            Results.Json(new { items = http.Request.Query["id"].ToString().Split(',').Select(One).OfType<Video>().Select(Shown) }));
        On(HttpMethods.Put, "/youtube/v3/videos", Call.Publish, http => Refuse(http, Root + "youtube.force-ssl"), async http =>
        {
            var change = await JsonNode.ParseAsync(http.Request.Body) as JsonObject ?? [];
            lock (Door)
            {
                if (One((string?)change["id"] ?? "") is not { } video)
                    return Error(404, "videoNotFound", "The video that you are trying to update cannot be found.");
                if (SnippetFlaw(change["snippet"] as JsonObject ?? []) is { } flaw)
                    return flaw;
                video.Metadata["snippet"] = change["snippet"]!.DeepClone();
                return Results.Json(new { id = video.Id });
            }
        });
        On(HttpMethods.Delete, "/youtube/v3/videos", Call.Delete, http => Refuse(http, Root + "youtube.force-ssl"), http =>
        {
            if (One(http.Request.Query["id"].ToString()) is not { } video)
                return Error(404, "videoNotFound", "The video that you are trying to delete cannot be found.");
            videos.Remove(video);
            return Results.NoContent();
        });
        On(HttpMethods.Get, "/youtube/v3/playlistItems", Call.Read, http => Refuse(http, Root + "youtube.readonly"), http =>
            http.Request.Query["playlistId"] == "UU" + ChannelId[2..]
                ? Results.Json(new { nextPageToken = Uploads(http) + 50 < videos.Count ? $"{Uploads(http) + 50}" : null, items = videos.AsEnumerable().Reverse().Skip(Uploads(http)).Take(50).Select(v => new { snippet = new { title = Title(v), publishedAt = v.At }, contentDetails = new { videoId = v.Id } }) })
                : Error(404, "playlistNotFound", "The playlist identified with the request's playlistId parameter cannot be found."));
        On(HttpMethods.Get, "/youtube/v3/commentThreads", Call.Read, http => Refuse(http, Root + "youtube.force-ssl"), http => One(http.Request.Query["videoId"].ToString()) is { } video
            ? Results.Json(new { items = video.Comments.AsEnumerable().Reverse().Select(c => Thread(video, c)) })
            : Error(404, "videoNotFound", "The video identified by the videoId parameter could not be found."));
        On(HttpMethods.Post, "/youtube/v3/commentThreads", Call.Publish, http => Refuse(http, Root + "youtube.force-ssl"), async http =>
        {
            var snippet = (await JsonNode.ParseAsync(http.Request.Body))?["snippet"];
            lock (Door)
            {
                if (One((string?)snippet?["videoId"] ?? "") is not { } video)
                    return Error(404, "videoNotFound", "The video identified by the videoId parameter could not be found.");
                if ((bool?)video.Metadata["status"]?["selfDeclaredMadeForKids"] == true)
                    return Error(403, "commentsDisabled", "The video has disabled comments.");
                if ((string?)snippet?["topLevelComment"]?["snippet"]?["textOriginal"] is not { Length: > 0 and <= 10_000 } text)
                    return Error(400, "commentTextRequired", "The commentThread resource that is being inserted must specify a value for the text.");
                var comment = new Comment("Ug" + Secret(12), text);
                video.Comments.Add(comment);
                return Results.Json(Thread(video, comment));
            }
        });
        On(HttpMethods.Get, "/v2/reports", Call.Read, http => Refuse(http, Root + "yt-analytics.readonly"), Report);
        App.MapGet("/", () => Show(null));
        App.MapGet("/watch", (HttpContext http) => Show(http.Request.Query["v"].ToString()));
        App.MapGet("/shorts/{id}", (string id) => Show(id));
    }

    IResult Show(string? id)
    {
        lock (Door)
        {
            var shown = videos.Where(v => id is null || v.Id == id).Reverse().ToList();
            return id is not null && shown.Count == 0
                ? Page("This video isn't available any more", "", 404)
                : Page("Acme", string.Concat(shown.Select(v => $"<h2><a href=\"/watch?v={v.Id}\">{Html(Title(v))}</a></h2>{Article(Seen(v))}{string.Concat(v.Comments.Select(c => $"<blockquote>{Html(c.Text)}</blockquote>"))}")));
        }
    }

    static Call Kind(HttpContext http) => Range().Match(http.Request.Headers.ContentRange.ToString()) switch
    {
        { Success: true } piece when piece.Groups[1].Value == "*" => Call.Read,
        { Success: true } piece when long.Parse(piece.Groups[2].Value, CultureInfo.InvariantCulture) + 1 == long.Parse(piece.Groups[3].Value, CultureInfo.InvariantCulture) => Call.Publish,
        _ => Call.Upload,
    };

    IResult Begin(HttpContext http, JsonObject metadata)
    {
        if (Refusal is { } refusal)
            return Error(refusal.Status, refusal.Reason, $"Refused: {refusal.Reason}");
        if (http.Request.Query["uploadType"] != "resumable")
            return Error(400, "uploadTypeInvalid", "Only resumable uploads are emulated.");
        if (!long.TryParse(http.Request.Headers["X-Upload-Content-Length"], CultureInfo.InvariantCulture, out var size) || size <= 0)
            return Error(400, "mediaBodyRequired", "The request does not include the video content.");
        if (!http.Request.Headers["X-Upload-Content-Type"].ToString().StartsWith("video/", StringComparison.Ordinal))
            return Error(400, "mediaBodyRequired", "The request does not include the video content.");
        if (SnippetFlaw(metadata["snippet"] as JsonObject ?? []) is { } flaw)
            return flaw;
        if ((string?)metadata["status"]?["privacyStatus"] is not ("public" or "unlisted" or "private"))
            return Error(400, "invalidVideoMetadata", "The request metadata is invalid.");

        var id = Secret(24);
        sessions[id] = new Session(metadata, size, http.Request.Headers["X-Upload-Content-Type"].ToString(), http.Request.Query["notifySubscribers"] != "false");
        http.Response.Headers.Location = new Uri(Address, $"/upload/youtube/v3/videos?uploadType=resumable&upload_id={id}").AbsoluteUri;
        return Results.Ok();
    }

    IResult Take(HttpContext http, long length)
    {
        if (!sessions.TryGetValue(http.Request.Query["upload_id"].ToString(), out var session))
            return Results.Text("Not Found", statusCode: 404);
        if (session.Video is { } done)
            return Results.Json(Shown(done));
        var range = Range().Match(http.Request.Headers.ContentRange.ToString());
        if (!range.Success || range.Groups[3].Value != session.Size.ToString(CultureInfo.InvariantCulture))
            return Error(400, "badRequest", "Invalid Content-Range.");
        if (range.Groups[1].Value == "*")
            return GoOn(http, session);

        var (from, to) = (long.Parse(range.Groups[1].Value, CultureInfo.InvariantCulture), long.Parse(range.Groups[2].Value, CultureInfo.InvariantCulture));
        if (from != session.Kept || to - from + 1 != length)
            return Error(400, "badRequest", "Invalid Content-Range.");
        if (to + 1 < session.Size && length % Grain != 0)
            return Error(400, "badRequest", "Pieces have to be multiples of 256 KB.");
        Pieces++;
        session.Kept = KeepOnly is { } only ? from + Math.Min(only, length) : to + 1;
        KeepOnly = null;
        if (session.Kept < session.Size)
            return GoOn(http, session);

        session.Video = new Video(Secret(8), session.Metadata, session.Size, session.ContentType, session.Notifies, Fate, Clock.GetUtcNow()) { PollsLeft = ProcessingPolls };
        Fate = null;
        videos.Add(session.Video);
        return Results.Json(Shown(session.Video));
    }

    static IResult GoOn(HttpContext http, Session session)
    {
        if (session.Kept > 0)
            http.Response.Headers["Range"] = $"bytes=0-{session.Kept - 1}";
        return Results.StatusCode(308);
    }

    static IResult? SnippetFlaw(JsonObject snippet)
    {
        var (title, description) = ((string?)snippet["title"] ?? "", (string?)snippet["description"] ?? "");
        if (title.Length is 0 or > 100 || title.AsSpan().ContainsAny('<', '>'))
            return Error(400, "invalidTitle", "The request metadata specifies an invalid or empty video title.");
        if (Encoding.UTF8.GetByteCount(description) > 5_000 || description.AsSpan().ContainsAny('<', '>'))
            return Error(400, "invalidDescription", "The request metadata specifies an invalid video description.");
        if ((snippet["tags"] as JsonArray ?? []).Sum(t => ((string)t!).Length + (((string)t!).Contains(' ', StringComparison.Ordinal) ? 2 : 0)) > 500)
            return Error(400, "invalidTags", "The request metadata specifies invalid video keywords.");
        return Categories.Contains((string?)snippet["categoryId"], StringComparer.Ordinal) ? null : Error(400, "invalidCategoryId", "The snippet.categoryId property specifies an invalid category ID.");
    }

    object Neighbour() => new
    {
        id = "UCneighbourneighbour0001",
        snippet = new { title = "The neighbour", customUrl = "@neighbour" },
        statistics = new { subscriberCount = "900", hiddenSubscriberCount = HidesSubscribers, videoCount = "12", viewCount = "5000" },
    };

    object Channel() => new
    {
        id = ChannelId,
        snippet = new { title = "Acme", customUrl = "@" + Handle, thumbnails = new { @default = new { url = new Uri(Address, "/avatar.png").AbsoluteUri } } },
        statistics = new { subscriberCount = (5_120 + (12 * Days(opened))).ToString(CultureInfo.InvariantCulture), hiddenSubscriberCount = HidesSubscribers, videoCount = videos.Count.ToString(CultureInfo.InvariantCulture), viewCount = "98000" },
        status = new { privacyStatus = "public", longUploadsStatus = LongUploads },
    };

    object Shown(Video video)
    {
        var status = video.Fate?.Status ?? (video.PollsLeft > 0 ? "uploaded" : "processed");
        if (video.Fate is null && video.PollsLeft > 0)
            video.PollsLeft--;
        return new
        {
            id = video.Id,
            snippet = new { title = (string?)video.Metadata["snippet"]?["title"], description = (string?)video.Metadata["snippet"]?["description"], publishedAt = video.At },
            status = new { uploadStatus = status, rejectionReason = status == "rejected" ? video.Fate?.Reason : null, failureReason = status == "failed" ? video.Fate?.Reason : null },
            statistics = new { viewCount = Text(100 + (250 * Days(video.At))), likeCount = Text(9 + (4 * Days(video.At))), favoriteCount = "0", commentCount = Text(2 + Days(video.At)) },
        };
    }

    static object Thread(Video video, Comment comment) => new
    {
        id = comment.Id,
        snippet = new { videoId = video.Id, topLevelComment = new { id = comment.Id, snippet = new { textOriginal = comment.Text, textDisplay = comment.Text, authorChannelId = new { value = ChannelId } } } },
    };

    IResult Report(HttpContext http)
    {
        var query = http.Request.Query;
        if (query["ids"] != "channel==MINE" || query["startDate"].Count == 0 || query["endDate"].Count == 0)
            return Error(400, "badRequest", "The query is not supported.");
        var metrics = query["metrics"].ToString().Split(',');
        if (query["dimensions"].ToString() is { Length: > 0 } by)
        {
            return (by, metrics[0]) switch
            {
                ("ageGroup", "viewerPercentage") => Groups(by, metrics[0], [("age18-24", 20.5), ("age25-34", 59.5), ("age65-", 20)]),
                ("country", "views") => Groups(by, metrics[0], [("DE", 300), ("ZZ", 50), ("AT", 100)]),
                _ => Error(400, "badRequest", "The query is not supported."),
            };
        }

        var of = query["filters"].ToString() is { Length: > 0 } filter ? One(filter.Replace("video==", "", StringComparison.Ordinal)) : null;
        var seed = of is null ? 40 : 10 + Days(of.At);
        return Results.Json(new
        {
            kind = "youtubeAnalytics#resultTable",
            columnHeaders = metrics.Select(m => new { name = m, columnType = "METRIC", dataType = "INTEGER" }),
            rows = IsCounting ? [] : new[] { metrics.Select((m, i) => seed + i) },
        });
    }

    IResult Groups(string by, string metric, (string Key, double Value)[] groups) => Results.Json(new
    {
        kind = "youtubeAnalytics#resultTable",
        columnHeaders = new[] { new { name = by, columnType = "DIMENSION", dataType = "STRING" }, new { name = metric, columnType = "METRIC", dataType = "FLOAT" } },
        rows = IsCounting ? [] : groups.Select(g => new object[] { g.Key, g.Value }),
    });

    static int Uploads(HttpContext http) => int.TryParse(http.Request.Query["pageToken"], CultureInfo.InvariantCulture, out var from) ? from : 0;

    Video? One(string id) => videos.Find(v => v.Id == id);

    int Days(DateTimeOffset since) => (int)(Clock.GetUtcNow() - since).TotalDays;

    static EmulatedPost Seen(Video video)
    {
        var description = (string)video.Metadata["snippet"]!["description"]!;
        return new EmulatedPost(video.Id, description, FirstLink().Match(description) is { Success: true } link ? link.Value : null, [new EmulatedMedia("", video.Bytes, video.ContentType)]);
    }

    static string Title(Video video) => (string)video.Metadata["snippet"]!["title"]!;

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static string Secret(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    [GeneratedRegex("^bytes (\\*|[0-9]+)(?:-([0-9]+))?/([0-9]+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Range();

    [GeneratedRegex(@"https?://\S+", RegexOptions.NonBacktracking)]
    private static partial Regex FirstLink();

    sealed record Session(JsonObject Metadata, long Size, string ContentType, bool Notifies)
    {
        public long Kept { get; set; }

        public Video? Video { get; set; }
    }

    sealed record Video(string Id, JsonObject Metadata, long Bytes, string ContentType, bool Notifies, (string Status, string Reason)? Fate, DateTimeOffset At)
    {
        public int PollsLeft { get; set; }

        public List<Comment> Comments { get; } = [];
    }

    sealed record Comment(string Id, string Text);
}
