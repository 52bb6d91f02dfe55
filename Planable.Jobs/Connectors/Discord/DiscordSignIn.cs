using System.Text.Json;
using System.Text.RegularExpressions;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Discord;

/// <summary>Connects channels: those a bot may write in, or the one a webhook belongs to.</summary>
public sealed partial class DiscordSignIn(DiscordApi api) : IConnectByForm
{
    const string ChannelField = "channel";

    public IReadOnlyList<ConnectField> Fields { get; } =
    [
        new(DiscordAccount.Webhook, "Webhook address", "In Discord: channel settings, Integrations, Webhooks. The quickest way; leave the other fields empty then.", "https://discord.com/api/webhooks/…", IsSecret: true, IsRequired: false),
        new(DiscordAccount.Token, "Bot token", "Instead of a webhook: the token of a bot that is on your server. With a bot, posts can be found again and figures read.", IsSecret: true, IsRequired: false),
        new(ChannelField, "Channel", "With a bot: the channel's address or number, several separated by commas. Empty offers every channel of the bot's servers.", "https://discord.com/channels/…", IsRequired: false),
    ];

    public async Task<IReadOnlyList<ConnectedAccount>> SignIn(IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        var (webhook, token) = (values.GetValueOrDefault(DiscordAccount.Webhook)?.Trim(), values.GetValueOrDefault(DiscordAccount.Token)?.Trim());
        if (webhook is { Length: > 0 })
            return [await ByWebhook(webhook, cancel)];
        if (token is not { Length: > 0 })
            throw Refused(DiscordAccount.Webhook, "Paste the address of a webhook, or the token of a bot.");
        if (!BotToken().IsMatch(token))
            throw Refused(DiscordAccount.Token, "That is not a bot token.");
        var typed = values.GetValueOrDefault(ChannelField) ?? "";
        try
        {
            await api.Ask(token, HttpMethod.Get, "users/@me", input: null, cancel);
        }
        catch (ConnectorFailure unknown) when (unknown.Failure.Class == FailureClass.ReauthRequired)
        {
            throw new ConnectorFailure(FailureClass.Permanent, "token-refused", "Discord does not know this token.", inner: unknown);
        }

        return string.IsNullOrWhiteSpace(typed) ? await EveryChannel(token, cancel) : await Chosen(token, typed, cancel);
    }

    internal static string Name(string guild, string channel) => $"{guild} #{channel}";

    internal static string? Icon(string guildId, JsonElement guild) => guild.Text("icon") is { } icon ? $"https://cdn.discordapp.com/icons/{guildId}/{icon}.png" : null;

    internal static string? Avatar(HttpAnswer webhook) => webhook.Optional("avatar") is { } avatar ? $"https://cdn.discordapp.com/avatars/{webhook.Required("id")}/{avatar}.png" : null;

    async Task<ConnectedAccount> ByWebhook(string address, CancellationToken cancel)
    {
        if (Webhook().Match(address) is not { Success: true } match)
            throw Refused(DiscordAccount.Webhook, "That is not the address of a webhook. It begins with https://discord.com/api/webhooks/.");
        var path = $"webhooks/{match.Groups[1].Value}/{match.Groups[2].Value}";
        try
        {
            var hook = await api.Ask(null, HttpMethod.Get, path, input: null, cancel);
            var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { [DiscordAccount.Webhook] = path, [DiscordAccount.Guild] = hook.Required("guild_id") };
            return new ConnectedAccount(hook.Required("channel_id"), hook.Required("name"), hook.Required("name"), Avatar(hook), Server: null, new ChannelSecrets(secrets), new Dictionary<string, int>(StringComparer.Ordinal));
        }
        catch (ConnectorFailure unknown) when (unknown.Failure.Class is FailureClass.ReauthRequired or FailureClass.Permanent)
        {
            throw new ConnectorFailure(FailureClass.Permanent, "webhook-refused", "Discord does not know this webhook.", inner: unknown);
        }
    }

