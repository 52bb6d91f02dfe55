using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Planable.Tests.Emulators.Bluesky;

/// <summary>
/// A Bluesky PDS on loopback, as the real one behaves (compared with @atproto/pds 0.4): its checks of records, its error codes, and a bare 500 for a
/// second record under one key. Facets must lie on the borders of letters, blobs must have been uploaded.
/// </summary>
public sealed class BlueskyEmulator : INetworkEmulator
{
    public const string Handle = "alice.test";
    public const string Email = "alice@example.com";
    public const string AppPassword = "abcd-efgh-ijkl-mnop";
    public const string Did = "did:plc:alice2222222222222222222";

    private const string Posting = "app.bsky.feed.post";
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const int MostGraphemes = 300;
    private const int MostBytes = 3_000;
    private const int ImageBytes = 2_000_000;
    private const int VideoBytes = 300_000_000;
    private const int VideoAltGraphemes = 1_000;
    private const int BlobBytes = 5 * 1024 * 1024;

    private readonly TimeProvider clock;
    private readonly Lock door = new();
    private readonly Dictionary<string, (byte[] Bytes, string ContentType)> blobs = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, JsonObject> records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> people = new(StringComparer.Ordinal) { [Handle] = Did, ["bob.test"] = "did:plc:bob222222222222222222222", [Hidden] = "did:plc:hid222222222222222222222" };

    /// <summary>Somebody who is there but whom the search does not show.</summary>
    public const string Hidden = "hidden.test";
    private readonly WebApplication app;
    private string access = "";
    private string refresh = "";

    private BlueskyEmulator(TimeProvider clock, int port)
    {
        this.clock = clock;
        Faults = new Faults(clock);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        app = builder.Build();
        Map();
    }

    public Uri Address { get; private set; } = null!;

    public Faults Faults { get; }

    /// <summary>Whether readers' views of profiles are there, as on bsky.social; a bare PDS has none.</summary>
    public bool HasAppView { get; set; } = true;

    /// <summary>Until then every write is answered with RateLimitExceeded and a ratelimit-reset header.</summary>
    public DateTimeOffset? WindowEndsAt { get; set; }

    /// <summary>Why the account is closed, e.g. "takendown"; null if it is open.</summary>
    public string? ClosedBecause { get; set; }

    public int SignIns { get; private set; }

