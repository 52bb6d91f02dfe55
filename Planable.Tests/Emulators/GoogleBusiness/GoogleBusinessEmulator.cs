using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Planable.Tests.Emulators.Google;

namespace Planable.Tests.Emulators.GoogleBusiness;

/// <summary>
/// The services of Google Business Profile on loopback: two accounts that manage a café, a shop and a hotel, the shop through both. Posts are looked at before
/// they are live; a phone number in the words is turned down then, not at once. Lists come in pages of two.
/// </summary>
public sealed partial class GoogleBusinessEmulator(TimeProvider? clock = null, int port = 0) : GoogleSite(clock, port)
{
    public const string Cafe = "accounts/1001/locations/2001";
    public const string Shop = "accounts/1001/locations/2002";

    const string Scope = "https://www.googleapis.com/auth/business.manage";
    const int MostSummary = 1_500;
    const int PhotoBytes = 5_000_000;

    static readonly string[] Actions = ["BOOK", "ORDER", "SHOP", "LEARN_MORE", "SIGN_UP", "CALL"];

    static readonly (string Account, string Id, string Title, string Street, bool Posts)[] Places =
    [
        ("accounts/1001", "locations/2001", "Acme Café", "Torstraße 1", true),
        ("accounts/1001", "locations/2002", "Acme Shop", "Torstraße 3", true),
        ("accounts/1001", "locations/2003", "Hotel Acme", "Torstraße 5", false),
        ("accounts/1002", "locations/2002", "Acme Shop", "Torstraße 3", true),
    ];

    readonly List<Local> posts = [];
    long lastId = 9_000_000_000;

    public bool HasPlaces { get; set; } = true;

    /// <summary>Google takes no posts for the café any more.</summary>
    public bool IsCafeClosed { get; set; }

    /// <summary>How often a new post is said to be still looked at.</summary>
    public int ProcessingPolls { get; set; }

    /// <summary>While set, new posts are refused with this status and its name.</summary>
    public (int Code, string Status)? Refusal { get; set; }

    /// <summary>The day is not counted yet.</summary>
    public bool IsCounting { get; set; }

