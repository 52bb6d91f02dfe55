using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Planable.Tests.Emulators.Discord;

/// <summary>
/// Discord's API and pages on loopback: one server with a text, an announcement and a forum channel, one bot, and a webhook for the text channel and one for
/// the forum. Nonces hold for five minutes, clients must name themselves, refusals carry Discord's numbers.
/// </summary>
public sealed partial class DiscordEmulator(TimeProvider? clock = null, int port = 0) : NetworkSite(clock, port)
{
    public const string FirstToken = "MTE5ODYyMjQ4MzQ3MTkyNTI0OA.Cl2FMQ.emulated-bot-token";
    public const string Guild = "500000000000000001";
    public const string General = "600000000000000001";
    public const string News = "600000000000000002";
    public const string Forum = "600000000000000003";
    public const string Voice = "600000000000000004";
    public const string ForumTag = "700000000000000001";
    public const string HookId = "800000000000000001";
    public const string ForumHookId = "800000000000000002";

    const int MostText = 2_000;
    const int MostFiles = 10;
    const int MostAlt = 1_024;
    const int FileBytes = 10_485_760;

    // Messages of Discord's first second, so that ids look like real ones and grow with time.
    const long Epoch = 1_420_070_400_000;

    static readonly TimeSpan NonceLife = TimeSpan.FromMinutes(5);

    readonly List<Message> messages = [];
    readonly Dictionary<string, (string Message, DateTimeOffset At)> nonces = new(StringComparer.Ordinal);
    readonly Dictionary<string, (string Kind, string Name)> channels = new(StringComparer.Ordinal)
    {
        [General] = ("0", "general"),
        [News] = ("5", "news"),
        [Forum] = ("15", "recipes"),
        [Voice] = ("2", "Kitchen"),
    };

    readonly Dictionary<string, (string Parent, string Name)> threads = new(StringComparer.Ordinal);
    long lastId;

    public string Token { get; private set; } = FirstToken;

    public string HookToken { get; private set; } = "emulated_webhook_token-0123456789";

    public string HookAddress => $"https://discord.com/api/webhooks/{HookId}/{HookToken}";

    public string ForumHookAddress => $"https://discord.com/api/webhooks/{ForumHookId}/{HookToken}";

    /// <summary>Without it the bot is shown an empty history.</summary>
    public bool ReadsHistory { get; set; } = true;

    public bool MayManageThreads { get; set; } = true;

    public bool MayCrosspost { get; set; } = true;

    /// <summary>While set, messages are refused with this status, number and words.</summary>
    public (int Status, int Code, string Message)? Refusal { get; set; }

    /// <summary>While set, every message is answered with 429 and this wait in the body.</summary>
    public double? WaitSeconds { get; set; }

    public List<string> Crossposted { get; } = [];

