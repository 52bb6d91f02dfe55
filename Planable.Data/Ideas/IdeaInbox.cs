using Microsoft.EntityFrameworkCore;
using Planable.Data.Databases;

namespace Planable.Data.Ideas;

/// <summary>Where ideas arrive: what belongs together becomes one.</summary>
public sealed class IdeaInbox(PlanableDb db, TimeProvider clock)
{
    /// <summary>Saves.</summary>
    /// <returns>The idea, and whether it was not there before.</returns>
    public async Task<(Idea Idea, bool IsNew)> Take(IdeaThought thought, IdeaSender from, CancellationToken cancel)
    {
        if (await Known(thought, from, cancel) is { } known)
            return await Merge(known, thought, from, cancel);
        var idea = Idea.Capture(thought, from, clock.GetUtcNow());
        db.Ideas.Add(idea);
        try
        {
            await db.SaveChangesAsync(cancel);
            return (idea, true);
        }
        catch (DbUpdateException refusal) when (refusal.IsDuplicate())
        {
            // Somebody sent the same page in the same moment.
            foreach (var entry in db.ChangeTracker.Entries().Where(e => e.Entity is Idea or IdeaCapture or IdeaFile or IdeaLabel).ToList())
                entry.State = EntityState.Detached;
            if (await Known(thought, from, cancel) is not { } first)
                throw;
            return await Merge(first, thought, from, cancel);
        }
    }

    async Task<(Idea, bool)> Merge(Idea known, IdeaThought thought, IdeaSender from, CancellationToken cancel)
    {
        known.CaptureAgain(thought, from, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return (known, false);
    }

    async Task<Idea?> Known(IdeaThought thought, IdeaSender from, CancellationToken cancel)
    {
        var (url, message) = (thought.UrlKey, from.MessageKey);
        if (url is null && message is null)
            return null;
        return await db.Ideas.Include(i => i.Captures).Include(i => i.Files).AsSplitQuery()
            .Where(i => (url != null && i.UrlKey == url) || (message != null && i.Captures.Any(c => c.MessageKey == message))).OrderBy(i => i.CapturedAt).FirstOrDefaultAsync(cancel);
    }
}
