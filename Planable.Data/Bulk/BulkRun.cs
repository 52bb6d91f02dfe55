using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Workspaces;

namespace Planable.Data.Bulk;

public enum BulkAct
{
    Shift,
    Duplicate,
    Delete,
    Schedule,
    Unschedule,
    Replace,
    Label,

    /// <summary>Takes back another run.</summary>
    Undo,
}

public enum BulkState
{
    Waiting,
    Done,
    Stopped,
}

/// <summary>What goes with an act: by how many days, what is replaced with what, which label.</summary>
/// <param name="AfterGap">Times that the clocks skip move behind the gap; a person saw them.</param>
/// <param name="Second">Which of two, where the clocks go back; null if nobody was asked.</param>
/// <param name="Off">The label is taken off rather than put on.</param>
/// <param name="Day">The one day all move to, instead of by some days.</param>
/// <param name="Despite">Posts with open comments of the client go out too; a person saw which.</param>
public sealed record BulkValues(int Days = 0, bool AfterGap = false, bool? Second = null, string Find = "", string With = "", bool MatchCase = false, Guid? Label = null, bool Off = false, DateOnly? Day = null, bool Despite = false)
{
    /// <summary>Where a time lands; the time of day stays.</summary>
    public DateTime Land(DateTime local) => Day is { } day ? day.ToDateTime(TimeOnly.FromDateTime(local)) : local.AddDays(Days);
}

/// <summary>One act on many posts: a verb of each of them, with its rules and its log entries. What each came to is kept beside how it stood before, so that one undo takes all back.</summary>
public class BulkRun : Entity, IBelongToWorkspace
{
    /// <summary>Most posts that are done while a person waits; more go on in the background.</summary>
    public const int MostAtOnce = 50;

    public const int MostPosts = 5000;

    readonly List<BulkItem> items = [];

    BulkRun()
    {
    }

    public static BulkRun Plan(Member by, BulkAct act, BulkValues values, IReadOnlyList<Guid> posts, DateTimeOffset at)
    {
        by.Must(Permission.WritePosts);
        if (posts.Count == 0)
            throw new RuleBroken("NOTHING_SELECTED", "Select at least one post.");
        if (posts.Count > MostPosts)
            throw new RuleBroken("TOO_MANY_SELECTED", "These are {0} posts. Up to {1} can be changed at once; narrow the filters.", posts.Count, MostPosts);
        if (act == BulkAct.Shift && values is { Days: 0, Day: null })
            throw new RuleBroken("SHIFT_NOWHERE", "Say by how many days the posts move, or to which day.");
        if (act == BulkAct.Shift && Math.Abs(values.Days) > 3660)
            throw new RuleBroken("SHIFT_FAR", "Posts move by ten years at most.");
        if (act == BulkAct.Replace && values.Find.Length == 0)
            throw new RuleBroken("FIND_MISSING", "Say what is to be replaced.");
        if (act == BulkAct.Label && values.Label is null)
            throw new RuleBroken("LABEL_MISSING", "Choose a label.");
        var run = new BulkRun { Act = act, Values = values, ById = by.Id, By = by, At = at, Total = posts.Count };
        run.items.AddRange(posts.Select((post, position) => new BulkItem(run.Id, post, position)));
        return run;
    }

    /// <summary>The run that takes this one back: only what it did, the last first.</summary>
    public BulkRun PlanUndo(Member by, DateTimeOffset at)
    {
        if (by.Id != ById)
            throw new NotAllowed("Only whoever did it takes it back.");
        if (State == BulkState.Waiting)
            throw new RuleBroken("BULK_RUNNING", "It is still being done. Stop it first.");
        if (Act == BulkAct.Undo || UndoneBy is not null)
            throw new RuleBroken("BULK_UNDONE", "This was taken back already.");
        var undo = Plan(by, BulkAct.Undo, new BulkValues(), [.. items.Where(i => i.Outcome == BulkOutcome.Done).OrderByDescending(i => i.Position).Select(i => i.Touched)], at);
        undo.UndoOf = Id;
        UndoneBy = undo.Id;
        return undo;
    }

    public Guid WorkspaceId { get; private set; }

    public BulkAct Act { get; private set; }

    public BulkValues Values { get; private set; } = new();

    public Guid ById { get; private set; }

    public Member By { get; private set; } = null!;

    public DateTimeOffset At { get; private set; }

    public int Total { get; private set; }

