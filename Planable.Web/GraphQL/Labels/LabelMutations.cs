using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Labels;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Labels;

[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class LabelMutations
{
    public static async Task<Label> CreateLabel(string name, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel, int colour = 0)
    {
        var label = new Label(current.Member, name, colour, clock.GetUtcNow());
        await db.MustBeFree(db.Labels.Select(l => l.Key), name, cancel);
        db.Labels.Add(label);
        await db.SaveChangesAsync(cancel);
        return label;
    }

    public static async Task<Label> EditLabel([ID<Label>] Guid id, string? name, int? colour, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var label = await Find(db.Labels, id, cancel);
        if (name is not null)
            await db.MustBeFree(db.Labels.Where(l => l.Id != id).Select(l => l.Key), name, cancel);
        label.Edit(name ?? label.Name, colour ?? label.Colour, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return label;
    }

    [GraphQLDescription("Takes a label away; its posts get another one, or none.")]
    public static async Task<Label> RemoveLabel([ID<Label>] Guid id, [ID<Label>] Guid? into, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (label, other) = (await Find(db.Labels, id, cancel), into is { } kept ? await Find(db.Labels, kept, cancel) : null);
        await db.Remove(label, other, current.Member, clock.GetUtcNow(), cancel);
        return label;
    }

    public static async Task<Label> RestoreLabel([ID<Label>] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Member.Must(Data.Members.Permission.EditOthersPosts);
        var label = await Find(db.Labels.IncludingRemoved(), id, cancel);
        await db.Restore(label, current.Member, clock.GetUtcNow(), cancel);
        return label;
    }

    static async Task<Label> Find(IQueryable<Label> labels, Guid id, CancellationToken cancel) => await labels.SingleOrDefaultAsync(l => l.Id == id, cancel) ?? throw Refused.NotFound("label");
}
