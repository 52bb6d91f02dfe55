using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Planable.Tests.Emulators.Telegram;

/// <summary>
/// The Bot API and t.me on loopback: one bot, a public channel, a private channel, a group and a person. Reads JSON and multipart, counts UTF-16 units,
/// keeps albums together, and answers its refusals in the API's own words.
/// </summary>
public sealed partial class TelegramEmulator(TimeProvider? clock = null, int port = 0) : NetworkSite(clock, port)
{
    public const string FirstToken = "123456789:AAE-emulated-bot-token-0123456789abc";
    public const string Channel = "-1001000000001";
    public const string PrivateChannel = "-1001000000002";
    public const string Group = "-4000003";
    public const string Username = "acme_news";

    const int MostText = 4_096;
    const int MostCaption = 1_024;
    const int PhotoBytes = 10_000_000;
    const int FileBytes = 50_000_000;

    readonly List<Message> messages = [];
    readonly Dictionary<string, Chat> chats = new(StringComparer.Ordinal)
    {
        [Channel] = new(Channel, "channel", "Acme News", Username),
        [PrivateChannel] = new(PrivateChannel, "channel", "Acme Inside", null),
        [Group] = new(Group, "group", "Acme Team", null),
        ["77"] = new("77", "private", "Wanda", "wanda_w"),
    };

    DateTimeOffset opened;
    long lastId = 100;

    /// <summary>The bot's token; what came before no longer works.</summary>
    public string Token { get; private set; } = FirstToken;

    /// <summary>What the bot is in all chats.</summary>
    public string BotStatus { get; set; } = "administrator";

    public bool CanPost { get; set; } = true;

    /// <summary>Where the group lives now, after it became a supergroup.</summary>
    public string? GroupMovedTo { get; set; }

    /// <summary>While set, every message is answered with 429 and this many seconds in the body alone.</summary>
    public int? FloodSeconds { get; set; }

    /// <summary>While set, messages are answered with status 200 and this error inside.</summary>
    public (int Code, string Description)? SilentError { get; set; }

    /// <summary>What was sent, as the API saw it.</summary>
    public IReadOnlyList<(string Method, JsonObject Input)> Sent
    {
        get
        {
            lock (Door) return [.. sent];
        }
    }

    readonly List<(string, JsonObject)> sent = [];

    public override IReadOnlyList<EmulatedPost> Posts
    {
        get
        {
            lock (Door) return [.. messages.GroupBy(m => m.Album ?? m.Id).Select(Seen)];
        }
    }

    public static async Task<TelegramEmulator> Start(TimeProvider? clock = null, int port = 0)
    {
        var emulator = new TelegramEmulator(clock, port);
        emulator.opened = emulator.Clock.GetUtcNow();
        await emulator.Open();
        return emulator;
    }

    public override void RevokeTokens() => Token = "123456789:BBE-emulated-bot-token-0123456789xyz";