    public IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (door) return [.. records.Where(r => r.Key.Contains($"/{Posting}/", StringComparison.Ordinal)).Select(r => Seen(r.Key, r.Value))];
        }
    }

    /// <summary>Records as they were written, by at:// address.</summary>
    public IReadOnlyDictionary<string, JsonObject> Records
    {
        get
        {
            lock (door) return records.ToDictionary(r => r.Key, r => (JsonObject)r.Value.DeepClone(), StringComparer.Ordinal);
        }
    }

    /// <param name="port">0 takes a free one.</param>
    public static async Task<BlueskyEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new BlueskyEmulator(clock ?? TimeProvider.System, port);
        await emulator.app.StartAsync();
        emulator.Address = new Uri(emulator.app.Urls.Single() + "/");
        return emulator;
    }

    /// <summary>The access token expires; the refresh token stays good.</summary>
    public void RevokeTokens()
    {
        lock (door) access = "";
    }

    /// <summary>As when the app password is deleted: nothing is accepted any more.</summary>
    public void EndSession()
    {
        lock (door) (access, refresh) = ("", "");
    }

    /// <summary>Uploads nobody referred to are swept away.</summary>
    public void SweepBlobs()
    {
        lock (door) blobs.Clear();
    }

    /// <summary>A record written by other means.</summary>
    public void Write(string collection, string key, JsonObject record)
    {
        lock (door) records[$"at://{Did}/{collection}/{key}"] = record;
    }

    public Task Stop() => app.StopAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public bool Tamper(string id, string? text = null, bool dropsFiles = false)
    {
        lock (door)
        {
            if (!records.TryGetValue(id, out var record)) return false;
            if (text is not null) record["text"] = text;
            if (dropsFiles) record.Remove("embed");
            return true;
        }
    }

    private void Map()
    {
        Post("com.atproto.server.createSession", Call.Read, http => WithInput(http, SignIn));
        Post("com.atproto.server.refreshSession", Call.Read, http => Task.FromResult(Renew(http)));
        Get("com.atproto.server.getSession", http => Guarded(http, () => Results.Json(Account())));
        Get("app.bsky.actor.getProfile", http => Guarded(http, () => Profile(http)));
        Get("app.bsky.actor.searchActorsTypeahead", http => Guarded(http, () => Results.Json(new
        {
            actors = people.Where(p => p.Key.StartsWith(http.Request.Query["q"].ToString(), StringComparison.OrdinalIgnoreCase) && p.Key != Hidden).Select(p => new { did = p.Value, handle = p.Key, displayName = p.Key.Split('.')[0] }),
        })));
        Get("com.atproto.identity.resolveHandle", Resolve);
        Get("com.atproto.repo.describeRepo", _ => Results.Json(new { handle = Handle, did = Did, collections = new[] { Posting }, handleIsCorrect = true }));
        Get("com.atproto.repo.getRecord", Record);
        Get("com.atproto.repo.listRecords", ListRecords);
        Post("com.atproto.repo.uploadBlob", Call.Upload, Upload);
        Post("com.atproto.repo.createRecord", Call.Publish, http => WithInput(http, input => Writing(http, () => Create(input))));
        Post("com.atproto.repo.deleteRecord", Call.Delete, http => WithInput(http, input => Writing(http, () => Delete(input))));
    }

    private void Get(string method, Func<HttpContext, IResult> work)
    {
        app.MapGet("/xrpc/" + method, Answer);
        Task Answer(HttpContext http) => Faults.Play(http, Call.Read, () => Task.FromResult(work(http)));
    }

    private void Post(string method, Call call, Func<HttpContext, Task<IResult>> work)
    {
        app.MapPost("/xrpc/" + method, Answer);
        Task Answer(HttpContext http) => Faults.Play(http, call, () => work(http));
    }

    private static async Task<IResult> WithInput(HttpContext http, Func<JsonObject, IResult> work) =>
        await JsonNode.ParseAsync(http.Request.Body) is JsonObject input ? work(input) : Error(400, "InvalidRequest", "Request body must be JSON");

    private IResult SignIn(JsonObject input)
    {
        if (Text(input, "identifier") is not (Handle or Email) || Text(input, "password") != AppPassword)
            return Error(401, "AuthenticationRequired", "Invalid identifier or password");
        if (ClosedBecause is not null) return Error(401, "AccountTakedown", "Account has been taken down");

        lock (door)
        {
            SignIns++;
            return NewSession();
        }
    }

    private IResult Renew(HttpContext http)
    {
        lock (door)
        {
            var token = Bearer(http);
            if (token is null) return Error(401, "AuthMissing", "Authentication Required");
            if (token == access) return Error(400, "InvalidToken", "Invalid token type");
            return token == refresh ? NewSession() : Error(400, "ExpiredToken", "Token has been revoked");
        }
    }

    private IResult NewSession()
    {
        (access, refresh) = (Token("at+jwt", TimeSpan.FromHours(2)), Token("refresh+jwt", TimeSpan.FromDays(90)));
        var session = Account();
        session["accessJwt"] = access;
        session["refreshJwt"] = refresh;
        return Results.Json(session);
    }

    private string Token(string kind, TimeSpan life)
    {
        var claims = new { sub = Did, exp = (clock.GetUtcNow() + life).ToUnixTimeSeconds() };
        return $"{Part(new { typ = kind, alg = "HS256" })}.{Part(claims)}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
    }

    private static string Part(object claims) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));

    private JsonObject Account()
    {
        var account = new JsonObject { ["did"] = Did, ["handle"] = Handle, ["email"] = Email, ["emailConfirmed"] = true, ["active"] = ClosedBecause is null };
        if (ClosedBecause is { } why) account["status"] = why;
        return account;
    }

    private IResult Profile(HttpContext http) => HasAppView && http.Request.Query["actor"].ToString() is var actor && actor != Did && actor != Handle
        ? actor == TakenDown ? Error(400, "AccountTakedown", "Account has been suspended")
        : people.TryGetValue(actor, out var did) ? Results.Json(new { did, handle = actor, displayName = "Somebody", followersCount = 77, followsCount = 5, postsCount = 31 })
        : Error(400, "InvalidRequest", "Profile not found")
        : HasAppView
        ? Results.Json(new { did = Did, handle = Handle, displayName = "Alice", avatar = $"{Address}avatar.png", followersCount = 3 })
        : Error(400, "InvalidRequest", "No service configured for app.bsky.actor.getProfile");

    /// <summary>The handle of an account that was closed.</summary>
    public string? TakenDown { get; set; }

    private IResult Resolve(HttpContext http) => people.TryGetValue(http.Request.Query["handle"].ToString(), out var did)
        ? Results.Json(new { did })
        : Error(400, "InvalidRequest", "Unable to resolve handle");

    private IResult Record(HttpContext http)
    {
        var query = http.Request.Query;
        var uri = $"at://{query["repo"]}/{query["collection"]}/{query["rkey"]}";
        lock (door)
        {
            return records.TryGetValue(uri, out var record)
                ? Results.Json(new { uri, cid = Cid(Encoding.UTF8.GetBytes(record.ToJsonString())), value = record.DeepClone() })
                : Error(400, "RecordNotFound", $"Could not locate record: {uri}");
        }
    }

    /// <summary>The largest keys first, which are the newest.</summary>
    private IResult ListRecords(HttpContext http)
    {
        var query = http.Request.Query;
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var wanted) ? wanted : 50;
        if (limit is < 1 or > 100) return Error(400, "InvalidRequest", "limit can not be greater than 100");
        var folder = $"at://{query["repo"]}/{query["collection"]}/";
        var after = query["cursor"].ToString();
        lock (door)
        {
            var found = records.Where(r => r.Key.StartsWith(folder, StringComparison.Ordinal)).Select(r => (Key: r.Key[folder.Length..], r.Value))
                .Where(r => after.Length == 0 || string.CompareOrdinal(r.Key, after) < 0).OrderByDescending(r => r.Key, StringComparer.Ordinal).Take(limit).ToList();
            var listed = found.Select(r => new { uri = folder + r.Key, cid = Cid(Encoding.UTF8.GetBytes(r.Value.ToJsonString())), value = r.Value.DeepClone() }).ToList();
            return found.Count == 0 ? Results.Json(new { records = listed }) : Results.Json(new { cursor = found[^1].Key, records = listed });
        }
    }

    private async Task<IResult> Upload(HttpContext http)
    {
        using var memory = new MemoryStream();
        await http.Request.Body.CopyToAsync(memory);
        return Writing(http, () =>
        {
            if (memory.Length > BlobBytes) return Error(413, "PayloadTooLarge", "request entity too large");

            var (bytes, type) = (memory.ToArray(), http.Request.ContentType ?? "application/octet-stream");
            var cid = Cid(bytes);
            blobs[cid] = (bytes, type);
            return Results.Json(new JsonObject
            {
                ["blob"] = new JsonObject { ["$type"] = "blob", ["ref"] = new JsonObject { ["$link"] = cid }, ["mimeType"] = type, ["size"] = bytes.Length },
            });
        });
    }

    private IResult Create(JsonObject input)
    {
        var (collection, key) = (Text(input, "collection"), Text(input, "rkey"));
        if (Text(input, "repo") is not (Did or Handle)) return Error(401, "AuthenticationRequired", "Authentication Required");
        if (input["record"] is not JsonObject record) return Error(400, "InvalidRequest", "Input must have the property \"record\"");
        if (key is not { Length: 13 } || key.Any(c => !"234567abcdefghijklmnopqrstuvwxyz".Contains(c)) || key[0] > 'j')
            return Error(400, "InvalidRequest", "Invalid record key");
        if (Flaw(record) is { } flaw) return flaw;

        var uri = $"at://{Did}/{collection}/{key}";
        if (!records.TryAdd(uri, (JsonObject)record.DeepClone())) return Error(500, "InternalServerError", "Internal Server Error");
        return Results.Json(new { uri, cid = Cid(Encoding.UTF8.GetBytes(record.ToJsonString())), validationStatus = "valid" });
    }

    private IResult Delete(JsonObject input)
    {
        records.Remove($"at://{Did}/{Text(input, "collection")}/{Text(input, "rkey")}");
        return Results.Json(new { });
    }

    private IResult? Flaw(JsonObject record)
    {
        if (Text(record, "text") is not { } text) return Invalid("missing required key \"text\"");
        if (!DateTimeOffset.TryParseExact(Text(record, "createdAt"), Instant, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
            return Invalid("invalid datetime at $.record.createdAt");

        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > MostBytes) return Invalid($"string too big (maximum {MostBytes}, got {bytes.Length}) at $.record.text");
        var graphemes = new StringInfo(text).LengthInTextElements;
        if (graphemes > MostGraphemes) return Invalid($"grapheme too big (maximum {MostGraphemes}, got {graphemes}) at $.record.text");
        if (record["facets"] is JsonArray facets && facets.OfType<JsonObject>().Any(f => !LiesOn(bytes, f)))
            return Invalid("facet outside of the letters at $.record.facets");

        foreach (var blob in Blobs(record))
        {
            if (!blobs.TryGetValue(LinkOf(blob), out var held)) return Error(400, "BlobNotFound", $"Could not find blob: {LinkOf(blob)}");
            var most = IsVideo(record) ? VideoBytes : ImageBytes;
            if (held.Bytes.Length > most) return Invalid($"blob too big (maximum {most}, got {held.Bytes.Length})");
            // A record must name the type and the size under which the bytes were uploaded.
            if (Text(blob, "mimeType") != held.ContentType) return Error(400, "InvalidMimeType", $"Referenced Mimetype does not match stored blob. Expected: {held.ContentType}");
            if ((int?)blob["size"] != held.Bytes.Length) return Error(400, "InvalidSize", "Referenced Size does not match stored blob");
        }

        return record["embed"] is JsonObject embed && EmbedFlaw(embed) is { } wrong ? Invalid(wrong) : null;

        static IResult Invalid(string why) => Error(400, "InvalidRequest", $"Invalid {Posting} record: {why}");
    }

    private static bool IsVideo(JsonObject record) => record["embed"] is JsonObject embed && Text(embed, "$type") == "app.bsky.embed.video";

    private static string? EmbedFlaw(JsonObject embed)
    {
        switch (Text(embed, "$type"))
        {
            case "app.bsky.embed.video":
                if (embed["video"] is not JsonObject video) return "missing required key \"video\" at $.record.embed";
                if (Text(video, "mimeType") != "video/mp4") return "mime type should match one of video/mp4 at $.record.embed.video";
                if (embed["alt"] is JsonValue && new StringInfo(Text(embed, "alt")!).LengthInTextElements > VideoAltGraphemes) return $"grapheme too big (maximum {VideoAltGraphemes}) at $.record.embed.alt";
                return Shape(embed) ? null : "integer too small (minimum 1) at $.record.embed.aspectRatio";
            case "app.bsky.embed.images":
                var images = (embed["images"] as JsonArray ?? []).OfType<JsonObject>().ToList();
                if (images.Count is 0 or > 4) return "array too big (maximum 4) at $.record.embed.images";
                if (images.Exists(i => i["alt"] is null)) return "missing required key \"alt\" at $.record.embed.images";
                if (images.Exists(i => Text(i["image"]!.AsObject(), "mimeType")?.StartsWith("image/", StringComparison.Ordinal) != true)) return "mime type should match one of image/* at $.record.embed.images";
                return images.TrueForAll(Shape) ? null : "integer too small (minimum 1) at $.record.embed.images";
            case "app.bsky.embed.external":
                return null;
            default:
                return "unknown embed at $.record.embed";
        }

        static bool Shape(JsonObject of) => of["aspectRatio"] is not JsonObject ratio || ((int?)ratio["width"] >= 1 && (int?)ratio["height"] >= 1);
    }

    private static bool LiesOn(byte[] text, JsonObject facet)
    {
        var (start, end) = ((int?)facet["index"]?["byteStart"], (int?)facet["index"]?["byteEnd"]);
        return facet["features"] is JsonArray { Count: > 0 } &&
               start >= 0 && start < end && end <= text.Length && StartsLetter(start.Value) && StartsLetter(end.Value);

        bool StartsLetter(int at) => at == text.Length || (text[at] & 0xC0) != 0x80;
    }

    private static IEnumerable<JsonObject> Blobs(JsonNode? node) => node switch
    {
        JsonObject blob when Text(blob, "$type") == "blob" => [blob],
        JsonObject parts => parts.SelectMany(p => Blobs(p.Value)),
        JsonArray items => items.SelectMany(Blobs),
        _ => [],
    };

    private EmulatedPost Seen(string uri, JsonObject record)
    {
        var features = (record["facets"] as JsonArray ?? []).SelectMany(f => f!["features"]!.AsArray());
        var link = (string?)record["embed"]?["external"]?["uri"] ?? features.Select(f => (string?)f!["uri"]).FirstOrDefault(u => u is not null);
        var media = (record["embed"]?["images"] as JsonArray ?? []).Select(i => Held(i!["image"]!, i["alt"]));
        if (record["embed"]?["video"] is { } film) media = [Held(film, record["embed"]!["alt"])];
        return new EmulatedPost(uri, Text(record, "text")!, link, [.. media]) { AnswerTo = (string?)record["reply"]?["parent"]?["uri"] };

        EmulatedMedia Held(JsonNode blob, JsonNode? alt)
        {
            var (bytes, type) = blobs[LinkOf(blob.AsObject())];
            return new EmulatedMedia((string?)alt ?? "", bytes.Length, type);
        }
    }

    private IResult Writing(HttpContext http, Func<IResult> work)
    {
        if (WindowEndsAt is { } end && clock.GetUtcNow() < end)
        {
            http.Response.Headers["ratelimit-limit"] = "5000";
            http.Response.Headers["ratelimit-remaining"] = "0";
            http.Response.Headers["ratelimit-reset"] = end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            return Error(429, "RateLimitExceeded", "Rate Limit Exceeded");
        }

        return Guarded(http, work);
    }

    private IResult Guarded(HttpContext http, Func<IResult> work)
    {
        lock (door)
        {
            var token = Bearer(http);
            if (token is null) return Error(401, "AuthMissing", "Authentication Required");
            if (token.Count(c => c == '.') != 2) return Error(400, "InvalidToken", "Token could not be verified");
            if (token == refresh) return Error(400, "InvalidToken", "Invalid token type");
            return token == access ? work() : Error(400, "ExpiredToken", "Token has expired");
        }
    }

    private static string? Bearer(HttpContext http) =>
        http.Request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal)
            ? header["Bearer ".Length..]
            : null;

    private static string Cid(byte[] content) => "bafkrei" + Convert.ToHexStringLower(SHA256.HashData(content))[..52];

    private static string LinkOf(JsonObject blob) => (string)blob["ref"]!["$link"]!;

    private static string? Text(JsonObject from, string name) => from[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static IResult Error(int status, string error, string message) => Results.Json(new { error, message }, statusCode: status);
}
