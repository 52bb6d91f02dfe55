using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Planable.Data.Networks;

namespace Planable.Tests.Emulators.X;

/// <summary>X as its version 2 behaves: weighted lengths, identical words refused, files in pieces that are processed, short links in what it shows.</summary>
public sealed partial class XEmulator : NetworkSite
{
    /// <summary>Of the account that signed in first; the next ones count on.</summary>
    public const string UserId = "2244994945";

    const int PieceBytes = 5 * 1024 * 1024;

    readonly SortedDictionary<long, Tweet> tweets = [];
    readonly Dictionary<string, Medium> media = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> shortened = new(StringComparer.Ordinal);
    readonly List<string> accounts = [];
    long lastId;

    XEmulator(TimeProvider? clock, int port) : base(clock, port)
    {
    }

    /// <summary>The account that signs in now.</summary>
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
        lock (Door) Add(new Tweet(NewId(), Username, text, null, [], null, "everyone", false, false, Clock.GetUtcNow()));
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
            : Results.Json(new { data = Me(Caller(http)) }));
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

    IResult Create(JsonElement sent, HttpContext http)
    {
        if (HasNoCredits)
            return Problem(402, "CreditsDepleted", "Your enrolled account does not have any credits to fulfill this request.");
        if (IsUsageCapped)
            return Problem(429, "UsageCapExceeded", "Usage cap exceeded: Monthly product cap", "https://api.x.com/2/problems/usage-capped");
        var owner = Caller(http);
        var window = tweets.Values.Where(t => t.Owner == owner && t.At > Clock.GetUtcNow() - TimeSpan.FromMinutes(15)).ToList();
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
        if (ids.Count == 0 && tweets.Values.Any(t => t.Owner == owner && t.Text == text && t.AnswerTo == answerTo && t.Media.Count == 0))
            return Problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.");

        var tweet = new Tweet(NewId(), owner, text, answerTo, [.. ids.Select(i => media[i])], poll, replies, Flag(sent, "made_with_ai"), Flag(sent, "paid_partnership"), Clock.GetUtcNow());
        Add(tweet);
        return Results.Json(new { data = new { id = Text(tweet.Id), text = Shown(tweet).Text } }, statusCode: 201);
    }

    Func<HttpContext, IResult?> May(string scope) => http => IsSuspended
        ? Problem(403, "Forbidden", "Your account is suspended and is not permitted to access this feature.")
        : Desk.Judge(http, scope) switch
        {
            TokenState.Good => null,
            TokenState.WithoutScope => Problem(403, "Forbidden", "Forbidden"),
            _ => Problem(401, "Unauthorized", "Unauthorized"),
        };

    string Caller(HttpContext http) => Desk.WhoseCall(http)[1..];

    string IdOf(string username)
    {
        if (!accounts.Contains(username))
            accounts.Add(username);
        return Text(long.Parse(UserId, CultureInfo.InvariantCulture) + accounts.IndexOf(username));
    }

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

    sealed record Tweet(long Id, string Owner, string Text, string? AnswerTo, IReadOnlyList<Medium> Media, (IReadOnlyList<string> Options, int Minutes)? Poll, string Replies, bool MadeWithAi, bool PaidPartnership, DateTimeOffset At);
}
