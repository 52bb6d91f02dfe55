using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Networks;
using Planable.Data.Publishing;
using Planable.Data.Readings;

namespace Planable.Jobs.Connectors.Discord;

/// <summary>
/// Channels of Discord, written to by a bot or by a webhook. A bot's message carries a nonce: for some minutes a repetition answers with the first one,
/// and after that the channel can be read. A webhook can do neither. In a forum every post opens a thread.
/// </summary>
public sealed class DiscordConnector(DiscordApi api, NetworkAddresses addresses) : IConnector, IEditPosts, IReadMetrics, IListChoices, IFindPeople
{
    public const string Key = "discord";

    const string NewestBefore = "newest";
    const int PageSize = 100;
    const int Pages = 10;
    const int Silent = 1 << 12;

    public string Network => Key;

    public async Task<Prepared> Prepare(OutgoingPost post, CancellationToken cancel)
    {
        if (post.Account.Bot() is null)
            return Prepared.Nothing;
        var channel = await Channel(post.Account, cancel);
        return new Prepared(new Dictionary<string, string>(StringComparer.Ordinal) { [NewestBefore] = channel.Optional("last_message_id") ?? "0" });
    }

    public async Task<Receipt> Send(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        var account = post.Account;
        var message = Message(post);
        var id = (account, post.Before) switch
        {
            _ when account.Hook() is { } hook => ByWebhook(await api.Publish(null, Execute(hook, post), Titled(message, post), post.Media, cancel)),
            _ when account.IsForum() && post.Before.Count == 0 => InForum(await api.Publish(account.Bot(), $"channels/{account.RemoteId}/threads", Thread(message, post), post.Media, cancel)),
            _ => await InChannel(post, message, cancel),
        };
        var receipt = new Receipt(id.Written(account), Permalink(account, id));
        // Following servers get it by a call of its own, which may be repeated.
        return account.IsAnnouncement() && Is(post, "crosspost") ? receipt with { IsPending = true, Permalink = null } : receipt;
    }

    public async Task<Receipt> Confirm(OutgoingPost post, Receipt pending, CancellationToken cancel)
    {
        var id = MessageId.In(pending.RemoteId, post.Account);
        try
        {
            await api.Ask(post.Account.Bot(), HttpMethod.Post, $"channels/{id.Channel}/messages/{id.Message}/crosspost", input: null, cancel);
        }
        catch (ConnectorFailure refused) when (refused.Failure.Class != FailureClass.Transient)
        {
            // The message itself is out, whether or not other servers get it: ten an hour is all Discord lets through.
        }

        return new Receipt(pending.RemoteId, Permalink(post.Account, id));
    }

    public async Task<Finding> Find(OutgoingPost post, Prepared prepared, CancellationToken cancel)
    {
        if (post.Account.Bot() is null)
            return new Finding.CannotTell("Discord does not show webhooks what stands in a channel. Look there yourself.");
        if (!prepared.Values.TryGetValue(NewestBefore, out var newest))
            return new Finding.CannotTell("Nothing was noted before sending that tells older messages from newer ones.");
        return post.Account.IsForum() && post.Before.Count == 0 ? await FindThread(post, newest, cancel) : await FindMessage(post, newest, cancel);
    }

    public async Task Edit(OutgoingPost post, string remoteId, CancellationToken cancel)
    {
        if (post.Poll is not null)
            throw new ConnectorFailure(FailureClass.Permanent, "poll-fixed", "Discord does not let anyone change a poll.");
        var content = new JsonObject { ["content"] = Words(post), ["allowed_mentions"] = Mentions() };
        await api.Ask(post.Account.Bot(), HttpMethod.Patch, Address(post.Account, remoteId), content, cancel);
    }

    public async Task Delete(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var id = MessageId.In(remoteId, account);
        // What opened a thread takes the thread along, if the bot may do that.
        if (account.Bot() is { } bot && id.Channel == id.Message && await IsGone(() => api.Ask(bot, HttpMethod.Delete, $"channels/{id.Channel}", input: null, cancel), orForbidden: false))
            return;
        await IsGone(() => api.Ask(account.Bot(), HttpMethod.Delete, Address(account, remoteId), input: null, cancel), orForbidden: true);
    }

