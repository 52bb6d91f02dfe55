using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators.Slack;

/// <summary>
/// Slack's Web API and archive pages on loopback: a workspace with three public channels and two private ones. Refusals come with status 200 and ok:false; texts
/// come back with links in angle brackets; files are seen once they are shared. Lists come in pages of two.
/// </summary>
public sealed partial class SlackEmulator(TimeProvider? clock = null, int port = 0) : NetworkSite(clock, port)
{
    public const string General = "C0000GENERAL";
    public const string News = "C0000000NEWS";
    public const string Secret = "G000000SECRET";
    public const string Hidden = "G000000HIDDEN";
    public const string Bot = "U0000000BOT";

    const int MostText = 40_000;
    const int MostAlt = 2_000;

    readonly Dictionary<string, Room> rooms = new(StringComparer.Ordinal)
    {
        [General] = new("general", IsPrivate: false) { HasBot = true },
        [News] = new("news", IsPrivate: false),
        ["C00000000OLD"] = new("old", IsPrivate: false) { IsArchived = true },
        [Secret] = new("secret", IsPrivate: true) { HasBot = true },
        [Hidden] = new("hidden", IsPrivate: true),
    };

    readonly List<Message> messages = [];
    readonly Dictionary<string, Upload> uploads = new(StringComparer.Ordinal);
    long lastTs;

    /// <summary>While set, messages and files are refused with this error, at status 200.</summary>
    public string? Refusal { get; set; }

    /// <summary>The token call refuses with a success.</summary>
    public bool RefusesTokens { get; set; }

    /// <summary>Whether tokens expire, as where rotation is on.</summary>
    public bool Rotates { get; set; }

    /// <summary>How often a shared file does not yet name its message.</summary>
    public int SharingPolls { get; set; }

    public bool TellsPermalinks { get; set; } = true;

