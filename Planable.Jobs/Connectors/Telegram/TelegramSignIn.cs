using System.Text.RegularExpressions;
using Planable.Data.Publishing;

namespace Planable.Jobs.Connectors.Telegram;

/// <summary>Connects the chats a bot may write in: with the token @BotFather gave out, and the chats' names.</summary>
public sealed partial class TelegramSignIn(TelegramChats chats) : IConnectByForm
{
    const string Chat = "chat";

    public IReadOnlyList<ConnectField> Fields { get; } =
    [
        new(TelegramConnector.Token, "Bot token", "Write /newbot to @BotFather in Telegram; the answer holds the token.", "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11", IsSecret: true),
        new(Chat, "Channel or group", "Its @name, its t.me address or its number. Make the bot an administrator there first. Several are separated by commas.", "@acme_news"),
    ];

    public async Task<IReadOnlyList<ConnectedAccount>> SignIn(IReadOnlyDictionary<string, string> values, CancellationToken cancel)
    {
        var token = values[TelegramConnector.Token].Trim();
        if (!BotToken().IsMatch(token))
            throw new ConnectorFailure(FailureClass.Permanent, "token-refused", "That is not a bot token. It looks like 123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11.");
        var names = values[Chat].Split([',', ';', '\n', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0)
            throw new ConnectorFailure(FailureClass.Permanent, "chat-refused", "Name a channel or a group.");

        var accounts = new List<ConnectedAccount>();
        foreach (var name in names)
            accounts.Add(await Account(token, name, cancel));
        return [.. accounts.DistinctBy(a => a.RemoteId)];
    }

    async Task<ConnectedAccount> Account(string token, string name, CancellationToken cancel)
    {
        try
        {
            var chat = await chats.Open(token, Read(name), cancel);
            var secrets = new Dictionary<string, string>(StringComparer.Ordinal) { [TelegramConnector.Token] = token };
            if (chat.Username is { } username)
                secrets[TelegramConnector.Username] = username;
            return new ConnectedAccount(chat.Id, chat.Title, chat.Handle, AvatarUrl: null, Server: null, new ChannelSecrets(secrets), new Dictionary<string, int>(StringComparer.Ordinal));
        }
        catch (ConnectorFailure unknown) when (unknown.Failure.Code == "http-400")
        {
            throw new ConnectorFailure(FailureClass.Permanent, "chat-refused", $"Telegram does not know \"{name}\", or the bot has not been added there.", inner: unknown);
        }
    }

    /// <summary>Understands @name, name, t.me/name, t.me/name/5, t.me/c/1234/5 and numbers.</summary>
    static string Read(string typed)
    {
        if (PrivateAddress().Match(typed) is { Success: true } hidden)
            return "-100" + hidden.Groups[1].Value;
        if (Number().IsMatch(typed))
            return typed;
        return Name().Match(typed) is { Success: true } name
            ? "@" + name.Groups[1].Value
            : throw new ConnectorFailure(FailureClass.Permanent, "chat-refused", $"\"{typed}\" is not the name of a channel or a group, for example @acme_news.");
    }

    [GeneratedRegex("^[0-9]{3,20}:[A-Za-z0-9_-]{20,80}$", RegexOptions.NonBacktracking)]
    private static partial Regex BotToken();

    [GeneratedRegex("^(?:https?://)?(?:www\\.)?t\\.me/c/([0-9]+)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex PrivateAddress();

    [GeneratedRegex("^-[0-9]{5,20}$", RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex("^(?:@|(?:https?://)?(?:www\\.)?t\\.me/(?:s/)?)?([A-Za-z][A-Za-z0-9_]{3,31})(?:/[0-9]*)?$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Name();
}