    public async Task<AccountProfile> Check(ChannelAccount account, CancellationToken cancel)
    {
        if (account.Hook() is { } hook)
        {
            var seen = await api.Ask(null, HttpMethod.Get, hook, input: null, cancel);
            return new AccountProfile(seen.Required("name"), seen.Required("name"), DiscordSignIn.Avatar(seen));
        }

        var channel = await Channel(account, cancel);
        var guild = await api.Ask(account.Bot(), HttpMethod.Get, $"guilds/{account.GuildId()}", input: null, cancel);
        return new AccountProfile(DiscordSignIn.Name(guild.Required("name"), channel.Required("name")), channel.Required("name"), DiscordSignIn.Icon(account.GuildId(), guild.Json));
    }

    public Task<ChannelSecrets> Refresh(ChannelAccount account, CancellationToken cancel) =>
        throw new ConnectorFailure(FailureClass.ReauthRequired, "no-refresh", "Discord no longer accepts this connection. Connect the channel again.");

    public async Task<IReadOnlyDictionary<string, long>> PostMetrics(ChannelAccount account, string remoteId, CancellationToken cancel)
    {
        var message = await api.Ask(account.Bot(), HttpMethod.Get, Address(account, remoteId), input: null, cancel);
        // Nothing is written where nobody has reacted.
        var reactions = message.Json.At("reactions").Items().Sum(r => r.TryGetProperty("count", out var count) ? count.GetInt64() : 0);
        return new Dictionary<string, long>(StringComparer.Ordinal) { [MetricName.Engagements] = reactions };
    }

    public async Task<IReadOnlyDictionary<string, long>> AccountMetrics(ChannelAccount account, DateOnly day, CancellationToken cancel)
    {
        var metrics = new Dictionary<string, long>(StringComparer.Ordinal);
        if (account.Bot() is { } bot)
        {
            var guild = await api.Ask(bot, HttpMethod.Get, $"guilds/{account.GuildId()}?with_counts=true", input: null, cancel);
            if (long.TryParse(guild.Optional("approximate_member_count"), System.Globalization.CultureInfo.InvariantCulture, out var members))
                metrics[MetricName.Followers] = members;
        }

        return metrics;
    }

    public async Task<IReadOnlyList<Choice>> Choices(ChannelAccount account, string setting, CancellationToken cancel)
    {
        if (setting != "forumTag" || account.Bot() is null || !account.IsForum())
            return [];
        var channel = await Channel(account, cancel);
        return [.. channel.Json.At("available_tags").Items().Select(t => new Choice(t.Text("id") ?? "", t.Text("name") ?? ""))];
    }

    /// <summary>By the beginning of a name. A webhook belongs to no server it could ask.</summary>
    public bool DependsOnSignIn => true;

    public bool FindsBy(ChannelAccount account) => account.Bot() is not null;

    public async Task<IReadOnlyList<FoundPerson>> People(ChannelAccount account, string words, CancellationToken cancel)
    {
        if (account.Bot() is not { } bot)
            throw new ConnectorFailure(FailureClass.Permanent, "webhook-blind", "Webhooks of Discord cannot look for people. Connect the channel with a bot.");
        var members = List(await api.Ask(bot, HttpMethod.Get, $"guilds/{account.GuildId()}/members/search?query={Uri.EscapeDataString(words)}&limit=20", input: null, cancel));
        return
        [
            .. members.Select(m => (User: m.At("user"), Nick: m.Text("nick"))).Where(m => m.User.At("bot").ValueKind != JsonValueKind.True && m.User.Text("id") is not null && m.User.Text("username") is not null)
                .Select(m => new FoundPerson(m.User.Text("username")!, m.User.Text("id")!, m.Nick ?? m.User.Text("global_name") ?? m.User.Text("username")!)),
        ];
    }

    async Task<MessageId> InChannel(OutgoingPost post, JsonObject message, CancellationToken cancel)
    {
        var at = post.Account.RemoteId;
        if (post.Before is [.., var previous])
        {
            var before = MessageId.In(previous, post.Account);
            at = before.Channel;
            message["message_reference"] = new JsonObject { ["message_id"] = before.Message, ["fail_if_not_exists"] = true };
        }

        message["nonce"] = Nonce(post);
        message["enforce_nonce"] = true;
        var answer = await api.Publish(post.Account.Bot(), $"channels/{at}/messages", message, post.Media, cancel);
        return new MessageId(at, answer.Required("id"));
    }