    public BulkState State { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public DateTimeOffset? LeasedUntil { get; private set; }

    public Guid? UndoOf { get; private set; }

    public Guid? UndoneBy { get; private set; }

    public IReadOnlyList<BulkItem> Items => items;

    /// <summary>All or nothing: a plan that moved halfway would be worse than one that did not.</summary>
    public bool IsWhole => Act == BulkAct.Shift;

    public bool CanBeUndone => Act != BulkAct.Undo && UndoneBy is null && State != BulkState.Waiting;

    /// <summary>Whoever plans it does it at once, so that no worker takes it.</summary>
    public BulkRun HeldUntil(DateTimeOffset until)
    {
        LeasedUntil = until;
        return this;
    }

    public void Stop(Member by, DateTimeOffset at)
    {
        if (by.Id != ById)
            by.Must(Permission.ManageWorkspace);
        if (State == BulkState.Waiting)
            (State, EndedAt) = (BulkState.Stopped, at);
    }

    public void Finish(DateTimeOffset at)
    {
        if (State == BulkState.Waiting)
            (State, EndedAt, LeasedUntil) = (BulkState.Done, at, null);
    }
}

public enum BulkOutcome
{
    Waiting,
    Done,

    /// <summary>The act does not fit it.</summary>
    Skipped,

    /// <summary>A rule refused it.</summary>
    Failed,
}

/// <summary>One post of a run.</summary>
public class BulkItem : Entity, IBelongToWorkspace
{
    /// <summary>It would have moved, had all of them.</summary>
    public const string NothingMoved = "Nothing was moved: all move together or none.";

    BulkItem()
    {
    }

    internal BulkItem(Guid runId, Guid postId, int position)
    {
        RunId = runId;
        PostId = postId;
        Position = position;
    }

    public Guid WorkspaceId { get; private set; }

    public Guid RunId { get; private set; }

    public Guid PostId { get; private set; }

    public int Position { get; private set; }

    public BulkOutcome Outcome { get; private set; }

    /// <summary>Why not: the key for the localizer.</summary>
    public string? Why { get; private set; }

    public List<string> WhyArguments { get; private set; } = [];

    public PostStand? Before { get; private set; }

    public PostStand? After { get; private set; }

    /// <summary>What a duplicate became.</summary>
    public Guid? CopyId { get; private set; }

    /// <summary>The post that an undo goes to.</summary>
    public Guid Touched => CopyId ?? PostId;

    public object[] Arguments => [.. WhyArguments];

    internal void Did(PostStand before, PostStand after, Guid? copyId) => (Outcome, Before, After, CopyId, Why) = (BulkOutcome.Done, before, after, copyId, null);

    public void Skip(string why, params object[] arguments) => Refuse(BulkOutcome.Skipped, why, arguments);

    public void Fail(string why, params object[] arguments) => Refuse(BulkOutcome.Failed, why, arguments);

    void Refuse(BulkOutcome outcome, string why, object[] arguments) =>
        (Outcome, Why, WhyArguments) = (outcome, why, [.. arguments.Select(a => Convert.ToString(a, System.Globalization.CultureInfo.InvariantCulture) ?? "")]);
}

/// <summary>How a post stood: what acts on many posts change, to be able to put it back.</summary>
public sealed record PostStand(PostState State, DateTime? Local, string? Zone, bool IsSecond, bool IsDeleted, string Text, Dictionary<Guid, string> OwnTexts, List<Guid>? Labels = null, ApprovalStand? Approval = null)
{
    public static PostStand Of(Post post) =>
        new(
            post.State, post.PlannedLocal, post.Zone, post.PlannedIsSecond, post.DeletedAt is not null, post.Text,
            post.Variants.Where(v => v.Text is not null).ToDictionary(v => v.ChannelId, v => v.Text!), [.. post.Labels.Select(l => l.LabelId)], ApprovalStand.Of(post));

    /// <summary>Is everything as another stand has it, as far as acts change it? Labels change nothing that stands in the way.</summary>
    public bool IsLike(PostStand other) =>
        State == other.State && Local == other.Local && Zone == other.Zone && IsSecond == other.IsSecond && IsDeleted == other.IsDeleted && Text == other.Text
        && OwnTexts.Count == other.OwnTexts.Count && OwnTexts.All(t => other.OwnTexts.TryGetValue(t.Key, out var text) && text == t.Value);
}
