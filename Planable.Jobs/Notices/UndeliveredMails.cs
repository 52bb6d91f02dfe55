using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Mail;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Notices;

/// <summary>
/// A mail that does not arrive must not be the end of it. Everybody who may publish is told inside Planable who was not reached and about what;
/// administrators are mailed as well, unless their own address is the one that fails.
/// </summary>
public sealed class UndeliveredMails(PlanableDb db, NoticeDesk desk, NoticeBell bell, IStringLocalizer<Words> words, TimeProvider clock)
{
    /// <summary>A refused address is told at once; a mail server that is away gets this long.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static IQueryable<OutgoingMail> Of(PlanableDb db, DateTimeOffset at) => db.Mails.Stuck(at - Patience);

    public async Task Escalate(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var stuck = await Of(db, now).Join(db.Notices, m => m.Id, n => n.MailId, (m, n) => new { Mail = m, Notice = n })
            .OrderBy(s => s.Mail.CreatedAt).Take(200).ToListAsync(cancel);
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var members = await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel);
        foreach (var mail in stuck.Select(s => s.Mail))
            mail.Escalate(now);

        // Who read the notice in Planable knows, whatever became of the mail.
        foreach (var trouble in stuck.Where(s => s.Notice.ReadAt is null).GroupBy(s => s.Notice.Key, s => s.Notice))
            await Tell(trouble.First(), members.FindAll(m => trouble.Any(n => n.MemberId == m.Id)), members, workspace, now, cancel);
        await db.SaveChangesAsync(cancel);
    }

    async Task Tell(Notice trouble, IReadOnlyList<Member> missed, IReadOnlyList<Member> members, Workspace workspace, DateTimeOffset now, CancellationToken cancel)
    {
        if (missed.Count == 0)
            return;
        var key = $"undelivered:{trouble.Key}";
        var told = await db.Notices.Where(n => n.Key == key).Select(n => n.MemberId).ToListAsync(cancel);
        var said = words["Mail to {0} could not be delivered. It was about: {1}", string.Join(", ", missed.Select(m => $"{m.Person.Name} ({m.Person.Email})")), trouble.Words];
        foreach (var reader in members.Where(m => !m.IsClient && !told.Contains(m.Id) && (missed.Contains(m) || m.Can(Permission.PublishPosts) || m.Can(Permission.ManageMembers))))
        {
            var notice = desk.Raise(reader, workspace, new NoticeText(key, Notice.MailUndelivered, said) { PostId = trouble.PostId, MailAt = now, Sequence = trouble.Sequence });
            // By mail only those who can mend it, and whose own address works.
            if (!reader.Can(Permission.ManageMembers) || missed.Contains(reader))
                notice?.Unmailed();
            bell.Ring(reader.PersonId);
        }
    }
}
