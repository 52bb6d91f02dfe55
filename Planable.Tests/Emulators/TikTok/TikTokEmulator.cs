using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.TikTok;

/// <summary>
/// TikTok's Content Posting API and its pages on loopback, for one creator. Videos come in chunks to an address without a token and are posted with the last;
/// pictures are fetched. Errors of content and account come with the codes of the API, some of them with status 200.
/// </summary>
public sealed partial class TikTokEmulator(TimeProvider? clock = null, int port = 0) : NetworkSite(clock, port)
{
    public const string OpenId = "-000acme0000open";
    public const string Username = "acme.tea";

    const int MostCaption = 2_200;
    const int MostTitle = 90;
    const int MostDescription = 4_000;

    readonly Dictionary<string, Publishing> publishings = new(StringComparer.Ordinal);
    long lastId = 7_300_000_000_000_000_000;
    DateTimeOffset opened;

    public string[] PrivacyLevels { get; set; } = ["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY"];

    public bool CommentsAreOff { get; set; }

    public int MostSeconds { get; set; } = 300;

    /// <summary>How often a whole post is said to be still in work.</summary>
    public int ProcessingPolls { get; set; }

    /// <summary>While set, what begins a post is refused with this status and code.</summary>
    public (int Status, string Code)? Refusal { get; set; }

    /// <summary>Why the next post fails while it is worked on.</summary>
    public string? FailReason { get; set; }

    /// <summary>Moderators still look: posts are out, but their numbers are not told.</summary>
    public bool IsModerating { get; set; }

    /// <summary>The number of bytes kept is not told.</summary>
    public bool HidesBytes { get; set; }

    /// <summary>The token call refuses with a success.</summary>
    public bool RefusesTokensPolitely { get; set; }

