using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Mail;
using Planable.Data.Members;
using Planable.Data.Notices;
using Planable.Data.Workspaces;

namespace Planable.Jobs.Notices;

/// <summary>A report that came back is told to whoever looks after the client's reports: once for an address and report, however often it is sent.</summary>
public sealed class ReturnedReports(PlanableDb db, NoticeDesk desk, NoticeBell bell, IStringLocalizer<Words> words, TimeProvider clock)
{
    const int Most = 200;
    const string Start = "returned";

    /// <summary>Workspaces of reports that came back and that nobody was told of.</summary>
    public static async Task<IReadOnlyList<Guid>> Concerned(PlanableDb db, CancellationToken cancel)
    {
        var ids = (await Mails(db).Select(m => m.Key).ToListAsync(cancel)).ConvertAll(DeliveryOf);
        return ids.Count == 0 ? [] : await db.ReportDeliveries.Everywhere().Where(d => ids.Contains(d.Id)).Select(d => d.WorkspaceId).Distinct().ToListAsync(cancel);
    }

    /// <summary>What the notice with this key is about; null if it is about something else.</summary>
    public static Guid? ReportOf(string key) => key.Split(':') is [Start, var id, _] && Guid.TryParseExact(id, "N", out var report) ? report : null;

    public async Task Tell(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var mails = (await Mails(db).ToListAsync(cancel)).ToDictionary(m => DeliveryOf(m.Key));
        var ids = mails.Keys.ToList();
        var returned = await db.ReportDeliveries.Where(d => ids.Contains(d.Id)).Join(db.ReportRuns, d => d.RunId, r => r.Id, (d, r) => new { d.Id, d.Name, d.Address, r.ReportId, Report = r.Name }).ToListAsync(cancel);
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var members = await db.Members.Include(m => m.Person).Where(m => m.LeftAt == null).ToListAsync(cancel);
        foreach (var one in returned)
            mails[one.Id].Escalate(now);
        foreach (var same in returned.GroupBy(r => Key(r.ReportId, r.Address), StringComparer.Ordinal))
        {
            var one = same.First();
            var told = await db.Notices.Where(n => n.Key == same.Key).Select(n => n.MemberId).ToListAsync(cancel);
            var said = words["{0} did not reach {1} ({2}). The mail server says: {3}", one.Report, one.Name, one.Address, mails[one.Id].Trouble ?? words["nothing"].Value];
            foreach (var reader in members.Where(m => !m.IsClient && m.Can(Permission.ShareForReview) && !told.Contains(m.Id)))
            {
                desk.Raise(reader, workspace, new NoticeText(same.Key, Notice.MailUndelivered, said) { MailAt = now, Path = $"/w/{workspace.Slug}/reports/{one.ReportId}" });
                bell.Ring(reader.PersonId);
            }
        }

        await db.SaveChangesAsync(cancel);
    }

    static IQueryable<OutgoingMail> Mails(PlanableDb db) => db.Mails.Returned().Where(m => m.EscalatedAt == null && m.Key.StartsWith("report:")).OrderBy(m => m.CreatedAt).Take(Most);

    static Guid DeliveryOf(string key) => Guid.ParseExact(key["report:".Length..], "N");

    /// <summary>Short enough for every address.</summary>
    static string Key(Guid report, string address) => $"{Start}:{report:N}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.ToLowerInvariant())))[..16]}";
}
