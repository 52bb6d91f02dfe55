using System.Text;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Bulk;
using Planable.Data.Imports;
using Planable.Data.Members;
using Planable.Data.Posts;
using Planable.Data.Tokens;
using Planable.Jobs.Bulk;
using Planable.Jobs.Imports;
using Planable.Web.GraphQL.Bulk;
using Planable.Web.GraphQL.Door;
using Planable.Web.GraphQL.Posts;
using Planable.Web.Http;
using Planable.Web.Imports;

namespace Planable.Web.GraphQL.Imports;

/// <summary>A cell of a row, changed.</summary>
/// <param name="Column">Which, from 0.</param>
/// <param name="Text">What it says from now on.</param>
public sealed record CellInput(int Column, string Text);

/// <summary>What the columns of a table are.</summary>
/// <param name="Id">Which import.</param>
/// <param name="Columns">For each column text, date, time, channels, link, pictures, alt, labels, campaign, or "" to leave it out.</param>
/// <param name="Dates">How days and months are written.</param>
/// <param name="At">The time of rows without one.</param>
/// <param name="ChannelIds">Of rows that name none.</param>
/// <param name="Schedules">What has a time is scheduled; otherwise all are drafts.</param>
public sealed record MapImportInput([property: ID("Import")] Guid Id, IReadOnlyList<string> Columns, DateOrder? Dates, TimeOnly? At, [property: ID("Channel")] IReadOnlyList<Guid>? ChannelIds, bool? Schedules);

[MutationType, Error<UserError>, Scope(TokenScope.Posts)]
public static class ImportMutations
{
    [GraphQLDescription("A table of posts. Say what its columns are with mapImport, then startImport.")]
    public static async Task<Import> UploadImport(
        [GraphQLDescription("Of the file.")] string fileName, [GraphQLDescription("The table as CSV, its headings first.")] string text, PlanableDb db, Current current, TimeProvider clock, CancellationToken cancel)
    {
        current.Must(Permission.WritePosts);
        var (bytes, name) = (Encoding.UTF8.GetBytes(text), Web.Media.Uploads.Named(fileName));
        if (bytes.LongLength > UploadedTable.MostBytes)
            throw new RuleBroken("IMPORT_TOO_LARGE", "{0} is too large to be imported at once; split it.", name);
        var table = UploadedTable.Read(bytes, name);
        var import = Import.Upload(current.Member, name, table.Sha256, table.Headings, table.Lines, clock.GetUtcNow());
        db.Imports.Add(import);
        await db.SaveChangesAsync(cancel);
        return import;
    }

    [GraphQLDescription("Says what the columns are.")]
    public static async Task<Import> MapImport(MapImportInput input, PlanableDb db, Current current, ImportPages pages, CancellationToken cancel)
    {
        var import = await Find(input.Id, pages, current, cancel);
        var form = new MappingForm { Columns = [.. input.Columns], Dates = input.Dates ?? default, At = input.At, Channels = [.. input.ChannelIds ?? []], Schedules = input.Schedules ?? false };
        import.Map(form.For(import, await pages.Channels(cancel)), current.Member);
        await db.SaveChangesAsync(cancel);
        return import;
    }

    [GraphQLDescription("Changes a row before it is imported, or leaves it out.")]
    public static async Task<Import> CorrectImportRow(
        [ID<Import>, GraphQLDescription("Which import.")] Guid id, [GraphQLDescription("The row, as a spreadsheet counts it.")] int number, [GraphQLDescription("What changes.")] IReadOnlyList<CellInput>? cells,
        [GraphQLDescription("Where the clocks go back and its time comes twice: the later of both.")] bool? second, PlanableDb db, Current current, ImportPages pages, CancellationToken cancel, [GraphQLDescription("It is not imported.")] bool leaveOut = false)
    {
        var import = await Find(id, pages, current, cancel);
        var row = await db.ImportRows.SingleOrDefaultAsync(r => r.ImportId == id && r.Number == number, cancel).Or("row", "number");
        if (import.Mapping is null)
            throw new RuleBroken("IMPORT_NOT_MAPPED", "Say what the columns are first.");
        var corrected = row.Cells.ToList();
        foreach (var cell in cells ?? [])
        {
            if (cell.Column < 0 || cell.Column >= corrected.Count)
                throw Refused.NotFound("column", "cells");
            corrected[cell.Column] = cell.Text;
        }

        import.Correct(row, corrected, second, leaveOut, current.Member);
        await db.SaveChangesAsync(cancel);
        return import;
    }

