using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Workspaces;

namespace Planable.Data.Approvals;

/// <summary>What the clock does about a post that waits.</summary>
public enum LadderAct
{
    Reminder,

    /// <summary>Somebody else is told.</summary>
    Escalation,

    /// <summary>The time it is planned for comes close.</summary>
    Closing,

    /// <summary>That time is over.</summary>
    Missed,
}

/// <param name="Hours">After they were asked, or before the planned time.</param>
/// <param name="Slot">The planned time, for what hangs on it: another time is told of anew.</param>
public sealed record LadderStep(LadderAct Act, int Hours, DateTimeOffset At, Guid MemberId, string Name, DateTimeOffset? Slot = null);

/// <summary>A step that was taken: each is taken once.</summary>
public sealed record LadderStepTaken(LadderAct Act, int Hours, Guid MemberId, DateTimeOffset? Slot, DateTimeOffset At)
{
    public bool Is(LadderStep step) => Act == step.Act && Hours == step.Hours && MemberId == step.MemberId && Slot == step.Slot;
}

/// <summary>When somebody of the level that is waiting now was asked.</summary>
public sealed record AskedApprover(Guid MemberId, DateTimeOffset At);

/// <summary>As much of a member as the ladder looks at.</summary>
public sealed record LadderPerson(Guid MemberId, string Name, string? Zone, QuietTimes? Quiet)
{
    public static LadderPerson Of(Member member) => new(member.Id, member.Person.Name, member.Person.Zone, member.Person.Quiet);
}

/// <summary>The people of a client whom ladders reach.</summary>
/// <param name="Managers">They are told where nobody is named, or the one who was is gone.</param>
public sealed record LadderPeople(IReadOnlyDictionary<Guid, LadderPerson> All, IReadOnlyList<Guid> Managers, string Zone)
{
    public static LadderPeople Of(IReadOnlyCollection<Member> everyone, Workspace workspace) =>
        new(everyone.Where(m => m.IsActive).ToDictionary(m => m.Id, LadderPerson.Of), [.. everyone.Where(m => m.Can(Permission.ManageWorkspace)).Select(m => m.Id)], workspace.Zone)
        {
            Team = [.. everyone.Where(m => m.IsActive && !m.IsClient).Select(m => m.Id)],
        };

    /// <summary>What waits for whom is told to the team alone.</summary>
    public IReadOnlyCollection<Guid> Team { get; init; } = [];

    public IEnumerable<LadderPerson> ToldBy(ApprovalLadder ladder) =>
        (ladder.EscalateTo is { } named && Team.Contains(named) ? [named] : Managers).Where(All.ContainsKey).Select(id => All[id]);

    public DateTimeOffset At(ApprovalLadder ladder, DateTimeOffset asked, int hours, LadderPerson person) => ladder.At(asked, hours, person.Quiet, person.Zone ?? Zone);
}

public static class LadderSteps
{
    /// <summary>Hours before its planned time at which everybody who can still do something hears that it waits.</summary>
    public static readonly IReadOnlyList<int> Closing = [24, 2];

    /// <summary>All steps of the level that is waiting now, also those that were taken, in the order of time.</summary>
    /// <param name="slot">When the post is to go out; null without a date.</param>
    public static IReadOnlyList<LadderStep> Of(PostApproval approval, DateTimeOffset since, DateTimeOffset? slot, LadderPeople people)
    {
        if (approval.Current is not { } level)
            return [];
        var steps = new List<LadderStep>();
        foreach (var waiting in approval.Waiting.Where(w => people.All.ContainsKey(w.MemberId)))
        {
            var asked = approval.Asked.FirstOrDefault(a => a.MemberId == waiting.MemberId)?.At ?? since;
            steps.AddRange(level.Ladder.Reminders.Select(h => new LadderStep(LadderAct.Reminder, h, people.At(level.Ladder, asked, h, people.All[waiting.MemberId]), waiting.MemberId, waiting.Said)));
            if (slot is not { } at)
                continue;
            steps.AddRange(Closing.Where(h => at.AddHours(-h) > asked).Select(h => new LadderStep(LadderAct.Closing, h, at.AddHours(-h), waiting.MemberId, waiting.Said, at)));
            steps.Add(new LadderStep(LadderAct.Missed, 0, at > asked ? at : asked, waiting.MemberId, waiting.Said, at));
        }

        if (level.Ladder.EscalateHours is > 0 and var hours && approval.Waiting.Count > 0)
            steps.AddRange(people.ToldBy(level.Ladder).Select(p => new LadderStep(LadderAct.Escalation, hours, people.At(level.Ladder, since, hours, p), p.MemberId, p.Name)));
        return [.. steps.OrderBy(s => s.At).ThenBy(s => s.Name, StringComparer.Ordinal)];
    }

    public static IReadOnlyList<LadderStep> Open(this IEnumerable<LadderStep> steps, PostApproval approval) => [.. steps.Where(s => !approval.Taken.Any(t => t.Is(s)))];
}