    protected override void Map()
    {
        Method("getMe", Call.Read, (_, _) => Ok(new { id = 123456789, is_bot = true, first_name = "Acme Bot", username = "acme_bot" }));
        Method("getChat", Call.Read, (_, input) => At(input, chat => Ok(new { id = long.Parse(chat.Id, CultureInfo.InvariantCulture), type = chat.Type, title = chat.Type == "private" ? null : chat.Title, username = chat.Username })));
        Method("getChatMember", Call.Read, (_, input) => At(input, chat => BotStatus is "left" or "kicked" && chat.Type == "channel"
            ? Error(403, "Forbidden: bot is not a member of the channel chat")
            : Ok(new { status = BotStatus, user = new { id = 123456789 }, can_post_messages = CanPost, can_send_messages = CanPost })));
        Method("getChatMemberCount", Call.Read, (_, input) => At(input, _ => Ok(1_204 + (7 * (int)(Clock.GetUtcNow() - opened).TotalDays))));
        Method("sendMessage", Call.Publish, (_, input) => Sending(input, "sendMessage", chat =>
        {
            var text = Text(input, "text") ?? "";
            if (text.Trim().Length == 0)
                return Error(400, "Bad Request: message text is empty");
            if (text.Length > MostText)
                return Error(400, "Bad Request: message is too long");
            return Ok(Shown(Add(input, chat, text.Trim(), [], (string?)input["link_preview_options"]?["url"] ?? FirstLink().Match(text) switch { { Success: true } m => m.Value, _ => null })));
        }));
        foreach (var kind in new[] { "photo", "video", "animation", "document" })
        {
            var method = $"send{char.ToUpperInvariant(kind[0])}{kind[1..]}";
            Method(method, Call.Publish, (http, input) => Sending(input, method, chat =>
                Flaw(http, kind, Text(input, kind), Text(input, "caption")) is { } flaw ? flaw
                : Ok(Shown(Add(input, chat, Text(input, "caption") ?? "", [File(http, Text(input, kind)!)!], null)))));
        }

        Method("sendMediaGroup", Call.Publish, (http, input) => Sending(input, "sendMediaGroup", chat => Album(http, input, chat)));
        Method("sendPoll", Call.Publish, (_, input) => Sending(input, "sendPoll", chat =>
        {
            var options = (input["options"] as JsonArray ?? []).Select(o => (string?)o?["text"] ?? "").ToList();
            if (Text(input, "question") is not { Length: > 0 and <= 300 } question)
                return Error(400, "Bad Request: poll question must be of length 1-300");
            if (options.Count is < 1 or > 12)
                return Error(400, "Bad Request: poll must have at most 12 options");
            if (options.Exists(o => o.Length is 0 or > 100))
                return Error(400, "Bad Request: poll options length must not exceed 100");
            if (Number(input, "open_period") is < 5 or > 2_628_000)
                return Error(400, "Bad Request: poll open period is invalid");
            return Ok(Shown(Add(input, chat, $"{question}\n{string.Join('\n', options.Select(o => "( ) " + o))}", [], null)));
        }));
        Method("editMessageText", Call.Publish, (_, input) => Editing(input, "text", MostText, withMedia: false));
        Method("editMessageCaption", Call.Publish, (_, input) => Editing(input, "caption", MostCaption, withMedia: true));
        Method("deleteMessages", Call.Delete, (_, input) => At(input, chat =>
        {
            var ids = (input["message_ids"] as JsonArray ?? []).Select(i => (long)i!).ToHashSet();
            if (ids.Count is 0 or > 100)
                return Error(400, "Bad Request: message identifiers are not specified");
            messages.RemoveAll(m => m.Chat == chat.Id && ids.Contains(m.Id));
            return Ok(true);
        }));
        MapPages();
    }

    void MapPages()
    {
        App.MapGet("/", () => Page("Emulated Telegram", string.Concat(chats.Values.Where(c => c.Type == "channel").Select(c => $"<p><a href=\"/{Html(c.Username ?? "c/" + c.Id[4..])}\">{Html(c.Title)}</a></p>"))));
        App.MapGet("/{name}", (string name) => Show(chats.Values.FirstOrDefault(c => c.Username == name), null));
        App.MapGet("/{name}/{id:long}", (string name, long id) => Show(chats.Values.FirstOrDefault(c => c.Username == name), id));
        App.MapGet("/c/{chat:long}", (long chat) => Show(chats.GetValueOrDefault($"-100{chat}"), null));
        App.MapGet("/c/{chat:long}/{id:long}", (long chat, long id) => Show(chats.GetValueOrDefault($"-100{chat}"), id));
    }

    IResult Show(Chat? chat, long? id)
    {
        lock (Door)
        {
            var shown = messages.Where(m => m.Chat == chat?.Id && (id is null || m.Id == id || m.Album == id)).GroupBy(m => m.Album ?? m.Id).Reverse().ToList();
            return chat is null || (id is not null && shown.Count == 0) ? Results.NotFound() : Page(chat.Title, string.Concat(shown.Select(g => Article(Seen(g)))));
        }
    }

