using Planable.Data.Workspaces;

namespace Planable.Data.Slots;

/// <summary>
/// A slot's turn kept for a post that somebody is just writing. One row for each turn of a channel, so that of two people who ask at the same moment
/// one gets the next.
/// </summary>
public class SlotHold : Entity, IBelongToWorkspace
{
    /// <summary>Long enough to finish the post; whoever leaves does not block the slot for good.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    SlotHold()
    {
    }

    internal SlotHold(Guid channelId, DateTimeOffset turn, Guid postId, DateTimeOffset at)
    {
        ChannelId = channelId;
        Turn = turn;
        PostId = postId;
        Until = at + Lasts;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid ChannelId { get; private set; }

    public DateTimeOffset Turn { get; private set; }

    /// <summary>Of a post that may not be saved yet.</summary>
    public Guid PostId { get; private set; }

    public DateTimeOffset Until { get; private set; }
}