    static MessageId ByWebhook(HttpAnswer answer) => new(answer.Required("channel_id"), answer.Required("id"));

    /// <summary>A thread of a forum has the id of its first message.</summary>
    static MessageId InForum(HttpAnswer answer) => new(answer.Required("id"), answer.Required("id"));

    static string Execute(string hook, OutgoingPost post) =>
        post.Before is [var first, ..] && MessageId.In(first, post.Account) is var opened && opened.Channel != post.Account.RemoteId
            ? $"{hook}?wait=true&thread_id={opened.Channel}"
            : $"{hook}?wait=true";

    static JsonObject Titled(JsonObject message, OutgoingPost post)
    {
        if (post.Before.Count == 0 && post.Settings.GetValueOrDefault("threadName") is { Length: > 0 } title)
            message["thread_name"] = title;
        if (post.Before.Count == 0 && post.Settings.GetValueOrDefault("forumTag") is { Length: > 0 } tag)
            message["applied_tags"] = new JsonArray(tag);
        return message;
    }

    static JsonObject Thread(JsonObject message, OutgoingPost post)
    {
        var thread = new JsonObject { ["name"] = Title(post), ["message"] = message };
        if (post.Settings.GetValueOrDefault("forumTag") is { Length: > 0 } tag)
            thread["applied_tags"] = new JsonArray(tag);
        return thread;
    }

    /// <summary>The title, or the first line of the text.</summary>
    static string Title(OutgoingPost post)
    {
        var title = post.Settings.GetValueOrDefault("threadName") is { Length: > 0 } chosen ? chosen : post.Title ?? post.Text.Trim().Split('\n')[0].Trim();
        if (title.Length == 0)
            throw new ConnectorFailure(FailureClass.Permanent, "title-missing", "In a forum every post has a title. Give it one.");
        var most = (int)Networks.Of(Key).Limits["threadName"].Value;
        return title.EnumerateRunes().Count() <= most ? title : string.Concat(title.EnumerateRunes().Take(most - 1)) + "…";
    }

    static JsonObject Message(OutgoingPost post)
    {
        var message = new JsonObject { ["allowed_mentions"] = Mentions() };
        if (Is(post, "silent"))
            message["flags"] = Silent;
        if (post.Poll is { } poll)
        {
            message["poll"] = new JsonObject
            {
                ["question"] = new JsonObject { ["text"] = post.Text },
                ["answers"] = new JsonArray([.. poll.Options.Select(o => (JsonNode)new JsonObject { ["poll_media"] = new JsonObject { ["text"] = o } })]),
                ["duration"] = (int)Math.Clamp(Math.Ceiling(poll.Open.TotalHours), 1, 768),
                ["allow_multiselect"] = false,
            };
            return message;
        }

        message["content"] = Words(post);
        if (post.Media.Count > 0)
            message["attachments"] = new JsonArray([.. post.Media.Select((m, i) => (JsonNode)new JsonObject { ["id"] = i, ["filename"] = m.FileName, ["description"] = m.Alt })]);
        return message;
    }

    // People may be called by name; a whole server never is.
    static JsonObject Mentions() => new() { ["parse"] = new JsonArray("users") };

    static string Words(OutgoingPost post) => Data.Posts.Mentions.Written(Plain(post), post.Mentions, words => words, who => $"<@{who.Id}>");

    static string Plain(OutgoingPost post) =>
        post.Link is null || post.Text.Contains(post.Link, StringComparison.Ordinal) ? post.Text
        : post.Text.Length == 0 ? post.Link
        : $"{post.Text}\n\n{post.Link}";

    /// <summary>At most 25 characters; these are 22.</summary>
    static string Nonce(OutgoingPost post) => Base64Url.EncodeToString(post.Key.ToByteArray(bigEndian: true));

