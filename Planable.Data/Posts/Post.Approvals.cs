using Planable.Data.Approvals;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Publishing;
using Planable.Data.Workspaces;

namespace Planable.Data.Posts;

/// <summary>Who has to say yes, and who has said what: from sending it round to the last approval.</summary>
public partial class Post
{
    const string LateApproval = "It was approved after its time. Publish it now, give it a new time, or drop it.";

    readonly List<ApprovalDecision> decisions = [];

    /// <summary>Its way through a flow; null if it was never submitted. Stays when it is withdrawn, so that what was approved is still known.</summary>
    public PostApproval? Approval { get; private set; }

    public ApprovalState ApprovalState { get; private set; }

    /// <summary>Hash of the content that may go out; only while it is approved.</summary>
    public string? ApprovedHash { get; private set; }

    /// <summary>Since when the level has been waiting that is waiting now.</summary>
    public DateTimeOffset? WaitingSince { get; private set; }

    /// <summary>When those who are to decide, or the author who is to change something, should be done.</summary>
    public DateTimeOffset? ApprovalDueAt { get; private set; }

    /// <summary>The people it waits for; see <see cref="ApprovalQueries"/>.</summary>
    public string? WaitingFor { get; private set; }

    /// <summary>The flow somebody chose for it; null takes the workspace's.</summary>
    public Guid? FlowId { get; private set; }

    /// <summary>All that was ever decided; for reading. Verbs look at <see cref="Approval"/>.</summary>
    public IReadOnlyList<ApprovalDecision> Decisions => decisions;

    public bool IsApproved => ApprovalState == ApprovalState.Approved;