    public IReadOnlyList<JsonObject> Taken
    {
        get
        {
            lock (Door) return [.. posts.Select(p => p.Input)];
        }
    }

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. posts.Where(p => !p.IsTurnedDown).Select(Seen)];
        }
    }

    public static async Task<GoogleBusinessEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new GoogleBusinessEmulator(clock, port);
        await emulator.Open();
        return emulator;
    }

    protected override void Map()
    {
        MapSignIn();
        Get("/v1/accounts", http => Paged(http, "accounts", HasPlaces ? [.. Places.Select(p => p.Account).Distinct(StringComparer.Ordinal).Select(a => new { name = a, accountName = "Acme", type = "PERSONAL" })] : []));
        Get("/v1/accounts/{account}/locations", http => http.Request.Query["readMask"].Count == 0
            ? Rpc(400, "INVALID_ARGUMENT", "Request contains an invalid argument.")
            : Paged(http, "locations", [.. Places.Where(p => p.Account == $"accounts/{Value(http, "account")}").Select(Place)]));
        // Google writes a verb behind a colon at the end of the path.
        Get("/v1/locations/{location}", http =>
        {
            var parts = Value(http, "location").Split(':');
            if (parts is [_, "fetchMultiDailyMetricsTimeSeries"])
                return Figures(http);
            var place = Array.Find(Places, p => p.Id == $"locations/{parts[0]}");
            return place.Id is null ? Rpc(404, "NOT_FOUND", "Requested entity was not found.") : Results.Json(Place(place));
        });
        const string Path = "/v4/accounts/{account}/locations/{location}/localPosts";
        Get(Path, http => Paged(http, "localPosts", [.. posts.Where(p => p.Location == Of(http)).Reverse().Select(Shown)]));
        Get(Path + "/{id}", http =>
        {
            if (One(http) is not { } post)
                return Rpc(404, "NOT_FOUND", "Requested entity was not found.");
            var shown = Shown(post);
            post.PollsLeft = Math.Max(0, post.PollsLeft - 1);
            return Results.Json(shown);
        });
        On(HttpMethods.Post, Path, Call.Publish, http => Refuse(http, Scope), async http =>
        {
            var input = await JsonNode.ParseAsync(http.Request.Body) as JsonObject ?? [];
            var pictures = new List<EmulatedMedia>();
            foreach (var media in (input["media"] as JsonArray ?? []).OfType<JsonObject>())
            {
                if (await Fetch((string?)media["sourceUrl"] ?? "") is not { } file || file.ContentType is not ("image/jpeg" or "image/png") || file.Bytes.Length > PhotoBytes)
                    return Rpc(400, "INVALID_ARGUMENT", "The photo could not be fetched.");
                pictures.Add(new EmulatedMedia("", file.Bytes.Length, file.ContentType));
            }

            lock (Door) return Create(Of(http), input, pictures);
        });
        On(HttpMethods.Patch, Path + "/{id}", Call.Publish, http => Refuse(http, Scope), async http =>
        {
            var change = await JsonNode.ParseAsync(http.Request.Body) as JsonObject ?? [];
            lock (Door)
            {
                if (One(http) is not { } post)
                    return Rpc(404, "NOT_FOUND", "Requested entity was not found.");
                if (http.Request.Query["updateMask"] != "summary" || (string?)change["summary"] is not { Length: <= MostSummary } summary)
                    return Rpc(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
                post.Input["summary"] = summary;
                return Results.Json(Shown(post));
            }
        });
        On(HttpMethods.Delete, Path + "/{id}", Call.Delete, http => Refuse(http, Scope), http =>
        {
            if (One(http) is not { } post)
                return Rpc(404, "NOT_FOUND", "Requested entity was not found.");
            posts.Remove(post);
            return Results.Json(new { });
        });
        App.MapGet("/", () => Show(_ => true));
        App.MapGet("/local/posts/{id}", (string id) => Show(p => p.Id == id));
    }

    IResult Show(Func<Local, bool> which)
    {
        lock (Door)
        {
            var shown = posts.Where(p => !p.IsTurnedDown && which(p)).Reverse().ToList();
            return Page("Acme on Google", string.Concat(shown.Select(p => Article(Seen(p)))), shown.Count > 0 || posts.Count == 0 ? 200 : 404);
        }
    }

    void Get(string path, Func<HttpContext, IResult> answer) => On(HttpMethods.Get, path, Call.Read, http => Refuse(http, Scope), answer);

    IResult Create(string location, JsonObject input, List<EmulatedMedia> pictures)
    {
        if (Refusal is { } refusal)
            return Rpc(refusal.Code, refusal.Status, $"Refused: {refusal.Status}");
        if (!Places.Any(p => $"{p.Account}/{p.Id}" == location && p.Posts))
            return Rpc(403, "PERMISSION_DENIED", "The caller does not have permission");
        if (Flaw(input, pictures) is { } flaw)
            return Rpc(400, "INVALID_ARGUMENT", flaw);

        var post = new Local((++lastId).ToString(CultureInfo.InvariantCulture), location, (JsonObject)input.DeepClone(), pictures, Clock.GetUtcNow()) { PollsLeft = ProcessingPolls };
        posts.Add(post);
        // Whether the words are all right is seen later.
        post.IsTurnedDown = Phone().IsMatch((string)input["summary"]!);
        if (post.IsTurnedDown)
            post.PollsLeft = Math.Max(1, post.PollsLeft);
        return Results.Json(Shown(post));
    }

    static string? Flaw(JsonObject input, List<EmulatedMedia> pictures)
    {
        var topic = (string?)input["topicType"];
        if ((string?)input["summary"] is not { Length: > 0 and <= MostSummary })
            return "summary is empty or too long";
        if ((string?)input["languageCode"] is not { Length: > 1 })
            return "languageCode is missing";
        if (topic is not ("STANDARD" or "EVENT" or "OFFER"))
            return "topicType is invalid";
        if (topic is "EVENT" or "OFFER" && (input["event"]?["title"] is null || input["event"]?["schedule"]?["startDate"]?["year"] is null || input["event"]?["schedule"]?["endDate"]?["day"] is null))
            return "event is missing";
        if (topic == "OFFER" && input["callToAction"] is not null)
            return "callToAction does not belong to an offer";
        if (input["callToAction"] is { } action && (!Actions.Contains((string?)action["actionType"], StringComparer.Ordinal) || ((string?)action["actionType"] == "CALL") == (action["url"] is not null)))
            return "callToAction is invalid";
        return pictures.Count > 1 ? "only one photo is allowed" : null;
    }

    IResult Figures(HttpContext http)
    {
        var query = http.Request.Query;
        if (query["dailyMetrics"].Count == 0 || query["dailyRange.startDate.year"].Count == 0 || query["dailyRange.endDate.day"].Count == 0)
            return Rpc(400, "INVALID_ARGUMENT", "Request contains an invalid argument.");
        var date = new { year = int.Parse(query["dailyRange.startDate.year"]!, CultureInfo.InvariantCulture), month = int.Parse(query["dailyRange.startDate.month"]!, CultureInfo.InvariantCulture), day = int.Parse(query["dailyRange.startDate.day"]!, CultureInfo.InvariantCulture) };
        return Results.Json(new
        {
            multiDailyMetricTimeSeries = new[]
            {
                new
                {
                    dailyMetricTimeSeries = query["dailyMetrics"].Select((metric, i) => new
                    {
                        dailyMetric = metric,
                        // A figure of nothing is left out.
                        timeSeries = new { datedValues = IsCounting ? [] : new object[] { metric == "BUSINESS_BOOKINGS" ? new { date } : new { date, value = ((i + 1) * 10).ToString(CultureInfo.InvariantCulture) } } },
                    }),
                },
            },
        });
    }

    static IResult Paged(HttpContext http, string name, object[] items)
    {
        const int Size = 2;
        var from = int.TryParse(http.Request.Query["pageToken"], CultureInfo.InvariantCulture, out var at) ? at : 0;
        var answer = new Dictionary<string, object>(StringComparer.Ordinal);
        if (items.Length > from)
            answer[name] = items.Skip(from).Take(Size);
        if (items.Length > from + Size)
            answer["nextPageToken"] = (from + Size).ToString(CultureInfo.InvariantCulture);
        return Results.Json(answer);
    }

    object Place((string Account, string Id, string Title, string Street, bool Posts) place) => new
    {
        name = place.Id,
        title = place.Title,
        storefrontAddress = new { addressLines = new[] { place.Street }, locality = "Berlin", regionCode = "DE" },
        metadata = new { canOperateLocalPost = place.Posts && !(IsCafeClosed && place.Id == "locations/2001"), placeId = "ChIJ" + place.Id },
    };

    object Shown(Local post) => new
    {
        name = $"{post.Location}/localPosts/{post.Id}",
        languageCode = (string?)post.Input["languageCode"],
        summary = (string?)post.Input["summary"],
        topicType = (string?)post.Input["topicType"],
        state = post.PollsLeft > 0 ? "PROCESSING" : post.IsTurnedDown ? "REJECTED" : "LIVE",
        createTime = post.At,
        searchUrl = new Uri(Address, $"/local/posts/{post.Id}").AbsoluteUri,
    };

    Local? One(HttpContext http) => posts.Find(p => p.Location == Of(http) && p.Id == Value(http, "id"));

    static EmulatedPost Seen(Local post) => new(post.Id, (string)post.Input["summary"]!, (string?)post.Input["callToAction"]?["url"] ?? (string?)post.Input["offer"]?["redeemOnlineUrl"], post.Media);

    static string Of(HttpContext http) => $"accounts/{Value(http, "account")}/locations/{Value(http, "location")}";

    static string Value(HttpContext http, string name) => (string)http.GetRouteValue(name)!;

    static IResult Rpc(int code, string status, string message) => Results.Json(new { error = new { code, message, status } }, statusCode: code);

    [GeneratedRegex(@"\+?[0-9][0-9 /-]{7,}", RegexOptions.NonBacktracking)]
    private static partial Regex Phone();

    sealed record Local(string Id, string Location, JsonObject Input, IReadOnlyList<EmulatedMedia> Media, DateTimeOffset At)
    {
        public int PollsLeft { get; set; }

        public bool IsTurnedDown { get; set; }
    }
}