    void Method(string name, Call call, Func<HttpContext, JsonObject, IResult> answer) =>
        On(HttpMethods.Post, "/{bot}/" + name, call, RefuseToken, async http =>
        {
            var input = await Read(http);
            lock (Door) return answer(http, input);
        });

    IResult? RefuseToken(HttpContext http) =>
        http.GetRouteValue("bot") is not string bot || !bot.StartsWith("bot", StringComparison.Ordinal) || !bot.Contains(':', StringComparison.Ordinal) ? Error(404, "Not Found")
        : bot["bot".Length..] != Token ? Error(401, "Unauthorized")
        : null;

    IResult At(JsonObject input, Func<Chat, IResult> work)
    {
        var id = Text(input, "chat_id") ?? "";
        var chat = id.StartsWith('@') ? chats.Values.FirstOrDefault(c => string.Equals(c.Username, id[1..], StringComparison.OrdinalIgnoreCase)) : chats.GetValueOrDefault(id);
        if (chat is null)
            return Error(400, id.Length == 0 ? "Bad Request: chat_id is empty" : "Bad Request: chat not found");
        return chat.Id == Group && GroupMovedTo is { } moved
            ? Error(400, "Bad Request: group chat was upgraded to a supergroup chat", new { migrate_to_chat_id = long.Parse(moved, CultureInfo.InvariantCulture) })
            : work(chat);
    }

    IResult Sending(JsonObject input, string method, Func<Chat, IResult> work) => At(input, chat =>
    {
        if (FloodSeconds is { } seconds)
            return Error(429, $"Too Many Requests: retry after {seconds}", new { retry_after = seconds });
        if (SilentError is { } error)
            return Results.Json(new { ok = false, error_code = error.Code, description = error.Description });
        if (BotStatus is "kicked" or "left")
            return Error(403, $"Forbidden: bot was kicked from the {chat.Type} chat");
        if (chat.Type == "channel" && (BotStatus != "administrator" || !CanPost))
            return Error(400, "Bad Request: need administrator rights in the channel chat");
        if (!CanPost)
            return Error(400, "Bad Request: not enough rights to send text messages to the chat");
        if (input["reply_parameters"]?["message_id"] is { } reply && !messages.Exists(m => m.Chat == chat.Id && m.Id == (long)reply))
            return Error(400, "Bad Request: message to be replied not found");

        sent.Add((method, (JsonObject)input.DeepClone()));
        return work(chat);
    });

