using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>What happens by the clock while those who decide have not: reminders, who is told, the planned time that comes and goes.</summary>
public partial class Post
{
    /// <summary>A post that was to go out and found nobody at work is not sent long after by somebody's silence.</summary>
    static readonly TimeSpan SilenceLasts = TimeSpan.FromMinutes(5);

    /// <summary>When the clock has something to do about its approval next; null while it waits for nobody.</summary>
    public DateTimeOffset? ApprovalWakesAt { get; private set; }

    /// <summary>Its time is over and it waits for somebody still: nothing went out.</summary>
    public bool HasMissedItsTime(DateTimeOffset at) => MissedItsTime(State, ApprovalState, ScheduledAt, at);

    public static bool MissedItsTime(PostState state, ApprovalState approval, DateTimeOffset? planned, DateTimeOffset at) =>
        state == PostState.Draft && approval == ApprovalState.Waiting && planned <= at;

    /// <summary>The clock looks at it: who is away is stood in for, the client's silence counts if that is agreed, and everybody is told whose turn it is to be told.</summary>
    public void LookAtClock(LadderPeople people, Workspace workspace, DateTimeOffset at)
    {
        ApprovalWakesAt = null;
        if (ApprovalState != ApprovalState.Waiting || Approval is not { } before || State is not (PostState.Draft or PostState.Scheduled) || !workspace.Approvals.IsOn)
            return;
        var seated = before.SeatedAt(at);
        if (!seated.Waiting.Select(w => (w.MemberId, w.ForId)).ToHashSet().SetEquals(before.Waiting.Select(w => (w.MemberId, w.ForId))))
            Advance(before, workspace, at);
        if (TakeSilence(workspace, at))
            return;

        var open = LadderSteps.Of(Approval, WaitingSince ?? at, State == PostState.Draft ? ScheduledAt : null, people).Open(Approval);
        var due = open.Where(s => s.At <= at).ToList();
        if (due.Count > 0)
            Climb(due, openComments is not > 0 && GoesOutSilently(workspace), at);
        ApprovalWakesAt = open.Where(s => s.At > at).Select(s => (DateTimeOffset?)s.At).Append(Approval.NextTurn(at)).Where(t => t is not null).Order().FirstOrDefault();
    }

    /// <summary>Would nobody's answer be a yes at its time? What they have had in front of them too briefly waits.</summary>
    public bool GoesOutSilently(Workspace workspace) =>
        GoesOutSilently(workspace.Approvals, workspace.Approvals.Silence, State, ApprovalState, Approval, Audience, ScheduledAt, WaitingSince, versions.Count > 0 ? versions.Max(v => v.At) : null);

    /// <param name="silence">What is agreed, or would be.</param>
    public static bool GoesOutSilently(ApprovalRules rules, SilentConsent? silence, PostState state, ApprovalState approvalState, PostApproval? approval, Audience audience, DateTimeOffset? planned, DateTimeOffset? since, DateTimeOffset? latestVersion) =>
        silence is not null && rules is { IsOn: true, Schedules: true } && state == PostState.Draft && approvalState == ApprovalState.Waiting && audience == Audience.Client
        && approval?.Current is { HasClients: true } level && approval.Path.Last().Id == level.Id && planned is { } slot && since is { } asked && silence.Covers(latestVersion > asked ? latestVersion.Value : asked, slot);

    bool TakeSilence(Workspace workspace, DateTimeOffset at)
    {
        // Whose comment nobody answered has not been silent.
        if (openComments is > 0)
            return false;
        if (ScheduledAt is not { } slot || slot > at || at - slot > SilenceLasts || !GoesOutSilently(workspace) || Content().Hash() != versions.Find(v => v.Number == LatestVersion)?.Hash)
            return false;
        var (approval, level, silence) = (Approval!, Approval!.Current!, workspace.Approvals.Silence!);
        var by = new Decider(workspace, null, "Silent consent", IdentityStrength.Name, null, null, Via.Job);
        var decision = Decide(level, DecisionKind.SilentConsent, null, silence.Note, by, at);
        var over = approval.Waiting.Where(w => w.IsClient).ToList();
        Approval = approval with { Standing = [.. approval.Standing, Stood(decision, [.. level.Groups.Select(g => g.Id)], by) with { IsSilent = true }] };
        Record(
            Actor.Planable, "approval-consented", at, AudienceOf(level),
            ("level", level.Name), ("version", Digits(decision.VersionNumber)), ("hash", decision.Hash), ("note", silence.Note), ("names", string.Join(", ", over.Select(w => w.Said))), ("to", Ids(over)), ("requester", approval.RequestedById.ToString()));
        Advance(null, workspace, at, isInTime: true);
        return true;
    }

