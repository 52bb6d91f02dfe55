using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;

namespace Planable.Data.Publishing;

/// <summary>What happens to it after it is out.</summary>
public partial class Delivery
{
    readonly List<LiveChange> changes = [];

    /// <summary>What people wanted changed about it since, oldest first.</summary>
    public IReadOnlyList<LiveChange> Changes => changes;

    /// <summary>When it was taken off the network by a person through Planable.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }

    public string? RemovedBy { get; private set; }

    public bool IsLive => State == DeliveryState.Published && RemovedAt is null;

    /// <summary>The words as they are live, without what links get on their way.</summary>
    public string LiveText => Version.Content.TextFor(ChannelId);

    internal LiveChange Change(LiveChangeKind kind, string text, string? title, Member by, DateTimeOffset at)
    {
        if (!IsLive)
            throw new RuleBroken("NOT_LIVE", "This post is not live there.");
        if (RemoteIds.Count == 0)
            throw new RuleBroken("NO_REMOTE_ID", "Planable does not know the post's id at the network. Open it there.");
        if (changes.Find(c => c.State == LiveChangeState.Waiting) is { } waiting)
        {
            if (waiting.Kind == kind && waiting.Text == text && waiting.PostTitle == title)
                return waiting;
            throw new RuleBroken("CHANGE_WAITING", "An earlier change of this post is still on its way to the network.");
        }

        // A newer wish replaces one that failed.
        foreach (var failed in changes.Where(c => c.IsOpen))
            failed.Discard(by, at);
        var change = new LiveChange(this, kind, text, title, by, at);
        changes.Add(change);
        // Two tabs that ask for two changes at once: the second to save has to look again.
        Release();
        Note(at, kind == LiveChangeKind.Edit ? "edit-asked" : "removal-asked", by.Person.Name);
        return change;
    }

    /// <summary>The network shows the words of this version now.</summary>
    internal void BecomeLive(PostVersion version, string by, DateTimeOffset at)
    {
        Version = version;
        VersionId = version.Id;
        Release();
        Note(at, "edited-live", by);
    }

    /// <summary>It is off the network; comments that were to follow have nothing to stand below.</summary>
    internal void TakeOff(LiveChange removal, DateTimeOffset at)
    {
        (RemovedAt, RemovedBy) = (at, removal.ByName);
        comments.RemoveAll(c => c.State is DeliveryState.Waiting or DeliveryState.Failed or DeliveryState.Held);
        Release();
        Note(at, "removed-live", removal.ByName);
        Record(new Actor(ActorKind.Member, removal.ById, removal.ByName), "taken-off", at, Post.Audience, ("delivery", Id.ToString()), ("channel", Channel.Name), ("permalink", Permalink));
    }
}