    IResult Album(HttpContext http, JsonObject input, Chat chat)
    {
        var items = (input["media"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        if (items.Count is < 2 or > 10)
            return Error(400, "Bad Request: wrong number of media in the album specified");
        var kinds = items.Select(i => Text(i, "type")).ToHashSet(StringComparer.Ordinal);
        if (!kinds.IsSubsetOf(["photo", "video", "document"]) || (kinds.Contains("document") && kinds.Count > 1))
            return Error(400, "Bad Request: can't use the media of the specified type in the album");
        foreach (var item in items)
        {
            if (Flaw(http, Text(item, "type")!, Text(item, "media"), Text(item, "caption")) is { } flaw)
                return flaw;
        }

        long? album = null;
        var added = new List<Message>();
        foreach (var item in items)
        {
            var message = Add(input, chat, Text(item, "caption") ?? "", [File(http, Text(item, "media")!)!], null, album);
            album ??= message.Id;
            message.Album = album;
            added.Add(message);
        }

        return Ok(added.Select(Shown));
    }

    IResult Editing(JsonObject input, string field, int most, bool withMedia) => At(input, chat =>
    {
        if (messages.Find(m => m.Chat == chat.Id && m.Id == Number(input, "message_id")) is not { } message)
            return Error(400, "Bad Request: message to edit not found");
        if (message.Media.Count > 0 != withMedia)
            return Error(400, withMedia ? "Bad Request: there is no caption in the message to edit" : "Bad Request: there is no text in the message to edit");
        var text = Text(input, field) ?? "";
        if (text.Length > most)
            return Error(400, withMedia ? "Bad Request: message caption is too long" : "Bad Request: MESSAGE_TOO_LONG");
        if (text == message.Text)
            return Error(400, "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message");
        message.Text = text;
        return Ok(Shown(message));
    });

    static IResult? Flaw(HttpContext http, string kind, string? reference, string? caption)
    {
        if (caption is { Length: > MostCaption })
            return Error(400, "Bad Request: message caption is too long");
        if (reference is null || File(http, reference) is not { } file)
            return Error(400, $"Bad Request: there is no {kind} in the request");
        if (file.Bytes == 0)
            return Error(400, "Bad Request: file must be non-empty");
        if (kind == "photo" && file.Bytes > PhotoBytes)
            return Error(400, "Bad Request: file is too big");
        if (file.Bytes > FileBytes)
            return Error(413, "Request Entity Too Large");
        return kind == "photo" && !file.ContentType.StartsWith("image/", StringComparison.Ordinal) ? Error(400, "Bad Request: IMAGE_PROCESS_FAILED") : null;
    }

    static EmulatedMedia? File(HttpContext http, string reference) =>
        http.Request.HasFormContentType && reference.StartsWith("attach://", StringComparison.Ordinal) && http.Request.Form.Files.GetFile(reference["attach://".Length..]) is { } file
            ? new EmulatedMedia("", file.Length, file.ContentType)
            : null;

    Message Add(JsonObject input, Chat chat, string text, IReadOnlyList<EmulatedMedia> media, string? link, long? album = null)
    {
        var message = new Message(++lastId, chat.Id, media, link, (long?)input["reply_parameters"]?["message_id"], Clock.GetUtcNow()) { Text = text, Album = album };
        messages.Add(message);
        return message;
    }

    static object Shown(Message message) => new { message_id = message.Id, date = message.At.ToUnixTimeSeconds(), chat = new { id = long.Parse(message.Chat, CultureInfo.InvariantCulture) }, text = message.Text };

    static EmulatedPost Seen(IEnumerable<Message> album)
    {
        var all = album.ToList();
        return new EmulatedPost(string.Join(',', all.Select(m => m.Id)), all[0].Text, all[0].Link, [.. all.SelectMany(m => m.Media)]) { AnswerTo = all[0].Answers?.ToString(CultureInfo.InvariantCulture) };
    }

    static async Task<JsonObject> Read(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            return await JsonNode.ParseAsync(http.Request.Body) as JsonObject ?? [];
        var input = new JsonObject();
        foreach (var (name, value) in await http.Request.ReadFormAsync())
            input[name] = value.ToString() is ['[' or '{', ..] json ? JsonNode.Parse(json) : value.ToString();
        return input;
    }

    static string? Text(JsonObject input, string name) => input[name] is JsonValue value ? value.ToString() : null;

    static long? Number(JsonObject input, string name) => long.TryParse(Text(input, name), CultureInfo.InvariantCulture, out var number) ? number : null;

    static IResult Ok(object result) => Results.Json(new { ok = true, result });

    static IResult Error(int code, string description, object? parameters = null) =>
        Results.Json(parameters is null ? new { ok = false, error_code = code, description } : (object)new { ok = false, error_code = code, description, parameters }, statusCode: code);

    [GeneratedRegex(@"https?://\S+", RegexOptions.NonBacktracking)]
    private static partial Regex FirstLink();

    sealed record Chat(string Id, string Type, string Title, string? Username);

    sealed record Message(long Id, string Chat, IReadOnlyList<EmulatedMedia> Media, string? Link, long? Answers, DateTimeOffset At)
    {
        public required string Text { get; set; }

        public long? Album { get; set; }
    }
}
