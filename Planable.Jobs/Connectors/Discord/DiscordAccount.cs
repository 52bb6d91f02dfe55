namespace Planable.Jobs.Connectors.Discord;

/// <summary>What is kept of a channel: the bot's token, or the webhook's path; and the server it belongs to.</summary>
static class DiscordAccount
{
    public const string Token = "token";
    public const string Webhook = "webhook";
    public const string Guild = "guild";
    public const string Kind = "kind";

    /// <summary>Null for a webhook.</summary>
    public static string? Bot(this ChannelAccount account) => account.Secrets.Find(Token);

    /// <summary>"webhooks/{id}/{token}".</summary>
    public static string? Hook(this ChannelAccount account) => account.Secrets.Find(Webhook);

    public static string GuildId(this ChannelAccount account) => account.Secrets[Guild];

    /// <summary>Every post of a forum opens a thread.</summary>
    public static bool IsForum(this ChannelAccount account) => account.Secrets.Find(Kind) is ChannelKind.Forum or ChannelKind.Media;

    public static bool IsAnnouncement(this ChannelAccount account) => account.Secrets.Find(Kind) == ChannelKind.Announcement;
}

/// <summary>Numbers Discord gives the kinds of its channels.</summary>
static class ChannelKind
{
    public const string Text = "0";
    public const string Announcement = "5";
    public const string Forum = "15";
    public const string Media = "16";

    public static bool TakesPosts(string? kind) => kind is Text or Announcement or Forum or Media;
}

/// <summary>A message and where it stands: in the channel itself, or in a thread of a forum, then written "thread/message".</summary>
readonly record struct MessageId(string Channel, string Message)
{
    public static MessageId In(string remoteId, ChannelAccount account) =>
        remoteId.Split('/') is [var thread, var message] ? new MessageId(thread, message) : new MessageId(account.RemoteId, remoteId);

    public string Written(ChannelAccount account) => Channel == account.RemoteId ? Message : $"{Channel}/{Message}";
}
