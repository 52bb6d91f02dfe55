using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Logs;
using Planable.Data.Risks;

namespace Planable.Jobs.Risks;

/// <summary>Reads on in the log: what was done to channels, files and rules, by whomever, has the posts it concerns looked at again.</summary>
public sealed class PreflightReading(PlanableDb db, Preflight preflight)
{
    public const string Reader = "preflight";

    public async Task ReadOn(CancellationToken cancel)
    {
        var cursor = await db.LogCursors.SingleOrDefaultAsync(c => c.Reader == Reader, cancel);
        if (cursor is null)
            db.LogCursors.Add(cursor = new LogCursor(Reader));
        while (true)
        {
            var entries = await db.Log.AsNoTracking().After(cursor.Sequence).Take(500).Select(e => new { e.Sequence, e.Verb, e.SubjectId }).ToListAsync(cancel);
            if (entries.Count == 0)
                return;
            // Looked at once more after a crash between the two: that changes nothing.
            await preflight.Reconsider(entries.Select(e => (e.Verb, e.SubjectId)), cancel);
            cursor.Advance(entries[^1].Sequence);
            await db.SaveChangesAsync(cancel);
        }
    }
}
