using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Meta;

/// <summary>Facebook pages: posts with pictures and links, videos in pieces, reels, stories, insights. Behaves as the Graph API's reference says of v25.0.</summary>
public sealed partial class FacebookEmulator(TimeProvider? clock = null, int port = 0) : FacebookLoginSite(clock, port)
{
    const int MaxText = 63_206;
    const long MaxPhoto = 4_000_000;

    readonly List<PagePost> posts = [];
    readonly List<(string Id, string Post, string Text, DateTimeOffset At)> comments = [];
    readonly Dictionary<string, Photo> photos = new(StringComparer.Ordinal);
    readonly Dictionary<string, Film> films = new(StringComparer.Ordinal);

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. posts.Where(p => p.IsPublic).Select(p => p.Seen()), .. comments.Select(c => new EmulatedPost(c.Id, c.Text, null, []) { AnswerTo = c.Post })];
        }
    }

    /// <summary>How often a client must look before a finished video is out.</summary>
    public int ProcessingPolls { get; set; } = 1;

    /// <summary>How many bytes of a video are asked for at a time.</summary>
    public int PieceBytes { get; set; } = 1000;

    /// <summary>What processing says of the next finished videos; null if they are fine.</summary>
    public string? VideoTrouble { get; set; }

    /// <summary>Metrics Meta has taken away.</summary>
    public HashSet<string> DeadMetrics { get; } = new(StringComparer.Ordinal);

    /// <summary>Followers appear as a figure of the page; null hides it.</summary>
    public long? Followers { get; set; } = 120;

    public static async Task<FacebookEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var site = new FacebookEmulator(clock, port);
        await site.Open();
        return site;
    }

    /// <summary>Kinds of what is public, oldest first: "post", "video", "reel", "story".</summary>
    public IReadOnlyList<string> Kinds
    {
        get
        {
            lock (Door) return [.. posts.Where(p => p.IsPublic).Select(p => p.Kind)];
        }
    }

    /// <summary>A post somebody writes on the page without any app.</summary>
    public void WriteByHand(string text, string page = "1001")
    {
        lock (Door) posts.Add(new PagePost($"{page}_{NewId()}", page, "post", Clock.GetUtcNow()) { Text = text });
    }

    /// <summary>Where the public posts say they were made, oldest first; empty for nowhere.</summary>
    public IReadOnlyList<string> PlacesOfPosts
    {
        get
        {
            lock (Door) return [.. posts.Where(p => p.IsPublic).Select(p => p.Place)];
        }
    }

    /// <summary>The page takes the person's role away: its token is good, but not for this page.</summary>
    public void TakePage(string id) => Pages.RemoveAll(p => p.Id == id);

    protected override void Map()
    {
        MapFacebookLogin();
        MapPlaces();
        MapFeed();
        MapVideos();
        MapStories();
        MapReading();
        MapPages();
    }

    void MapFeed()
    {
        GraphForm("/v25.0/{page}/photos", Call.Upload, "pages_manage_posts", (http, form) => Task.FromResult(TakePhoto(form)));
        GraphForm("/v25.0/{page}/feed", Call.Publish, "pages_manage_posts", (http, form) =>
        {
            lock (Door) return Task.FromResult(Publish(http, form));
        });
        GraphForm("/v25.0/{id}", Call.Upload, "pages_manage_posts", (http, form) =>
        {
            lock (Door)
            {
                if (posts.Find(p => p.Id == Route(http, "id") || p.FilmId == Route(http, "id")) is not { } post)
                    return Task.FromResult(Missing(Route(http, "id")));
                if (post.Kind == "story")
                    return Task.FromResult(Error(100, "(#100) A story cannot be changed"));
                post.Text = form[post.FilmId is null ? "message" : "description"].ToString();
                return Task.FromResult(Results.Json(new { success = true }));
            }
        });
        Graph("DELETE", "/v25.0/{id}", Call.Delete, "pages_manage_posts", http =>
            posts.RemoveAll(p => p.Id == Route(http, "id") || p.FilmId == Route(http, "id")) + comments.RemoveAll(c => c.Id == Route(http, "id") || c.Post == Route(http, "id")) > 0
                ? Results.Json(new { success = true }) : Missing(Route(http, "id")));
        GraphForm("/v25.0/{id}/comments", Call.Publish, "pages_manage_engagement", (http, form) =>
        {
            lock (Door) return Task.FromResult(Comment(Route(http, "id"), form["message"].ToString()));
        });
        Graph("GET", "/v25.0/{id}/comments", Call.Read, "pages_read_engagement", http => Post(Route(http, "id")) is { } post
            ? List(http, [.. comments.Where(c => c.Post == Route(http, "id"))], c => new { id = c.Id, message = c.Text, created_time = Written(c.At), from = new { id = post.Page }, permalink_url = $"{Permalink(post)}?comment_id={c.Id}" })
            : Missing(Route(http, "id")));
    }

    void MapVideos()
    {
        GraphForm("/v25.0/{page}/videos", KindOf, "pages_manage_posts", (http, form) => form["upload_phase"].ToString() switch
        {
            "start" => Begin(http, form, "video", answer: film => new { video_id = film.Id, upload_session_id = film.Session, start_offset = "0", end_offset = Written(Math.Min(film.Size, PieceBytes)) }),
            "transfer" => Transfer(form),
            "finish" => films.Values.FirstOrDefault(f => f.Session == form["upload_session_id"]) is { } film ? Finish(http, film, form["description"].ToString()) : Error(6000, "There was a problem uploading your video file.", 1363041),
            _ => Error(100, "(#100) upload_phase is required"),
        });
        GraphForm("/v25.0/{page}/video_reels", KindOf, "pages_manage_posts", (http, form) => form["upload_phase"] == "start"
            ? Begin(http, form, "reel", Session)
            : !films.TryGetValue(form["video_id"].ToString(), out var film) ? Missing(form["video_id"].ToString())
            : form["video_state"] != "PUBLISHED" ? Error(100, "(#100) video_state is required")
            : Finish(http, film, form["description"].ToString()));
        GraphForm("/v25.0/{page}/video_stories", KindOf, "pages_manage_posts", (http, form) => form["upload_phase"] == "start"
            ? Begin(http, form, "story", Session)
            : !films.TryGetValue(form["video_id"].ToString(), out var film) ? Missing(form["video_id"].ToString())
            : Finish(http, film, ""));
        On("POST", "/video-upload/v25.0/{id}", Call.Upload, http => Refuse(http, "pages_manage_posts") ?? Arranged(Call.Upload), async http =>
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes);
            lock (Door)
            {
                if (!films.TryGetValue(Route(http, "id"), out var film) || http.Request.Headers["offset"] != "0" || http.Request.Headers["file_size"] != Written(bytes.Length))
                    return Results.Json(new { debug_info = new { retriable = false, type = "ProcessingFailedError", message = "Request processing failed" } }, statusCode: 400);
                film.Size = film.Got = bytes.Length;
                return Results.Json(new { success = true });
            }
        });

        object Session(Film film) => new { video_id = film.Id, upload_url = $"https://rupload.facebook.com/video-upload/v25.0/{film.Id}" };
    }

    void MapStories()
    {
        GraphForm("/v25.0/{page}/photo_stories", Call.Publish, "pages_manage_posts", (http, form) =>
        {
            lock (Door)
            {
                if (Foreign(http) is { } foreign)
                    return Task.FromResult(foreign);
                if (!photos.TryGetValue(form["photo_id"].ToString(), out var photo) || photo.IsUsed)
                    return Task.FromResult(Error(100, "(#100) The photo was used before"));
                photo.IsUsed = true;
                var story = new PagePost(NewId(), Route(http, "page"), "story", Clock.GetUtcNow()) { Photos = [photo] };
                posts.Add(story);
                return Task.FromResult(Results.Json(new { success = true, post_id = story.Id }));
            }
        });
        Graph("GET", "/v25.0/{page}/stories", Call.Read, "pages_read_engagement", http =>
            List(http, [.. posts.Where(p => p.Kind == "story" && p.Page == Route(http, "page") && p.At.ToUnixTimeSeconds() >= Since(http)).Reverse()], p => new
            {
                post_id = p.Id,
                status = "PUBLISHED",
                creation_time = p.At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
                media_type = p.FilmId is null ? "photo" : "video",
                media_id = p.FilmId ?? p.Photos[0].Id,
                url = new Uri(Address, $"stories/{p.Id}").AbsoluteUri,
            }));
    }

    void MapReading()
    {
        Graph("GET", "/v25.0/{page}/published_posts", Call.Read, "pages_read_engagement", http => Foreign(http) ?? List(http, [.. posts.Where(p => p.IsPublic && p.Kind != "story" && p.Page == Route(http, "page")).Reverse()], Shown));
        Graph("GET", "/v25.0/{id}/insights", Call.Read, "read_insights", http =>
        {
            var id = Route(http, "id");
            if (Pages.Exists(p => p.Id == id))
                return Figures(http, id, Clock.GetUtcNow().AddHours(-24), Alive(new() { ["page_media_view"] = 40, ["page_total_media_view_unique"] = 25, ["page_post_engagements"] = 4, ["page_daily_follows_unique"] = 1 }));
            return Post(id) is { } post
                ? Figures(http, id, post.At, Alive(new() { ["post_media_view"] = 12, ["post_total_media_view_unique"] = 8, ["post_clicks"] = 2 }))
                : Missing(id);
        });
        Graph("GET", "/v25.0/{id}", Call.Read, null, http =>
        {
            var id = Route(http, "id");
            if (Pages.Find(p => p.Id == id) is { } page)
                return Results.Json(new { id, name = page.Name, username = page.Username, picture = Picture(id), followers_count = Followers });
            if (films.TryGetValue(id, out var film))
                return Results.Json(new { id, permalink_url = $"/reel/{id}/", status = film.Status(), post_id = $"{film.Page}_{id}" });
            return Post(id) is { } post ? Results.Json(Shown(post)) : Missing(id);
        });
    }

    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated Facebook", string.Concat(Pages.Select(p => $"<p><a href=\"/{Html(p.Username)}\">{Html(p.Name)}</a></p>"))));
        App.MapGet("/{username}", (string username) =>
        {
            lock (Door)
                return Pages.Find(p => p.Username == username) is { } page
                    ? Page(page.Name, string.Concat(posts.Where(p => p.IsPublic && p.Page == page.Id).Reverse().Select(p => Article(p.Seen()))))
                    : Results.NotFound();
        });
        foreach (var path in new[] { "/posts/{id}", "/reel/{id}", "/stories/{id}" })
            App.MapGet(path, (string id) =>
            {
                lock (Door) return Post(id) is { IsPublic: true } post ? Page(Pages.Find(p => p.Id == post.Page)?.Name ?? "Gone", Article(post.Seen())) : Results.NotFound();
            });
        App.MapGet("/pictures/{name}", (string name) => Results.Text(name));
    }

    IResult Publish(HttpContext http, IFormCollection form)
    {
        if (Foreign(http) is { } foreign)
            return foreign;
        var page = Route(http, "page");
        var (text, link) = (form["message"].ToString(), form["link"].ToString());
        var attached = form.Keys.Where(k => k.StartsWith("attached_media[", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(k => JsonDocument.Parse(form[k].ToString()).RootElement.GetProperty("media_fbid").GetString()!).ToList();
        if (text.Length == 0 && link.Length == 0 && attached.Count == 0)
            return Error(197, "(#197) The post is empty. Please enter a message to share.");
        if (text.EnumerateRunes().Count() > MaxText)
            return Error(100, "(#100) Param message must be shorter", forPeople: "This post is too long.");
        if (attached.Count > 10)
            return Error(100, "(#100) Too many attached media");
        if (attached.Exists(a => !photos.TryGetValue(a, out var photo) || photo.IsUsed))
            return Error(100, "(#100) The photo was already posted", 1366051);
        if (link.Length > 0 && !Uri.TryCreate(link, UriKind.Absolute, out _))
            return Error(100, "(#100) link URL is not properly formatted", 2061006);
        if (attached.Count == 0 && text.Length > 0 && posts.LastOrDefault(p => p.Page == page) is { Photos.Count: 0 } last && last.Text == text && last.At > Clock.GetUtcNow().AddMinutes(-1) && last.Link == link)
            return Error(506, "Duplicate status message", forPeople: "This status update is identical to the last one you posted. Try posting something different, or delete your previous update.");

        var place = form["place"].ToString();
        if (place.Length > 0 && Places.TrueForAll(p => p.Id != place))
            return Error(100, "(#100) Param place must be a valid place ID");

        // Shown with the names of those it mentions.
        text = Named().Replace(text, m => m.Groups[1].Value == "99" ? "Friends of coffee" : m.Value);
        var used = attached.ConvertAll(a => photos[a]);
        used.ForEach(p => p.IsUsed = true);
        var post = new PagePost($"{page}_{NewId()}", page, "post", Clock.GetUtcNow()) { Text = text, Link = link, Photos = used, Place = place };
        posts.Add(post);
        return Results.Json(new { id = post.Id, permalink_url = Permalink(post) });
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"@\[(\d+)\]")]
    private static partial System.Text.RegularExpressions.Regex Named();

    IResult Comment(string id, string text)
    {
        if (Post(id) is not { IsPublic: true } post)
            return Missing(id);
        if (text.Length is 0 or > 8000)
            return Error(100, "(#100) Param message is empty or too long");
        var comment = ($"{post.Id.Split('_')[^1]}_{NewId()}", id, text, Clock.GetUtcNow());
        comments.Add(comment);
        return Results.Json(new { id = comment.Item1, permalink_url = $"{Permalink(post)}?comment_id={comment.Item1}" });
    }

    IResult TakePhoto(IFormCollection form)
    {
        if (form.Files.GetFile("source") is not { Length: > 0 } file)
            return Error(324, "(#324) Missing or invalid image file");
        if (file.Length > MaxPhoto || file.ContentType is not ("image/jpeg" or "image/png" or "image/gif" or "image/bmp" or "image/tiff"))
            return Error(1, "An unknown error occurred", 1366046, forPeople: "Photos should be less than 4 MB and saved as JPG, PNG, GIF, TIFF, HEIF or WebP files.");
        if (form["published"] != "false")
            return Error(100, "The emulator takes unpublished photos only");
        lock (Door)
        {
            var id = NewId();
            photos[id] = new Photo(id, form["alt_text_custom"].ToString(), file.Length, file.ContentType);
            return Results.Json(new { id });
        }
    }

    static Call KindOf(IFormCollection form) => form["upload_phase"] == "finish" ? Call.Publish : Call.Upload;

    IResult Begin(HttpContext http, IFormCollection form, string kind, Func<Film, object> answer)
    {
        if (Foreign(http) is { } foreign)
            return foreign;
        var film = new Film(NewId(), Route(http, "page"), kind) { Session = NewId(), Size = long.TryParse(form["file_size"], CultureInfo.InvariantCulture, out var size) ? size : 0 };
        if (kind == "video" && film.Size == 0)
            return Error(100, "(#100) file_size is required");
        films[film.Id] = film;
        return Results.Json(answer(film));
    }

    IResult Transfer(IFormCollection form)
    {
        if (films.Values.FirstOrDefault(f => f.Session == form["upload_session_id"]) is not { } film || form.Files.GetFile("video_file_chunk") is not { } piece)
            return Error(6000, "There was a problem uploading your video file.", 1363041);
        if (form["start_offset"] != Written(film.Got) || film.Got + piece.Length > film.Size)
            return Error(6000, "There was a problem uploading your video file. Wrong offset.", 1363037);
        film.Got += piece.Length;
        return Results.Json(new { start_offset = Written(film.Got), end_offset = Written(Math.Min(film.Size, film.Got + PieceBytes)) });
    }

    IResult Finish(HttpContext http, Film film, string description)
    {
        if (Foreign(http) is { } foreign)
            return foreign;
        if (film.Got == 0 || film.Got < film.Size)
            return Error(6000, "There was a problem uploading your video file. Not everything has arrived.", 1363041);
        if (film.IsFinished)
            return Results.Json(new { success = true });
        film.IsFinished = true;
        film.Trouble = VideoTrouble;
        film.Polls = film.Kind == "story" ? 0 : ProcessingPolls;
        var post = new PagePost(film.Kind == "story" ? NewId() : $"{film.Page}_{film.Id}", film.Page, film.Kind, Clock.GetUtcNow()) { Text = description, FilmId = film.Id, Film = film };
        posts.Add(post);
        return film.Kind == "story" ? Results.Json(new { success = true, post_id = post.Id }) : Results.Json(new { success = true });
    }

    IResult? Foreign(HttpContext http) => PageOf(http)?.Id == Route(http, "page") ? null : Error(200, "(#200) The user hasn't authorized the application to perform this action", status: 403);

    PagePost? Post(string id) => posts.Find(p => p.Id == id || p.FilmId == id);

    Dictionary<string, long> Alive(Dictionary<string, long> metrics) => metrics.Where(m => !DeadMetrics.Contains(m.Key)).ToDictionary(StringComparer.Ordinal);

    string Permalink(PagePost post) => new Uri(Address, post.FilmId is null ? $"posts/{post.Id}" : $"reel/{post.FilmId}").AbsoluteUri;

    object Shown(PagePost post)
    {
        var hours = Math.Max(0, (Clock.GetUtcNow() - post.At).TotalHours);
        return new
        {
            id = post.Id,
            created_time = Written(post.At),
            message = post.Text.Length > 0 ? post.Text : null,
            permalink_url = Permalink(post),
            attachments = post.Photos.Count switch
            {
                0 when post.Link.Length > 0 => new { data = new object[] { new { url = $"https://l.facebook.com/l.php?u={Uri.EscapeDataString(post.Link)}", unshimmed_url = post.Link } } },
                0 => null,
                1 => new { data = new object[] { new { target = new { id = post.Photos[0].Id } } } },
                _ => new { data = new object[] { new { target = new { id = NewId() }, subattachments = new { data = post.Photos.Select(p => new { target = new { id = p.Id } }) } } } },
            },
            shares = hours < 1 ? null : new { count = Figure(1, hours) },
            comments = new { data = Array.Empty<object>(), summary = new { total_count = Figure(1, hours) } },
            reactions = new { data = Array.Empty<object>(), summary = new { total_count = Figure(3, hours) } },
        };
    }

    static long Since(HttpContext http) => long.TryParse(http.Request.Query["since"], CultureInfo.InvariantCulture, out var since) ? since : 0;

    static string Written(long number) => number.ToString(CultureInfo.InvariantCulture);

    sealed class Photo(string id, string alt, long bytes, string type)
    {
        public string Id => id;

        public bool IsUsed { get; set; }

        public EmulatedMedia Seen() => new(alt, bytes, type);
    }

    sealed class Film(string id, string page, string kind)
    {
        public string Id => id;

        public string Page => page;

        public string Kind => kind;

        public required string Session { get; init; }

        public long Size { get; set; }

        public long Got { get; set; }

        public bool IsFinished { get; set; }

        public int Polls { get; set; }

        public string? Trouble { get; set; }

        public bool IsOut => IsFinished && Polls == 0 && Trouble is null;

        public object Status()
        {
            var hasAll = Got > 0 && Got >= Size;
            if (IsFinished && Polls > 0)
            {
                Polls--;
                return Phases("processing", "complete", "in_progress", "in_progress");
            }

            if (IsFinished && Trouble is not null)
                return new { video_status = "error", uploading_phase = new { status = "complete" }, processing_phase = new { status = "error", errors = new[] { new { code = 1363026, message = Trouble } } }, publishing_phase = new { status = "not_started" } };
            return IsFinished ? Phases("ready", "complete", "complete", "complete") : Phases(hasAll ? "upload_complete" : "uploading", hasAll ? "complete" : "in_progress", "not_started", "not_started");
        }

        static object Phases(string video, string uploading, string processing, string publishing) => new
        {
            video_status = video,
            uploading_phase = new { status = uploading },
            processing_phase = new { status = processing },
            publishing_phase = new { status = publishing },
        };
    }

    sealed class PagePost(string id, string page, string kind, DateTimeOffset at)
    {
        public string Id => id;

        public string Page => page;

        public string Kind => kind;

        public DateTimeOffset At => at;

        public string Text { get; set; } = "";

        public string Link { get; init; } = "";

        public string Place { get; init; } = "";

        public List<Photo> Photos { get; init; } = [];

        public string? FilmId { get; init; }

        public Film? Film { get; init; }

        public bool IsPublic => Film is null || Film.IsOut;

        public EmulatedPost Seen() => new(
            Kind == "story" ? Id : FilmId ?? Id, Text, Link.Length > 0 ? Link : null,
            Film is { } film ? [new EmulatedMedia("", film.Size, "video/mp4")] : [.. Photos.Select(p => p.Seen())]);
    }
}