    [GraphQLDescription("Makes posts of the rows that are ready, in the background. Read its state until it is done.")]
    public static async Task<Import> StartImport(
        [ID<Import>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, ImportPages pages, TimeProvider clock, CancellationToken cancel, [GraphQLDescription("The same file was imported before, and is imported again all the same.")] bool again = false)
    {
        var import = await Find(id, pages, current, cancel);
        var ready = import.Mapping is null ? 0 : (await pages.Counts(import, RowFilter.All, cancel)).Ready;
        import.Start(ready, (await pages.Earlier(import, cancel))?.At, again, current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return import;
    }

    [GraphQLDescription("What was imported by then stays; the other rows wait.")]
    public static async Task<Import> StopImport([ID<Import>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, ImportPages pages, TimeProvider clock, CancellationToken cancel)
    {
        var import = await Find(id, pages, current, cancel);
        import.Stop(current.Member, clock.GetUtcNow());
        await db.SaveChangesAsync(cancel);
        return import;
    }

    [GraphQLDescription("Deletes the posts it made, by the rules of deleting. What is out stays out.")]
    public static async Task<BulkChange> UndoImport([ID<Import>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, ImportPages pages, BulkRunner runner, TimeProvider clock, CancellationToken cancel)
    {
        var import = await Find(id, pages, current, cancel);
        var posts = await db.ImportRows.Where(r => r.ImportId == id && r.IsImported && db.Posts.Any(p => p.Id == r.Id)).OrderByDescending(r => r.Number).Select(r => r.Id).ToListAsync(cancel);
        var run = BulkRun.Plan(current.Member, BulkAct.Delete, new BulkValues(), posts, clock.GetUtcNow());
        import.Undo(run, current.Member, clock.GetUtcNow());
        return await BulkMutations.Go(run, db, current, runner, clock, cancel);
    }

    [GraphQLDescription("Throws a table away of which nothing was imported.")]
    public static async Task<Import> DeleteImport([ID<Import>, GraphQLDescription("Which.")] Guid id, PlanableDb db, Current current, ImportPages pages, CancellationToken cancel)
    {
        var import = await Find(id, pages, current, cancel);
        if (!import.CanBeHandledBy(current.Member))
            throw new NotAllowed($"{current.Member.Person.Name} may not delete this import.");
        if (import.StartedAt is not null)
            throw new RuleBroken("IMPORT_STARTED", "This import was started and stays in the list.");
        db.Imports.Remove(import);
        await db.SaveChangesAsync(cancel);
        return import;
    }

    static async Task<Import> Find(Guid id, ImportPages pages, Current current, CancellationToken cancel)
    {
        var import = await pages.Find(id, cancel).Or("import");
        current.Must(Permission.WritePosts);
        return import;
    }
}

[QueryType]
public static class ImportQueries
{
    [GraphQLDescription("Tables of posts, the latest first. For those who write posts.")]
    [UsePaging]
    public static IQueryable<Import> GetImports(PlanableDb db, Current current)
    {
        var writes = current.Can(Permission.WritePosts);
        return db.Imports.AsNoTracking().Where(i => writes).OrderByDescending(i => i.UploadedAt);
    }
}

[ObjectType<Import>]
public static class ImportType
{
    static void Configure(IObjectTypeDescriptor<Import> import)
    {
        import.BindFieldsExplicitly().Description("A table of posts, and what became of it.");
        import.Field(i => i.Id).ID().Description("Its id.");
        import.Field(i => i.FileName).Description("Of the file.");
        import.Field(i => i.State).Description("Where it stands.");
        import.Field(i => i.UploadedAt).Description("When it was uploaded.");
        import.Field(i => i.StartedAt).Description("When it was started.");
        import.Field(i => i.EndedAt).Description("When it was done.");
    }

    [GraphQLDescription("The headings of its columns.")]
    [ListSize(AssumedSize = 10)]
    public static IReadOnlyList<string> GetHeadings([Parent] Import import) => import.Headings;

    [GraphQLDescription("What its columns are; null until somebody said so.")]
    [ListSize(AssumedSize = 10)]
    public static IReadOnlyList<string>? GetColumns([Parent] Import import) => import.Mapping?.Columns;

    [GraphQLDescription("Its rows, in order.")]
    [UsePaging]
    public static async Task<Connection<ImportedRow>> GetRows([Parent] Import import, PagingArguments paging, IRowsByImportDataLoader rows, CancellationToken cancel) =>
        await rows.With(paging).LoadAsync(import.Id, cancel) is { } page ? page.Select(r => new ImportedRow(r)).ToConnection() : Page<ImportedRow>.Empty.ToConnection();
}

/// <summary>A row of a table, and the post it became.</summary>
public sealed class ImportedRow(ImportRow row)
{
    [GraphQLDescription("As a spreadsheet counts it.")]
    public int Number => row.Number;

    [GraphQLDescription("What its cells say.")]
    [ListSize(AssumedSize = 10)]
    public IReadOnlyList<string> Cells => row.Cells;

    [GraphQLDescription("Somebody left it out.")]
    public bool IsLeftOut => row.IsLeftOut;

    [GraphQLDescription("A post was made of it.")]
    public bool IsImported => row.IsImported;

    [GraphQLDescription("The post.")]
    public async Task<Post?> GetPost(IPostByIdDataLoader posts, CancellationToken cancel) => row.IsImported ? await posts.LoadAsync(row.Id, cancel) : null;
}

public interface IRowsByImportDataLoader : IDataLoader<Guid, Page<ImportRow>>;

public static class ImportLoaders
{
    [DataLoader]
    public static async Task<Dictionary<Guid, Page<ImportRow>>> GetRowsByImportAsync(IReadOnlyList<Guid> imports, PagingArguments paging, PlanableDb db, CancellationToken cancel) =>
        await db.ImportRows.AsNoTracking().Where(r => imports.Contains(r.ImportId)).OrderBy(r => r.Number).ToBatchPageAsync(r => r.ImportId, paging, cancel);
}
