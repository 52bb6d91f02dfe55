using Planable.Data.Labels;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Sets;

/// <summary>A channel of a set, with what is chosen there.</summary>
/// <param name="Name">As it was called when the set was saved: one that is gone can still be named.</param>
public sealed record ChannelChoice(Guid ChannelId, string Name, IReadOnlyDictionary<string, string> Settings);

/// <summary>A saved choice of channels and their settings. Never words: texts, comments and titles belong to the post.</summary>
public class ChannelSet : Recorded, IBelongToWorkspace, IRevised
{
    ChannelSet()
    {
    }

    public ChannelSet(Member by, string name, IReadOnlyList<ChannelChoice> channels, DateTimeOffset at)
    {
        by.Must(Permission.WritePosts);
        Write(name, channels);
        CreatedAt = at;
        Record(by, "created", at, ("name", Name));
    }

    public Guid WorkspaceId { get; private set; }

    public string Name { get; private set; } = "";

    /// <summary>See <see cref="Label.Key"/>.</summary>
    public string Key { get; private set; } = "";

    public List<ChannelChoice> Channels { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public int Revision { get; private set; }

    protected override string Subject => "set";

    public void Edit(string name, IReadOnlyList<ChannelChoice> channels, Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        Write(name, channels);
        Record(by, "edited", at, ("name", Name));
    }

    /// <summary>The caller takes the row away.</summary>
    public void Remove(Member by, DateTimeOffset at)
    {
        by.Must(Permission.EditOthersPosts);
        Record(by, "removed", at, ("name", Name));
    }

    void Write(string name, IReadOnlyList<ChannelChoice> channels)
    {
        var clean = Label.Clean(name);
        if (clean.Length is 0 or > Label.NameLength)
            throw new RuleBroken("NAME_LENGTH", "Give it a name of up to {0} characters.", Label.NameLength);
        if (channels.Count == 0)
            throw new RuleBroken("NO_CHANNEL", "Choose at least one channel.");
        (Name, Key) = (clean, Label.KeyOf(clean));
        Channels = [.. channels.Select(c => c with { Settings = PostOptions.WithoutWords(c.Settings) })];
    }
}
