using System.Globalization;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Evergreens;

/// <summary>How a post is published again and again.</summary>
/// <param name="GapDays">At least so long after it went out last.</param>
/// <param name="Times">So often after the first time.</param>
/// <param name="Least">It ends when its last run had fewer reactions; null never ends it.</param>
/// <param name="Variations">Other wordings, in the order in which they are used.</param>
public sealed record EvergreenRule(int GapDays, int Times, int? Least, IReadOnlyList<string> Variations)
{
    public const int MostGap = 365;
    public const int MostTimes = 50;
    public const int MostVariations = 20;

    public static EvergreenRule Usual { get; } = new(14, 3, null, []);

    public void MustBeWhole()
    {
        if (GapDays is < 1 or > MostGap)
            throw new RuleBroken("EVERGREEN_GAP_WRONG", "The gap can be 1 to {0} days.", MostGap);
        if (Times is < 1 or > MostTimes)
            throw new RuleBroken("EVERGREEN_TIMES_WRONG", "It can go out 1 to {0} times more.", MostTimes);
        if (Least is < 1)
            throw new RuleBroken("EVERGREEN_LEAST_WRONG", "Fewer than nothing never happens: give at least 1, or leave it empty.");
        if (Variations.Count > MostVariations)
            throw new RuleBroken("EVERGREEN_MANY", "A post has at most {0} other wordings.", MostVariations);
        if (Variations.FirstOrDefault(v => v.Length > Post.TextLength) is { } enormous)
            throw new RuleBroken("TEXT_ENORMOUS", "This text has {0} characters. No network takes more than {1}; shorten it before saving.", enormous.Length, Post.TextLength);
    }
}

/// <summary>A run that did not take place.</summary>
/// <param name="Turn">When it would have gone out.</param>
public sealed record SkippedRun(DateTimeOffset Turn, string Words, IReadOnlyList<string> Arguments);

/// <summary>A post of the evergreen library. Each run is a post of its own, made a week ahead, never sooner after the last one than the gap.</summary>
public class Evergreen : Recorded, IBelongToWorkspace, IRevised
{
    /// <summary>So long before its turn a run is there to be seen and changed.</summary>
    public const int DaysAhead = 7;

    Evergreen()
    {
    }

    internal Evergreen(Post post, EvergreenRule rule, Member by, DateTimeOffset at)
    {
        PostId = post.Id;
        Rule = rule;
        MadeById = by.Id;
        MadeBy = by;
        LastTurn = post.ScheduledAt!.Value;
        Record(by, "added", at, ("gap", Say(rule.GapDays)), ("times", Say(rule.Times)));
    }

    public Guid WorkspaceId { get; private set; }

    /// <summary>The post that is published again.</summary>
    public Guid PostId { get; private set; }

    public EvergreenRule Rule { get; private set; } = EvergreenRule.Usual;

    /// <summary>In this member's name runs are made.</summary>
    public Guid MadeById { get; private set; }

    public Member MadeBy { get; private set; } = null!;

    /// <summary>When it went out last, goes out next, or was skipped.</summary>
    public DateTimeOffset LastTurn { get; private set; }

    public SkippedRun? Skipped { get; private set; }

    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>Why it stopped by itself; null if a person stopped it.</summary>
    public SkippedRun? StoppedFor { get; private set; }

    public int Revision { get; private set; }

    public bool IsStopped => StoppedAt is not null;

    /// <summary>The next run is no earlier.</summary>
    public DateTimeOffset NotBefore => LastTurn.AddDays(Rule.GapDays);

    protected override string Subject => "evergreen";

    protected override Guid SubjectId => PostId;

    public void Settle(EvergreenRule rule, Post post, Member by, DateTimeOffset at)
    {
        post.MustBeSchedulableBy(by);
        rule.MustBeWhole();
        Rule = rule;
        Record(by, "settled", at, ("gap", Say(rule.GapDays)), ("times", Say(rule.Times)));
    }

    public void Stop(Post post, Member by, DateTimeOffset at)
    {
        post.MustBeSchedulableBy(by);
        if (StoppedAt is not null)
            return;
        StoppedAt = at;
        Record(by, "stopped", at);
    }

    /// <summary>Goes on, in the name of whoever says so.</summary>
    public void Resume(Post post, Member by, DateTimeOffset at)
    {
        post.MustBeSchedulableBy(by);
        if (StoppedAt is null)
            return;
        (StoppedAt, StoppedFor, MadeById, MadeBy) = (null, null, by.Id, by);
        Record(by, "resumed", at);
    }

    /// <summary>The latest of its turns so far: the gap counts from there.</summary>
    internal void Went(DateTimeOffset turn) => LastTurn = turn > LastTurn ? turn : LastTurn;

    internal void Ran(Post run, DateTimeOffset at)
    {
        LastTurn = run.ScheduledAt!.Value;
        Skipped = null;
        Record(Actor.Planable, "ran", at, ("run", run.Id.ToString()), ("time", run.PlannedLocal!.Value.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " " + run.Zone));
    }

    internal void Skip(DateTimeOffset turn, string words, DateTimeOffset at, params string[] arguments)
    {
        LastTurn = turn;
        Skipped = new SkippedRun(turn, words, arguments);
        Record(Actor.Planable, "skipped", at, ("why", string.Format(CultureInfo.InvariantCulture, words, [.. arguments])));
    }

    internal void End(string words, DateTimeOffset at, params string[] arguments)
    {
        StoppedAt = at;
        StoppedFor = new SkippedRun(NotBefore, words, arguments);
        Record(Actor.Planable, "ended", at, ("why", string.Format(CultureInfo.InvariantCulture, words, [.. arguments])));
    }

    static string Say(int number) => number.ToString(CultureInfo.InvariantCulture);
}
