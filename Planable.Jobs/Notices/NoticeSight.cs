using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Members;

namespace Planable.Jobs.Notices;

/// <summary>Who is limited to some channels hears of what they see, whatever a source would have told them.</summary>
static class NoticeSight
{
    /// <summary>Takes out what somebody is not to hear. Asks the database only if one of those who are told is limited.</summary>
    public static async Task HideUnseen(this PlanableDb db, List<Told> told, IReadOnlyDictionary<Guid, Member> members, CancellationToken cancel)
    {
        foreach (var limited in told.Select(t => t.MemberId).Distinct().Select(id => members[id]).Where(m => m.IsLimited).ToList())
        {
            var entries = told.Where(t => t.MemberId == limited.Id).Select(t => t.Entry).DistinctBy(e => e.Sequence).ToList();
            using var eyes = db.SeeAs(limited);
            var seen = (await db.SeenOf(entries, limited, cancel)).Select(e => e.Sequence).ToHashSet();
            told.RemoveAll(t => t.MemberId == limited.Id && !seen.Contains(t.Entry.Sequence));
        }
    }
}
