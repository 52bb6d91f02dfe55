using System.Globalization;
using System.Text.Json;
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

    public override bool Tamper(string id, string? text = null, bool dropsFiles = false)
    {
        lock (Door)
        {
            if (posts.Find(p => p.Id == id || p.FilmId == id) is not { } post)
                return false;
            post.Text = text ?? post.Text;
            if (dropsFiles)
                post.Photos.Clear();
            return true;
        }
    }

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

    IResult? Foreign(HttpContext http) => PageOf(http)?.Id == Route(http, "page") ? null : Error(200, "(#200) The user hasn't authorized the application to perform this action", status: 403);

    PagePost? Post(string id) => posts.Find(p => p.Id == id || p.FilmId == id);

    static string Written(long number) => number.ToString(CultureInfo.InvariantCulture);

    sealed class Photo(string id, string alt, long bytes, string type)
    {
        public string Id => id;

        public bool IsUsed { get; set; }

        public EmulatedMedia Seen() => new(alt, bytes, type);
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
