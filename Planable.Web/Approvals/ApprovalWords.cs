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