    /// <summary>Each person hears what matters most of what is due, once; what it outruns counts as said.</summary>
    void Climb(IReadOnlyList<LadderStep> due, bool isSilent, DateTimeOffset at)
    {
        var (approval, level) = (Approval!, Approval!.Current!);
        Approval = approval with { Taken = [.. approval.Taken, .. due.Select(s => new LadderStepTaken(s.Act, s.Hours, s.MemberId, s.Slot, at))] };
        var said = due.Where(s => s.Act != LadderAct.Escalation).GroupBy(s => s.MemberId).Select(g => g.MaxBy(s => (s.Act, -s.Hours * (s.Act == LadderAct.Closing ? 1 : -1)))!).ToList();
        foreach (var act in said.GroupBy(s => (s.Act, Hours: s.Act == LadderAct.Closing ? s.Hours : 0)))
            Tell(act.Key.Act, act.Key.Hours, [.. act], level, isSilent, at);
        if (due.Where(s => s.Act == LadderAct.Escalation).ToList() is { Count: > 0 } escalated)
        {
            Record(
                Actor.Planable, "approval-escalated", at,
                ("level", level.Name), ("to", string.Join(',', escalated.Select(s => s.MemberId))), ("names", string.Join(", ", escalated.Select(s => s.Name))), ("waiting", approval.WaitingNames), ("hours", Digits(escalated[0].Hours)));
        }
    }

    void Tell(LadderAct act, int hours, IReadOnlyList<LadderStep> steps, PathLevel level, bool isSilent, DateTimeOffset at) => Record(
        Actor.Planable,
        act switch { LadderAct.Missed => "approval-missed", LadderAct.Closing => "approval-closing", _ => "approval-reminded" },
        at,
        act == LadderAct.Missed && Approval!.Waiting.All(w => w.IsClient) ? AudienceOf(level) : Audience.Team,
        ("level", level.Name), ("to", string.Join(',', steps.Select(s => s.MemberId).Distinct())), ("names", string.Join(", ", steps.Select(s => s.Name).Distinct())),
        ("hours", act == LadderAct.Closing ? Digits(hours) : null), ("requester", act == LadderAct.Reminder ? null : Approval!.RequestedById.ToString()), ("silence", isSilent ? "counts" : null), ("slot", act == LadderAct.Missed ? ScheduledAt?.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture) : null));

    /// <summary>The planned time is another one.</summary>
    void WakeApproval()
    {
        if (ApprovalState == ApprovalState.Waiting)
            ApprovalWakesAt = DateTimeOffset.UnixEpoch;
    }

    /// <summary>What waits for another time because its own was past before it could go out.</summary>
    public IReadOnlyList<Delivery> HeldLate() => [.. deliveries.Where(d => d is { State: DeliveryState.Held, HeldFor: HoldReason.Late })];

    /// <summary>Another time for what missed its own, asked about anew. Whoever decides goes on deciding about the same version; what was approved too late goes out then.</summary>
    public void GiveNewSlot(Times.PlannedTime time, Member by, DateTimeOffset at)
    {
        if (HeldLate() is { Count: > 0 } late)
        {
            if (!CanBeEditedBy(by))
                throw new NotAllowed($"{by.Person.Name} may not change this post.");
            Postpone(late, time, by, at);
            return;
        }

        MustEdit(by);
        if (!HasMissedItsTime(at))
            throw new RuleBroken("NOT_MISSED", "This post has a time ahead of it, or waits for nobody.");
        MustLieAhead(time, at);
        MustBeLicensed(time.Local);
        Plan(time, by, at);
    }
}
