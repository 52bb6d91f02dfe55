using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;

namespace Planable.Jobs.Notices;

/// <summary>What people outside sent in: files by an upload link, an account by a connect link. Whoever asked for it is told.</summary>
public sealed class ArrivalNotices(PlanableDb db, IStringLocalizer<Words> words) : INoticeSource
{
    const string Files = "upload-request.received";
    const string Offered = "connect-link.offered";
    const string Forgotten = "connect-link.forgotten";

    public bool Concerns(LogEntry entry) => entry.Verb is Files or Offered or Forgotten or "connect-link.used";

    public async Task<IReadOnlyList<Told>> Tell(IReadOnlyList<LogEntry> entries, NoticeRound round, CancellationToken cancel)
    {
        var told = new List<Told>();
        // What comes while the notice is unread is told by the same one.
        foreach (var sent in entries.Where(e => e.Verb == Files).GroupBy(e => e.SubjectId).Select(g => g.Last()))
        {
            if (Asker(sent) is { } asker)
                told.Add(new Told(sent, asker, await SaidOf(sent, cancel)) { InPlaceOf = $"{Files}:{sent.SubjectId:N}:" });
        }

        foreach (var arrived in entries.Where(e => e.Verb != Files))
        {
            // Those who may connect channels, if the person who asked has left.
            var readers = Asker(arrived) is { } asker && round.Members.ContainsKey(asker) ? [asker] : round.Members.Values.Where(m => m.Can(Permission.ConnectChannels)).Select(m => m.Id).ToList();
            told.AddRange(readers.Select(id => new Told(arrived, id, SaidOf(arrived)) { Key = $"{arrived.Verb}:{arrived.SubjectId:N}" }));
        }

        return told;
    }

    async Task<string> SaidOf(LogEntry sent, CancellationToken cancel)
    {
        var from = sent.Facts.GetValueOrDefault("from") ?? "";
        var received = await db.UploadRequests.Where(r => r.Id == sent.SubjectId).Select(r => r.Received).SingleOrDefaultAsync(cancel);
        return received == 1 ? words["{0} sent a file.", from] : words["{0} sent files: {1} are here now.", from, received];
    }

    string SaidOf(LogEntry arrived)
    {
        var facts = arrived.Facts;
        return arrived.Verb == Offered
            ? words["{0} connected “{1}” instead of “{2}”. Say whether it is used.", facts["person"]!, facts["name"]!, facts["asked"]!]
            : arrived.Verb == Forgotten ? words["Nobody decided for 30 days about “{1}”, which {0} connected instead of “{2}”. Its sign-in was deleted; a new link brings it back.", facts["person"]!, facts["name"]!, facts["asked"]!]
            : words["{0} connected “{1}”.", facts["person"]!, facts["name"]!];
    }

    static Guid? Asker(LogEntry entry) => Guid.TryParse(entry.Facts.GetValueOrDefault("to"), out var asker) ? asker : null;
}
