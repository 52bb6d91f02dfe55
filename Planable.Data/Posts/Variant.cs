namespace Planable.Data.Posts;

/// <summary>The post on one channel. It follows the base text until it gets one of its own.</summary>
public class Variant : Entity, Workspaces.IBelongToWorkspace
{
    Variant()
    {
    }

    internal Variant(Guid postId, Channels.Channel channel)
    {
        PostId = postId;
        ChannelId = channel.Id;
        Channel = channel;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid PostId { get; private set; }

    public Guid ChannelId { get; private set; }

    public Channels.Channel Channel { get; private set; } = null!;

    public string? Text { get; private set; }

    /// <summary>Its own text before it followed the base again, for undo.</summary>
    public string? FormerText { get; private set; }

    /// <summary>What it says, to find others that say the same; see <see cref="TextKeys"/>.</summary>
    public string? TextKey { get; private set; }

    public Dictionary<string, string> Settings { get; private set; } = [];

    /// <summary>What its links get when they go out; null leaves them as they are written.</summary>
    public Links.LinkTags? Tags { get; private set; }

    public bool FollowsBase => Text is null;

    internal void Write(string? text, IReadOnlyDictionary<string, string>? settings)
    {
        Text = text;
        if (settings is not null)
            Settings = new Dictionary<string, string>(settings.Where(s => s.Value.Length > 0), StringComparer.Ordinal);
    }

    internal void Tag(Links.LinkTags? tags)
    {
        if (!Equals(Tags, tags))
            Tags = tags;
    }

    internal void Mark(string text) => TextKey = TextKeys.Of(text);

    internal void FollowBase()
    {
        FormerText = Text;
        Text = null;
    }

    internal void LeaveBase()
    {
        Text = FormerText;
        FormerText = null;
    }
}