    async Task<IReadOnlyList<ConnectedAccount>> EveryChannel(string token, CancellationToken cancel)
    {
        var accounts = new List<ConnectedAccount>();
        foreach (var guild in List(await api.Ask(token, HttpMethod.Get, "users/@me/guilds", input: null, cancel)))
        {
            var id = guild.Text("id")!;
            var channels = List(await api.Ask(token, HttpMethod.Get, $"guilds/{id}/channels", input: null, cancel));
            accounts.AddRange(channels.Where(c => ChannelKind.TakesPosts(c.Text("type"))).Select(c => Account(token, id, guild, c)));
        }

        return accounts.Count > 0 ? accounts : throw new ConnectorFailure(FailureClass.Permanent, "no-accounts", "The bot is on no server with a channel it could write in. Invite it to one first.");
    }

    async Task<IReadOnlyList<ConnectedAccount>> Chosen(string token, string typed, CancellationToken cancel)
    {
        var accounts = new List<ConnectedAccount>();
        foreach (var part in typed.Split([',', ';', ' ', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (ChannelAddress().Match(part) is not { Success: true } match)
                throw Refused(ChannelField, $"\"{part}\" is not the address of a channel.");
            accounts.Add(await Channel(token, match.Groups[1].Value, cancel));
        }

        return [.. accounts.DistinctBy(a => a.RemoteId)];
    }

    async Task<ConnectedAccount> Channel(string token, string id, CancellationToken cancel)
    {
        try
        {
            var channel = await api.Ask(token, HttpMethod.Get, $"channels/{id}", input: null, cancel);
            if (!ChannelKind.TakesPosts(channel.Optional("type")) || channel.Optional("guild_id") is not { } guildId)
                throw Refused(ChannelField, "Only text, announcement, forum and media channels take posts.");
            var guild = await api.Ask(token, HttpMethod.Get, $"guilds/{guildId}", input: null, cancel);
            return Account(token, guildId, guild.Json, channel.Json);
        }
        catch (ConnectorFailure unknown) when (unknown.Failure.Class == FailureClass.ReauthRequired)
        {
            throw new ConnectorFailure(FailureClass.Permanent, "channel-refused", "The bot does not see this channel. Invite it to the server, and let it view the channel.", inner: unknown);
        }
    }

    static ConnectedAccount Account(string token, string guildId, JsonElement guild, JsonElement channel)
    {
        var name = channel.Text("name") ?? "";
        var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { [DiscordAccount.Token] = token, [DiscordAccount.Guild] = guildId, [DiscordAccount.Kind] = channel.Text("type")! };
        return new ConnectedAccount(channel.Text("id")!, Name(guild.Text("name") ?? "", name), name, Icon(guildId, guild), Server: null, new ChannelSecrets(secrets), new Dictionary<string, int>(StringComparer.Ordinal));
    }

    static IEnumerable<JsonElement> List(HttpAnswer answer) =>
        answer.Json.ValueKind == JsonValueKind.Array ? answer.Json.EnumerateArray() : throw HttpAnswer.Unreadable(answer.Host, mutates: false);

    static ConnectorFailure Refused(string field, string words) => new(FailureClass.Permanent, $"{field}-refused", words);

    [GeneratedRegex("^[A-Za-z0-9_.-]{20,120}$", RegexOptions.NonBacktracking)]
    private static partial Regex BotToken();

    [GeneratedRegex("^https://(?:[a-z]+\\.)?discord(?:app)?\\.com/api/(?:v[0-9]+/)?webhooks/([0-9]{5,25})/([A-Za-z0-9_-]{20,120})/?$", RegexOptions.NonBacktracking)]
    private static partial Regex Webhook();

    [GeneratedRegex("^(?:https://(?:[a-z]+\\.)?discord(?:app)?\\.com/channels/[0-9]+/)?([0-9]{5,25})(?:/[0-9]*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex ChannelAddress();
}
