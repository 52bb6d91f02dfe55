using Planable.Data.Approvals;
using Planable.Data.Conversations;
using Planable.Data.Logs;
using Planable.Data.Members;

namespace Planable.Data.Posts;

/// <summary>What somebody said on the phone, in a chat or across a table.</summary>
/// <param name="Person">A member of the client; null for somebody without an account, who has a <paramref name="Name"/>.</param>
/// <param name="Said">The decision it was; null for a remark.</param>
/// <param name="Hash">Of the version that was shown to whoever writes it down.</param>
public sealed record OutsideWords(FeedbackDraft Draft, Member? Person, string? Name, OutsideWay Through, DecisionKind? Said, ChangeReason? Reason, string Hash, Audience Audience);

/// <summary>Feedback that did not come in here. A member of the team writes it down; it is marked as that wherever it shows, and decides only where the flow allows it.</summary>
public partial class Post
{
    /// <summary>Writes it down as a thread of its own. The caller adds it to the database.</summary>
    /// <returns>The thread, and why the decision it tells of does not count; null if it counts, or is none.</returns>
    public (FeedbackThread Thread, RuleBroken? Why) TakeDown(OutsideWords words, Member by, Via via, DateTimeOffset at)
    {
        by.Must(Permission.SeeInternal);
        by.Must(Permission.Comment);
        if (words.Said is not null)
            by.Must(Permission.ApprovePosts);
        var name = words.Person?.Person.Name ?? words.Name?.Trim() ?? "";
        if (name.Length is 0 or > People.Person.NameLength)
            throw new RuleBroken("PERSON_MISSING", "Say who it was, in up to {0} characters.", People.Person.NameLength);
        if (words.Person is { IsClient: false })
            throw new RuleBroken("PERSON_OF_TEAM", "{0} is of the team and decides here, signed in.", name);
        if (words.Said is DecisionKind.SilentConsent)
            throw new RuleBroken("DECISION_UNKNOWN", "Choose whether they approve it.");

        var why = words.Said is null ? null : WhyNotCounted(words, by);
        var counts = words.Said is not null && why is null;
        var audience = counts ? Audience : words.Audience;
        if (audience == Audience.Client && Audience == Audience.Team)
            throw new RuleBroken("POST_TEAM_ONLY", "The client does not see this post, so it cannot see what is said about it.");
        var thread = new FeedbackThread(this, audience, null, at);
        var who = Decider.Recorded(by, words.Person, name, new Recording(words.Through, by.Id, by.Person.Name) { Said = words.Said, Counts = counts, ThreadId = thread.Id }, via);
        thread.TakeDown(words.Draft, who, at);
        if (counts)
            Decide(words, who, at);
        return (thread, why);
    }

    void Decide(OutsideWords words, Decider who, DateTimeOffset at)
    {
        var level = Approval!.Current!.Id;
        switch (words.Said)
        {
            case DecisionKind.Approved:
                Approve(level, words.Hash, words.Draft.Text, who, at);
                break;
            case DecisionKind.ChangesRequested:
                RequestChanges(level, words.Hash, words.Reason, words.Draft.Text, who, at);
                break;
            default:
                Reject(level, words.Hash, words.Reason, words.Draft.Text, who, at);
                break;
        }
    }

    RuleBroken? WhyNotCounted(OutsideWords words, Member by)
    {
        if (ApprovalState != ApprovalState.Waiting || !by.Workspace.Approvals.IsOn || Approval?.Current is not { } level)
            return new RuleBroken("NOT_WAITING", "It decides nothing: the post waits for nobody's approval.");
        if (!Approval.TakesRecorded || Approval.Identity > IdentityStrength.Name)
            return new RuleBroken(IdentityTooWeak, "It decides nothing: the flow of this post takes no decisions that somebody writes down for the client.");
        if (!IsSeenWholeBy(by))
            return new RuleBroken(PartlyHidden, "It decides nothing: the post also goes to channels you do not see.");
        return level.Groups.Any(g => words.Person is { } member ? g.Approvers.Any(a => a.MemberId == member.Id) : g.TakesGuests)
            ? null
            : new RuleBroken("NOT_THEIR_TURN", "It decides nothing: it is not their turn at the level {0}.", level.Name);
    }
}
