using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Notices;
using Planable.Data.Publishing;
using Planable.Data.Risks;
using Planable.Data.Times;
using Planable.Data.Workspaces;
using Planable.Jobs.Mail;

namespace Planable.Jobs.Notices;

/// <summary>Turns due notices into mails. The mail tells how things stand now: all channels that failed, or nothing if a person solved it meanwhile.</summary>
public sealed class NoticeMails(PlanableDb db, Mailroom mailroom, IStringLocalizer<Words> words, TimeProvider clock)
{
    public async Task WriteDue(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = await db.Notices.Where(n => n.MailAt <= now).OrderBy(n => n.MailAt).Take(200)
            .Join(db.Members.Include(m => m.Person), n => n.MemberId, m => m.Id, (n, m) => new { Notice = n, m.Person.Email, m.Person.Name, m.Person.Zone, m.LeftAt })
            .ToListAsync(cancel);
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(workspace.Locale);
        foreach (var item in due)
        {
            item.Notice.Mailed();
            if (item.LeftAt is null && item.Notice.ReadAt is null)
                await Write(item.Notice, workspace, item.Email!, item.Name, item.Zone, cancel);
        }

        await db.SaveChangesAsync(cancel);
    }

    async Task Write(Notice notice, Workspace workspace, string to, string name, string? zone, CancellationToken cancel)
    {
        var troubles = notice is { Kind: Notice.AtRisk, PostId: { } endangered } ? await Risks(endangered, cancel) : notice.PostId is { } id && notice.Kind is not ("media.conversion-failed" or HandoverNotices.Handed) && !ApprovalNotices.Kinds.Contains(notice.Kind) && !CommentNotices.Kinds.Contains(notice.Kind) ? await Troubles(id, cancel) : [notice.Words];
        if (troubles.Count == 0)
            return;
        var tellsOfMail = notice.Kind == Notice.MailUndelivered;
        var told = await db.Posts.Where(p => p.Id == notice.PostId).Select(p => new { p.Text, p.ScheduledAt }).SingleOrDefaultAsync(cancel);
        await mailroom.Write<TroubleMail>(
            $"notice:{notice.Id:N}",
            to,
            tellsOfMail ? words["{0}: somebody could not be reached by mail", workspace.Name]
                : notice.PostId is null || notice.Kind == HandoverNotices.Handed ? words["{0}: {1}", workspace.Name, notice.Words]
                : notice.Kind == Notice.AtRisk ? words["{0}: a planned post is at risk", workspace.Name]
                : words["{0}: a post needs you", workspace.Name],
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(TroubleMail.Client)] = workspace.Name,
                [nameof(TroubleMail.Name)] = name,
                [nameof(TroubleMail.Lines)] = tellsOfMail ? [notice.Words] : troubles,
                [nameof(TroubleMail.Post)] = told?.Text,
                [nameof(TroubleMail.When)] = told?.ScheduledAt is { } at ? SaidTime.InFull(at, workspace.Zone, zone) : null,
                [nameof(TroubleMail.Link)] = mailroom.Link(notice.PostId is { } post ? $"/w/{workspace.Slug}/posts/{post}{(notice.Kind == HandoverNotices.Handed ? "/handover" : "")}" : $"/w/{workspace.Slug}/{(notice.Kind.StartsWith("media.", StringComparison.Ordinal) ? "media" : "channels")}"),
            },
            // A mail about an undelivered mail is the end of the line: one about that in turn would reach the same people.
            tellsOfMail ? null : notice.Id);
    }

    async Task<IReadOnlyList<string>> Risks(Guid postId, CancellationToken cancel)
    {
        var risks = await db.Posts.AtRisk().Where(p => p.Id == postId).SelectMany(p => p.Risks).OrderBy(r => r.Since).ToListAsync(cancel);
        return [.. risks.Select(r => words[r.Words, [.. r.Arguments]].Value).Distinct()];
    }

    async Task<IReadOnlyList<string>> Troubles(Guid postId, CancellationToken cancel)
    {
        var deliveries = await db.Deliveries.Where(d => d.PostId == postId).NeedingPerson().OrderBy(d => d.Channel.Name).Select(d => new { Channel = d.Channel.Name, d.FailureWords }).ToListAsync(cancel);
        var comments = await db.CommentDeliveries.Where(c => c.PostId == postId).NeedingPerson().OrderBy(c => c.Delivery.Channel.Name).ThenBy(c => c.Number).Select(c => new { Channel = c.Delivery.Channel.Name, c.FailureWords }).ToListAsync(cancel);
        var changes = await db.LiveChanges.Where(c => c.PostId == postId && (c.State == LiveChangeState.Failed || c.State == LiveChangeState.Unknown)).OrderBy(c => c.Delivery.Channel.Name)
            .Select(c => new { Channel = c.Delivery.Channel.Name, c.Kind, c.FailureWords }).ToListAsync(cancel);
        var differing = await db.LiveChecks.Where(c => c.PostId == postId && c.IsAlarming).OrderBy(c => c.Delivery.Channel.Name).Select(c => new { Channel = c.Delivery.Channel.Name, c.State }).ToListAsync(cancel);
        return
        [
            .. differing.Select(c => (c.State == LiveState.Removed ? words["{0}: the post is no longer there, and nobody removed it here.", c.Channel] : words["{0}: what is live differs from the approved version.", c.Channel]).Value),
            .. changes.Select(c => (c.Kind == LiveChangeKind.Edit
                ? words["{0}: the change of the live post did not go through. {1}", c.Channel, words[c.FailureWords ?? "The network did not say why."]]
                : words["{0}: the post could not be removed from the network. {1}", c.Channel, words[c.FailureWords ?? "The network did not say why."]]).Value),
            .. deliveries.Select(d => words["{0}: {1}", d.Channel, words[d.FailureWords ?? "The network did not say why."]].Value),
            .. comments.Select(c => words["{0}: the post is out, a comment below it is not. {1}", c.Channel, words[c.FailureWords ?? "The network did not say why."]].Value),
        ];
    }
}
