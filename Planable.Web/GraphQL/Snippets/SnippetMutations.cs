using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Members;
using Planable.Data.Snippets;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Door;
using Planable.Web.Http;

namespace Planable.Web.GraphQL.Snippets;

[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class SnippetMutations
{
    [GraphQLDescription("Words that posts use again and again.")]
    public static async Task<Snippet> CreateSnippet(
        [GraphQLDescription("What it is for.")] SnippetKind kind, [GraphQLDescription("What it is called; of a variable what stands in braces.")] string name, [GraphQLDescription("The words.")] string text,
        PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.WritePosts);
        var snippet = new Snippet(current.Member, kind, name, text, clock.GetUtcNow());
        await MustBeFree(db, snippet, cancel);
        db.Snippets.Add(snippet);
        await db.SaveChangesAsync(cancel);
        return snippet;
    }

    [GraphQLDescription("Changes a snippet. What is left out stays as it is.")]
    public static async Task<Snippet> EditSnippet(
        [ID<Snippet>, GraphQLDescription("Which.")] Guid id, [GraphQLDescription("The revision you read: if somebody changed it since, nothing is saved and the code is CONFLICT.")] int? revision,
        [GraphQLDescription("What it is called.")] string? name, [GraphQLDescription("The words.")] string? text, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var snippet = await db.Snippets.SingleOrDefaultAsync(s => s.Id == id, cancel).Or("snippet");
        current.Must(Permission.EditOthersPosts);
        if (revision is { } seen)
            db.Entry(snippet).Property(s => s.Revision).OriginalValue = seen;
        snippet.Edit(name ?? snippet.Name, text ?? snippet.Text, current.Member, clock.GetUtcNow());
        await MustBeFree(db, snippet, cancel);
        await db.SaveChangesAsync(cancel);
        return snippet;
    }

    [GraphQLDescription("Takes a snippet away. Posts that use its words keep them.")]
    public static async Task<Snippet> RemoveSnippet([ID<Snippet>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        var snippet = await db.Snippets.SingleOrDefaultAsync(s => s.Id == id, cancel).Or("snippet");
        snippet.Remove(current.Member, clock.GetUtcNow());
        db.Snippets.Remove(snippet);
        await db.SaveChangesAsync(cancel);
        return snippet;
    }

    static async Task MustBeFree(PlanableDb db, Snippet snippet, CancellationToken cancel)
    {
        if (await db.Snippets.AnyAsync(s => s.Id != snippet.Id && s.Key == snippet.Key, cancel))
            throw new RuleBroken("NAME_TAKEN", "There is one called \"{0}\" already.", snippet.Name);
    }
}

[QueryType]
public static class SnippetQueries
{
    [GraphQLDescription("Templates, signatures, hashtags and variables, by name. A client's token sees none.")]
    [UsePaging]
    public static IQueryable<Snippet> GetSnippets([GraphQLDescription("Only of this kind.")] SnippetKind? kind, PlanableDb db, Current current)
    {
        var team = current.Can(Permission.SeeInternal);
        return db.Snippets.AsNoTracking().Where(s => team && (kind == null || s.Kind == kind)).OrderBy(s => s.Key);
    }
}

[ObjectType<Snippet>]
public static class SnippetType
{
    static void Configure(IObjectTypeDescriptor<Snippet> snippet)
    {
        snippet.BindFieldsExplicitly().Description("Words that posts use again and again.");
        snippet.Field(s => s.Id).ID().Description("Its id.");
        snippet.Field(s => s.Kind).Description("What it is for.");
        snippet.Field(s => s.Name).Description("What it is called.");
        snippet.Field(s => s.Text).Description("The words.");
        snippet.Field(s => s.CreatedAt).Description("When it was made.");
        snippet.Field(s => s.Revision).Description("Grows with every change.");
    }
}
