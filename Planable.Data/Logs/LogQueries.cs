using Microsoft.EntityFrameworkCore;
using Planable.Data.Workspaces;

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

    static Guid? DeliveryOf(LogEntry entry) => entry.Facts.GetValueOrDefault("delivery") is { } id && Guid.TryParse(id, out var delivery) ? delivery : null;

    /// <summary>Client members read only what was meant for them.</summary>
    public static IQueryable<LogEntry> VisibleTo(this IQueryable<LogEntry> log, Members.Member reader) =>
        reader.IsClient ? log.Where(e => e.Audience == Audience.Client) : log;

    /// <summary>Without what happened on channels the reader does not see. Costs nothing for those who see all.</summary>
    public static async Task<List<LogEntry>> SeenOf(this PlanableDb db, List<LogEntry> entries, Members.Member reader, CancellationToken cancel = default)
    {
        if (!reader.IsLimited || entries.Count == 0)
            return entries;
        var ids = entries.Where(e => e.Subject is "post" or Conversations.FeedbackThread.LogSubject).Select(e => e.SubjectId).Distinct().ToList();
        var posts = (await db.Posts.IncludingDeleted().Where(p => ids.Contains(p.Id)).Select(p => p.Id).ToListAsync(cancel)).ToHashSet();
        var onChannels = entries.Select(DeliveryOf).OfType<Guid>().Distinct().ToList();
        var deliveries = onChannels.Count == 0 ? [] : (await db.Deliveries.Where(d => onChannels.Contains(d.Id)).Select(d => d.Id).ToListAsync(cancel)).ToHashSet();
        var hidden = entries.Exists(e => e.Subject == Conversations.FeedbackThread.LogSubject) ? [.. (await Conversations.FeedbackQueries.ThreadsHiddenFrom(db, reader, cancel)).Select(t => t.ToString())] : new HashSet<string>();
        return entries.FindAll(e => e.Subject switch
        {
            Conversations.FeedbackThread.LogSubject when e.Facts.GetValueOrDefault("thread") is { } thread && hidden.Contains(thread) => false,
            "post" or Conversations.FeedbackThread.LogSubject => posts.Contains(e.SubjectId) && (DeliveryOf(e) is not { } delivery || deliveries.Contains(delivery)),
            "channel" => reader.Sees(e.SubjectId),
            _ => true,
        });
    }

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
