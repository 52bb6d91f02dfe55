using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Coauthors;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Web.Http;

namespace Planable.Web.Posts;

/// <summary>Writes the form under work into its post and saves that.</summary>
public sealed class PostWriter(PlanableDb db, Current current, Composing composing, SharedDrafts drafts, DraftBell bell, TimeProvider clock)
{
    /// <summary>Puts the form and what others saved meanwhile together.</summary>
    public (IReadOnlyList<string> Conflicts, IReadOnlyList<string> Taken) Merge() =>
        composing.Post is { } post ? composing.Form.Merge(ComposerForm.Of(post)) : ([], []);

    /// <summary>Writes the form into the post, a draft's date included.</summary>
    public async Task TakeOver(CancellationToken cancel)
    {
        if (composing.Post is null)
            composing.Start(composing.Form.Id);
        await LoadForSaving(cancel);
        var (post, at, edit) = (composing.Post!, clock.GetUtcNow(), composing.Edit());
        // Before the content: a planned post is held against the rules while it changes.
        if (composing.Form.Do == "override")
            post.OverrideBrandRules(composing.Form.BrandReason, composing.BrandChecks(), current.Member, at);
        foreach (var back in edit.Targets.Where(t => t.Text is null && post.Variants.Any(v => v.ChannelId == t.Channel.Id && !v.FollowsBase)))
            post.FollowBase(back.Channel.Id, current.Member, at);
        post.Edit(edit, current.Member, at);
        await Sort(post, at, cancel);
        if (composing.When.Time is { } time && IsPlanNew(post))
            post.Plan(time, current.Member, at);
        else if (composing.When is { Local: null, Trouble: null } && post is { State: PostState.Draft, PlannedLocal: not null })
            post.Unschedule(keepDate: false, current.Member, at);
    }

    public bool IsPlanNew(Post post) => composing.When.Local != post.PlannedLocal || composing.When.Time is { } time && time.Instant != post.ScheduledAt;

    /// <returns>False if there is no such post any more.</returns>
    public async Task<bool> Save(CancellationToken cancel)
    {
        try
        {
            await Commit(composing.Post!, cancel);
            return true;
        }
        catch (DbUpdateException) when (composing.Post is { } post && db.Entry(post).State == EntityState.Added)
        {
            // The id is taken: the same form arrived twice at once and the other one was first, or the post was deleted meanwhile.
            var first = await db.Posts.AsNoTracking().Where(p => p.Id == post.Id && p.AuthorId == current.Member.Id).Select(p => (PostState?)p.State).SingleOrDefaultAsync(cancel);
            if (first == PostState.Draft && post.State != PostState.Draft)
                throw new RuleBroken("SAVED_MEANWHILE", "The draft was being saved at the same moment. Nothing is lost: press once more.");
            return first is not null;
        }
    }

    /// <summary>Saves, and lets those who write with this person know what of their texts is saved now.</summary>
    async Task Commit(Post post, CancellationToken cancel)
    {
        if (composing.Form.Shared is null)
        {
            await db.SaveChangesAsync(cancel);
        }
        else
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            await db.SaveChangesAsync(cancel);
            await drafts.See(post, cancel);
            await transaction.CommitAsync(cancel);
            db.RingLogBell();
        }

        bell.Ring(post.Id);
    }

    /// <summary>What only saving needs: the latest version, to see whether the content is new, and the deliveries that carry it.</summary>
    async Task LoadForSaving(CancellationToken cancel)
    {
        if (composing.Post is not { } post || db.Entry(post).State == EntityState.Added)
            return;
        await db.PostVersions.Where(v => v.PostId == post.Id && v.Number == post.LatestVersion).LoadAsync(cancel);
        await db.Deliveries.Where(d => d.PostId == post.Id).LoadAsync(cancel);
    }

    /// <summary>Labels and campaign as the form has them.</summary>
    async Task Sort(Post post, DateTimeOffset at, CancellationToken cancel)
    {
        var form = composing.Form;
        if (!post.Labels.Select(l => l.LabelId).Order().SequenceEqual(form.Labels))
            post.Relabel(await db.Labels.Where(l => form.Labels.Contains(l.Id)).ToListAsync(cancel), current.Member, at);
        if (post.Campaign?.Id != form.Campaign)
            post.Join(form.Campaign is { } id ? await db.Campaigns.SingleOrDefaultAsync(c => c.Id == id, cancel) : null, current.Member, at);
    }
}
