using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Publishing;
using Planable.Data.Times;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>What a change does to approvals: refused while they lock the post, taken back as far as the client's rules say.</summary>
public partial class Post
{
    public const string LockedCode = "LOCKED_BY_APPROVAL";

    public const string LockedWords = "This post is locked by approval. {0} can unlock it.";

    /// <summary>What is spent to have it seen, in whatever the client counts in; for flows that ask about it.</summary>
    public decimal? Budget { get; private set; }

    /// <summary>May it be changed only after somebody takes the lock off?</summary>
    public bool IsLocked(Workspace workspace) => IsLocked(ApprovalState, Approval, workspace);

    public static bool IsLocked(ApprovalState state, PostApproval? approval, Workspace workspace) =>
        state == ApprovalState.Approved && workspace.Approvals is { IsRequired: true, Locks: true } && approval is { Unlocked: null };

    public void SetBudget(decimal? budget, Member by, DateTimeOffset at)
    {
        MustSort(by);
        if (budget is < 0 or > 1_000_000_000)
            throw new RuleBroken("BUDGET_WRONG", "The budget is an amount from 0.");
        if (budget == 0)
            budget = null;
        if (budget == Budget)
            return;
        Budget = budget;
        Record(by, "budget-set", at, ("budget", budget?.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Reroute(f => f with { Budget = budget }, by, at);
    }

    /// <summary>The approvals a change would take back: for telling somebody before they save.</summary>
    public IReadOnlyList<StandingApproval> FallingWith(IEnumerable<string> parts, Workspace workspace) => Falling(workspace.Approvals.Resets.For(parts));

    public IReadOnlyList<StandingApproval> FallingWith(DateTimeOffset newTime, Workspace workspace) => Falling(TimeReach(newTime, workspace));

    /// <summary>Those that giving its date up would take back.</summary>
    public IReadOnlyList<StandingApproval> FallingUndated(Workspace workspace) => Falling(UndatedReach(workspace));

    /// <summary>What would differ with this edit, without making it.</summary>
    public IReadOnlyList<string> PartsChangedBy(PostEdit edit)
    {
        var parts = new List<string>();
        if (edit.Text != Text)
            parts.Add("text");
        if (edit.Link != Link)
            parts.Add("link");
        if (!MediaInOrder.Select(m => (m.MediaId, m.Alt, m.AltIsSuggested)).SequenceEqual(edit.Pictures.Select(p => (p.Asset.Id, p.Alt, p.IsSuggested && p.Alt.Length > 0)))
            || edit.Pictures.Any(p => p.Edits is { } edits && media.Find(m => m.MediaId == p.Asset.Id) is { } placed && !edits.Equals(placed.Edits ?? Planable.Data.Media.MediaEdits.None)))
            parts.Add("media");
        if (!variants.Select(v => v.ChannelId).ToHashSet().SetEquals(edit.Targets.Select(t => t.Channel.Id)) || edit.Targets.Any(t => variants.Find(v => v.ChannelId == t.Channel.Id) is { } variant && Differs(variant, t)))
            parts.Add("channels");
        if (edit.Options is { } options && !Same(PostOptions.Kept(options), Options))
            parts.Add("options");
        return parts;
    }

    static bool Differs(Variant variant, PostEdit.Target target) =>
        variant.Text != target.Text || (target.Settings is { } settings && !Same(settings.Where(s => s.Value.Length > 0).ToDictionary(StringComparer.Ordinal), variant.Settings));

    static bool Same(Dictionary<string, string> some, Dictionary<string, string> others) => some.Count == others.Count && some.All(s => others.TryGetValue(s.Key, out var value) && value == s.Value);

    /// <summary>It was approved for its time: the queue does not give it another one.</summary>
    public bool HoldsItsTime => IsApproved && Approval is { Standing.Count: > 0 };

    /// <summary>A change was taken back: the content is to the letter what they approved, so what the change took from them stands again. Decided anew meanwhile, it stays as it is.</summary>
    public void RegainApproval(ApprovalStand was, Member by, DateTimeOffset at)
    {
        MustEdit(by);
        if (Approval is not { } now || now.Round != was.Approval.Round || now.Standing.Any(s => !was.Approval.Standing.Any(w => w.DecisionId == s.DecisionId))
            || ApprovalState is not (ApprovalState.Outdated or ApprovalState.Waiting) || Cut(by, at).Hash != was.Hash)
            return;
        Approval = now with { Standing = was.Approval.Standing, Unlocked = was.Approval.Unlocked };
        Record(by, "approvals-regained", at, ("names", string.Join(", ", was.Approval.Standing.Select(s => s.Name).Distinct())), ("to", Ids(was.Approval.Standing)));
        if (was.State == ApprovalState.Approved && Approval.Current is null)
        {
            Stand(ApprovalState.Approved, null);
            ApprovedHash = was.Hash;
        }
        else if (ApprovalState == ApprovalState.Waiting)
        {
            Advance(now, by.Workspace, at);
        }
    }

    void MustBeUnlocked(Workspace workspace)
    {
        if (IsLocked(workspace))
            throw new RuleBroken(LockedCode, LockedWords, string.Join(", ", Approval!.Unlockers));
    }

    /// <summary>Only a time that takes no approval back is free to choose.</summary>
    void MustKeepApprovedTime(DateTimeOffset time, Workspace workspace)
    {
        if (TimeReach(time, workspace) == ResetReach.Nothing)
            return;
        MustBeUnlocked(workspace);
        if (workspace.Approvals.IsRequired && IsApproved)
            throw new RuleBroken("APPROVAL_NEEDED_TIME", "At that time the post needs approval again. Take it back to a draft, give it the date, and send it for approval.");
    }

    ResetReach TimeReach(DateTimeOffset time, Workspace workspace) =>
        ScheduledAt is { } now && Approval is { Standing.Count: > 0 } && ApprovalState is ApprovalState.Waiting or ApprovalState.Approved ? workspace.Approvals.Resets.For(now, time) : ResetReach.Nothing;

    /// <summary>Without a date it has left the time it was approved for, however near the next one is.</summary>
    ResetReach UndatedReach(Workspace workspace) =>
        ScheduledAt is not null && Approval is { Standing.Count: > 0 } && ApprovalState is ApprovalState.Waiting or ApprovalState.Approved ? workspace.Approvals.Resets.Time : ResetReach.Nothing;

    /// <summary>The content is another one: those who approved the former have approved another post, as far as the rules say so.</summary>
    void ResetFor(string fields, Member by, DateTimeOffset at)
    {
        if (Approval is not { } before || ApprovalState is ApprovalState.None or ApprovalState.Rejected)
            return;
        // What those who decide look at is a version: every change while they do is one.
        var hash = ApprovalState is ApprovalState.Waiting or ApprovalState.Approved ? Cut(by, at).Hash : null;
        Approval = before with { Facts = before.Facts with { Networks = [.. variants.Select(v => v.Channel.Network).Distinct(StringComparer.Ordinal)] } };
        var reach = by.Workspace.Approvals.Resets.For(fields.Split(','));
        TakeBack(reach, fields, before, by, at);
        if (reach == ResetReach.Nothing && IsApproved && hash != ApprovedHash)
        {
            // The change does not concern those who approved: what may go out is the new content.
            ApprovedHash = hash;
            Record(by, "approval-carried", at, ("fields", fields), ("hash", hash));
        }
    }

    void ResetForTime(DateTimeOffset time, Member by, DateTimeOffset at)
    {
        if (TimeReach(time, by.Workspace) is var reach && reach == ResetReach.Nothing)
            return;
        MustBeUnlocked(by.Workspace);
        TakeBack(reach, "time", Approval!, by, at);
    }

    void TakeBack(ResetReach reach, string fields, PostApproval before, Member by, DateTimeOffset at)
    {
        var fallen = Falling(reach);
        if (fallen.Count > 0)
        {
            Approval = Approval! with { Standing = [.. Approval.Standing.Except(fallen)] };
            Record(by, "approvals-taken-back", at, ("fields", fields), ("fallen", string.Join(", ", fallen.Select(f => f.Name).Distinct())), ("to", Ids(fallen)));
        }

        if (IsApproved && reach != ResetReach.Nothing)
        {
            Stand(ApprovalState.Outdated, null);
            Unplan(by, at);
            return;
        }

        Reopen(before, by, at, isNews: fallen.Count > 0);
    }

    /// <summary>Something that decides about its way changed: a level may come in, or is not asked any more.</summary>
    void Reroute(Func<PostFacts, PostFacts> change, Member by, DateTimeOffset at)
    {
        if (Approval is not { } before)
            return;
        Approval = before with { Facts = change(before.Facts) };
        Reopen(before, by, at, isNews: false);
    }

    /// <summary>Approved once, and now there is a level that has not said yes: it is asked. Or it waited for a level that is not the next any more.</summary>
    void Reopen(PostApproval before, Member by, DateTimeOffset at, bool isNews)
    {
        if (IsApproved && Approval!.Current is { } level)
        {
            Record(by, "approval-reopened", at, AudienceOf(level), ("level", level.Name));
            Unplan(by, at);
            Advance(null, by.Workspace, at);
        }
        else if (ApprovalState == ApprovalState.Waiting && (isNews || Approval!.Current?.Id != before.Current?.Id))
        {
            Advance(before, by.Workspace, at);
        }
    }

    /// <summary>Where approval is required it does not go out like this; it keeps its date for when it is approved again.</summary>
    void Unplan(Member by, DateTimeOffset at)
    {
        if (State != PostState.Scheduled || !by.Workspace.Approvals.IsRequired)
            return;
        deliveries.Clear();
        State = PostState.Draft;
        IsQueued = false;
        Record(by, "unscheduled", at, Audience);
    }

    IReadOnlyList<StandingApproval> Falling(ResetReach reach) => Approval?.Falling(reach) ?? [];
}
