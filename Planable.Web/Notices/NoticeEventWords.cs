using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Notices;

namespace Planable.Web.Notices;

/// <summary>Events and ways of telling, as people speak of them.</summary>
public sealed class NoticeEventWords(IStringLocalizer<Words> words)
{
    public string Name(NoticeEvent named) => named switch
    {
        NoticeEvent.Handover => words["A post waits for your phone"],
        NoticeEvent.Failure => words["Something failed"],
        NoticeEvent.Risk => words["A planned post is at risk"],
        NoticeEvent.ApprovalAsked => words["Your approval is asked for"],
        NoticeEvent.Reminder => words["A post still waits for approval"],
        NoticeEvent.Decision => words["Decisions about your posts"],
        NoticeEvent.Mention => words["Somebody names you"],
        NoticeEvent.Comment => words["A comment or a reply"],
        NoticeEvent.Suggestion => words["Your suggestion is accepted or declined"],
        NoticeEvent.ApprovalOver => words["Your approval is no longer needed"],
        NoticeEvent.Arrival => words["Files and accounts arrived, rights end"],
        NoticeEvent.Member => words["Somebody asks to be let in"],
        NoticeEvent.Limit => words["A figure falls under your limit"],
        _ => words["Imports and work on many posts are done"],
    };

    public string Hint(NoticeEvent named) => named switch
    {
        NoticeEvent.Handover => words["Its time has come, or is over. One way stays on."],
        NoticeEvent.Failure => words["A post, a channel, a file or a mail. One way stays on."],
        NoticeEvent.Risk => words["It will not go out unless somebody acts."],
        NoticeEvent.ApprovalAsked => words["Also again, after changes."],
        NoticeEvent.Reminder => words["Reminders, its time coming close or missed, and what waits too long."],
        NoticeEvent.Decision => words["Approved, changes wanted, rejected, unlocked."],
        NoticeEvent.Mention => words["With @ and your name, in a conversation you may read."],
        NoticeEvent.Comment => words["On your posts, and where you take part."],
        NoticeEvent.Suggestion => words["Words you proposed for a post."],
        NoticeEvent.ApprovalOver => words["Others decided, or the post was withdrawn."],
        NoticeEvent.Arrival => words["By links you sent, and once a month about licences."],
        NoticeEvent.Member => words["With an invitation that ran out."],
        NoticeEvent.Limit => words["And when it is back. Looked at every morning."],
        _ => words["What went on in the background."],
    };

    public string Way(NoticeChannels way) => way switch
    {
        NoticeChannels.App => words["In Planable"],
        NoticeChannels.Mail => words["Mail"],
        _ => words["Push"],
    };
}