    /// <summary>Sends it to those who decide. Sent again after changes, what still stands is not asked again.</summary>
    /// <param name="everyone">The workspace's members with their people.</param>
    public void RequestApproval(Guid? flowId, Member by, IReadOnlyCollection<Member> everyone, DateTimeOffset at)
    {
        if (!CanBeEditedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not send this post for approval.");
        MustBeSeenWhole(by);
        var rules = by.Workspace.Approvals;
        if (!rules.IsOn)
            throw new RuleBroken("APPROVALS_OFF", "Posts of this client are not sent for approval.");
        if (ApprovalState is ApprovalState.Waiting or ApprovalState.Approved)
            return;
        MustBeMovable();
        var flow = rules.Flows.FirstOrDefault(f => f.Id == (flowId ?? FlowId)) ?? rules.Default ?? throw new RuleBroken("FLOW_MISSING", "There is no approval flow yet. Make one in the settings first.");
        MustKeepBrandRules(by.Workspace);
        MustBeDescribed(by.Workspace);
        if (PostProblems.Of(this, by.Workspace.AltPolicy).FirstOrDefault(p => p.Blocks) is { } problem)
            throw new RuleBroken(problem.Code, problem.Words, [.. problem.Arguments]);

        var version = Cut(by, at);
        if (flowId is not null)
            FlowId = flow.Id;
        var before = ApprovalState != ApprovalState.Rejected && Approval?.FlowId == flow.Id ? Approval : null;
        Approval = new PostApproval(flow.Id, flow.Name, [.. flow.Levels.Select(l => PathLevel.Of(l, Seeing(everyone), Audience, by.Workspace.Absences, at))], Facts(), (Approval?.Round ?? 0) + 1, by.Id, by.Person.Name, at)
        {
            Unlockers = PostApproval.UnlockersAmong(everyone),
            Identity = flow.Identity,
            TakesRecorded = flow.TakesRecorded,
            Standing = before is null ? [] : [.. before.Standing.Where(s => flow.Levels.Any(l => l.Id == s.LevelId))],
        };
        ApprovedHash = null;
        Record(by, "approval-requested", at, Audience, ("version", Digits(version.Number)), ("hash", version.Hash), ("round", Digits(Approval.Round)));
        Advance(null, by.Workspace, at);
    }

    /// <summary>Yes to the version they saw. Said twice, it counts once.</summary>
    /// <param name="levelId">The level they were shown: a page from before decides nothing about the next.</param>
    /// <param name="hash">Of the version they were shown.</param>
    public void Approve(Guid levelId, string hash, string? note, Decider by, DateTimeOffset at)
    {
        if (Approval?.Standing.Any(s => s.LevelId == levelId && s.Hash == hash && IsBy(s, by)) == true)
            return;
        var (approval, level, groups) = MustDecide(levelId, hash, by);
        var decision = Decide(level, DecisionKind.Approved, null, note, by, at);
        Approval = approval with
        {
            Standing = [.. approval.Standing.Where(s => !(s.LevelId == levelId && IsBy(s, by))), Stood(decision, groups, by)],
        };
        Record(by.Actor, "level-approved", at, AudienceOf(level), ("level", level.Name), ("version", Digits(decision.VersionNumber)), ("hash", hash), ("note", decision.Text), ("by", by.Name), ("for", decision.StandsInFor), ("strength", by.Strength.ToString()), Through(by));
        Advance(approval, by.Workspace, at);
    }

    /// <summary>Not like this: back to its author, who is told what to change and until when.</summary>
    public void RequestChanges(Guid levelId, string hash, ChangeReason? reason, string? text, Decider by, DateTimeOffset at) =>
        SendBack(DecisionKind.ChangesRequested, levelId, hash, reason, text, by, at);

    /// <summary>Not at all. It can be submitted anew, and begins at the first level then.</summary>
    public void Reject(Guid levelId, string hash, ChangeReason? reason, string? text, Decider by, DateTimeOffset at) =>
        SendBack(DecisionKind.Rejected, levelId, hash, reason, text, by, at);

    /// <summary>Nobody is asked any more. What was approved so far stands when it is sent again.</summary>
    public void WithdrawApproval(Member by, DateTimeOffset at)
    {
        if (!CanBeEditedBy(by))
            throw new NotAllowed($"{by.Person.Name} may not withdraw this post.");
        MustBeSeenWhole(by);
        if (ApprovalState != ApprovalState.Waiting)
            return;
        Record(by, "approval-withdrawn", at, Audience, ("level", Approval!.Current?.Name), ("to", Ids(Approval.Waiting)));
        Stand(ApprovalState.None, null);
    }

    /// <summary>Lets what was approved be changed. Those who approved it are told, and why.</summary>
    public void Unlock(string? reason, Member by, DateTimeOffset at)
    {
        by.Must(Permission.UnlockApproved);
        if (string.IsNullOrWhiteSpace(reason))
            throw new RuleBroken("REASON_MISSING", "Say why. Those who approved it are told, and the reason is kept in the log.");
        if (!IsLocked(by.Workspace))
            return;
        reason = reason.Trim();
        reason = reason[..Math.Min(reason.Length, ApprovalUnlock.ReasonLength)];
        Approval = Approval! with { Unlocked = new ApprovalUnlock(by.Person.Name, reason, at) };
        Record(by, "unlocked", at, Audience, ("reason", reason), ("to", Ids(Approval.Standing)));
    }

    /// <summary>Members came, left or changed: who decides is found anew. A level never waits for somebody who is not there.</summary>
    public void Recount(IReadOnlyCollection<Member> everyone, Workspace workspace, DateTimeOffset at)
    {
        if (Approval is not { } before || ApprovalState is not (ApprovalState.Waiting or ApprovalState.Approved))
            return;
        var unlockers = PostApproval.UnlockersAmong(everyone);
        if (IsApproved)
        {
            if (!unlockers.SequenceEqual(before.Unlockers))
                Approval = before with { Unlockers = unlockers };
            return;
        }

        Approval = before with
        {
            Unlockers = unlockers,
            Levels = [.. before.Levels.Select(l => l with { Groups = [.. l.Groups.Select(g => PathGroup.Of(g.Group, Seeing(everyone), Audience, workspace.Absences, at))] })],
        };
        Advance(before, workspace, at);
    }

    /// <summary>May this person decide now, and at which level? Null if it is not their turn.</summary>
    public PathLevel? TurnOf(Member member) =>
        ApprovalState == ApprovalState.Waiting && Approval!.Waiting.Any(a => a.MemberId == member.Id) ? Approval.Current : null;

    /// <summary>Looks at the post as the conditions of flows do; needs labels and channels.</summary>
    public PostFacts Facts() => new([.. labels.Select(l => l.LabelId)], [.. variants.Select(v => v.Channel.Network).Distinct(StringComparer.Ordinal)], Budget, AuthorId, CampaignId);

    /// <summary>Nothing goes out that was not approved, whoever plans it and by whatever way.</summary>
    void MustBeApproved(Workspace workspace)
    {
        if (!workspace.Approvals.IsRequired)
            return;
        if (!IsApproved || ApprovedHash != Content().Hash())
        {
            throw ApprovalState == ApprovalState.Waiting
                ? new RuleBroken("APPROVAL_WAITING", "This post is waiting for approval by {0}. It is scheduled once it is approved.", Approval!.WaitingNames)
                : new RuleBroken("APPROVAL_NEEDED", "Nothing of this client goes out before it is approved. Send the post for approval first.");
        }
    }

    /// <summary>May it go to the publisher as far as approvals are concerned?</summary>
    public bool LacksApproval(Workspace workspace) => workspace.Approvals.IsRequired && !IsApproved;

    void SendBack(DecisionKind kind, Guid levelId, string hash, ChangeReason? reason, string? text, Decider by, DateTimeOffset at)
    {
        // Pressed twice, or sent again by the browser: it was sent back by them already.
        if (ApprovalState is ApprovalState.ChangesRequested or ApprovalState.Rejected && Approval?.Wanted is { } said && said.By == by.Name && said.Kind == kind && said.Text == text?.Trim())
            return;
        var (approval, level, _) = MustDecide(levelId, hash, by);
        if (reason is not { } why)
            throw new RuleBroken("REASON_MISSING", "Choose what it is about.");
        if (string.IsNullOrWhiteSpace(text))
            throw new RuleBroken("CHANGES_MISSING", "Write what has to change, so that the author knows.");
        var decision = Decide(level, kind, why, text, by, at);
        var due = kind == DecisionKind.ChangesRequested ? Due(by.Workspace.Approvals.ChangesHours, at) : null;
        Approval = approval with
        {
            Standing = kind == DecisionKind.Rejected ? [] : [.. approval.Standing.Where(s => !(s.LevelId == levelId && IsBy(s, by)))],
            Wanted = new ChangesWanted(kind, why, decision.Text!, by.Name, by.IsClient, level.Name, decision.VersionNumber, at, due) { Recording = by.Recording },
        };
        var others = approval.Waiting.Where(a => a.MemberId != by.Member?.Id).ToList();
        Stand(kind == DecisionKind.Rejected ? ApprovalState.Rejected : ApprovalState.ChangesRequested, due);
        Record(
            by.Actor, kind == DecisionKind.Rejected ? "rejected" : "changes-requested", at, AudienceOf(level),
            ("level", level.Name), ("version", Digits(decision.VersionNumber)), ("hash", hash), ("reason", why.ToString()), ("text", decision.Text), ("by", by.Name), ("for", decision.StandsInFor), ("over", Ids(others)), ("requester", Approval.RequestedById.ToString()), Through(by));
    }

    (PostApproval Approval, PathLevel Level, IReadOnlyList<Guid> Groups) MustDecide(Guid levelId, string hash, Decider by)
    {
        by.Member?.Must(Permission.ApprovePosts);
        if (by.Member is { } limited)
            MustBeSeenWhole(limited);
        if (!by.Workspace.Approvals.IsOn)
            throw new RuleBroken("APPROVALS_OFF", "Posts of this client are not sent for approval.");
        if (ApprovalState != ApprovalState.Waiting)
            throw new RuleBroken("NOT_WAITING", "This post is not waiting for a decision any more. Reload to see how it stands.");
        var approval = Approval!;
        var level = approval.Levels.FirstOrDefault(l => l.Id == levelId);
        var groups = level?.Groups.Where(g => by.Member is { } member ? g.Approvers.Any(a => a.MemberId == member.Id) : g.TakesGuests).Select(g => g.Id).ToList() ?? [];
        if (groups.Count == 0)
            throw new NotAllowed($"{by.Name} does not decide here.");
        MustBeKnown(by, approval);
        if (approval.Current?.Id != levelId)
            throw new RuleBroken("LEVEL_OVER", "This was decided already. Your decision is no longer needed.");
        if (Content().Hash() != hash)
            throw new RuleBroken(ChangedSinceOpened, "The post was changed since you opened it. Look at what is new, then decide.");
        return (approval, level!, groups);
    }

    /// <summary>Whatever way a decision comes: who gives it is known as surely as the flow wants.</summary>
    static void MustBeKnown(Decider by, PostApproval approval)
    {
        var wanted = approval.Identity;
        if (by.Strength >= wanted || (by.Strength == IdentityStrength.Recorded && approval.TakesRecorded && wanted == IdentityStrength.Name))
            return;
        if (by.Strength == IdentityStrength.Recorded)
            throw new RuleBroken(IdentityTooWeak, "The flow of this post takes no decisions that somebody writes down for the client.");
        throw wanted == IdentityStrength.MailCode
            ? new RuleBroken(IdentityTooWeak, "Posts of this client are decided with a code that is sent to your e-mail address. Confirm it first.")
            : new RuleBroken(IdentityTooWeak, "Posts of this client are decided by people with an account. Sign in first.");
    }

    public const string IdentityTooWeak = "IDENTITY_TOO_WEAK";

    public const string ChangedSinceOpened = "CHANGED_SINCE_OPENED";

    /// <summary>Nobody is asked about what they see a part of.</summary>
    List<Member> Seeing(IReadOnlyCollection<Member> everyone) => [.. everyone.Where(IsSeenWholeBy)];

    ApprovalDecision Decide(PathLevel level, DecisionKind kind, ChangeReason? reason, string? text, Decider by, DateTimeOffset at)
    {
        text = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        var version = versions.Find(v => v.Number == LatestVersion)!;
        var decision = new ApprovalDecision(
            this, level, Approval!.Round, version, kind, reason, text is { Length: > ApprovalDecision.TextLength } ? text[..ApprovalDecision.TextLength] : text, by, at,
            SeatOf(by)?.For, Approval.Asked.FirstOrDefault(a => a.MemberId == by.Member?.Id)?.At ?? WaitingSince, ApprovalDueAt);
        decisions.Add(decision);
        return decision;
    }

    StandingApproval Stood(ApprovalDecision decision, IReadOnlyList<Guid> groups, Decider by) =>
        new(decision.Id, decision.LevelId, groups, by.Member?.Id, by.Name, by.IsClient, decision.VersionNumber, decision.Hash, decision.At) { ForId = SeatOf(by)?.ForId, For = decision.StandsInFor, Who = by.Who, LinkId = by.LinkId, Recording = by.Recording };

    /// <summary>The place they decide in at the level that is waiting, their own or that of somebody who is away.</summary>
    Approver? SeatOf(Decider by) => by.Member is { } member ? Approval!.Current?.Groups.SelectMany(g => g.Approvers).FirstOrDefault(a => a.MemberId == member.Id) : null;

    /// <summary>Finds whose turn it is after something changed, tells those who are asked anew and those who are not needed any more.</summary>
    /// <param name="before">How it stood; null if it was just submitted.</param>
    void Advance(PostApproval? before, Workspace workspace, DateTimeOffset at, bool isInTime = false)
    {
        var approval = Approval = Approval!.SeatedAt(at);
        if (approval.Current is not { } level)
        {
            TellUnneeded(before, [], at);
            Finish(workspace, at, isInTime);
            return;
        }

        var isNewLevel = before?.Current?.Id != level.Id || ApprovalState != ApprovalState.Waiting;
        if (isNewLevel)
        {
            Stand(ApprovalState.Waiting, level.DueHours > 0 ? Due(level.DueHours, at) : null);
            WaitingSince = at;
            approval = Approval = approval with { Asked = [], Taken = [] };
        }

        WaitingFor = ApprovalQueries.Keys(approval.Waiting);
        TellUnneeded(before, approval.Waiting, at);
        var asked = isNewLevel ? approval.Waiting : [.. approval.Waiting.Where(a => !before!.Waiting.Any(b => b.MemberId == a.MemberId))];
        Approval = approval with { Asked = [.. approval.Asked.Where(a => !asked.Any(w => w.MemberId == a.MemberId)), .. asked.Select(a => new AskedApprover(a.MemberId, at))] };
        // Who waits for whom is another now: the clock works out anew what it has to do.
        ApprovalWakesAt = at;
        if (asked.Count > 0)
        {
            Record(
                Actor.Planable, "approval-asked", at, AudienceOf(level),
                ("level", level.Name), ("to", Ids(asked)), ("names", string.Join(", ", asked.Select(a => a.Said))), ("for", Places(asked)), ("round", Digits(approval.Round)));
        }
    }

    /// <summary>The third of "2 of 3" need not look any more.</summary>
    void TellUnneeded(PostApproval? before, IReadOnlyList<Approver> waiting, DateTimeOffset at)
    {
        if (ApprovalState != ApprovalState.Waiting || before?.Current is not { } level)
            return;
        var over = before.Waiting.Where(b => !waiting.Any(w => w.MemberId == b.MemberId) && !Approval!.Standing.Any(s => s.LevelId == level.Id && (s.MemberId == b.MemberId || s.PlaceId == b.PlaceId))).ToList();
        // Whose place another took for a while, or has again, knows; and somebody who left has nothing to be told.
        over.RemoveAll(o => waiting.Any(w => w.PlaceId == o.PlaceId));
        over.RemoveAll(o => !Approval!.Levels.Any(l => l.Groups.Any(g => g.Approvers.Concat(g.Named).Any(a => a.MemberId == o.MemberId || a.MemberId == o.ForId))));
        if (over.Count > 0)
            Record(Actor.Planable, "approval-unneeded", at, ("level", level.Name), ("to", Ids(over)), ("names", string.Join(", ", over.Select(o => o.Said))));
    }

    void Finish(Workspace workspace, DateTimeOffset at, bool isInTime = false)
    {
        var approval = Approval!;
        var version = versions.Find(v => v.Number == LatestVersion)!;
        Stand(ApprovalState.Approved, null);
        ApprovedHash = version.Hash;
        Approval = approval with { Unlocked = null, Wanted = null };
        var (then, why) = State == PostState.Draft && workspace.Approvals.Schedules ? ScheduleApproved(workspace, version, at, isInTime) : default;
        Record(Actor.Planable, "approved", at, Audience, ("version", Digits(version.Number)), ("hash", version.Hash), ("then", then), ("why", why), ("requester", approval.RequestedById.ToString()), ("recorders", Recorders(approval)));
    }

    /// <summary>What is approved and has a date goes out at it. What missed its date is held: nobody decided that it may go out late.</summary>
    /// <param name="isInTime">Its time is now.</param>
    /// <returns>What became of it, and why if it was not scheduled.</returns>
    (string Then, string? Why) ScheduleApproved(Workspace workspace, PostVersion version, DateTimeOffset at, bool isInTime = false)
    {
        if (PlannedLocal is not { } local || ScheduledAt is not { } due)
            return ("undated", null);
        var goesOut = due > at || isInTime;
        if (goesOut && WhyNotAt(local, due, workspace) is { } why)
            return ("refused", why);
        // Where nobody has looked, there may be some.
        if (openComments is not 0 && workspace.Approvals.WaitsForComments)
            return ("refused", "Comments of the client are open.");
        // Nobody is asked: whoever said the last yes has the conversation beside it.
        GoDespiteComments(int.MaxValue);
        Leave(workspace);
        if (IsUniversal && !goesOut)
            return ("late", null);

        foreach (var variant in variants)
        {
            var delivery = new Delivery(this, variant, version, due > at || !goesOut ? due : at, at);
            deliveries.Add(delivery);
            if (!goesOut)
                delivery.Hold(HoldReason.Late, LateApproval, at);
        }

        State = goesOut ? PostState.Scheduled : PostState.Held;
        if (State == PostState.Held)
            return ("held", null);
        Record(Actor.Planable, "scheduled", at, Audience, ("time", Say(Planned())));
        return ("scheduled", null);
    }

    string? WhyNotAt(DateTime local, DateTimeOffset due, Workspace workspace)
    {
        if (workspace.BlackoutAt(due) is { } blackout)
            return $"Nothing goes out on that day: {blackout.Reason}";
        if (EndedLicence(local) is { } ended)
            return $"The licence of {ended.FileName} ends before that day.";
        if (NotBefore is { } earliest && due < earliest)
            return "It would follow the run before too soon.";
        return PostProblems.Of(this, workspace.AltPolicy).FirstOrDefault(p => p.Blocks) is { } problem ? new RuleBroken(problem.Code, problem.Words, [.. problem.Arguments]).Message : null;
    }

    void Stand(ApprovalState state, DateTimeOffset? due)
    {
        (ApprovalState, ApprovalDueAt, WaitingSince, WaitingFor, ApprovalWakesAt) = (state, due, null, null, null);
        if (state != ApprovalState.Approved)
            ApprovedHash = null;
    }

    DateTimeOffset? Due(int hours, DateTimeOffset at)
    {
        var due = at.AddHours(hours);
        return ScheduledAt is { } planned && planned > at && planned < due ? planned : due;
    }

    /// <summary>Who wrote down what others are said to have approved.</summary>
    static string? Recorders(PostApproval approval) => string.Join(", ", approval.Standing.Select(s => s.Recording?.By).OfType<string>().Distinct()) is { Length: > 0 } names ? names : null;

    static (string, string?) Through(Decider by) => ("through", by.Recording?.Way);

    /// <summary>A client reads about levels at which it decides itself.</summary>
    Audience AudienceOf(PathLevel level) => Audience == Audience.Client && level.HasClients ? Audience.Client : Audience.Team;

    static bool IsBy(StandingApproval approval, Decider by) => by.Member is { } member ? approval.MemberId == member.Id : approval.MemberId is null && (approval.Who is null ? approval.Name == by.Name : by.IsKnownAs(approval.Who, approval.LinkId, approval.Name));

    /// <summary>Who stands in for whom: the member, and the name of whose place it is.</summary>
    static string? Places(IEnumerable<Approver> people) => string.Join('\n', people.Where(a => a.For is not null).Select(a => $"{a.MemberId}:{a.For}")) is { Length: > 0 } places ? places : null;

    static string? Ids(IReadOnlyCollection<Approver> people) => people.Count == 0 ? null : string.Join(',', people.Select(a => a.MemberId));

    static string? Ids(IEnumerable<StandingApproval> approvals) => string.Join(',', approvals.Select(s => s.MemberId).OfType<Guid>().Distinct()) is { Length: > 0 } ids ? ids : null;
}
