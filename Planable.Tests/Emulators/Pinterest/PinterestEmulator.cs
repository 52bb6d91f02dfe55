using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Pinterest;

/// <param name="IsClosed">The account may look at it but not pin there.</param>
public sealed record EmulatedBoard(string Id, string Name, bool IsClosed = false)
{
    public IReadOnlyList<(string Id, string Name)> Sections { get; init; } = [];
}

/// <summary>Pinterest as its version 5 behaves: pictures inside the call, videos in a store beside it, refresh tokens that are replaced with every use.</summary>
public sealed class PinterestEmulator : NetworkSite
{
    public const string UserId = "549755885175";

    readonly List<Pin> pins = [];
    readonly Dictionary<string, Film> films = new(StringComparer.Ordinal);
    long lastId = 813_744_226_420_000_000;

    PinterestEmulator(TimeProvider? clock, int port) : base(clock, port) => Desk.TokenLife = TimeSpan.FromDays(30);

    public string Username { get; set; } = "acme";

    public bool IsBusiness { get; set; } = true;

    public IList<EmulatedBoard> Boards { get; } =
    [
        new("1001", "Autumn") { Sections = [("5001", "Soups"), ("5002", "Cakes")] },
        new("1002", "Kitchens"),
        new("1003", "Somebody else's", IsClosed: true),
    ];

    /// <summary>How often the state of a video has to be asked for until it is ready.</summary>
    public int ProcessingPolls { get; set; }

    public bool RefusesFilms { get; set; }

    /// <summary>The next pin is refused with this.</summary>
    public (int Status, int Code, string Message)? NextRefusal { get; set; }