    /// <summary>What began each post.</summary>
    public IReadOnlyList<JsonObject> Begun
    {
        get
        {
            lock (Door) return [.. publishings.Values.Select(p => p.Input)];
        }
    }

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. publishings.Values.Where(p => p.IsOut).OrderBy(p => p.PostId).Select(Seen)];
        }
    }

    /// <summary>What waits in the creator's inbox.</summary>
    public int Inbox
    {
        get
        {
            lock (Door) return publishings.Values.Count(p => p.IsWhole && p.ToInbox);
        }
    }

    public static async Task<TikTokEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new TikTokEmulator(clock, port);
        emulator.opened = emulator.Clock.GetUtcNow();
        await emulator.Open();
        return emulator;
    }

    /// <summary>Addresses of uploads work for an hour; that hour is over.</summary>
    public void CloseUploads()
    {
        lock (Door)
        {
            foreach (var publishing in publishings.Values)
                publishing.IsClosed = true;
        }
    }

    public override bool Tamper(string id, string? text = null, bool dropsFiles = false)
    {
        lock (Door)
        {
            if (dropsFiles || publishings.Values.FirstOrDefault(p => Text(p.PostId) == id) is not { } publishing)
                return false;
            publishing.Input["post_info"]![publishing.Input["post_info"]!["description"] is null ? "title" : "description"] = text;
            return true;
        }
    }

    protected override void Map()
    {
        Desk.TokenLife = TimeSpan.FromHours(24);
        Desk.Map("/v2/auth/authorize/", token: null, "client_key");
        App.MapPost("/v2/oauth/token/", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            return RefusesTokensPolitely
                ? Results.Json(new { error = "invalid_grant", error_description = "Authorization code is expired.", log_id = "20261121" })
                : Desk.Trade(http, form, "client_key", extra: () => new { open_id = OpenId, refresh_expires_in = 31_536_000 });
        });
        App.MapPost("/v2/oauth/revoke/", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            if (form["client_key"] != OAuthDesk.ClientId || form["client_secret"] != OAuthDesk.ClientSecret || Desk.Judge(http, given: form["token"].ToString()) != TokenState.Good)
                return Results.Json(new { error = "invalid_request", error_description = "The token is not valid." }, statusCode: 400);
            Desk.Revoke();
            return Results.Json(new { });
        });
        On(HttpMethods.Get, "/v2/user/info/", Call.Read, http => Refuse(http, "user.info.basic"), User);
        Post("post/publish/creator_info/query/", Call.Read, "video.publish", (_, _) => Ok(new
        {
            creator_username = Username,
            creator_nickname = "Acme Tea",
            privacy_level_options = PrivacyLevels,
            comment_disabled = CommentsAreOff,
            duet_disabled = false,
            stitch_disabled = false,
            max_video_post_duration_sec = MostSeconds,
        }));
        Post("post/publish/video/init/", Call.Upload, "video.publish", (_, input) => Begin(input, toInbox: false));
        Post("post/publish/inbox/video/init/", Call.Upload, "video.upload", (_, input) => Begin(input, toInbox: true));
        On(HttpMethods.Post, "/v2/post/publish/content/init/", Call.Publish, http => Refuse(http, "video.publish"), async http => await Pictures(await Read(http)));
        Post("post/publish/status/fetch/", Call.Read, "video.publish", (_, input) => Status(input));
        Post("video/query/", Call.Read, "video.list", (http, input) => Ok(new
        {
            videos = (input["filters"]?["video_ids"] as JsonArray ?? []).Select(i => publishings.Values.FirstOrDefault(p => p.IsOut && Text(p.PostId) == i!.ToString())).OfType<Publishing>().Select(Listed),
        }));
        Post("video/list/", Call.Read, "video.list", (http, input) =>
        {
            var (most, from) = ((int?)input["max_count"] ?? 10, (int?)(long?)input["cursor"] ?? 0);
            if (most is < 1 or > 20)
                return Results.Json(new { error = new { code = "invalid_params", message = "max_count is invalid", log_id = "20261121" } }, statusCode: 400);
            var found = publishings.Values.Where(p => p.IsOut).OrderByDescending(p => p.PostId).Skip(from).Take(most + 1).ToList();
            return Ok(new { videos = found.Take(most).Select(Listed), cursor = from + most, has_more = found.Count > most });
        });
        // The last chunk is what posts.
        App.MapPut("/upload/{id}", (string id, HttpContext http) => Faults.Play(http, IsLast(http) ? Call.Publish : Call.Upload, async () =>
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes);
            lock (Door) return Take(http, publishings.Values.FirstOrDefault(p => p.UploadId == id), bytes.Length);
        }));
        App.MapGet("/", () => Results.Redirect($"/@{Username}"));
        App.MapGet("/@{user}", (string user) => user == Username ? Show(null) : Results.NotFound());
        App.MapGet("/@{user}/video/{id:long}", (long id) => Show(id));
        App.MapGet("/@{user}/photo/{id:long}", (long id) => Show(id));
    }

    IResult Show(long? id)
    {
        lock (Door)
        {
            var shown = publishings.Values.Where(p => p.IsOut && (id is null || p.PostId == id)).Reverse().ToList();
            return id is not null && shown.Count == 0 ? Page("Video currently unavailable", "", 404) : Page("Acme Tea", string.Concat(shown.Select(p => Article(Seen(p)))));
        }
    }

    object Listed(Publishing publishing) => new
    {
        id = Text(publishing.PostId),
        title = (string?)publishing.Input["post_info"]?["title"],
        video_description = (string?)(publishing.Input["post_info"]?["description"] ?? publishing.Input["post_info"]?["title"]),
        create_time = publishing.At.ToUnixTimeSeconds(),
        share_url = new Uri(Address, $"@{Username}/video/{publishing.PostId}").AbsoluteUri,
        view_count = 300 + (900 * Days(publishing.At)),
        like_count = 21 + (30 * Days(publishing.At)),
        comment_count = 3 + Days(publishing.At),
        share_count = 1 + Days(publishing.At),
    };

    void Post(string path, Call call, string scope, Func<HttpContext, JsonObject, IResult> answer) => On(HttpMethods.Post, "/v2/" + path, call, http => Refuse(http, scope), async http =>
    {
        var input = await Read(http);
        lock (Door) return answer(http, input);
    });

    IResult? Refuse(HttpContext http, string scope) => Desk.Judge(http, scope) switch
    {
        TokenState.Good => null,
        TokenState.WithoutScope => Error(401, "scope_not_authorized", "The user did not authorize the scope required for completing this request."),
        _ => Error(401, "access_token_invalid", "The access token is invalid or not found in the request."),
    };

    IResult User(HttpContext http) => Ok(new
    {
        user = new
        {
            open_id = OpenId,
            union_id = "u-1",
            avatar_url = new Uri(Address, "/avatar.png").AbsoluteUri,
            display_name = "Acme Tea",
            username = Username,
            follower_count = 8_000 + (25 * Days(opened)),
            following_count = 12,
            likes_count = 41_000,
            video_count = publishings.Values.Count(p => p.IsOut),
        },
    });

    IResult Begin(JsonObject input, bool toInbox)
    {
        if (Refusal is { } refusal)
            return Error(refusal.Status, refusal.Code, $"Refused: {refusal.Code}");
        var info = input["post_info"] as JsonObject;
        var source = input["source_info"] as JsonObject ?? [];
        if ((string?)source["source"] != "FILE_UPLOAD")
            return Error(400, "invalid_params", "Only FILE_UPLOAD is emulated for videos.");
        if (!toInbox && (info is null || Flaw(info, "title", MostCaption) is not null))
            return info is null ? Error(400, "invalid_params", "post_info is missing") : Flaw(info, "title", MostCaption)!;
        var (size, chunk, count) = ((long?)source["video_size"] ?? 0, (long?)source["chunk_size"] ?? 0, (int?)source["total_chunk_count"] ?? 0);
        if (size <= 0 || chunk <= 0 || count != size / chunk || count > 1_000 || (size > chunk && chunk < 5_000_000) || chunk > 64_000_000)
            return Error(400, "invalid_params", "The chunk size is invalid");

        var publishing = New(input, size, chunk, toInbox);
        return Ok(new { publish_id = publishing.Id, upload_url = new Uri(Address, $"/upload/{publishing.UploadId}").AbsoluteUri });
    }

    async Task<IResult> Pictures(JsonObject input)
    {
        if (Refusal is { } refusal)
            return Error(refusal.Status, refusal.Code, $"Refused: {refusal.Code}");
        var toInbox = (string?)input["post_mode"] == "MEDIA_UPLOAD";
        var (info, source) = (input["post_info"] as JsonObject ?? [], input["source_info"] as JsonObject ?? []);
        if ((string?)input["media_type"] != "PHOTO" || (string?)source["source"] != "PULL_FROM_URL")
            return Error(400, "invalid_params", "media_type or source is invalid");
        if (((string?)info["title"])?.Length > MostTitle)
            return Error(400, "invalid_params", "title is too long");
        if (!toInbox && Flaw(info, "description", MostDescription) is { } flaw)
            return flaw;
        var addresses = (source["photo_images"] as JsonArray ?? []).Select(a => (string)a!).ToList();
        if (addresses.Count is 0 or > 35 || (int?)source["photo_cover_index"] is not { } cover || cover >= addresses.Count)
            return Error(400, "invalid_params", "photo_images is invalid");

        var files = new List<EmulatedMedia>();
        string? trouble = null;
        foreach (var address in addresses)
        {
            var file = await Fetch(address);
            trouble ??= file is null ? "photo_pull_failed" : file.ContentType is not ("image/jpeg" or "image/webp") ? "file_format_check_failed" : null;
            if (file is not null)
                files.Add(new EmulatedMedia("", file.Bytes.Length, file.ContentType));
        }

        lock (Door)
        {
            var publishing = New(input, 0, 0, toInbox);
            publishing.Media.AddRange(files);
            publishing.FailReason ??= trouble;
            Finish(publishing);
            return Ok(new { publish_id = publishing.Id });
        }
    }

    IResult? Flaw(JsonObject info, string field, int most)
    {
        if (((string?)info[field])?.Length > most)
            return Error(400, "invalid_params", $"{field} is too long");
        if ((string?)info["privacy_level"] is not { } level || !PrivacyLevels.Contains(level, StringComparer.Ordinal))
            return Error(400, "privacy_level_option_mismatch", "The privacy level is not among the options of the creator");
        return (bool?)info["brand_content_toggle"] == true && level == "SELF_ONLY" ? Error(400, "invalid_params", "Branded content cannot be private") : null;
    }

    Publishing New(JsonObject input, long size, long chunk, bool toInbox)
    {
        var number = publishings.Count + 1;
        var publishing = new Publishing($"v_pub_file~v2.{number}", $"up{number}-{Guid.NewGuid():N}", (JsonObject)input.DeepClone(), size, chunk, toInbox, Clock.GetUtcNow()) { FailReason = FailReason, PollsLeft = ProcessingPolls };
        FailReason = null;
        publishings[publishing.Id] = publishing;
        return publishing;
    }

    IResult Take(HttpContext http, Publishing? publishing, long length)
    {
        if (publishing is null || publishing.IsClosed)
            return Results.Text("", statusCode: 403);
        var range = Range().Match(http.Request.Headers.ContentRange.ToString());
        if (!range.Success || http.Request.ContentLength != length || !(http.Request.ContentType ?? "").StartsWith("video/", StringComparison.Ordinal))
            return Results.Text("", statusCode: 400);
        var (from, to, size) = (Number(range, 1), Number(range, 2), Number(range, 3));
        var isLast = to + 1 == size;
        if (size != publishing.Size || from != publishing.Kept || to - from + 1 != length || (!isLast && length != publishing.Chunk) || length > 128_000_000)
            return Results.Text("", statusCode: 416);

        publishing.Kept = to + 1;
        if (!isLast)
            return Results.Text("", statusCode: 206);
        publishing.Media.Add(new EmulatedMedia("", publishing.Size, http.Request.ContentType!));
        Finish(publishing);
        return Results.Text("", statusCode: 201);
    }

    void Finish(Publishing publishing)
    {
        publishing.IsWhole = true;
        publishing.PostId = ++lastId;
    }

    IResult Status(JsonObject input)
    {
        if (!publishings.TryGetValue((string?)input["publish_id"] ?? "", out var publishing))
            return Error(400, "invalid_publish_id", "The publish_id does not exist");
        if (!publishing.IsWhole)
            return Ok(HidesBytes ? new { status = "PROCESSING_UPLOAD" } : (object)new { status = "PROCESSING_UPLOAD", uploaded_bytes = publishing.Kept });
        if (publishing.PollsLeft > 0)
        {
            publishing.PollsLeft--;
            return Ok(publishing.Size > 0 ? new { status = "PROCESSING_UPLOAD", uploaded_bytes = publishing.Size } : (object)new { status = "PROCESSING_DOWNLOAD" });
        }

        if (publishing.FailReason is { } reason)
            return Ok(new { status = "FAILED", fail_reason = reason });
        return publishing.ToInbox
            ? Ok(new { status = "SEND_TO_USER_INBOX" })
            : Ok(new { status = "PUBLISH_COMPLETE", publicaly_available_post_id = IsModerating || !publishing.IsPublic ? Array.Empty<long>() : [publishing.PostId] });
    }

    static EmulatedPost Seen(Publishing publishing)
    {
        var info = publishing.Input["post_info"]!;
        var text = (string?)(publishing.Size > 0 ? info["title"] : info["description"]) ?? "";
        return new EmulatedPost(Text(publishing.PostId), text, null, publishing.Media);
    }

    int Days(DateTimeOffset since) => (int)(Clock.GetUtcNow() - since).TotalDays;

    static bool IsLast(HttpContext http) => Range().Match(http.Request.Headers.ContentRange.ToString()) is { Success: true } range && Number(range, 2) + 1 == Number(range, 3);

    static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    static async Task<JsonObject> Read(HttpContext http) => await JsonNode.ParseAsync(http.Request.Body) as JsonObject ?? [];

    static IResult Ok(object data) => Results.Json(new { data, error = new { code = "ok", message = "", log_id = "20261121" } });

    static IResult Error(int status, string code, string message) => Results.Json(new { data = new { }, error = new { code, message, log_id = "20261121" } }, statusCode: status);

    [GeneratedRegex("^bytes ([0-9]+)-([0-9]+)/([0-9]+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Range();

    sealed record Publishing(string Id, string UploadId, JsonObject Input, long Size, long Chunk, bool ToInbox, DateTimeOffset At)
    {
        public long Kept { get; set; }

        public bool IsWhole { get; set; }

        public bool IsClosed { get; set; }

        public long PostId { get; set; }

        public int PollsLeft { get; set; }

        public string? FailReason { get; set; }

        public List<EmulatedMedia> Media { get; } = [];

        public bool IsOut => IsWhole && !ToInbox && FailReason is null && PollsLeft == 0;

        public bool IsPublic => (string?)Input["post_info"]?["privacy_level"] == "PUBLIC_TO_EVERYONE";
    }
}
