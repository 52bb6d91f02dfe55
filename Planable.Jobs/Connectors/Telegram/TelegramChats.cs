using System.Text.Json;
using System.Text.Json.Nodes;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Telegram;

/// <param name="Username">Null for a private chat.</param>
public sealed record TelegramChat(string Id, string Title, string? Username)
{
    public string Handle => Username ?? Title;
}

/// <summary>Looks a chat up and makes sure that the bot may write there.</summary>
public sealed class TelegramChats(BotApi bot)
{
    public async Task<TelegramChat> Open(string token, string chat, CancellationToken cancel)
    {
        var found = await bot.Ask(token, "getChat", new JsonObject { ["chat_id"] = chat }, cancel);
        var (id, kind, title) = (Required(found, "id"), Required(found, "type"), found.Text("title") ?? found.Text("username"));
        if (kind == "private" || title is null)
            throw Refused("That is a person. Connect a channel or a group.");

        // A token begins with the bot's own id.
        var bots = token[..token.IndexOf(':', StringComparison.Ordinal)];
        var member = await bot.Ask(token, "getChatMember", new JsonObject { ["chat_id"] = id, ["user_id"] = long.Parse(bots, System.Globalization.CultureInfo.InvariantCulture) }, cancel);
        if (!MayWrite(Required(member, "status"), kind, member))
            throw Refused(kind == "channel" ? $"The bot may not post in \"{title}\". Make it an administrator with the right to post messages." : $"The bot may not write in \"{title}\". Add it to the group and let it send messages.");
        return new TelegramChat(id, title, found.Text("username"));
    }

    static bool MayWrite(string status, string kind, JsonElement member) => (status, kind) switch
    {
        ("creator", _) => true,
        ("administrator", "channel") => Has(member, "can_post_messages"),
        ("administrator" or "member", not "channel") => true,
        ("restricted", not "channel") => Has(member, "can_send_messages"),
        _ => false,
    };

    static bool Has(JsonElement member, string right) => member.TryGetProperty(right, out var has) && has.ValueKind == JsonValueKind.True;

    static string Required(JsonElement item, string name) => item.Text(name) ?? throw HttpAnswer.Unreadable("api.telegram.org", mutates: false);

    static ConnectorFailure Refused(string words) => new(FailureClass.ReauthRequired, "chat-refused", words);
}