    /// <summary>What was chosen with each pin.</summary>
    public IReadOnlyList<(string Board, string? Section, string? Title, string Source, string Cover)> Options
    {
        get
        {
            lock (Door) return [.. pins.Select(p => (p.Board, p.Section, p.Title, p.Source, p.Cover))];
        }
    }

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. pins.Select(Seen)];
        }
    }

    protected internal override string WhoIsSignedIn => Username;

    public static async Task<PinterestEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new PinterestEmulator(clock, port);
        await emulator.Open();
        return emulator;
    }

    public void PinByHand(string board, string description)
    {
        lock (Door) pins.Add(new Pin(NewId(), board, null, null, description, null, "", "image_base64", "", [], Clock.GetUtcNow()));
    }

    public override bool Tamper(string id, string? text = null, bool dropsFiles = false)
    {
        lock (Door)
        {
            var at = pins.FindIndex(p => p.Id == id);
            if (at < 0 || dropsFiles)
                return false;
            pins[at] = pins[at] with { Description = text ?? pins[at].Description };
            return true;
        }
    }

    protected override void Map()
    {
        Desk.Map("/oauth/", "/v5/oauth/token", isBasic: true, extra: () => new { response_type = "authorization_code", refresh_token_expires_in = 5_184_000 });
        On("GET", "/v5/user_account", Call.Read, May("user_accounts:read"), _ => Results.Json(new
        {
            id = UserId,
            username = Username,
            account_type = IsBusiness ? "BUSINESS" : "PINNER",
            business_name = IsBusiness ? "Acme Kitchens" : null,
            profile_image = new Uri(Address, "/acme.png").AbsoluteUri,
            follower_count = 340,
            pin_count = pins.Count,
        }));
        On("GET", "/v5/user_account/analytics", Call.Read, May("user_accounts:read"), http => IsBusiness
            ? Results.Json(new { all = new { daily_metrics = new[] { new { date = http.Request.Query["start_date"].ToString(), data_status = "READY", metrics = new Dictionary<string, double> { ["IMPRESSION"] = 410, ["ENGAGEMENT"] = 33, ["OUTBOUND_CLICK"] = 12, ["SAVE"] = 9, ["SAVE_RATE"] = 0.02 } } } } })
            : Error(403, 29, "You are not permitted to access that resource."));
        On("GET", "/v5/boards", Call.Read, May("boards:read"), http => Paged(http, Boards.Select(b => (object)new { id = b.Id, name = b.Name })));
        On("GET", "/v5/boards/{id}/sections", Call.Read, May("boards:read"), http => BoardOf(http) is { } board ? Paged(http, board.Sections.Select(s => (object)new { id = s.Id, name = s.Name })) : Error(404, 40, "Board not found."));
        On("GET", "/v5/boards/{id}/pins", Call.Read, May("pins:read"), http => BoardOf(http) is { } board
            ? Paged(http, Enumerable.Reverse(pins).Where(p => p.Board == board.Id).Select(p => (object)Listed(p)))
            : Error(404, 40, "Board not found."));
        On("GET", "/v5/pins", Call.Read, May("pins:read"), http => Paged(http, Enumerable.Reverse(pins).Select(p => (object)Listed(p))));
        On("POST", "/v5/pins", Call.Publish, May("pins:write"), async http =>
        {
            if (http.Request.ContentLength is null)
                return Error(411, 1, "Length Required");
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door) return Create(sent);
        });
        On("GET", "/v5/pins/{id}", Call.Read, May("pins:read"), http => pins.Find(p => p.Id == Route(http)) is { } pin ? Results.Json(Listed(pin)) : Error(404, 50, "Pin not found."));
        On("PATCH", "/v5/pins/{id}", Call.Publish, May("pins:write"), async http =>
        {
            var sent = await http.Request.ReadFromJsonAsync<JsonElement>();
            lock (Door)
            {
                var at = pins.FindIndex(p => p.Id == Route(http));
                if (at < 0)
                    return Error(404, 50, "Pin not found.");
                pins[at] = pins[at] with { Description = Text(sent, "description") ?? pins[at].Description, Title = Text(sent, "title") ?? pins[at].Title };
                return Results.Json(Listed(pins[at]));
            }
        });
        On("DELETE", "/v5/pins/{id}", Call.Delete, May("pins:write"), http => pins.RemoveAll(p => p.Id == Route(http)) > 0 ? Results.NoContent() : Error(404, 50, "Pin not found."));
        On("GET", "/v5/pins/{id}/analytics", Call.Read, May("pins:read"), Figures);
        MapFilms();
        MapPages();
    }

    void MapFilms()
    {
        On("POST", "/v5/media", Call.Upload, May("pins:write"), _ =>
        {
            var film = new Film(NewId());
            films[film.Id] = film;
            return Results.Json(new { media_id = film.Id, media_type = "video", upload_url = new Uri(Address, "/store").AbsoluteUri, upload_parameters = new Dictionary<string, string> { ["key"] = film.Id, ["x-amz-algorithm"] = "AWS4-HMAC-SHA256", ["policy"] = "cG9saWN5" } }, statusCode: 201);
        });
        On("POST", "/store", Call.Upload, _ => null, async http =>
        {
            var form = await http.Request.ReadFormAsync();
            lock (Door)
            {
                if (!films.TryGetValue(form["key"].ToString(), out var film) || form["policy"].Count == 0 || form.Files.GetFile("file") is not { Length: > 0 } file)
                    return Results.Content("<Error><Code>AccessDenied</Code></Error>", "application/xml", statusCode: 403);
                (film.Bytes, film.PollsLeft) = (file.Length, ProcessingPolls);
                return Results.NoContent();
            }
        });
        On("GET", "/v5/media/{id}", Call.Read, May("pins:read"), http =>
        {
            if (!films.TryGetValue(Route(http), out var film))
                return Error(404, 2703, "Media not found.");
            var status = film.Bytes == 0 ? "registered" : RefusesFilms ? "failed" : film.PollsLeft-- > 0 ? "processing" : "succeeded";
            return Results.Json(new { media_id = film.Id, media_type = "video", status });
        });
    }

    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated Pinterest", string.Concat(Boards.Select(b => $"<p><a href=\"/board/{Html(b.Id)}\">{Html(b.Name)}</a></p>"))));
        App.MapGet("/board/{id}", (string id) =>
        {
            lock (Door) return Page(Boards.FirstOrDefault(b => b.Id == id)?.Name ?? id, string.Concat(Enumerable.Reverse(pins).Where(p => p.Board == id).Select(p => $"<h2><a href=\"/pin/{Html(p.Id)}/\">{Html(p.Title ?? "Pin")}</a></h2>{Article(Seen(p))}")));
        });
        App.MapGet("/pin/{id}", (string id) =>
        {
            lock (Door) return pins.Find(p => p.Id == id) is { } pin ? Page(pin.Title ?? "Pin", Article(Seen(pin))) : Results.NotFound();
        });
    }

    IResult Create(JsonElement sent)
    {
        if (NextRefusal is { } refusal)
        {
            NextRefusal = null;
            return Error(refusal.Status, refusal.Code, refusal.Message);
        }

        var boardId = Text(sent, "board_id") ?? "";
        if (!boardId.All(char.IsAsciiDigit))
            return Error(400, 1, $"'{boardId}' does not match '^\\\\d+$'");
        if (Boards.FirstOrDefault(b => b.Id == boardId) is not { } board)
            return Error(404, 40, "Board not found.");
        if (board.IsClosed)
            return Error(403, 29, "You are not permitted to access that resource.");
        var section = Text(sent, "board_section_id");
        if (section is not null && board.Sections.All(s => s.Id != section))
            return Error(404, 2031, "Board section not found.");
        if (Text(sent, "title")?.Length > 100 || Text(sent, "description")?.Length > 800 || Text(sent, "alt_text")?.Length > 500 || Text(sent, "link")?.Length > 2048)
            return Error(400, 1, $"'{(Text(sent, "description") ?? "")[..10]}' is too long");

        var source = sent.GetProperty("media_source");
        var (type, alt) = (Text(source, "source_type")!, Text(sent, "alt_text") ?? "");
        List<EmulatedMedia> files = [];
        var cover = "";
        switch (type)
        {
            case "image_base64":
                files.Add(Picture(source, alt));
                break;
            case "multiple_image_base64":
                files.AddRange(source.GetProperty("items").EnumerateArray().Select((item, i) => Picture(item, i == 0 ? alt : "")));
                if (files.Count is < 2 or > 5)
                    return Error(400, 1, $"constraint: {(files.Count > 5 ? "maxItems=5" : "minItems=2")}");
                break;
            case "video_id":
                if (!films.TryGetValue(Text(source, "media_id")!, out var film) || film.Bytes == 0 || film.PollsLeft > 0)
                    return Error(400, 1, "Video is not ready.");
                cover = Text(source, "cover_image_data") is not null ? "data" : source.TryGetProperty("cover_image_key_frame_time", out _) ? "frame" : "";
                if (cover.Length == 0)
                    return Error(400, 1, "cover_image_url or cover_image_content_type and cover_image_data is required");
                files.Add(new EmulatedMedia(alt, film.Bytes, "video/mp4"));
                break;
            default:
                return Error(400, 1, $"{type} is not a source_type");
        }

        if (files.Exists(f => f.Bytes == 0 || (type != "video_id" && (f.Bytes > 20_000_000 || f.ContentType is not ("image/jpeg" or "image/png")))))
            return Error(400, 1, "Sorry, we could not fetch the image.");
        var pin = new Pin(NewId(), boardId, section, Text(sent, "title"), Text(sent, "description") ?? "", Text(sent, "link"), alt, type, cover, files, Clock.GetUtcNow());
        pins.Add(pin);
        return Results.Json(Listed(pin), statusCode: 201);
    }

    IResult Figures(HttpContext http)
    {
        if (pins.Find(p => p.Id == Route(http)) is not { } pin)
            return Error(404, 50, "Pin not found.");
        if (DateOnly.Parse(http.Request.Query["start_date"].ToString(), CultureInfo.InvariantCulture) < DateOnly.FromDateTime(Clock.GetUtcNow().UtcDateTime).AddDays(-90))
            return Error(400, 1, "start_date must be at most 90 days ago");
        var age = Clock.GetUtcNow() - pin.At;
        var asked = http.Request.Query["metric_types"].ToString().Split(',').Where(m => !m.StartsWith("VIDEO", StringComparison.Ordinal) || pin.Source == "video_id");
        return Results.Json(new { all = new { lifetime_metrics = asked.ToDictionary(m => m, m => Growth.Of($"{pin.Id}{m}", age, m == "IMPRESSION" ? 400 : 12), StringComparer.Ordinal), daily_metrics = Array.Empty<object>() } });
    }

    static IResult Paged(HttpContext http, IEnumerable<object> all)
    {
        var size = int.Parse(http.Request.Query["page_size"].ToString(), CultureInfo.InvariantCulture);
        if (size is < 1 or > 250)
            return Error(400, 1, "page_size must be between 1 and 250");
        var from = http.Request.Query["bookmark"].Count > 0 ? int.Parse(http.Request.Query["bookmark"].ToString(), CultureInfo.InvariantCulture) : 0;
        var items = all.Skip(from).Take(size + 1).ToList();
        return Results.Json(new { items = items.Take(size), bookmark = items.Count > size ? (from + size).ToString(CultureInfo.InvariantCulture) : null });
    }

    object Listed(Pin pin) => new
    {
        id = pin.Id,
        created_at = pin.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        title = pin.Title,
        description = pin.Description,
        link = pin.Link,
        alt_text = pin.Alt,
        media = pin.Files.Count > 1 ? (object)new { media_type = "multiple_images", items = pin.Files.Select(_ => new { item_type = "image" }) } : new { media_type = pin.Source == "video_id" ? "video" : "image" },
        board_id = pin.Board,
        board_section_id = pin.Section,
    };

    Func<HttpContext, IResult?> May(string scope) => http => Desk.Judge(http, scope) switch
    {
        TokenState.Good => null,
        TokenState.WithoutScope => Error(403, 3, $"Your token does not have the scope {scope}"),
        _ => Error(401, 2, "Authentication failed."),
    };

    EmulatedBoard? BoardOf(HttpContext http) => Boards.FirstOrDefault(b => b.Id == Route(http));

    string NewId() => (++lastId).ToString(CultureInfo.InvariantCulture);

    static EmulatedMedia Picture(JsonElement item, string alt) => new(alt, item.GetProperty("data").GetBytesFromBase64().Length, Text(item, "content_type")!);

    static EmulatedPost Seen(Pin pin) => new(pin.Id, pin.Description, pin.Link, pin.Files);

    static IResult Error(int status, int code, string message) => Results.Json(new { code, message }, statusCode: status);

    static string Route(HttpContext http) => http.Request.RouteValues["id"]!.ToString()!;

    static string? Text(JsonElement sent, string name) => sent.TryGetProperty(name, out var value) ? value.GetString() : null;

    sealed record Pin(
        string Id, string Board, string? Section, string? Title, string Description, string? Link, string Alt, string Source, string Cover, IReadOnlyList<EmulatedMedia> Files, DateTimeOffset At);

    sealed class Film(string id)
    {
        public string Id => id;

        public long Bytes { get; set; }

        public int PollsLeft { get; set; }
    }
}
