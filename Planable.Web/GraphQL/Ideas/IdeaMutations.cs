using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Data.Ideas;
using Planable.Data.Labels;
using Planable.Data.Media;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Labels;
using Planable.Web.GraphQL.Media;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Ideas;

/// <summary>What is left out stays as it is.</summary>
/// <param name="Id">Which.</param>
/// <param name="Revision">The revision you read: if somebody changed it since, nothing is saved and the code is CONFLICT.</param>
/// <param name="Text">The thought.</param>
/// <param name="Url">The page it is about; null takes it away.</param>
/// <param name="MediaIds">All its files, from the library.</param>
/// <param name="LabelIds">All its labels.</param>
public sealed record EditIdeaInput([property: ID("Idea")] Guid Id, int? Revision, string? Text, Optional<string?> Url, [property: ID("Media")] IReadOnlyList<Guid>? MediaIds, [property: ID("Label")] IReadOnlyList<Guid>? LabelIds);

[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class IdeaMutations
{
    [GraphQLDescription("Keeps a thought, a page or files for later. What is about a page that is there already joins it.")]
    public static async Task<Idea> CaptureIdea(
        [GraphQLDescription("The thought.")] string? text, [GraphQLDescription("A page it is about.")] string? url, [ID("Media"), GraphQLDescription("Files of the library.")] IReadOnlyList<Guid>? mediaIds,
        [ID("Label"), GraphQLDescription("Labels it gets.")] IReadOnlyList<Guid>? labelIds, PlanableDb db, Current current, IdeaInbox inbox, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.SeeInternal);
        var (files, labels) = (await db.MustFindFiles(mediaIds ?? [], cancel), await db.MustFindLabels(labelIds ?? [], cancel));
        var (kept, _) = await inbox.Take(new IdeaThought(text ?? "", Address(url), files), IdeaSender.Of(current.Member, IdeaWay.Form), cancel);
        var idea = await db.MustFindIdea(kept.Id, cancel);
        if (labels.Count > 0)
        {
            idea.Relabel([.. idea.Labels.Select(l => l.Label).Union(labels)], current.Member, clock.GetUtcNow());
            await db.SaveChangesAsync(cancel);
        }

        return idea;
    }

    [GraphQLDescription("Changes an idea.")]
    public static async Task<Idea> EditIdea(EditIdeaInput input, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var (idea, me, at) = (await db.MustFindIdea(input.Id, cancel), current.Member, clock.GetUtcNow());
        me.Must(Permission.WritePosts);
        var labels = input.LabelIds is { } wanted ? await db.MustFindLabels(wanted, cancel) : null;
        var files = await db.MustFindFiles(input.MediaIds?.Except(idea.Files.Select(f => f.MediaId)).ToList() ?? [], cancel);
        if (input.Revision is { } seen)
            db.Entry(idea).Property(i => i.Revision).OriginalValue = seen;
        idea.Edit(input.Text ?? idea.Text, input.Url.HasValue ? Address(input.Url.Value) : idea.Url, [.. idea.Files.Select(f => f.MediaId).Where(id => input.MediaIds?.Contains(id) ?? true)], files, me, at);
        if (labels is not null)
            idea.Relabel(labels, me, at);
        try
        {
            await db.SaveChangesAsync(cancel);
            return idea;
        }
        catch (DbUpdateException refusal) when (refusal.IsDuplicate())
        {
            throw new RuleBroken("IDEA_KNOWN", "There is another idea of this page already.");
        }
    }

    [GraphQLDescription("A draft with the words and files of the idea.")]
    public static async Task<Post> MakePostOfIdea([ID<Idea>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var idea = await db.MustFindIdea(id, cancel);
        current.Must(Permission.SeeInternal);
        var post = idea.BecomePost(current.Workspace, current.Member, clock.GetUtcNow());
        db.Posts.Add(post);
        await db.SaveChangesAsync(cancel);
        return post;
    }

    [GraphQLDescription("Puts an idea aside.")]
    public static Task<Idea> DismissIdea([ID<Idea>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, idea => idea.Dismiss(current.Member, clock.GetUtcNow()), db, current, cancel);

    [GraphQLDescription("Into the inbox again.")]
    public static Task<Idea> ReopenIdea([ID<Idea>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel) =>
        Change(id, idea => idea.Reopen(current.Member, clock.GetUtcNow()), db, current, cancel);

    internal static async Task<List<MediaAsset>> MustFindFiles(this PlanableDb db, IReadOnlyList<Guid> ids, CancellationToken cancel)
    {
        var found = await db.Media.InLibrary().Where(a => ids.Contains(a.Id)).ToListAsync(cancel);
        return found.Count == ids.Distinct().Count() ? found : throw Refused.NotFound("file", "mediaIds");
    }

    static async Task<Idea> Change(Guid id, Action<Idea> verb, PlanableDb db, Current current, CancellationToken cancel)
    {
        var idea = await db.MustFindIdea(id, cancel);
        current.Must(Permission.SeeInternal);
        verb(idea);
        await db.SaveChangesAsync(cancel);
        return idea;
    }

    static Task<Idea> MustFindIdea(this PlanableDb db, Guid id, CancellationToken cancel) =>
        db.Ideas.Include(i => i.Files).ThenInclude(f => f.Asset).Include(i => i.Labels).ThenInclude(l => l.Label).AsSplitQuery().SingleOrDefaultAsync(i => i.Id == id, cancel).Or("idea");

    static string? Address(string? url) => string.IsNullOrWhiteSpace(url) ? null : IdeaAddress.Read(url) ?? throw new Refused("ADDRESS_WRONG", "This is no address of a page.", "url");
}

[QueryType]
public static class IdeaQueries
{
    [GraphQLDescription("The team's ideas, those touched last first. A client's token sees none.")]
    [UsePaging]
    public static IQueryable<Idea> GetIdeas([GraphQLDescription("Only open ones, those that became posts, or those put aside.")] IdeaState? state, PlanableDb db, Current current)
    {
        var team = current.Can(Permission.SeeInternal);
        var ideas = db.Ideas.AsNoTracking().Where(i => team);
        return (state is { } wanted ? ideas.Where(i => i.State == wanted) : ideas).OrderByDescending(i => i.TouchedAt);
    }
}

[ObjectType<Idea>]
public static class IdeaType
{
    static void Configure(IObjectTypeDescriptor<Idea> idea)
    {
        idea.BindFieldsExplicitly().Description("A thought somebody kept for later.");
        idea.Field(i => i.Id).ID().Description("Its id.");
        idea.Field(i => i.Text).Description("The thought.");
        idea.Field(i => i.Url).Description("The page it is about.");
        idea.Field(i => i.State).Description("Where it stands.");
        idea.Field(i => i.CapturedAt).Description("When it came.");
        idea.Field(i => i.TouchedAt).Description("When something was added or changed last.");
        idea.Field(i => i.Revision).Description("Grows with every change.");
    }

    [GraphQLDescription("Its labels.")]
    [ListSize(AssumedSize = 3)]
    public static async Task<IReadOnlyList<Label>> GetLabels([Parent] Idea idea, ILabelsByIdeaDataLoader labels, CancellationToken cancel) => await labels.LoadAsync(idea.Id, cancel) ?? [];

    [GraphQLDescription("Its files.")]
    [ListSize(AssumedSize = 3)]
    public static async Task<IReadOnlyList<MediaFileNode>> GetMedia([Parent] Idea idea, IMediaByIdeaDataLoader media, CancellationToken cancel) => [.. (await media.LoadAsync(idea.Id, cancel) ?? []).Select(a => new MediaFileNode(a))];
}

public interface ILabelsByIdeaDataLoader : IDataLoader<Guid, Label[]>;

public interface IMediaByIdeaDataLoader : IDataLoader<Guid, MediaAsset[]>;

public static class IdeaLoaders
{
    [DataLoader]
    public static async Task<ILookup<Guid, Label>> GetLabelsByIdeaAsync(IReadOnlyList<Guid> ideas, PlanableDb db, CancellationToken cancel) =>
        (await db.Set<IdeaLabel>().AsNoTracking().Include(l => l.Label).Where(l => ideas.Contains(l.IdeaId) && l.Label.RemovedAt == null).OrderBy(l => l.Label.Key).ToListAsync(cancel)).ToLookup(l => l.IdeaId, l => l.Label);

    [DataLoader]
    public static async Task<ILookup<Guid, MediaAsset>> GetMediaByIdeaAsync(IReadOnlyList<Guid> ideas, PlanableDb db, CancellationToken cancel) =>
        (await db.Set<IdeaFile>().AsNoTracking().Include(f => f.Asset).Where(f => ideas.Contains(f.IdeaId)).OrderBy(f => f.Position).ToListAsync(cancel)).ToLookup(f => f.IdeaId, f => f.Asset);
}
