using Microsoft.EntityFrameworkCore;

namespace Planable.Data.Logs;

public static class LogQueries
{
    public static IQueryable<LogEntry> After(this IQueryable<LogEntry> log, long sequence) =>
        log.Where(e => e.Sequence > sequence).OrderBy(e => e.Sequence);

    public static IQueryable<LogEntry> About(this IQueryable<LogEntry> log, string subject, Guid id) =>
        log.Where(e => e.Subject == subject && e.SubjectId == id);

    /// <summary>All that happened to a post, what was said about it included.</summary>
    public static IQueryable<LogEntry> OfPost(this IQueryable<LogEntry> log, Guid id) =>
        log.Where(e => (e.Subject == "post" || e.Subject == Conversations.FeedbackThread.LogSubject) && e.SubjectId == id);

    /// <summary>Client members read only what was meant for them.</summary>
    public static IQueryable<LogEntry> VisibleTo(this IQueryable<LogEntry> log, Members.Member reader) =>
        reader.IsClient ? log.Where(e => e.Audience == Audience.Client) : log;

    /// <summary>Walks the entered workspace's chain and names the first entry that was changed, is missing, or was cut off at the end; null if it is whole.</summary>
    public static async Task<string?> FindBreak(this PlanableDb db, CancellationToken cancel = default)
    {
        var workspace = await db.Workspaces.AsNoTracking().SingleAsync(w => w.Id == db.WorkspaceId, cancel);
        var expected = 1L;
        var previous = "";
        await foreach (var entry in db.Log.AsNoTracking().OrderBy(e => e.Sequence).AsAsyncEnumerable().WithCancellation(cancel))
        {
            if (entry.Sequence != expected)
                return $"Entry {expected} is missing.";
            if (entry.PreviousHash != previous || entry.Hash != entry.ComputeHash())
                return $"Entry {entry.Sequence} ({entry.Verb}, {entry.At:u}) was changed after it was written.";
            previous = entry.Hash;
            expected++;
        }

        return expected - 1 == workspace.LastSequence && previous == workspace.LastHash
            ? null
            : $"The log ends at entry {expected - 1}, but {workspace.LastSequence} were written.";
    }
}