    /// <summary>Everybody of the workspace, some of whom nobody would mention.</summary>
    public IList<object> People { get; } =
    [
        new { id = "USLACKBOT", name = "slackbot", is_bot = false, deleted = false, real_name = "Slackbot", profile = new { display_name = "" } },
        new { id = "U1", name = "ann.lee", is_bot = false, deleted = false, real_name = "Ann Lee", profile = new { display_name = "Ann" } },
        new { id = "U2", name = "bob", is_bot = false, deleted = false, real_name = "Bob Field", profile = new { display_name = "" } },
        new { id = "U3", name = "left", is_bot = false, deleted = true, real_name = "Left Long Ago", profile = new { display_name = "" } },
        new { id = "U4", name = "deploys", is_bot = true, deleted = false, real_name = "Deploys", profile = new { display_name = "" } },
    ];

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. messages.Where(m => m.User == Bot).Select(Seen)];
        }
    }

    protected internal override string WhoIsSignedIn => "Olga at Acme";

    public static async Task<SlackEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new SlackEmulator(clock, port);
        await emulator.Open();
        return emulator;
    }

    /// <summary>Somebody else writes something.</summary>
    public void Write(string channel, string text)
    {
        lock (Door) Add(channel, text, [], thread: null, "U00000OLGA");
    }

    public void Archive(string channel)
    {
        lock (Door) rooms[channel].IsArchived = true;
    }

    public bool IsIn(string channel)
    {
        lock (Door) return rooms[channel].HasBot;
    }

    protected override void Map()
    {
        Desk.Map("/oauth/v2/authorize", token: null);
        App.MapPost("/api/oauth.v2.access", async (HttpContext http) =>
        {
            var form = await http.Request.ReadFormAsync();
            (Desk.GivesRefreshTokens, Desk.TokenLife) = (Rotates, Rotates ? TimeSpan.FromHours(12) : TimeSpan.FromDays(3_650));
            return RefusesTokens ? No("invalid_code") : Desk.Trade(http, form, extra: () => new { ok = true, bot_user_id = Bot, app_id = "A1", team = new { id = "T1", name = "Acme" } });
        });
        Method("auth.revoke", Call.Delete, "", _ =>
        {
            Desk.Revoke();
            return Yes(new { revoked = true });
        });
        Method("conversations.list", Call.Read, "channels:read", f => Paged(f, "channels", [.. rooms.Where(r => !r.Value.IsArchived && (!r.Value.IsPrivate || r.Value.HasBot)).Select(r => Shown(r.Key))]));
        Method("users.list", Call.Read, "users:read", f => Paged(f, "members", [.. People]));
        Method("conversations.info", Call.Read, "channels:read", f => In(f, _ => Yes(new { channel = Shown(f["channel"]!) })));
        Method("conversations.join", Call.Delete, "channels:join", f => In(f, room =>
        {
            if (room.IsPrivate)
                return No("method_not_supported_for_channel_type");
            room.HasBot = true;
            return Yes(new { channel = Shown(f["channel"]!) });
        }));
        Method("conversations.history", Call.Read, "channels:history", f => Inside(f, _ => History(f, messages.Where(m => m.Channel == f["channel"] && m.Thread is null))));
        Method("conversations.replies", Call.Read, "channels:history", f => Inside(f, _ => messages.Exists(m => m.Channel == f["channel"] && m.Ts == f["ts"])
            ? History(f, messages.Where(m => m.Channel == f["channel"] && (m.Ts == f["ts"] || m.Thread == f["ts"])))
            : No("thread_not_found")));
        Method("chat.postMessage", Call.Publish, "chat:write", f => Writing(f, () =>
        {
            var text = f.GetValueOrDefault("text") ?? "";
            if (text.Trim().Length == 0)
                return No("no_text");
            if (text.Length > MostText)
                return No("msg_too_long");
            var message = Add(f["channel"]!, text, [], f.GetValueOrDefault("thread_ts"), Bot);
            return Yes(new { channel = message.Channel, ts = message.Ts, message = Shown(message) });
        }));
        Method("chat.update", Call.Publish, "chat:write", f => One(f, m =>
        {
            m.Text = f["text"]!;
            return Yes(new { ts = m.Ts, text = m.Text });
        }));
        Method("chat.delete", Call.Delete, "chat:write", f => One(f, m =>
        {
            messages.Remove(m);
            return Yes(new { ts = m.Ts });
        }));
        Method("chat.getPermalink", Call.Read, "", f => !TellsPermalinks ? No("internal_error")
            : messages.Exists(m => m.Channel == f["channel"] && m.Ts == f["message_ts"])
                ? Yes(new { permalink = new Uri(Address, $"/archives/{f["channel"]}/p{f["message_ts"]!.Replace(".", "", StringComparison.Ordinal)}").AbsoluteUri })
                : No("message_not_found"));
        MapFiles();
        App.MapGet("/", () => Page("Acme in Slack", string.Concat(rooms.Where(r => !r.Value.IsPrivate).Select(r => $"<p><a href=\"/archives/{r.Key}\">#{Html(r.Value.Name)}</a></p>"))));
        App.MapGet("/archives/{channel}", (string channel) => Show(m => m.Channel == channel));
        App.MapGet("/archives/{channel}/{message}", (string channel, string message) => Show(m => m.Channel == channel && $"p{m.Ts.Replace(".", "", StringComparison.Ordinal)}" == message));
    }

    void MapFiles()
    {
        Method("files.getUploadURLExternal", Call.Upload, "files:write", f =>
        {
            if (!long.TryParse(f.GetValueOrDefault("length"), CultureInfo.InvariantCulture, out var length) || length <= 0 || f.GetValueOrDefault("filename") is not { Length: > 0 } name)
                return No("invalid_arguments");
            if (f.GetValueOrDefault("alt_txt")?.Length > MostAlt)
                return No("alt_txt_too_large");
            var id = $"F{uploads.Count + 1:0000000000}";
            uploads[id] = new Upload(id, name, length, f.GetValueOrDefault("alt_txt") ?? "");
            return Yes(new { upload_url = new Uri(Address, $"/upload/v1/{id}").AbsoluteUri, file_id = id });
        });
        App.MapPost("/upload/v1/{id}", async (string id, HttpContext http) =>
        {
            using var bytes = new MemoryStream();
            await http.Request.Body.CopyToAsync(bytes);
            lock (Door)
            {
                if (!uploads.TryGetValue(id, out var upload) || bytes.Length != upload.Length)
                    return Results.Text("NO", statusCode: 400);
                (upload.HasBytes, upload.ContentType) = (true, http.Request.ContentType ?? "");
                return Results.Text($"OK - {bytes.Length}");
            }
        });
        Method("files.completeUploadExternal", Call.Publish, "files:write", f => Writing(f, () =>
        {
            var ids = (JsonNode.Parse(f.GetValueOrDefault("files") ?? "[]") as JsonArray ?? []).Select(n => (string?)n!["id"] ?? "").ToList();
            if (ids.Count == 0 || ids.Exists(i => !uploads.TryGetValue(i, out var u) || !u.HasBytes))
                return No("file_not_found");
            var message = Add(f["channel_id"]!, f.GetValueOrDefault("initial_comment") ?? "", [.. ids.Select(i => uploads[i])], f.GetValueOrDefault("thread_ts"), Bot);
            foreach (var id in ids)
                (uploads[id].Message, uploads[id].PollsLeft) = (message, SharingPolls);
            return Yes(new { files = ids.Select(i => new { id = i, title = uploads[i].Name }) });
        }, "channel_id"));
        Method("files.info", Call.Read, "files:read", f =>
        {
            if (!uploads.TryGetValue(f["file"]!, out var upload) || upload.Message is not { } message || !messages.Contains(message))
                return No("file_not_found");
            if (upload.PollsLeft > 0)
            {
                upload.PollsLeft--;
                return Yes(new { file = new { id = upload.Id, shares = new { } } });
            }

            var share = new JsonObject { [message.Channel] = new JsonArray(new JsonObject { ["ts"] = message.Ts }) };
            return Yes(new { file = new { id = upload.Id, shares = new JsonObject { [rooms[message.Channel].IsPrivate ? "private" : "public"] = share } } });
        });
    }

    IResult Show(Func<Message, bool> which)
    {
        lock (Door)
        {
            var shown = messages.Where(which).ToList();
            return Page("Acme", string.Concat(shown.Select(m => Article(Seen(m)))), shown.Count > 0 ? 200 : 404);
        }
    }

    void Method(string name, Call call, string scope, Func<Dictionary<string, string?>, IResult> answer) =>
        On(HttpMethods.Post, "/api/" + name, call, http => Refuse(http, scope), async http =>
        {
            var form = (await http.Request.ReadFormAsync()).ToDictionary(p => p.Key, p => (string?)p.Value, StringComparer.Ordinal);
            lock (Door) return answer(form);
        });

    IResult? Refuse(HttpContext http, string scope) => Desk.Judge(http, scope.Length == 0 ? null : scope) switch
    {
        TokenState.Good => null,
        TokenState.Expired => No("token_expired"),
        TokenState.WithoutScope => Results.Json(new { ok = false, error = "missing_scope", needed = scope }),
        TokenState.Missing => No("not_authed"),
        _ => No("token_revoked"),
    };

    IResult In(Dictionary<string, string?> form, Func<Room, IResult> work, string field = "channel") =>
        rooms.TryGetValue(form.GetValueOrDefault(field) ?? "", out var room) && (!room.IsPrivate || room.HasBot) ? work(room) : No("channel_not_found");

    IResult Inside(Dictionary<string, string?> form, Func<Room, IResult> work, string field = "channel") =>
        In(form, room => room.HasBot ? work(room) : No("not_in_channel"), field);

    IResult Writing(Dictionary<string, string?> form, Func<IResult> work, string field = "channel") => Inside(form, room =>
        Refusal is { } refusal ? No(refusal)
        : room.IsArchived ? No("is_archived")
        : form.GetValueOrDefault("thread_ts") is { } thread && !messages.Exists(m => m.Ts == thread) ? No("thread_not_found")
        : work(), field);

    IResult One(Dictionary<string, string?> form, Func<Message, IResult> work) => Inside(form, _ =>
        messages.Find(m => m.Channel == form["channel"] && m.Ts == form["ts"] && m.User == Bot) is { } message ? work(message) : No("message_not_found"));

    IResult History(Dictionary<string, string?> form, IEnumerable<Message> from)
    {
        var (oldest, latest) = (form.GetValueOrDefault("oldest") ?? "0", form.GetValueOrDefault("latest") ?? "9999999999.999999");
        var isInclusive = form.GetValueOrDefault("inclusive") == "true";
        var matching = from.Where(m => isInclusive ? string.CompareOrdinal(m.Ts, oldest) >= 0 && string.CompareOrdinal(m.Ts, latest) <= 0 : string.CompareOrdinal(m.Ts, oldest) > 0 && string.CompareOrdinal(m.Ts, latest) < 0).Reverse();
        return Paged(form, "messages", [.. matching.Select(Shown)]);
    }

    IResult Paged(Dictionary<string, string?> form, string name, object[] items)
    {
        var from = int.TryParse(form.GetValueOrDefault("cursor"), CultureInfo.InvariantCulture, out var at) ? at : 0;
        var size = Math.Min(2, int.TryParse(form.GetValueOrDefault("limit"), CultureInfo.InvariantCulture, out var limit) ? limit : 2);
        var next = items.Length > from + size ? (from + size).ToString(CultureInfo.InvariantCulture) : "";
        return Yes(new Dictionary<string, object>(StringComparer.Ordinal) { ["ok"] = true, [name] = items.Skip(from).Take(size), ["response_metadata"] = new { next_cursor = next } });
    }

    Message Add(string channel, string text, IReadOnlyList<Upload> files, string? thread, string user)
    {
        // Microseconds, of which no two messages share one.
        lastTs = Math.Max(lastTs + 1, Clock.GetUtcNow().ToUnixTimeMilliseconds() * 1_000);
        var message = new Message($"{lastTs / 1_000_000}.{lastTs % 1_000_000:000000}", channel, files, thread, user, Clock.GetUtcNow()) { Text = text };
        messages.Add(message);
        return message;
    }

    object Shown(string id) => new { id, name = rooms[id].Name, is_private = rooms[id].IsPrivate, is_archived = rooms[id].IsArchived, is_member = rooms[id].HasBot, num_members = 37 };

    object Shown(Message m) => new
    {
        type = "message",
        user = m.User,
        ts = m.Ts,
        thread_ts = m.Thread,
        text = Link().Replace(m.Text.Trim(), "<$0>"),
        files = m.Files.Select(f => new { id = f.Id }),
        reply_count = messages.Count(r => r.Thread == m.Ts),
        reactions = new[] { new { name = "tada", count = 2 + (int)(Clock.GetUtcNow() - m.At).TotalDays } },
    };

    static EmulatedPost Seen(Message m)
    {
        var text = m.Text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal).Trim();
        return new EmulatedPost(m.Ts, text, Link().Match(text) is { Success: true } link ? link.Value : null, [.. m.Files.Select(f => new EmulatedMedia(f.Alt, f.Length, f.ContentType))]) { AnswerTo = m.Thread };
    }

    static IResult Yes(object answer)
    {
        if (answer is Dictionary<string, object> whole)
            return Results.Json(whole);
        var json = System.Text.Json.JsonSerializer.SerializeToNode(answer)!.AsObject();
        json["ok"] = true;
        return Results.Json(json);
    }

    static IResult No(string error) => Results.Json(new { ok = false, error });

    [GeneratedRegex(@"https?://[^\s<>]+", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    sealed record Room(string Name, bool IsPrivate)
    {
        public bool HasBot { get; set; }

        public bool IsArchived { get; set; }
    }

    sealed record Upload(string Id, string Name, long Length, string Alt)
    {
        public bool HasBytes { get; set; }

        public string ContentType { get; set; } = "";

        public Message? Message { get; set; }

        public int PollsLeft { get; set; }
    }

    sealed record Message(string Ts, string Channel, IReadOnlyList<Upload> Files, string? Thread, string User, DateTimeOffset At)
    {
        public required string Text { get; set; }
    }
}
