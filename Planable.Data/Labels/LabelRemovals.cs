using Microsoft.EntityFrameworkCore;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Labels;

/// <summary>Takes labels away, with their posts or into another one, and brings them back as they were.</summary>
public static class LabelRemovals
{
    /// <param name="into">The label its posts get instead; null leaves them without.</param>
    public static async Task Remove(this PlanableDb db, Label label, Label? into, Member by, DateTimeOffset at, CancellationToken cancel)
    {
        var posts = await db.PostLabels.Where(l => l.LabelId == label.Id).Select(l => l.PostId).ToListAsync(cancel);
        label.Remove(into, posts.Count, by, at);
        if (into is not null)
        {
            var have = await db.PostLabels.Where(l => l.LabelId == into.Id).Select(l => l.PostId).ToListAsync(cancel);
            by.Workspace.MergeInBrandRules(label.Id, into.Id);
            db.PostLabels.AddRange(posts.Except(have).Select(post => new PostLabel(post, into, label.Id)));
        }

        await db.SaveChangesAsync(cancel);
    }

    public static async Task Restore(this PlanableDb db, Label label, Member by, DateTimeOffset at, CancellationToken cancel)
    {
        await db.MustBeFree(db.Labels.Where(l => l.Id != label.Id).Select(l => l.Key), label.Name, cancel);
        label.Restore(by, at);
        db.PostLabels.RemoveRange(await db.PostLabels.Where(l => l.MergedFromId == label.Id).ToListAsync(cancel));
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Refuses a name that another one has.</summary>
    public static async Task MustBeFree(this PlanableDb db, IQueryable<string> keys, string name, CancellationToken cancel)
    {
        var key = Label.KeyOf(name);
        if (await keys.AnyAsync(k => k == key, cancel))
            throw new RuleBroken("NAME_TAKEN", "There is one called \"{0}\" already.", Label.Clean(name));
    }

    /// <summary>Removed ones too; the workspace's wall stays.</summary>
    public static IQueryable<Label> IncludingRemoved(this IQueryable<Label> labels) => labels.WithRemoved();
}
