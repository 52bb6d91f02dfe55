using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Risks;
using Planable.Data.Webhooks;

namespace Planable.Jobs.Notices;

/// <summary>
/// What went wrong, or will. A post that fails on three channels is one notice, and one more each time a person sent it off again and it failed again: see <see cref="Attempts"/>.
/// </summary>
public sealed class AlarmNotices(PlanableDb db, IStringLocalizer<Words> words) : INoticeSource
{
    static readonly HashSet<string> Alarming = [.. NoticeEvents.Of(NoticeEvent.Failure).Kinds, .. NoticeEvents.Of(NoticeEvent.Risk).Kinds, .. NoticeEvents.Of(NoticeEvent.Member).Kinds];

    public bool Concerns(LogEntry entry) => Alarming.Contains(entry.Verb) && entry.Facts.GetValueOrDefault("told") is null;

    public async Task<IReadOnlyList<Told>> Tell(IReadOnlyList<LogEntry> entries, NoticeRound round, CancellationToken cancel)
    {
        var attempts = await Attempts.Of([.. entries.Where(a => a.Subject == "post").Select(a => a.SubjectId).Distinct()], db, cancel);
        var videos = await VideoUse.Of([.. entries.Where(a => a.Subject == "media").Select(a => a.SubjectId)], db, cancel);
        return
        [
            .. from alarm in entries
               from member in round.Team
               where Concerns(member, alarm, round, videos) && (alarm.Subject != "post" || alarm.Verb == Notice.AtRisk || attempts.IsNewsTo(member.Id, alarm))
               select new Told(alarm, member.Id, Say(alarm))
               {
                   PostId = alarm.Subject switch { "post" => alarm.SubjectId, "media" => videos.PostOf(alarm.SubjectId), _ => null },
                   MailAt = MailAt(alarm, round),
                   Reason = alarm.Subject == "post" && round.Posts[alarm.SubjectId].AuthorId == member.Id ? words["You wrote it"].Value : null,
               },
        ];
    }

    static bool Concerns(Member member, LogEntry alarm, NoticeRound round, VideoUse videos) => alarm.Subject switch
    {
        "post" => round.Posts.TryGetValue(alarm.SubjectId, out var post) && (member.Id == post.AuthorId || member.Can(Permission.PublishPosts)),
        "media" => videos.Concerns(member, alarm.SubjectId),
        "channel" => member.Can(Permission.ConnectChannels),
        "report" => member.Can(Permission.ShareForReview),
        "webhook" => member.Can(Permission.ManageWorkspace),
        _ => member.Can(Permission.InviteTeam),
    };

    /// <summary>What may still be mended in peace is mailed about on the last day, if it stands so long.</summary>
    static DateTimeOffset? MailAt(LogEntry alarm, NoticeRound round) =>
        alarm.Verb == Notice.AtRisk && round.Posts[alarm.SubjectId].ScheduledAt - Preflight.Day is { } lastDay && lastDay > round.Now ? lastDay : null;

    string Say(LogEntry alarm)
    {
        var facts = alarm.Facts;
        return alarm.Verb switch
        {
            "report.held" => words["The report {0} for {1} is held: figures of {2} are older than its days.", facts["name"]!, facts["days"]!, facts.GetValueOrDefault("channels") ?? "–"],
            "report.incomplete" => words["The report {0} for {1} is made without all of its figures: those of {2} are older than its days.", facts["name"]!, facts["days"]!, facts.GetValueOrDefault("channels") ?? "–"],
            "report.unreleased" => words["The report {0} for {1} was not released in time. Nobody has got it.", facts["name"]!, facts["days"]!],
            "channel.broken" => words["{0} has to be reconnected: {1}", facts["name"]!, words[facts["why"]!]],
            "channel.renewal-refused" => words["The sign-in of {0} cannot be renewed by itself. Sign in again before {1} UTC.", facts["name"]!, facts.GetValueOrDefault("ends") ?? "–"],
            Notice.AtRisk => words["At risk: {0}", words[facts["why"]!]],
            "invitation.asked-again" when facts.GetValueOrDefault("email") is { } email => words["{0} found an expired invitation and asks for a new one.", email],
            "invitation.asked-again" => words["Somebody found an expired invitation and asks for a new one."],
            "webhook.stopped" => facts["why"] switch
            {
                nameof(WebhookPause.Failing) => words["The webhook {0} has not answered for three days and is paused. Nothing is lost: resume it when it is back.", facts["name"]!],
                nameof(WebhookPause.Gone) => words["The receiver of the webhook {0} answered that it wants nothing more. It is paused.", facts["name"]!],
                _ => words["Nobody answers for the webhook {0} any more: who did has left, or may not see all of it. It is paused until somebody resumes it.", facts["name"]!],
            },
            "media.conversion-failed" => words["{0} could not be converted: {1} Posts with it will not go out.", facts["name"]!, words[facts["why"]!]],
            "post.comment-failed" => words["{0}: the post is out, a comment below it is not. {1}", facts["channel"]!, words[facts["why"]!]],
            "post.found-different" => words["{0}: what is live differs from the approved version.", facts["channel"]!],
            "post.found-removed" => words["{0}: the post is no longer there, and nobody removed it here.", facts["channel"]!],
            "post.live-edit-failed" => words["{0}: the change of the live post did not go through. {1}", facts["channel"]!, words[facts["why"]!]],
            "post.live-removal-failed" => words["{0}: the post could not be removed from the network. {1}", facts["channel"]!, words[facts["why"]!]],
            _ => words["{0}: {1}", facts["channel"]!, words[facts["why"]!]],
        };
    }
}