    async Task<Finding> FindMessage(OutgoingPost post, string newest, CancellationToken cancel)
    {
        var account = post.Account;
        var at = post.Before is [.., var previous] ? MessageId.In(previous, account).Channel : account.RemoteId;
        for (var page = 0; page < Pages; page++)
        {
            var answer = await api.Ask(account.Bot(), HttpMethod.Get, $"channels/{at}/messages?limit={PageSize}&after={newest}", input: null, cancel);
            // Newest first.
            var messages = List(answer);
            if (messages.Find(m => IsThis(m, post)) is { ValueKind: JsonValueKind.Object } found)
            {
                var id = new MessageId(at, found.Text("id")!);
                return new Finding.Published(new Receipt(id.Written(account), Permalink(account, id)));
            }

            if (messages.Count == 0)
                return page > 0 || await SawAll(post, newest, cancel) ? new Finding.Absent() : new Finding.CannotTell("The bot may not read the channel's history. Give it the right \"Read message history\", or look there yourself.");
            newest = messages[0].Text("id") ?? throw HttpAnswer.Unreadable(answer.Host, mutates: false);
        }

        return new Finding.CannotTell($"More than {Pages * PageSize} messages have come since.");
    }

    async Task<Finding> FindThread(OutgoingPost post, string newest, CancellationToken cancel)
    {
        var account = post.Account;
        var active = await api.Ask(account.Bot(), HttpMethod.Get, $"guilds/{account.GuildId()}/threads/active", input: null, cancel);
        foreach (var thread in active.Json.At("threads").Items().Where(t => t.Text("parent_id") == account.RemoteId && IsLater(t.Text("id"), newest) && t.Text("name") == Title(post)))
        {
            var id = new MessageId(thread.Text("id")!, thread.Text("id")!);
            if (IsThis((await api.Ask(account.Bot(), HttpMethod.Get, $"channels/{id.Channel}/messages/{id.Message}", input: null, cancel)).Json, post))
                return new Finding.Published(new Receipt(id.Written(account), Permalink(account, id)));
        }

        return new Finding.Absent();
    }

    // Whoever may not read the history is shown an empty one.
    async Task<bool> SawAll(OutgoingPost post, string newest, CancellationToken cancel) =>
        !IsLater((await Channel(post.Account, cancel)).Optional("last_message_id"), newest);

    static bool IsLater(string? id, string than) => ulong.TryParse(id, out var one) && ulong.TryParse(than, out var other) && one > other;

    static bool IsThis(JsonElement message, OutgoingPost post)
    {
        if (post.Poll is not null)
            return message.TryGetProperty("poll", out var poll) && poll.TryGetProperty("question", out var question) && question.Text("text") == post.Text;
        return (message.Text("content") ?? "").Trim() == Words(post).Trim()
            && message.At("attachments").Items().Select(a => a.Text("size")).SequenceEqual(post.Media.Select(m => m.Bytes.ToString(System.Globalization.CultureInfo.InvariantCulture)), StringComparer.Ordinal);
    }

    async Task<HttpAnswer> Channel(ChannelAccount account, CancellationToken cancel) =>
        await api.Ask(account.Bot(), HttpMethod.Get, $"channels/{account.RemoteId}", input: null, cancel);

    static async Task<bool> IsGone(Func<Task> remove, bool orForbidden)
    {
        try
        {
            await remove();
            return true;
        }
        catch (ConnectorFailure gone) when (gone.Failure.Code is DiscordApi.UnknownMessage or DiscordApi.UnknownChannel)
        {
            return true;
        }
        catch (ConnectorFailure forbidden) when (!orForbidden && forbidden.Failure.Code == DiscordApi.MissingPermissions)
        {
            return false;
        }
    }

    static string Address(ChannelAccount account, string remoteId)
    {
        var id = MessageId.In(remoteId, account);
        return account.Hook() is not { } hook ? $"channels/{id.Channel}/messages/{id.Message}"
            : id.Channel == account.RemoteId ? $"{hook}/messages/{id.Message}"
            : $"{hook}/messages/{id.Message}?thread_id={id.Channel}";
    }

    string Permalink(ChannelAccount account, MessageId id) => addresses.Of(Key, $"https://discord.com/channels/{account.GuildId()}/{id.Channel}/{id.Message}").AbsoluteUri;

    static List<JsonElement> List(HttpAnswer answer) =>
        answer.Json.ValueKind == JsonValueKind.Array ? [.. answer.Json.EnumerateArray()] : throw HttpAnswer.Unreadable(answer.Host, mutates: false);

    static bool Is(OutgoingPost post, string flag) => post.Settings.GetValueOrDefault(flag) == "true";
}
