using Microsoft.Extensions.Localization;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Notices;

namespace Planable.Jobs.Notices;

/// <summary>Tells the person whose phone publishes a post when its time has come, and once more when it is overdue.</summary>
public sealed class HandoverNotices(IStringLocalizer<Words> words) : INoticeSource
{
    const string Overdue = "post.delivery-held";

    public bool Concerns(LogEntry entry) => entry.Verb == Notice.Handed || (entry.Verb == Overdue && entry.Facts.GetValueOrDefault("to") is not null);

    public Task<IReadOnlyList<Told>> Tell(IReadOnlyList<LogEntry> entries, NoticeRound round, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Told>>([.. from entry in entries let told = Tell(entry, round) where told is not null select told]);

    Told? Tell(LogEntry entry, NoticeRound round)
    {
        var (facts, late) = (entry.Facts, entry.Verb == Overdue);
        if (!Guid.TryParse(facts.GetValueOrDefault("to"), out var memberId))
            return null;
        var said = late ? words["Still to be published from your phone: {0}.", facts["channel"]!] : words["To be published from your phone now: {0}.", facts["channel"]!];
        return new Told(entry, memberId, said) { Kind = Notice.Handed, Path = $"/w/{round.Workspace.Slug}/posts/{entry.SubjectId}/handover/{facts["delivery"]}" };
    }
}
