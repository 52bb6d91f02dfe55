using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Posts;

namespace Planable.Data.Coauthors;

/// <summary>
/// Opens shared drafts and keeps them true to their posts. The draft is always read before the post: the other way round, a save between the two would look like
/// a change that takes it back.
/// </summary>
public sealed class SharedDrafts(PlanableDb db)
{
    const int Tries = 5;

    /// <returns>Null where nobody shares one.</returns>
    public async Task<SharedDraft?> Find(Guid postId, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            var draft = await db.SharedDrafts.SingleOrDefaultAsync(d => d.PostId == postId, cancel);
            if (draft is null || await Saved(postId, cancel) is not { } post || !draft.Fold(post) || await Keep(tries, cancel))
                return draft;
        }
    }

    /// <summary>For a page that opens.</summary>
    public async Task<SharedDraft> Join(Guid postId, string page, Member by, DateTimeOffset at, CancellationToken cancel)
    {
        await Arrive(postId, page, by, at, cancel);
        for (var tries = 1; ; tries++)
        {
            var draft = await Find(postId, cancel);
            // What somebody typed into a scheduled post and left without saving was given up. In a draft it was only not saved yet.
            if (draft is { IsSaved: false } && !await IsAnybodyElse(postId, page, at, cancel) && await db.Posts.AnyAsync(p => p.Id == postId && p.State != PostState.Draft, cancel))
            {
                db.SharedDrafts.Remove(draft);
                draft = null;
            }

            if (draft is null && await Saved(postId, cancel) is { } post)
                db.SharedDrafts.Add(draft = SharedDraft.Of(postId, post, at));
            if (draft is not null && await Keep(tries, cancel))
                return draft;
        }
    }

    /// <returns>The draft, and whether the change was taken.</returns>
    public async Task<(SharedDraft? Draft, bool IsTaken)> Take(Guid postId, Guid draftId, string page, int number, int after, IReadOnlyDictionary<string, string> texts, DateTimeOffset at, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            var draft = await Find(postId, cancel);
            if (draft is null || draft.Id != draftId || texts.Count == 0 || !draft.Take(page, number, after, texts, at))
                return (draft, false);
            if (await Keep(tries, cancel))
                return (draft, true);
        }
    }

    /// <summary>After a save that took the texts over, in its transaction. Without the check of the revision: what was typed meanwhile stays.</summary>
    public Task See(Post post, CancellationToken cancel)
    {
        var seen = PostTexts.Of(post);
        var texts = new Dictionary<string, string>(seen.Texts, StringComparer.Ordinal);
        return db.SharedDrafts.Where(d => d.PostId == post.Id)
            .ExecuteUpdateAsync(d => d.SetProperty(x => x.Saved, texts).SetProperty(x => x.PostRevision, seen.Revision).SetProperty(x => x.Revision, x => x.Revision + 1), cancel);
    }

    /// <summary>The page is there, or still there: one that lost its line comes back while its old stream is only just taking leave of it.</summary>
    public async Task Arrive(Guid postId, string page, Member by, DateTimeOffset at, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            if (await db.Coauthors.Where(c => c.PostId == postId && c.Page == page).ExecuteUpdateAsync(c => c.SetProperty(x => x.SeenAt, at), cancel) > 0)
                return;
            db.Coauthors.Add(new Coauthor(postId, page, by, at));
            if (await Keep(tries, cancel))
                return;
        }
    }

    Task<bool> IsAnybodyElse(Guid postId, string page, DateTimeOffset at, CancellationToken cancel)
    {
        var since = at - Coauthor.Patience;
        return db.Coauthors.AnyAsync(c => c.PostId == postId && c.Page != page && c.SeenAt > since, cancel);
    }

    async Task<PostTexts?> Saved(Guid postId, CancellationToken cancel) =>
        await db.Posts.AsNoTracking().Include(p => p.Variants).SingleOrDefaultAsync(p => p.Id == postId, cancel) is { } post ? PostTexts.Of(post) : null;

    /// <returns>False if somebody else saved it first: to be done again.</returns>
    async Task<bool> Keep(int tries, CancellationToken cancel)
    {
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException refusal) when (tries < Tries && (refusal is DbUpdateConcurrencyException || Databases.UniqueViolations.IsDuplicate(refusal)))
        {
            foreach (var entry in refusal.Entries.Concat(db.ChangeTracker.Entries<SharedDraft>()).ToList())
                entry.State = EntityState.Detached;
            return false;
        }
    }
}