    /// <summary>The bodies of the calls that made messages.</summary>
    public List<JsonObject> Sent { get; } = [];

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. messages.Select(Seen)];
        }
    }

    public static async Task<DiscordEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new DiscordEmulator(clock, port);
        await emulator.Open();
        return emulator;
    }

    public override void RevokeTokens() => (Token, HookToken) = ("MTE5ODYyMjQ4MzQ3MTkyNTI0OA.Dm3GNR.another-bot-token", "another_webhook_token-9876543210");

    /// <summary>Somebody else writes something.</summary>
    public void Write(string channel, string text)
    {
        lock (Door) Add(channel, text, [], poll: null, author: "somebody");
    }

    public IList<(string Id, string Username, string? Nick, bool IsBot)> People { get; } = [("501", "ann_lee", "Ann", false), ("502", "anna", null, false), ("503", "annbot", null, true)];

    protected override void Map()
    {
        Get("users/@me", _ => Results.Json(new { id = "1198622483471925248", username = "acme-bot", bot = true }));
        Get("users/@me/guilds", _ => Results.Json(new[] { ShownGuild() }));
        Get("guilds/{guild}", http => Value(http, "guild") == Guild ? Results.Json(ShownGuild()) : Error(404, 10004, "Unknown Guild"));
        Get("guilds/{guild}/members/search", http => http.Request.Query["query"].ToString() is { Length: > 0 } words
            ? Results.Json(People.Where(p => p.Username.StartsWith(words, StringComparison.OrdinalIgnoreCase) || p.Nick?.StartsWith(words, StringComparison.OrdinalIgnoreCase) == true)
                .Select(p => new { nick = p.Nick, user = new { id = p.Id, username = p.Username, global_name = (string?)null, bot = p.IsBot } }))
            : Error(400, 50035, "Invalid Form Body"));
        Get("guilds/{guild}/channels", _ => Results.Json(channels.Keys.Select(ShownChannel)));
        Get("guilds/{guild}/threads/active", _ => Results.Json(new
        {
            threads = threads.Select(t => new { id = t.Key, type = 11, parent_id = t.Value.Parent, name = t.Value.Name }),
            members = Array.Empty<object>(),
        }));
        Get("channels/{channel}", http => channels.ContainsKey(Value(http, "channel")) ? Results.Json(ShownChannel(Value(http, "channel"))) : Error(404, 10003, "Unknown Channel"));
        Get("channels/{channel}/messages", History);
        Get("channels/{channel}/messages/{message}", http => One(http, Value(http, "channel"), m => Results.Json(Shown(m))));
        Post("channels/{channel}/messages", Call.Publish, (http, input) => Writing(input, () => Knows(Value(http, "channel")) ? Create(http, Value(http, "channel"), input, hook: null) : Error(404, 10003, "Unknown Channel")));
        Post("channels/{channel}/threads", Call.Publish, (http, input) => Writing(input, () => Open(http, Value(http, "channel"), Text(input, "name"), input["applied_tags"], input["message"] as JsonObject ?? [], hook: null)));
        On(HttpMethods.Patch, "/api/v10/channels/{channel}/messages/{message}", Call.Publish, RefuseBot, async http => Changing(http, await Read(http)));
        Post("channels/{channel}/messages/{message}/crosspost", Call.Upload, (http, _) => One(http, Value(http, "channel"), m =>
        {
            if (channels.GetValueOrDefault(m.Channel).Kind != "5")
                return Error(400, 50024, "Cannot execute action on this channel type");
            if (!MayCrosspost)
                return Error(403, 50013, "Missing Permissions");
            if (Crossposted.Contains(m.Id))
                return Error(400, 40033, "This message has already been crossposted");
            Crossposted.Add(m.Id);
            return Results.Json(Shown(m));
        }));
        Delete("channels/{channel}", http =>
        {
            var id = Value(http, "channel");
            if (!threads.ContainsKey(id))
                return channels.ContainsKey(id) ? Error(403, 50013, "Missing Permissions") : Error(404, 10003, "Unknown Channel");
            if (!MayManageThreads)
                return Error(403, 50013, "Missing Permissions");
            threads.Remove(id);
            messages.RemoveAll(m => m.Channel == id);
            return Results.Json(new { id });
        });
        Delete("channels/{channel}/messages/{message}", http => Knows(Value(http, "channel")) ? Removing(http, Value(http, "channel")) : Error(404, 10003, "Unknown Channel"));
        MapWebhooks();
        MapPages();
    }

    void MapWebhooks()
    {
        const string Path = "/api/v10/webhooks/{hook}/{token}";
        On(HttpMethods.Get, Path, Call.Read, RefuseHook, http => Results.Json(new { id = Value(http, "hook"), type = 1, name = "Acme News", channel_id = HookChannel(http), guild_id = Guild, avatar = "abc" }));
        On(HttpMethods.Post, Path, Call.Publish, RefuseHook, async http =>
        {
            var input = await Read(http);
            lock (Door)
                return Writing(input, () =>
                {
                    var (channel, title, thread) = (HookChannel(http), Text(input, "thread_name"), http.Request.Query["thread_id"].ToString());
                    if (channels[channel].Kind != "15" && title is not null)
                        return Error(400, 220003, "Webhooks can only create threads in forum channels");
                    if (channels[channel].Kind == "15" && title is null && thread.Length == 0)
                        return Error(400, 220001, "Webhooks posted to forum channels must have a thread_name or thread_id");
                    return title is not null ? Open(http, channel, title, input["applied_tags"], input, Value(http, "hook")) : Create(http, thread.Length > 0 ? thread : channel, input, Value(http, "hook"));
                });
        });
        On(HttpMethods.Get, Path + "/messages/{message}", Call.Read, RefuseHook, http => One(http, HookPlace(http), m => Results.Json(Shown(m))));
        On(HttpMethods.Patch, Path + "/messages/{message}", Call.Publish, RefuseHook, async http => Changing(http, await Read(http), HookPlace(http)));
        On(HttpMethods.Delete, Path + "/messages/{message}", Call.Delete, RefuseHook, http => Removing(http, HookPlace(http)));
    }

    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated Discord", string.Concat(channels.Where(c => c.Value.Kind != "2").Select(c => $"<p><a href=\"/channels/{Guild}/{c.Key}\">#{Html(c.Value.Name)}</a></p>"))));
        App.MapGet("/channels/{guild}/{channel}", (string channel) => Show(m => m.Channel == channel || threads.GetValueOrDefault(m.Channel).Parent == channel));
        App.MapGet("/channels/{guild}/{channel}/{message}", (string channel, string message) => Show(m => m.Channel == channel && m.Id == message));
    }

    IResult Show(Func<Message, bool> which)
    {
        lock (Door)
        {
            var shown = messages.Where(which).ToList();
            return shown.Count == 0 ? Page("Nothing here", "", 404) : Page("Acme", string.Concat(shown.Select(m => Article(Seen(m)))));
        }
    }

    void Get(string path, Func<HttpContext, IResult> answer) => On(HttpMethods.Get, "/api/v10/" + path, Call.Read, RefuseBot, answer);

    void Delete(string path, Func<HttpContext, IResult> answer) => On(HttpMethods.Delete, "/api/v10/" + path, Call.Delete, RefuseBot, answer);

    void Post(string path, Call call, Func<HttpContext, JsonObject, IResult> answer) => On(HttpMethods.Post, "/api/v10/" + path, call, RefuseBot, async http =>
    {
        var input = await Read(http);
        lock (Door) return answer(http, input);
    });

    IResult? RefuseBot(HttpContext http) =>
        RefuseStranger(http) ?? (http.Request.Headers.Authorization == $"Bot {Token}" ? null : Results.Json(new { message = "401: Unauthorized", code = 0 }, statusCode: 401));

    IResult? RefuseHook(HttpContext http) =>
        RefuseStranger(http) is { } stranger ? stranger
        : Value(http, "hook") is not (HookId or ForumHookId) ? Error(404, 10015, "Unknown Webhook")
        : Value(http, "token") != HookToken ? Error(401, 50027, "Invalid Webhook Token")
        : null;

    static IResult? RefuseStranger(HttpContext http) =>
        http.Request.Headers.UserAgent.ToString().StartsWith("DiscordBot (", StringComparison.Ordinal) ? null : Results.Content("<html>error code: 1010</html>", "text/html", statusCode: 403);

    IResult Writing(JsonObject input, Func<IResult> work)
    {
        if (WaitSeconds is { } seconds)
            return Results.Json(new { message = "You are being rate limited.", retry_after = seconds, global = false }, statusCode: 429);
        if (Refusal is { } refusal)
            return Error(refusal.Status, refusal.Code, refusal.Message);
        Sent.Add((JsonObject)input.DeepClone());
        return work();
    }

    IResult Create(HttpContext http, string channel, JsonObject input, string? hook)
    {
        // Only channels remember nonces, webhooks do not.
        var nonce = hook is null && (bool?)input["enforce_nonce"] == true ? Text(input, "nonce") : null;
        if (nonce is { Length: > 25 })
            return Form("nonce", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.");
        if (nonce is not null && nonces.TryGetValue(nonce, out var earlier) && Clock.GetUtcNow() - earlier.At < NonceLife && messages.Find(m => m.Id == earlier.Message) is { } same)
            return Results.Json(Shown(same));
        if (input["message_reference"]?["message_id"] is { } answered && !messages.Exists(m => m.Channel == channel && m.Id == (string)answered!))
            return Form("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
        if (Flaw(http, input) is { } flaw)
            return flaw;

        var message = Add(channel, Text(input, "content") ?? "", Files(http, input), input["poll"], answers: (string?)input["message_reference"]?["message_id"]);
        if (nonce is not null)
            nonces[nonce] = (message.Id, Clock.GetUtcNow());
        return Results.Json(Shown(message));
    }

    IResult Open(HttpContext http, string channel, string? name, JsonNode? tags, JsonObject input, string? hook)
    {
        if (channels.GetValueOrDefault(channel).Kind != "15")
            return Error(400, 50024, "Cannot execute action on this channel type");
        if (name is not { Length: >= 1 and <= 100 })
            return Form("name", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.");
        if (tags is JsonArray given && given.Any(t => (string?)t != ForumTag))
            return Form("applied_tags", "INVALID", "Unknown tag");
        if (Flaw(http, input) is { } flaw)
            return flaw;

        var message = Add(null, Text(input, "content") ?? "", Files(http, input), input["poll"]);
        threads[message.Id] = (channel, name);
        return hook is not null ? Results.Json(Shown(message)) : Results.Json(new { id = message.Id, type = 11, parent_id = channel, name, message = Shown(message) }, statusCode: 201);
    }

    static IResult? Flaw(HttpContext http, JsonObject input)
    {
        var (content, files) = (Text(input, "content") ?? "", Files(http, input));
        if (content.Trim().Length == 0 && files.Count == 0 && input["poll"] is null)
            return Error(400, 50006, "Cannot send an empty message");
        if (content.EnumerateRunes().Count() > MostText)
            return Form("content", "BASE_TYPE_MAX_LENGTH", $"Must be {MostText} or fewer in length.");
        if (files.Count > MostFiles)
            return Form("attachments", "BASE_TYPE_MAX_LENGTH", $"Must be {MostFiles} or fewer in length.");
        if (files.Any(f => f.Bytes > FileBytes))
            return Error(413, 40005, "Request entity too large");
        if (files.Any(f => f.Alt.Length > MostAlt))
            return Form("attachments", "BASE_TYPE_MAX_LENGTH", $"Must be {MostAlt} or fewer in length.");
        if (input["poll"] is not JsonObject poll)
            return null;
        var answers = poll["answers"] as JsonArray ?? [];
        if (((string?)poll["question"]?["text"])?.Length is not (>= 1 and <= 300))
            return Form("poll", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 300 in length.");
        if (answers.Count is < 1 or > 10 || answers.Any(a => ((string?)a!["poll_media"]?["text"])?.Length is not (>= 1 and <= 55)))
            return Form("poll", "POLL_INVALID_ANSWERS", "Answers are not valid.");
        return (int?)poll["duration"] is >= 1 and <= 768 ? null : Form("poll", "NUMBER_TYPE_MAX", "int value should be less than or equal to 768.");
    }

    static List<EmulatedMedia> Files(HttpContext http, JsonObject input) => !http.Request.HasFormContentType ? [] :
    [
        .. http.Request.Form.Files.Where(f => f.Name != "payload_json").Select((f, i) => new EmulatedMedia(
            (string?)(input["attachments"] as JsonArray ?? input["message"]?["attachments"] as JsonArray ?? []).FirstOrDefault(a => a!["id"]!.ToString() == i.ToString(CultureInfo.InvariantCulture))?["description"] ?? "", f.Length, f.ContentType)),
    ];

    IResult History(HttpContext http)
    {
        var channel = Value(http, "channel");
        if (!Knows(channel))
            return Error(404, 10003, "Unknown Channel");
        if (!ReadsHistory)
            return Results.Json(Array.Empty<object>());
        var after = ulong.TryParse(http.Request.Query["after"], CultureInfo.InvariantCulture, out var id) ? id : 0;
        var limit = int.TryParse(http.Request.Query["limit"], CultureInfo.InvariantCulture, out var most) ? Math.Clamp(most, 1, 100) : 50;
        var matching = messages.Where(m => m.Channel == channel && ulong.Parse(m.Id, CultureInfo.InvariantCulture) > after);
        return Results.Json((after > 0 ? matching.Take(limit) : matching.TakeLast(limit)).Reverse().Select(Shown));
    }

    IResult Changing(HttpContext http, JsonObject input, string? place = null)
    {
        lock (Door)
            return One(http, place ?? Value(http, "channel"), m =>
            {
                var content = Text(input, "content") ?? "";
                if (m.Poll is not null)
                    return Error(400, 520000, "Cannot edit poll message");
                if (content.EnumerateRunes().Count() > MostText)
                    return Form("content", "BASE_TYPE_MAX_LENGTH", $"Must be {MostText} or fewer in length.");
                m.Content = content;
                return Results.Json(Shown(m));
            });
    }

    IResult Removing(HttpContext http, string place) => One(http, place, m =>
    {
        messages.Remove(m);
        return Results.NoContent();
    });

    IResult One(HttpContext http, string channel, Func<Message, IResult> work) =>
        messages.Find(m => m.Channel == channel && m.Id == Value(http, "message")) is { } message ? work(message) : Error(404, 10008, "Unknown Message");

    string HookChannel(HttpContext http) => Value(http, "hook") == HookId ? General : Forum;

    string HookPlace(HttpContext http) => http.Request.Query["thread_id"].ToString() is { Length: > 0 } thread ? thread : HookChannel(http);

    bool Knows(string channel) => channels.ContainsKey(channel) || threads.ContainsKey(channel);

    /// <param name="channel">Null opens a thread, which has its first message's id.</param>
    Message Add(string? channel, string content, IReadOnlyList<EmulatedMedia> media, JsonNode? poll, string author = "acme-bot", string? answers = null)
    {
        lastId = Math.Max(lastId + 1, (Clock.GetUtcNow().ToUnixTimeMilliseconds() - Epoch) << 22);
        var id = lastId.ToString(CultureInfo.InvariantCulture);
        var message = new Message(id, channel ?? id, media, poll?.DeepClone(), author, answers, Clock.GetUtcNow()) { Content = content.Trim() };
        messages.Add(message);
        return message;
    }

    object Shown(Message m) => new
    {
        id = m.Id,
        channel_id = m.Channel,
        content = m.Content,
        author = new { id = "1198622483471925248", username = m.Author },
        attachments = m.Media.Select((f, i) => new { id = i.ToString(CultureInfo.InvariantCulture), filename = "file", size = f.Bytes, content_type = f.ContentType, description = f.Alt }),
        poll = m.Poll,
        // Two hearts a day.
        reactions = new[] { new { count = 3 + (2 * (int)(Clock.GetUtcNow() - m.At).TotalDays), emoji = new { name = "❤" } } },
        timestamp = m.At,
    };

    static object ShownGuild() => new { id = Guild, name = "Acme", icon = "f00", approximate_member_count = 412 };

    object ShownChannel(string id) => new
    {
        id,
        type = int.Parse(channels[id].Kind, CultureInfo.InvariantCulture),
        guild_id = Guild,
        name = channels[id].Name,
        last_message_id = (channels[id].Kind == "15" ? threads.Where(t => t.Value.Parent == id).Select(t => t.Key) : messages.Where(m => m.Channel == id).Select(m => m.Id)).LastOrDefault(),
        available_tags = channels[id].Kind == "15" ? new[] { new { id = ForumTag, name = "Desserts" } } : null,
    };

    EmulatedPost Seen(Message m) => new(
        channels.ContainsKey(m.Channel) ? m.Id : $"{m.Channel}/{m.Id}",
        m.Poll is null ? m.Content : (string)m.Poll["question"]!["text"]!,
        FirstLink().Match(m.Content) is { Success: true } link ? link.Value : null,
        m.Media)
    {
        AnswerTo = m.Answers,
    };

    static async Task<JsonObject> Read(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            return http.Request.ContentLength is 0 or null && http.Request.ContentType is null ? [] : await JsonNode.ParseAsync(http.Request.Body) as JsonObject ?? [];
        var form = await http.Request.ReadFormAsync();
        var payload = form["payload_json"].ToString();
        if (form.Files.GetFile("payload_json") is { } file)
        {
            using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
            payload = await reader.ReadToEndAsync();
        }

        return JsonNode.Parse(payload) as JsonObject ?? [];
    }

    static string Value(HttpContext http, string name) => (string)http.GetRouteValue(name)!;

    static string? Text(JsonObject input, string name) => input[name] is JsonValue value ? value.ToString() : null;

    static IResult Error(int status, int code, string message) => Results.Json(new { message, code }, statusCode: status);

    static IResult Form(string field, string code, string message) => Results.Json(
        new JsonObject { ["message"] = "Invalid Form Body", ["code"] = 50035, ["errors"] = new JsonObject { [field] = new JsonObject { ["_errors"] = new JsonArray(new JsonObject { ["code"] = code, ["message"] = message }) } } },
        statusCode: 400);

    [GeneratedRegex(@"https?://\S+", RegexOptions.NonBacktracking)]
    private static partial Regex FirstLink();

    sealed record Message(string Id, string Channel, IReadOnlyList<EmulatedMedia> Media, JsonNode? Poll, string Author, string? Answers, DateTimeOffset At)
    {
        public required string Content { get; set; }
    }
}
