using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;

namespace Planable.Jobs.Connectors.Telegram;

/// <summary>
/// Channels and groups of Telegram, through a bot of the workspace's own. A bot sees no history: what became of a call whose answer was lost cannot be
/// told, and a person decides. An album is several messages with one call; its remote id holds all their ids.
/// </summary>
public sealed class TelegramConnector(BotApi bot, TelegramChats chats, NetworkAddresses addresses) : IConnector, IEditPosts, IReadMetrics
{
    public const string Key = "telegram";

    internal const string Token = "token";
    internal const string Username = "username";

    static readonly (int Least, int Most) PollSeconds = (5, 2_628_000);

    public string Network => Key;

    public Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel) => Task.FromResult(Prepared.Nothing);

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var input = new JsonObject { ["chat_id"] = post.Account.RemoteId };
        if (Is(post, "silent"))
            input["disable_notification"] = true;
        if (Is(post, "protect"))
            input["protect_content"] = true;
        if (post.Before is [.., var previous])
            input["reply_parameters"] = new JsonObject { ["message_id"] = Ids(previous)[0] };

        var (method, files) = post switch
        {
            { Poll: { } poll } => Poll(input, post.Text, poll),
            { Media.Count: 0 } => Words(input, post),
            { Media: [var single] } => Single(input, post, single),
            _ => Album(input, post),
        };
        return Receipt(post.Account, await bot.Publish(post.Account.Secrets[Token], method, input, files, cancel));
    }

    public Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel) =>
        Task.FromResult<Finding>(new Finding.CannotTell("Telegram does not show bots what stands in a chat. Look there yourself."));

    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel)
    {
        if (post.Poll is not null)
            throw new ConnectorFailure(FailureClass.Permanent, "poll-fixed", "Telegram does not let anyone change a poll.");
        var (method, field) = post.Media.Count > 0 ? ("editMessageCaption", "caption") : ("editMessageText", "text");
        var input = new JsonObject { ["chat_id"] = post.Account.RemoteId, ["message_id"] = Ids(remoteId)[0], [field] = post.Text };
        if (post.Media.Count == 0 && post.Link is { } link)
            input["link_preview_options"] = new JsonObject { ["url"] = link };
        if (post.Media.Count > 0 && Is(post, "captionAbove"))
            input["show_caption_above_media"] = true;
        try
        {
            await bot.Ask(post.Account.Secrets[Token], method, input, cancel);
        }
        catch (ConnectorFailure same) when (same.Failure.Code == "not-modified")
        {
            // It says already what it should.
        }
    }

    /// <summary>Messages that are gone already are passed over by the network itself.</summary>
    public Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel) =>
        bot.Ask(account.Secrets[Token], "deleteMessages",
            new JsonObject { ["chat_id"] = account.RemoteId, ["message_ids"] = new JsonArray([.. Ids(remoteId).Select(i => (JsonNode)i)]) }, cancel);

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        var chat = await chats.Open(account.Secrets[Token], account.RemoteId, cancel);
        return new AccountProfile(chat.Title, chat.Handle, AvatarUrl: null);
    }

    public Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        throw new ConnectorFailure(FailureClass.ReauthRequired, "no-refresh", "Telegram no longer accepts the bot. Connect the chat again with a fresh token.");

    /// <summary>Bots are told no figures of messages.</summary>
    public Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>(StringComparer.Ordinal));

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var count = await bot.Ask(account.Secrets[Token], "getChatMemberCount", new JsonObject { ["chat_id"] = account.RemoteId }, cancel);
        return new Dictionary<string, long>(StringComparer.Ordinal) { [MetricName.Followers] = count.GetInt64() };
    }

    static (string Method, IReadOnlyList<(string, OutgoingMedia)> Files) Words(JsonObject input, OutgoingPost post)
    {
        input["text"] = post.Text.Length > 0 ? post.Text : post.Link;
        if (post.Link is { } link)
            input["link_preview_options"] = new JsonObject { ["url"] = link };
        return ("sendMessage", []);
    }

    static (string Method, IReadOnlyList<(string, OutgoingMedia)> Files) Poll(JsonObject input, string question, PollContent poll)
    {
        input["question"] = question;
        input["options"] = new JsonArray([.. poll.Options.Select(o => (JsonNode)new JsonObject { ["text"] = o })]);
        input["open_period"] = (int)Math.Clamp(poll.Open.TotalSeconds, PollSeconds.Least, PollSeconds.Most);
        return ("sendPoll", []);
    }

    static (string Method, IReadOnlyList<(string, OutgoingMedia)> Files) Single(JsonObject input, OutgoingPost post, OutgoingMedia media)
    {
        var kind = Kind(post, media);
        input["caption"] = post.Text;
        Show(input, post, media, kind);
        input[kind] = "attach://file0";
        var name = $"send{char.ToUpperInvariant(kind[0])}{kind[1..]}";
        return (name, [("file0", media)]);
    }

    static (string Method, IReadOnlyList<(string, OutgoingMedia)> Files) Album(JsonObject input, OutgoingPost post)
    {
        var files = post.Media.Select((media, i) => ($"file{i}", media)).ToList();
        var items = new JsonArray();
        foreach (var (name, media) in files)
        {
            var kind = Kind(post, media);
            var item = new JsonObject { ["type"] = kind, ["media"] = $"attach://{name}" };
            Show(item, post, media, kind);
            // The words of an album are those of its first message.
            if (items.Count == 0)
                item["caption"] = post.Text;
            items.Add(item);
        }

        input["media"] = items;
        return ("sendMediaGroup", files);
    }

    static void Show(JsonObject item, OutgoingPost post, OutgoingMedia media, string kind)
    {
        if (kind == "document")
            return;
        if (Is(post, "captionAbove"))
            item["show_caption_above_media"] = true;
        if (Is(post, "spoiler"))
            item["has_spoiler"] = true;
        if (kind == "video")
            item["supports_streaming"] = true;
        if (kind == "video" && media is { Width: > 0, Height: > 0 })
            (item["width"], item["height"]) = (media.Width, media.Height);
    }

    static string Kind(OutgoingPost post, OutgoingMedia media) => media switch
    {
        _ when post.Type == PostType.Document => "document",
        { ContentType: "image/gif" } => "animation",
        { IsImage: true } => "photo",
        { IsVideo: true } => "video",
        _ => "document",
    };

    Receipt Receipt(ChannelAccount account, JsonElement result)
    {
        var messages = result.ValueKind == JsonValueKind.Array ? result.EnumerateArray() : new[] { result }.AsEnumerable();
        var ids = messages.Select(m => m.Text("message_id") ?? throw HttpAnswer.Unreadable("api.telegram.org", mutates: true)).ToList();
        return ids.Count > 0 ? new Receipt(string.Join(',', ids), Permalink(account, ids[0])) : throw HttpAnswer.Unreadable("api.telegram.org", mutates: true);
    }

    /// <summary>A basic group has no addresses for its messages.</summary>
    string? Permalink(ChannelAccount account, string message) =>
        account.Secrets.Find(Username) is { } name ? addresses.Of(Key, $"https://t.me/{name}/{message}").AbsoluteUri
        : account.RemoteId.StartsWith("-100", StringComparison.Ordinal) ? addresses.Of(Key, $"https://t.me/c/{account.RemoteId[4..]}/{message}").AbsoluteUri
        : null;

    static List<long> Ids(string remoteId) => [.. remoteId.Split(',').Select(i => long.Parse(i, CultureInfo.InvariantCulture))];

    static bool Is(OutgoingPost post, string flag) => post.Settings.GetValueOrDefault(flag) == "true";
}
