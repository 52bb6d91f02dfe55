using Planable.Data.Kinds;
using Planable.Data.Members;
using Planable.Data.Times;

namespace Planable.Data.Posts;

/// <summary>Content without a network: planned and decided about by the same verbs, put out by people, never handed to a publisher.</summary>
public partial class Post
{
    /// <summary>Key of its <see cref="ContentKind"/>; null for what goes to channels.</summary>
    public string? Kind { get; private set; }

    public LiveMark? Live { get; private set; }

    public bool IsUniversal => Kind is not null;

    /// <summary>It is out. There is no network to ask, so the person says where it can be seen, or how it went out.</summary>
    public void MarkLive(string? url, string? note, Member by, DateTimeOffset at)
    {
        MustMarkLive(by);
        if (Live is not null)
            return;
        MustBeMovable();
        MustKeepBrandRules(by.Workspace);
        MustBeApproved(by.Workspace);
        var address = AddressOf(url);
        note = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        if (address is null && note is null)
            throw new RuleBroken("LIVE_WHERE", "Say where it can be seen, with its address, or how it went out.");
        Cut(by, at);
        Live = new LiveMark(address, note is { Length: > LiveMark.NoteLength } ? note[..LiveMark.NoteLength] : note, by.Person.Name, at, State, PlannedLocal is not null);
        if (PlannedLocal is null)
            Take(new PlannedTime(Zones.ToLocal(at, by.Workspace.Zone), by.Workspace.Zone, false, at));
        State = PostState.Published;
        Record(by, "marked-live", at, Audience, ("kind", Kind), ("url", Live.Url), ("note", Live.Note));
    }

    /// <summary>It is not out after all.</summary>
    public void TakeBackLive(Member by, DateTimeOffset at)
    {
        MustMarkLive(by);
        if (Live is not { } live)
            return;
        State = live.Before;
        if (!live.HadDate)
            ForgetTime();
        Live = null;
        Record(by, "live-taken-back", at, Audience, ("kind", Kind));
    }

    /// <summary>Who plans it says that it is out.</summary>
    public bool CanBeMarkedLiveBy(Member by) => IsUniversal && by.Can(Permission.SchedulePosts) && (AuthorId == by.Id || by.Can(Permission.EditOthersPosts));

    void MustMarkLive(Member by)
    {
        MustSchedule(by);
        if (!IsUniversal)
            throw new RuleBroken("KIND_PUBLISHED", "This post goes out on its channels. Planable knows by itself whether it is out.");
    }

    void MustBeWithoutChannels(PostEdit edit)
    {
        if (IsUniversal && edit.Targets.Count > 0)
            throw new RuleBroken("KIND_HAS_NO_CHANNEL", "This goes to no channel. Write a post for the channels, and link to it.");
    }

    /// <summary>What only a network can do.</summary>
    internal void MustHaveNetwork()
    {
        if (IsUniversal)
            throw new RuleBroken("KIND_NOT_PUBLISHED", "Planable does not publish this by itself. Mark it as live once it is out.");
    }

    static string? AddressOf(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed))
            return null;
        typed = typed.Trim();
        return typed.Length <= 1000 && Uri.TryCreate(typed, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http")
            ? typed
            : throw new RuleBroken("ADDRESS_INVALID", "The address has to begin with https://. Leave it empty if there is none, and say how it went out.");
    }
}
