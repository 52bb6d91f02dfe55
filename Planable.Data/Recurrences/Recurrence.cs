using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Recurrences;

/// <summary>A post that comes again. Each occurrence is a post of its own, made some weeks ahead from the version the series follows.</summary>
public class Recurrence : Recorded, IBelongToWorkspace, IRevised
{
    /// <summary>So far ahead occurrences exist as posts, for people to see and change.</summary>
    public const int DaysAhead = 42;

    Recurrence()
    {
    }

    internal Recurrence(Post first, PostVersion version, RecurrenceRule rule, bool asDrafts, bool inherits, Member by, DateTimeOffset at)
    {
        Inherits = inherits;
        Rule = rule;
        AsDrafts = asDrafts;
        MadeById = by.Id;
        MadeBy = by;
        MadeThrough = rule.First;
        Follow(first, version);
        Record(by, "started", at, ("rule", Say(rule)), ("post", first.Id.ToString()));
    }

    public Guid WorkspaceId { get; private set; }

    public RecurrenceRule Rule { get; private set; } = null!;

    /// <summary>The post whose version later occurrences are made from.</summary>
    public Guid SourceId { get; private set; }

    public int SourceVersion { get; private set; }

    /// <summary>Each occurrence waits as a draft for somebody to schedule it; else it goes out like the first.</summary>
    public bool AsDrafts { get; private set; }

    /// <summary>Once one of them is approved, the others with the same content are; else each is approved by itself.</summary>
    public bool Inherits { get; private set; }

    /// <summary>In this member's name occurrences are made.</summary>
    public Guid MadeById { get; private set; }

    public Member MadeBy { get; private set; } = null!;

    /// <summary>Up to this day of the rule occurrences were made.</summary>
    public DateOnly MadeThrough { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public int Revision { get; private set; }

    public bool IsOver => EndedAt is not null;

    protected override string Subject => "recurrence";

    /// <summary>No occurrence is made any more. Those there are stay, or go by the caller.</summary>
    public void End(string? why, Actor by, DateTimeOffset at)
    {
        if (EndedAt is not null)
            return;
        EndedAt = at;
        Record(by, "ended", at, ("rule", Say(Rule)), ("why", why));
    }

    /// <summary>From now on occurrences are made like this version of this post, at its time of day.</summary>
    internal void Follow(Post post, PostVersion version)
    {
        SourceId = post.Id;
        SourceVersion = version.Number;
        if (post.PlannedLocal is { } local)
            Rule = Rule with { Time = TimeOnly.FromDateTime(local) };
    }

    internal Post Occur(
        Occurrence occurrence, Post source, PostVersion version, IReadOnlyCollection<Channels.Channel> channels, IReadOnlyCollection<Media.MediaAsset> assets, Workspace workspace, DateTimeOffset at)
    {
        var post = Post.Draft(MadeBy, workspace, at, kind: source.Kind);
        post.Belong(this, occurrence, source, version, channels, assets, MadeBy, at);
        return post;
    }

    internal void MadeTo(DateOnly day) => MadeThrough = day;

    internal void Skip(DateOnly day, string why, DateTimeOffset at) =>
        Record(Actor.Planable, "skipped", at, ("day", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("why", why));

    static string Say(RecurrenceRule rule) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{rule.Pace.ToString().ToLowerInvariant()}, every {rule.Every}, {rule.Time:HH:mm}");
}
