using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Labels;
using Planable.Data.Members;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Labels;

[QueryType]
public static class LabelQueries
{
    [GraphQLDescription("What the team sorts posts by. A client's token sees none.")]
    [UsePaging]
    public static IQueryable<Label> GetLabels(PlanableDb db, Current current)
    {
        var team = current.Can(Permission.SeeInternal);
        return db.Labels.AsNoTracking().Where(l => team).OrderBy(l => l.Key);
    }
}

[ObjectType<Label>]
public static class LabelType
{
    static void Configure(IObjectTypeDescriptor<Label> label)
    {
        label.BindFieldsExplicitly().Description("A word that a workspace sorts its posts by.");
        label.Field(l => l.Name);
        label.Field(l => l.Colour).Description("One of twelve, from 0.");
        label.Field(l => l.CreatedAt);
    }

    [NodeResolver]
    public static async Task<Label?> Find(Guid id, ILabelByIdDataLoader labels, CancellationToken cancel) => await labels.LoadAsync(id, cancel);
}

public interface ILabelByIdDataLoader : IDataLoader<Guid, Label>;

public interface ILabelsByPostDataLoader : IDataLoader<Guid, Label[]>;

public static class LabelLoaders
{
    [DataLoader]
    public static async Task<IReadOnlyDictionary<Guid, Label>> GetLabelByIdAsync(IReadOnlyList<Guid> ids, PlanableDb db, Current current, CancellationToken cancel) =>
        current.Can(Permission.SeeInternal) ? await db.Labels.AsNoTracking().Where(l => ids.Contains(l.Id)).ToDictionaryAsync(l => l.Id, cancel) : [];

    [DataLoader]
    public static async Task<ILookup<Guid, Label>> GetLabelsByPostAsync(IReadOnlyList<Guid> posts, PlanableDb db, Current current, CancellationToken cancel) =>
        (current.Can(Permission.SeeInternal) ? await db.PostLabels.AsNoTracking().Include(l => l.Label).Where(l => posts.Contains(l.PostId) && l.Label.RemovedAt == null).OrderBy(l => l.Label.Key).ToListAsync(cancel) : [])
        .ToLookup(l => l.PostId, l => l.Label);
}
