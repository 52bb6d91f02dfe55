using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Meta;

/// <summary>
/// Instagram's publishing API, reached with Facebook's sign-in or with its own: containers that are fetched and worked on, a quota, stories, insights.
/// Behaves as the Instagram Platform's documents say.
/// </summary>
public sealed partial class InstagramEmulator(TimeProvider? clock = null, int port = 0, bool isStandalone = false) : FacebookLoginSite(clock, port)
{
    public const string AccountId = "17841400000000001";
    const string AppScopedId = "24000000000000001";
    const long MaxImage = 8_000_000;
    const int MaxCaption = 2200;

    readonly Dictionary<string, EmulatedContainer> containers = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> longTokens = new(StringComparer.Ordinal);
    readonly List<EmulatedPublication> media = [];
    readonly List<(string Id, string Media, string Text, DateTimeOffset At)> comments = [];

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. media.Select(Seen), .. comments.Select(c => new EmulatedPost(c.Id, c.Text, null, []) { AnswerTo = c.Media })];
        }
    }

    /// <summary>What the containers of the public posts were made of, oldest first.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Options
    {
        get
        {
            lock (Door) return [.. media.Select(m => m.Container.Fields)];
        }
    }

    /// <summary>Names that nobody has, or that may not be named.</summary>
    public HashSet<string> UnknownNames { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Who is tagged on each file of each public post, as it was sent.</summary>
    public IReadOnlyList<IReadOnlyList<string>> People
    {
        get
        {
            lock (Door) return [.. media.Select(m => (IReadOnlyList<string>)[.. (m.Container.Children.Count > 0 ? m.Container.Children : [m.Container]).Select(c => c["user_tags"])])];
        }
    }

    /// <summary>How often a client must look before a container is ready.</summary>
    public int ProcessingPolls { get; set; }

    /// <summary>What working on the next containers ends with; null if they are fine.</summary>
    public string? ContainerTrouble { get; set; }

    /// <summary>How many posts a day programs may publish.</summary>
    public int QuotaTotal { get; set; } = 100;

    /// <summary>How many coming reads say that nothing is there though it is.</summary>
    public int FlakyReads { get; set; }

    /// <summary>The list of media lags behind.</summary>
    public bool HidesNewMedia { get; set; }

    /// <summary>Answers the trade of the code with a list of one token, as newer apps get it.</summary>
    public bool AnswersInList { get; set; }

    protected internal override string WhoIsSignedIn => isStandalone ? "@acme" : base.WhoIsSignedIn;

    string Basic => isStandalone ? "instagram_business_basic" : "instagram_basic";

    string Publishing => isStandalone ? "instagram_business_content_publish" : "instagram_content_publish";

    string Commenting => isStandalone ? "instagram_business_manage_comments" : "instagram_manage_comments";

    string Figuring => isStandalone ? "instagram_business_manage_insights" : "instagram_manage_insights";

    public static async Task<InstagramEmulator> Start(TimeProvider? clock = null, int port = 0, bool isStandalone = false)
    {
        var site = new InstagramEmulator(clock, port, isStandalone);
        await site.Open();
        return site;
    }

    public override bool Tamper(string id, string? text = null, bool dropsFiles = false)
    {
        lock (Door)
        {
            var at = media.FindIndex(p => p.Id == id);
            if (at < 0)
                return false;
            media[at] = media[at] with { OtherWords = text ?? media[at].OtherWords, IsWithoutFiles = dropsFiles };
            return true;
        }
    }

    protected override void Map()
    {
        if (isStandalone)
            MapOwnLogin();
        else
        {
            MapFacebookLogin();
            MapPlaces();
        }

        MapPublishing();
        MapComments();
        MapReading();
        MapPages();
    }

    void MapOwnLogin()
    {
        Desk.Map("/oauth/authorize", token: null);
        App.MapPost("/oauth/access_token", async (HttpContext http) =>
        {
            var form = await Form(http);
            if (form["client_id"] != OAuthDesk.ClientId || form["client_secret"] != OAuthDesk.ClientSecret || form["grant_type"] != "authorization_code"
                || Desk.Redeem(form["code"].ToString(), form["redirect_uri"].ToString()) is not { } scope)
                return Results.Json(new { error_type = "OAuthException", code = 400, error_message = "Matching code was not found or was already used" }, statusCode: 400);
            var token = Desk.Give(scope, TimeSpan.FromHours(1));
            longTokens[token] = scope;
            object answer = new { access_token = token, user_id = 17841400000000001L, permissions = AnswersInList ? (object)scope : scope.Split(',') };
            return Results.Json(AnswersInList ? new { data = new[] { answer } } : answer);
        });
        App.MapGet("/access_token", (HttpContext http) => http.Request.Query["grant_type"] == "ig_exchange_token" && http.Request.Query["client_secret"] == OAuthDesk.ClientSecret ? Renewed(http) : Error(100, "Session key invalid", status: 400));
        App.MapGet("/refresh_access_token", (HttpContext http) => http.Request.Query["grant_type"] == "ig_refresh_token" ? Renewed(http) : Error(100, "Invalid grant type", status: 400));
        Graph("GET", "/v25.0/me", Call.Read, Basic, http => Results.Json(new { id = AppScopedId, user_id = AccountId, username = "acme", name = "Acme", profile_picture_url = new Uri(Address, "pictures/ig.png").AbsoluteUri }));
    }

    IResult Renewed(HttpContext http)
    {
        if (Refuse(http, null) is { } refusal)
            return refusal;
        var scope = longTokens[http.Request.Query["access_token"].ToString()];
        var token = Desk.Give(scope, LongLife);
        longTokens[token] = scope;
        return Results.Json(new { access_token = token, token_type = "bearer", expires_in = (long)LongLife.TotalSeconds });
    }

    void MapPublishing()
    {
        GraphForm("/v25.0/{ig}/media", Call.Upload, Publishing, async (http, form) =>
        {
            if (Foreign(http) is { } foreign)
                return foreign;
            var address = form["image_url"].Count > 0 ? form["image_url"].ToString() : form["video_url"].ToString();
            var file = address.Length > 0 ? await Fetch(address) : null;
            lock (Door) return Make(http, form.ToDictionary(f => f.Key, f => f.Value.ToString(), StringComparer.Ordinal), address, file);
        });
        On("POST", "/ig-api-upload/v25.0/{id}", Call.Upload, http => Refuse(http, Publishing) ?? Arranged(Call.Upload), async http =>
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes);
            lock (Door)
            {
                if (!containers.TryGetValue(Route(http, "id"), out var container) || !container.AwaitsFile
                    || http.Request.Headers["offset"] != "0" || http.Request.Headers["file_size"] != bytes.Length.ToString(System.Globalization.CultureInfo.InvariantCulture))
                    return Results.Json(new { debug_info = new { retriable = false, type = "ProcessingFailedError", message = "Request processing failed" } }, statusCode: 400);
                container.Take(new EmulatedFile(bytes.ToArray(), "video/mp4"));
                return Results.Json(new { success = true, message = "Upload successful." });
            }
        });
        GraphForm("/v25.0/{ig}/media_publish", Call.Publish, Publishing, (http, form) =>
        {
            lock (Door) return Task.FromResult(Foreign(http) ?? Publish(http, form["creation_id"].ToString()));
        });
        Graph("DELETE", "/v25.0/{id}", Call.Delete, isStandalone ? null : "instagram_manage_contents", http =>
            isStandalone ? Error(3, "(#3) Application does not have the capability to make this API call.")
            : media.RemoveAll(m => m.Id == Route(http, "id")) + comments.RemoveAll(c => c.Id == Route(http, "id") || c.Media == Route(http, "id")) > 0 ? Results.Json(new { success = true }) : Missing(Route(http, "id")));
    }

    void MapComments()
    {
        GraphForm("/v25.0/{id}/comments", Call.Publish, Commenting, (http, form) =>
        {
            lock (Door)
            {
                if (media.Find(m => m.Id == Route(http, "id")) is not { } found || Kind(found) == "STORY")
                    return Task.FromResult(Missing(Route(http, "id")));
                if (form["message"].ToString() is not { Length: > 0 and <= 2200 } text)
                    return Task.FromResult(Error(100, "(#100) The message is empty or too long"));
                var id = NewId();
                comments.Add((id, found.Id, text, Clock.GetUtcNow()));
                return Task.FromResult(Results.Json(new { id }));
            }
        });
        Graph("GET", "/v25.0/{id}/comments", Call.Read, Commenting, http => media.Find(m => m.Id == Route(http, "id")) is { } found
            ? List(http, [.. comments.Where(c => c.Media == found.Id)], c => new { id = c.Id, text = c.Text, username = Username(found.Owner), timestamp = Written(c.At) })
            : Missing(Route(http, "id")));
    }

    void MapReading()
    {
        Graph("GET", "/v25.0/{ig}/content_publishing_limit", Call.Read, Publishing, http => Foreign(http) ?? Results.Json(new
        {
            data = new[] { new { quota_usage = Used(Route(http, "ig")), config = new { quota_total = QuotaTotal, quota_duration = 86_400 } } },
        }));
        Graph("GET", "/v25.0/{ig}/media", Call.Read, Basic, http => Foreign(http) ?? List(http, Listed(http, stories: false), Shown));
        Graph("GET", "/v25.0/{ig}/stories", Call.Read, Basic, http => Foreign(http) ?? List(http, Listed(http, stories: true), Shown));
        Graph("GET", "/v25.0/{id}/insights", Call.Read, Figuring, http =>
        {
            var id = Route(http, "id");
            if (IsAccount(id) && http.Request.Query["metric"] == "follower_demographics")
                return http.Request.Query["period"] == "lifetime" && http.Request.Query["metric_type"] == "total_value" ? FollowerGroups(http, id) : Error(100, "(#100) The metric follower_demographics is told as total_value of a lifetime.");
            if (IsAccount(id))
                return http.Request.Query["metric_type"] == "total_value"
                    ? Figures(http, id, Clock.GetUtcNow().AddHours(-24), new Dictionary<string, long> { ["views"] = 30, ["reach"] = 20, ["total_interactions"] = 4 }, isTotal: true)
                    : Figures(http, id, Clock.GetUtcNow().AddHours(-24), new Dictionary<string, long> { ["follower_count"] = 1, ["reach"] = 20 });
            if (media.Find(m => m.Id == id) is not { } found)
                return Missing(id);
            var known = new Dictionary<string, long> { ["views"] = 15, ["reach"] = 11, ["shares"] = 1, ["total_interactions"] = 6 };
            if (Kind(found) == "STORY")
            {
                if (Clock.GetUtcNow() - found.At > TimeSpan.FromHours(24))
                    return Error(10, "(#10) Not enough viewers for the media to show insights");
                (known["replies"], known["profile_visits"], known["navigation"]) = (2, 1, 9);
            }
            else
            {
                (known["likes"], known["comments"], known["saved"]) = (4, 1, 1);
            }

            if (Kind(found) == "REELS")
                known["ig_reels_video_view_total_time"] = 61_000;
            return Figures(http, id, found.At, known);
        });
        Graph("GET", "/v25.0/{id}", Call.Read, Basic, http =>
        {
            var id = Route(http, "id");
            if (FlakyReads > 0)
            {
                FlakyReads--;
                return Missing(id);
            }

            if (containers.TryGetValue(id, out var container))
            {
                var state = container.Look(Clock.GetUtcNow());
                return Results.Json(new { id, status_code = state, status = state == "ERROR" ? container.Trouble : $"{state[..1]}{state[1..].ToLowerInvariant()}" });
            }

            if (IsAccount(id) && http.Request.Query["fields"].ToString() is ['b', 'u', 's', 'i', 'n', 'e', 's', 's', '_', ..] wanted)
                return wanted.Contains("username(neighbour)", StringComparison.Ordinal)
                    ? Results.Json(new { business_discovery = new { username = "neighbour", name = "The neighbour", followers_count = 640, media_count = 88, id = "17841400000000099" }, id })
                    : Error(110, "Invalid user id", 2207013);
            if (IsAccount(id) && Foreign(http, id) is null)
                return Results.Json(new { id, username = Username(id), name = "Acme", profile_picture_url = new Uri(Address, $"pictures/{id}.png").AbsoluteUri, followers_count = 210, media_count = media.Count(m => m.Owner == id) });
            return media.Find(m => m.Id == id) is { } found ? Results.Json(Shown(found)) : Missing(id);
        });
    }

    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated Instagram", string.Concat(Pages.Where(p => p.InstagramId is not null).Select(p => $"<p><a href=\"/{Html(p.InstagramName!)}/\">@{Html(p.InstagramName!)}</a></p>"))));
        App.MapGet("/{name}/", (string name) =>
        {
            lock (Door)
                return Pages.Find(p => p.InstagramName == name) is { } page
                    ? Page($"@{name}", string.Concat(media.Where(m => m.Owner == page.InstagramId).Reverse().Select(m => Article(Seen(m)))))
                    : Results.NotFound();
        });
        App.MapGet("/p/{shortcode}/", (string shortcode) =>
        {
            lock (Door) return media.Find(m => m.Shortcode == shortcode) is { } found ? Page($"@{Username(found.Owner)}", Article(Seen(found))) : Results.NotFound();
        });
        App.MapGet("/pictures/{name}", (string name) => Results.Text(name));
    }

    IResult Make(HttpContext http, Dictionary<string, string> fields, string address, EmulatedFile? file)
    {
        var kind = fields.GetValueOrDefault("media_type", "IMAGE");
        var isChild = fields.GetValueOrDefault("is_carousel_item") == "true";
        var caption = fields.GetValueOrDefault("caption", "");
        if (caption.Length > MaxCaption)
            return Error(100, "The caption was too long.", 2207010);
        if (Hashtag().Count(caption) > 30 || Mention().Count(caption) > 20)
            return Error(100, "The caption has too many hashtags or mentions.", 2207040);
        if (isChild && (fields.ContainsKey("collaborators") || caption.Length > 0))
            return Error(100, "(#100) The param collaborators is not allowed.");
        if (fields.TryGetValue("collaborators", out var people) && JsonDocument.Parse(people).RootElement.GetArrayLength() > 3)
            return Error(100, "(#100) Param collaborators must have at most 3 elements.");

        if (Named(fields, kind) is { } misnamed)
            return misnamed;

        List<EmulatedContainer> children = [];
        if (kind == "CAROUSEL")
        {
            children = [.. fields.GetValueOrDefault("children", "").Split(',').Where(containers.ContainsKey).Select(c => containers[c])];
            if (children.Count is < 2 or > 10 || children.Exists(c => c["is_carousel_item"] != "true" || !c.IsReady(Clock.GetUtcNow())))
                return Error(100, "The carousel is not valid.", 2207028);
        }
        else if (fields.GetValueOrDefault("upload_type") == "resumable")
        {
            if (isStandalone || address.Length > 0 || kind is not ("REELS" or "STORIES" or "VIDEO") || (kind == "VIDEO" && !isChild))
                return Error(100, "(#100) Resumable uploads are for videos of accounts connected through Facebook.");
        }
        else if (file is null)
        {
            return address.Length == 0 ? Error(100, "(#100) The parameter image_url is required") : Error(9004, "Only photo or video can be accepted as media type.", 2207052, forPeople: "The media could not be fetched from this URI.");
        }
        else if (fields.ContainsKey("image_url"))
        {
            if (kind is not ("IMAGE" or "STORIES"))
                return Error(100, "The media type is not known.", 2207023);
            if (file.ContentType != "image/jpeg")
                return Error(36000, "The image format is not supported.", 2207005, forPeople: "The image format is not supported. Supported formats are: jpg/jpeg.");
            if (file.Bytes.Length > MaxImage)
                return Error(36000, "The image is too large to download.", 2207004);
        }
        else if (kind is not ("REELS" or "STORIES" or "VIDEO") || (kind == "VIDEO" && !isChild))
        {
            return Error(100, "The media type VIDEO is no longer supported. Use REELS.", 2207023);
        }
        else if (!file.ContentType.StartsWith("video/", StringComparison.Ordinal) || fields.ContainsKey("alt_text"))
        {
            return Error(352, "The video format is not supported.", 2207026);
        }

        var container = new EmulatedContainer(NewId(), Route(http, "ig"), fields, file is null ? [] : [file], Clock.GetUtcNow()) { Children = children, Polls = ProcessingPolls, Trouble = ContainerTrouble };
        containers[container.Id] = container;
        if (container["upload_type"] != "resumable")
            return Results.Json(new { id = container.Id });
        container.Await();
        return Results.Json(new { id = container.Id, uri = $"https://rupload.facebook.com/ig-api-upload/v25.0/{container.Id}" });
    }

    IResult? Named(Dictionary<string, string> fields, string kind)
    {
        List<string> names = fields.TryGetValue("collaborators", out var people) ? [.. JsonDocument.Parse(people).RootElement.EnumerateArray().Select(p => p.GetString()!)] : [];
        if (fields.TryGetValue("user_tags", out var tags))
        {
            if (kind is "STORIES" or "CAROUSEL")
                return Error(100, "(#100) The param user_tags is not allowed.");
            foreach (var tag in JsonDocument.Parse(tags).RootElement.EnumerateArray())
            {
                names.Add(tag.GetProperty("username").GetString()!);
                if ((kind == "IMAGE") != (tag.TryGetProperty("x", out var x) && tag.TryGetProperty("y", out var y) && x.GetDouble() is >= 0 and <= 1 && y.GetDouble() is >= 0 and <= 1))
                    return Error(100, "(#100) Tags of pictures have a place between 0 and 1, those of videos have none.");
            }
        }

        if (names.Exists(UnknownNames.Contains))
            return Error(100, "Invalid parameter", 2207018, forPeople: "The user could not be found or cannot be named.");
        if (fields.TryGetValue("location_id", out var place) && (kind == "STORIES" || fields.ContainsKey("is_carousel_item") || Places.TrueForAll(p => p.Id != place)))
            return Error(100, "(#100) Param location_id must be a valid location page ID");
        return fields.ContainsKey("thumb_offset") && kind != "REELS" ? Error(100, "Invalid thumbnail offset", 2207057) : null;
    }

    IResult Publish(HttpContext http, string creation)
    {
        var ig = Route(http, "ig");
        if (!containers.TryGetValue(creation, out var container) || container.Owner != ig || container["is_carousel_item"] == "true")
            return Error(100, "The media builder with this creation id does not exist.", 2207006);
        if (Used(ig) >= QuotaTotal)
            return Error(9, "Application request limit reached", 2207042, status: 403, forPeople: "You have reached the maximum number of posts that can be published by the content publishing API.");
        switch (container.State(Clock.GetUtcNow()))
        {
            case "PUBLISHED":
                return Error(100, "The media was published already.", 2207001);
            case "EXPIRED":
                return Error(100, "The media builder has expired.", 2207008);
            case not "FINISHED":
                return Error(9007, "Media ID is not available", 2207027, forPeople: "The media is not ready for publishing, please wait for a moment.");
        }

        container.IsPublished = true;
        var published = new EmulatedPublication(NewId(), ig, Clock.GetUtcNow(), container);
        media.Add(published);
        return Results.Json(new { id = published.Id });
    }

    IResult? Foreign(HttpContext http) => Foreign(http, Route(http, "ig"));

    IResult? Foreign(HttpContext http, string id)
    {
        var own = isStandalone ? AccountId : PageOf(http)?.InstagramId;
        return own is not null && (id == own || (isStandalone && id == AppScopedId)) ? null : Missing(id);
    }

    bool IsAccount(string id) => Pages.Exists(p => p.InstagramId == id);

    string Username(string id) => Pages.Find(p => p.InstagramId == id)?.InstagramName ?? "";

    int Used(string ig) => media.Count(m => m.Owner == ig && Clock.GetUtcNow() - m.At < TimeSpan.FromHours(24));

    List<EmulatedPublication> Listed(HttpContext http, bool stories) =>
        HidesNewMedia ? [] : [.. media.Where(m => m.Owner == Route(http, "ig") && (Kind(m) == "STORY") == stories && (!stories || Clock.GetUtcNow() - m.At < TimeSpan.FromHours(24))).Reverse()];

    static string Kind(EmulatedPublication found) => found.Container["media_type"] switch
    {
        "STORIES" => "STORY",
        "REELS" => "REELS",
        _ => "FEED",
    };

    object Shown(EmulatedPublication found) => new
    {
        id = found.Id,
        caption = found.Words("caption") is { Length: > 0 } caption ? caption : null,
        media_type = found.Container["media_type"] == "CAROUSEL" ? "CAROUSEL_ALBUM" : found.Container.IsVideo ? "VIDEO" : "IMAGE",
        alt_text = found.Container["alt_text"] is { Length: > 0 } alt ? alt : null,
        children = found.Children(),
        like_count = 4,
        comments_count = 1,
        media_product_type = Kind(found),
        permalink = new Uri(Address, $"p/{found.Shortcode}/").AbsoluteUri,
        timestamp = Written(found.At),
    };

    EmulatedPost Seen(EmulatedPublication found) => new(found.Id, found.Container["caption"], null, [.. found.Container.Media()]);

    [GeneratedRegex(@"#\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Hashtag();

    [GeneratedRegex(@"@\w+", RegexOptions.NonBacktracking)]
    private static partial Regex Mention();
}
