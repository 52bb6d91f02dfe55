using Microsoft.Extensions.Localization;
using Planable.Data.Approvals;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Shared;

namespace Planable.Web.Approvals;

/// <summary>What approvals are called.</summary>
public sealed class ApprovalWords(IStringLocalizer<Words> words)
{
    public string Reason(ChangeReason reason) => reason switch
    {
        ChangeReason.Wording => words["Wording"],
        ChangeReason.Picture => words["Picture or video"],
        ChangeReason.Facts => words["Facts"],
        ChangeReason.Brand => words["Brand"],
        ChangeReason.Timing => words["Timing"],
        ChangeReason.Legal => words["Legal"],
        _ => words["Something else"],
    };

    public string Strength(IdentityStrength strength) => strength switch
    {
        IdentityStrength.Recorded => words["not known here"],
        IdentityStrength.Name => words["by name only"],
        IdentityStrength.MailCode => words["by a code sent by mail"],
        IdentityStrength.SingleSignOn => words["signed in with single sign-on"],
        _ => words["signed in"],
    };

    public string Mode(ApprovalMode mode) => mode switch
    {
        ApprovalMode.None => words["None"],
        ApprovalMode.Optional => words["Optional"],
        ApprovalMode.Required => words["Required"],
        _ => words["Multi-level"],
    };

    public string Rule(GroupRule rule, int needed) => rule switch
    {
        GroupRule.Any => words["one of them"],
        GroupRule.All => words["all of them"],
        _ => words["{0} of them", needed],
    };

    /// <summary>What happens while nobody decides, beforehand; null if nothing does.</summary>
    /// <param name="nameOf">Of a member; null if they are not there any more.</param>
    public string? Ladder(ApprovalLadder ladder, Func<Guid, string?> nameOf)
    {
        if (ladder.IsEmpty)
            return null;
        var said = new List<string>();
        if (ladder.Reminders.Count > 0)
            said.Add(words["Reminded after {0} hours.", string.Join(", ", ladder.Reminders)]);
        if (ladder.EscalateHours > 0)
            said.Add(words["After {0} hours {1} is told.", ladder.EscalateHours, ladder.EscalateTo is { } id && nameOf(id) is { } name ? name : words["whoever manages the client"].Value]);
        if (ladder.Rests)
            said.Add(words["Not at night, and weekends do not count."]);
        return string.Join(' ', said);
    }

    public string Step(LadderStep step) => step.Act switch
    {
        LadderAct.Reminder => words["Reminder to {0}", step.Name],
        LadderAct.Escalation => words["To {0}: it still waits", step.Name],
        LadderAct.Closing => words["To {0}: its time comes in {1} hours", step.Name, step.Hours],
        _ => words["Its time: nothing goes out while it waits"],
    };

    /// <summary>"Missed: waiting for Clara", as a reader of the team or the client may know it.</summary>
    public string Missed(PostApproval approval, bool isClient) => Missed(words, approval, isClient);

    public static string Missed(IStringLocalizer<Words> words, PostApproval approval, bool isClient) => words["Missed: waiting for {0}", approval.WaitingNamesFor(isClient) ?? words["the team"].Value];

    public string Decided(DecisionKind kind, string by, int version) => kind switch
    {
        DecisionKind.Approved => words["{0} approved version {1}", by, version],
        DecisionKind.Rejected => words["{0} rejected version {1}", by, version],
        DecisionKind.SilentConsent => words["Nobody objected to version {0}: silent consent, as agreed", version],
        _ => words["{0} asked for changes to version {1}", by, version],
    };

    /// <summary>The mark that goes with it.</summary>
    public static string Mark(DecisionKind kind) => kind switch
    {
        DecisionKind.Approved or DecisionKind.SilentConsent => "approved",
        DecisionKind.ChangesRequested => "ChangesRequested",
        _ => "rejected",
    };

    /// <summary>"by phone, written down by Adam".</summary>
    public string Recorded(Recording recording) => words["{0}, written down by {1}", words[recording.Way].Value, recording.By];

    /// <summary>The name, and how it is known what they said where somebody else wrote it down.</summary>
    public string Named(string name, Recording? recording) => recording is null ? name : $"{name} ({Recorded(recording)})";

    /// <summary>What somebody is said to have decided, and whether it counts.</summary>
    public string Told(DecisionKind said, bool counts) => (said, counts) switch
    {
        (DecisionKind.Approved, true) => words["Approved. It counts as a decision."],
        (DecisionKind.Approved, false) => words["Approved. It does not count as a decision."],
        (DecisionKind.Rejected, true) => words["Rejected. It counts as a decision."],
        (DecisionKind.Rejected, false) => words["Rejected. It does not count as a decision."],
        (_, true) => words["Changes wanted. It counts as a decision."],
        _ => words["Changes wanted. It does not count as a decision."],
    };

    /// <summary>How it is known who decided.</summary>
    public string Known(IdentityStrength strength, Recording? recording) => recording is null ? Strength(strength) : Recorded(recording);

    public static string By(string name, string? standsInFor) => standsInFor is null ? name : $"{name} for {standsInFor}";

    public string Reach(ResetReach reach) => reach switch
    {
        ResetReach.Nothing => words["Takes nothing back"],
        ResetReach.LastLevel => words["Takes the last level back"],
        _ => words["Takes all levels back"],
    };

    /// <summary>The mark and the word of a post that is looked at, where that says more than how it is planned; null otherwise.</summary>
    public (string Mark, string Word)? Of(PostState state, ApprovalState approval, DateTimeOffset? at)
    {
        if (state != PostState.Draft || approval == ApprovalState.None)
            return null;
        var (mark, word) = StateMarkTagHelper.Look(StateMarkTagHelper.NameOf(state, approval));
        return (mark, approval == ApprovalState.Approved && at is null ? words["Approved, needs a date"] : words[word]);
    }

    public string Part(string part) => part switch
    {
        "text" => words["the text"],
        "media" => words["pictures or videos"],
        "link" => words["the link"],
        "channels" => words["channels"],
        "options" => words["title, poll or comments"],
        _ => words["the time"],
    };
}
