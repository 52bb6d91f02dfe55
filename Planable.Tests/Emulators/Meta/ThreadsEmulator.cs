using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Meta;

/// <summary>Threads: containers, posts and the replies that make a thread, polls, quotas for both, figures. Behaves as the Threads API's documents say.</summary>
public sealed partial class ThreadsEmulator(TimeProvider? clock = null, int port = 0) : GraphSite(clock, port)
{
    public const string UserId = "26200000000000001";
    const int MaxText = 500;
    const long MaxImage = 8_000_000;

    static readonly string[] ReplyControls = ["everyone", "accounts_you_follow", "mentioned_only", "parent_post_author_only", "followers_only"];

    readonly Dictionary<string, EmulatedContainer> containers = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> scopes = new(StringComparer.Ordinal);
    readonly List<EmulatedPublication> threads = [];

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. threads.Select(Seen)];
        }
    }

    /// <summary>What the containers of the public posts were made of, oldest first.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Options
    {
        get
        {
            lock (Door) return [.. threads.Select(t => t.Container.Fields)];
        }
    }

    public int ProcessingPolls { get; set; }

    public string? ContainerTrouble { get; set; }

    public int QuotaTotal { get; set; } = 250;

    public int ReplyQuotaTotal { get; set; } = 1000;

    public int FlakyReads { get; set; }

    public bool HidesNewThreads { get; set; }

    /// <summary>The account is a tester of the app, so that permissions of tokens are told.</summary>
    public bool TellsPermissions { get; set; } = true;

    public TimeSpan LongLife { get; } = TimeSpan.FromDays(60);

    protected internal override string WhoIsSignedIn => "@acme";

    public static async Task<ThreadsEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var site = new ThreadsEmulator(clock, port);
        await site.Open();
        return site;
    }

    public override bool Tamper(string id, string? text = null, bool dropsFiles = false)
    {
        lock (Door)
        {
            var at = threads.FindIndex(p => p.Id == id);
            if (at < 0)
                return false;
            threads[at] = threads[at] with { OtherWords = text ?? threads[at].OtherWords, IsWithoutFiles = dropsFiles };
            return true;
        }
    }

    protected override void Map()
    {
        MapLogin();
        MapPublishing();
        MapReading();
        MapPages();
    }

    void MapLogin()
    {
        Desk.Map("/oauth/authorize", token: null);
        App.MapPost("/oauth/access_token", async (HttpContext http) =>
        {
            var form = await Form(http);
            if (form["client_id"] != OAuthDesk.ClientId || form["client_secret"] != OAuthDesk.ClientSecret || form["grant_type"] != "authorization_code"
                || Desk.Redeem(form["code"].ToString(), form["redirect_uri"].ToString()) is not { } scope)
                return Results.Json(new { error_message = "This authorization code has been used", error_type = "OAuthException", code = 400 }, statusCode: 400);
            var token = Desk.Give(scope, TimeSpan.FromHours(1));
            scopes[token] = scope;
            return Results.Json(new { access_token = token, user_id = long.Parse(UserId, System.Globalization.CultureInfo.InvariantCulture) });
        });
        App.MapGet("/access_token", (HttpContext http) => http.Request.Query["grant_type"] == "th_exchange_token" && http.Request.Query["client_secret"] == OAuthDesk.ClientSecret ? Renewed(http) : Error(100, "Session key invalid"));
        App.MapGet("/refresh_access_token", (HttpContext http) => http.Request.Query["grant_type"] == "th_refresh_token" ? Renewed(http) : Error(100, "Invalid grant type"));
        Graph("GET", "/v1.0/debug_token", Call.Read, null, http => TellsPermissions
            ? Results.Json(new { data = new { type = "USER", application = "Planable", is_valid = true, scopes = scopes[http.Request.Query["input_token"].ToString()].Split(','), user_id = UserId } })
            : Error(10, "(#10) Application does not have permission for this action"));
        Graph("GET", "/v1.0/me", Call.Read, "threads_basic", _ => Results.Json(new { id = UserId, username = "acme", name = "Acme", threads_profile_picture_url = new Uri(Address, "pictures/acme.png").AbsoluteUri }));
    }

    IResult Renewed(HttpContext http)
    {
        if (Refuse(http, null) is { } refusal)
            return refusal;
        var scope = scopes[http.Request.Query["access_token"].ToString()];
        var token = Desk.Give(scope, LongLife);
        scopes[token] = scope;
        return Results.Json(new { access_token = token, token_type = "bearer", expires_in = (long)LongLife.TotalSeconds });
    }

    void MapPublishing()
    {
        GraphForm($"/v1.0/{UserId}/threads", Call.Upload, "threads_content_publish", async (http, form) =>
        {
            var address = form["image_url"].Count > 0 ? form["image_url"].ToString() : form["video_url"].ToString();
            var file = address.Length > 0 ? await Fetch(address) : null;
            lock (Door) return Refuse(http, form.ContainsKey("reply_to_id") ? "threads_manage_replies" : null) ?? Make(form.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal), address, file);
        });
        GraphForm($"/v1.0/{UserId}/threads_publish", Call.Publish, "threads_content_publish", (_, form) =>
        {
            lock (Door) return Task.FromResult(Publish(form["creation_id"].ToString()));
        });
        Graph("DELETE", "/v1.0/{id}", Call.Delete, "threads_delete", http =>
            threads.RemoveAll(t => t.Id == Route(http, "id")) > 0 ? Results.Json(new { success = true, deleted_id = Route(http, "id") }) : Gone());
    }

    void MapReading()
    {
        Graph("GET", $"/v1.0/{UserId}/threads_publishing_limit", Call.Read, "threads_content_publish", _ => Results.Json(new
        {
            data = new[]
            {
                new
                {
                    quota_usage = Used(replies: false),
                    config = new { quota_total = QuotaTotal, quota_duration = 86_400 },
                    reply_quota_usage = Used(replies: true),
                    reply_config = new { quota_total = ReplyQuotaTotal, quota_duration = 86_400 },
                },
            },
        }));
        Graph("GET", $"/v1.0/{UserId}/threads", Call.Read, "threads_basic", http => List(http, Listed(replies: false), Shown));
        Graph("GET", $"/v1.0/{UserId}/replies", Call.Read, "threads_read_replies", http => List(http, Listed(replies: true), Shown));
        Graph("GET", $"/v1.0/{UserId}/threads_insights", Call.Read, "threads_manage_insights", http => http.Request.Query["metric"] == "follower_demographics" ? FollowerGroups(http, UserId) :
            Figures(http, UserId, Clock.GetUtcNow().AddHours(-24), new Dictionary<string, long> { ["views"] = 20, ["likes"] = 3, ["replies"] = 1, ["reposts"] = 1, ["quotes"] = 0, ["followers_count"] = 4 }, isTotal: http.Request.Query["metric"] == "followers_count"));
        Graph("GET", "/v1.0/{id}/insights", Call.Read, "threads_manage_insights", http => threads.Find(t => t.Id == Route(http, "id")) is { } found
            ? Figures(http, found.Id, found.At, new Dictionary<string, long> { ["views"] = 18, ["likes"] = 5, ["replies"] = 2, ["reposts"] = 1, ["quotes"] = 1, ["shares"] = 1 })
            : Gone());
        Graph("GET", "/v1.0/{id}", Call.Read, "threads_basic", http =>
        {
            var id = Route(http, "id");
            if (FlakyReads > 0)
            {
                FlakyReads--;
                return Gone();
            }

            if (containers.TryGetValue(id, out var container))
            {
                var state = container.Look(Clock.GetUtcNow());
                return state == "ERROR" ? Results.Json(new { id, status = state, error_message = container.Trouble }) : Results.Json(new { id, status = state });
            }

            return threads.Find(t => t.Id == id) is { } found ? Results.Json(Shown(found)) : Gone();
        });
    }

    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated Threads", "<p><a href=\"/@acme\">@acme</a></p>"));
        App.MapGet("/@acme", () =>
        {
            lock (Door) return Page("@acme", string.Concat(threads.AsEnumerable().Reverse().Select(t => Article(Seen(t)))));
        });
        App.MapGet("/@acme/post/{shortcode}", (string shortcode) =>
        {
            lock (Door) return threads.Find(t => t.Shortcode == shortcode) is { } found ? Page("@acme", Article(Seen(found)) + Poll(found)) : Results.NotFound();
        });
        App.MapGet("/pictures/{name}", (string name) => Results.Text(name));
    }

    IResult Make(Dictionary<string, string> fields, string address, EmulatedFile? file)
    {
        var kind = fields.GetValueOrDefault("media_type", "");
        var text = fields.GetValueOrDefault("text", "");
        var isChild = fields.GetValueOrDefault("is_carousel_item") == "true";
        if (Length(text) > MaxText)
            return Error(100, "Param text must be at most 500 characters long.", forPeople: "The text must be at most 500 characters.");
        if (Link().Matches(text).Select(m => m.Value).Append(fields.GetValueOrDefault("link_attachment", "")).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal).Count() > 5)
            return Error(100, "THREADS_API__LINK_LIMIT_EXCEEDED");
        if (fields.GetValueOrDefault("topic_tag") is { } topic && (topic.Length is 0 or > 50 || topic.Contains('.', StringComparison.Ordinal) || topic.Contains('&', StringComparison.Ordinal)))
            return Error(100, "(#100) Param topic_tag is not valid");
        if (fields.GetValueOrDefault("reply_control") is { } control && !ReplyControls.Contains(control))
            return Error(100, "(#100) Param reply_control must be one of {everyone, accounts_you_follow, mentioned_only}");
        if (fields.GetValueOrDefault("reply_to_id") is { } parent && !threads.Exists(t => t.Id == parent))
            return Gone();
        if (fields.GetValueOrDefault("alt_text", "").Length > 1000)
            return Error(100, "(#100) Param alt_text must be at most 1000 characters long.");
        if ((fields.ContainsKey("link_attachment") || fields.ContainsKey("poll_attachment")) && kind != "TEXT")
            return Error(100, "(#100) Attachments stand in text-only posts.");
        if (fields.GetValueOrDefault("poll_attachment") is { } poll && JsonDocument.Parse(poll).RootElement is var options
            && (!options.TryGetProperty("option_a", out _) || !options.TryGetProperty("option_b", out _) || options.EnumerateObject().Any(o => o.Value.GetString() is not { Length: >= 1 and <= 25 })))
            return Error(100, "(#100) Param poll_attachment is not valid");

        List<EmulatedContainer> children = [];
        switch (kind)
        {
            case "TEXT" when text.Length == 0:
                return Error(100, "(#100) The parameter text is required");
            case "TEXT" when isChild:
                return Error(100, "(#100) A carousel has pictures and videos");
            case "TEXT":
                break;
            case "CAROUSEL":
                children = [.. fields.GetValueOrDefault("children", "").Split(',').Where(containers.ContainsKey).Select(c => containers[c])];
                if (children.Count is < 2 or > 20 || children.Exists(c => c["is_carousel_item"] != "true" || !c.IsReady(Clock.GetUtcNow())))
                    return Error(100, "(#100) Param children is not valid");
                break;
            case "IMAGE" or "VIDEO" when file is null:
                return address.Length == 0 ? Error(100, $"(#100) The parameter {kind.ToLowerInvariant()}_url is required") : Error(100, "The media could not be fetched from this URI.", 2207052);
            case "IMAGE" when file.ContentType is not ("image/jpeg" or "image/png") || file.Bytes.Length > MaxImage:
                return Error(36000, "The image format is not supported.", 2207005);
            case "VIDEO" when !file.ContentType.StartsWith("video/", StringComparison.Ordinal):
                return Error(352, "The video format is not supported.", 2207026);
            case "IMAGE" or "VIDEO":
                break;
            default:
                return Error(100, "(#100) Param media_type must be one of {TEXT, IMAGE, VIDEO, CAROUSEL}");
        }

        var container = new EmulatedContainer(NewId(), UserId, fields, file is null ? [] : [file], Clock.GetUtcNow()) { Children = children, Polls = kind == "TEXT" ? 0 : ProcessingPolls, Trouble = kind == "TEXT" ? null : ContainerTrouble };
        containers[container.Id] = container;
        return Results.Json(new { id = container.Id });
    }

    IResult Publish(string creation)
    {
        if (!containers.TryGetValue(creation, out var container))
            return Error(24, "The requested resource does not exist", 4279009, forPeople: $"The media with ID {creation} cannot be found.");
        var isReply = container.Fields.ContainsKey("reply_to_id");
        if (Used(isReply) >= (isReply ? ReplyQuotaTotal : QuotaTotal))
            return Error(9, "Application request limit reached", 2207042, status: 403);
        switch (container.State(Clock.GetUtcNow()))
        {
            case "PUBLISHED":
                return Error(100, "The media was published already.", 2207001);
            case "EXPIRED":
                return Error(100, "The media builder has expired.", 2207008);
            case not "FINISHED":
                return Error(9007, "Media ID is not available", 2207027);
        }

        container.IsPublished = true;
        var published = new EmulatedPublication(NewId(), UserId, Clock.GetUtcNow(), container);
        threads.Add(published);
        return Results.Json(new { id = published.Id });
    }

    static IResult Gone() => Error(24, "The requested resource does not exist", 4279009);

    int Used(bool replies) => threads.Count(t => t.Container.Fields.ContainsKey("reply_to_id") == replies && Clock.GetUtcNow() - t.At < TimeSpan.FromHours(24));

    List<EmulatedPublication> Listed(bool replies) => HidesNewThreads ? [] : [.. threads.Where(t => t.Container.Fields.ContainsKey("reply_to_id") == replies).Reverse()];

    object Shown(EmulatedPublication found) => new
    {
        id = found.Id,
        text = found.Words("text"),
        media_type = found.IsWithoutFiles ? "TEXT_POST" : found.Container["media_type"] switch { "TEXT" => "TEXT_POST", "CAROUSEL" => "CAROUSEL_ALBUM", var other => other },
        alt_text = found.Container["alt_text"] is { Length: > 0 } alt ? alt : null,
        children = found.Children(),
        is_reply = found.Container.Fields.ContainsKey("reply_to_id"),
        permalink = new Uri(Address, $"@acme/post/{found.Shortcode}").AbsoluteUri,
        timestamp = Written(found.At),
    };

    static EmulatedPost Seen(EmulatedPublication found) => new(
        found.Id, found.Container["text"],
        found.Container["link_attachment"] is { Length: > 0 } link ? link : Link().Match(found.Container["text"]) is { Success: true } inText ? inText.Value : null,
        [.. found.Container.Media()])
    { AnswerTo = found.Container["reply_to_id"] is { Length: > 0 } answered ? answered : null };

    static string Poll(EmulatedPublication found) => found.Container["poll_attachment"] is { Length: > 0 } poll
        ? $"<ul>{string.Concat(JsonDocument.Parse(poll).RootElement.EnumerateObject().Select(o => $"<li>{Html(o.Value.GetString()!)}</li>"))}</ul>"
        : "";

    // Emoji count as their bytes in UTF-8.
    static int Length(string text) => text.EnumerateRunes().Sum(r => Rune.GetUnicodeCategory(r) == System.Globalization.UnicodeCategory.OtherSymbol ? r.Utf8SequenceLength : 1);

    [GeneratedRegex(@"https?://\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
