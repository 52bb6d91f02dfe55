using Planable.Data.Logs;
using Planable.Data.Members;
using Planable.Data.Workspaces;

namespace Planable.Data.Imports;

public enum ImportState
{
    /// <summary>Uploaded; columns are mapped and rows corrected. Nothing is written yet.</summary>
    Open,
    Running,
    Done,

    /// <summary>A person stopped it; what was imported by then stays.</summary>
    Stopped,
    Undone,
}

/// <summary>
/// A table of posts somebody uploaded. Each row becomes the post that has the row's id, so that whatever runs twice makes it once.
/// Progress is what the rows say: the job that imports never writes here while it runs, and a person can stop it at any time.
/// </summary>
public class Import : Recorded, IBelongToWorkspace
{
    public const int MostRows = 5000;
    public const int MostColumns = 60;

    readonly List<ImportRow> rows = [];

    Import()
    {
    }

    public static Import Upload(Member by, string fileName, string sha256, IReadOnlyList<string> headings, IReadOnlyList<(int Number, IReadOnlyList<string> Cells)> lines, DateTimeOffset at)
    {
        by.Must(Permission.WritePosts);
        if (lines.Count == 0)
            throw new RuleBroken("IMPORT_EMPTY", "{0} has headings but no rows.", fileName);
        if (lines.Count > MostRows)
            throw new RuleBroken("IMPORT_TOO_LONG", "{0} has {1} rows. Up to {2} can be imported at once; split the file.", fileName, lines.Count, MostRows);
        var import = new Import { ById = by.Id, By = by, FileName = fileName, Sha256 = sha256, Headings = [.. headings], UploadedAt = at };
        import.rows.AddRange(lines.Select(line => new ImportRow(import.Id, line.Number, line.Cells)));
        return import;
    }

    public Guid WorkspaceId { get; private set; }

    /// <summary>The author of the posts it makes.</summary>
    public Guid ById { get; private set; }

    public Member By { get; private set; } = null!;

    public string FileName { get; private set; } = "";

    /// <summary>Of the file's bytes: the same file again is recognised.</summary>
    public string Sha256 { get; private set; } = "";

    public List<string> Headings { get; private set; } = [];

    /// <summary>Null until somebody confirmed what the columns are.</summary>
    public ImportMapping? Mapping { get; private set; }

    public ImportState State { get; private set; }

    public DateTimeOffset UploadedAt { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The run that took its posts back.</summary>
    public Guid? UndoneBy { get; private set; }

    /// <summary>Until when a worker holds it.</summary>
    public DateTimeOffset? LeasedUntil { get; private set; }

    public IReadOnlyList<ImportRow> Rows => rows;

    public bool IsRunning => State == ImportState.Running;

    protected override string Subject => "import";

    public void Map(ImportMapping mapping, Member by)
    {
        MustPrepare(by);
        if (!mapping.Has(ImportField.Text) && !mapping.Columns.Any(ImportField.IsOwnText))
            throw new RuleBroken("IMPORT_NO_TEXT", "Say which column holds the text of the posts.");
        if (mapping.Columns.Where(c => c.Length > 0).GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is not null)
            throw new RuleBroken("IMPORT_TWICE_MAPPED", "Two columns are the same thing. Leave one of them out.");
        if (mapping.Schedules)
            by.Must(Permission.SchedulePosts);
        Mapping = mapping;
    }

    public void Correct(ImportRow row, IReadOnlyList<string> cells, bool? second, bool isLeftOut, Member by)
    {
        MustPrepare(by);
        row.Correct(cells, second, isLeftOut);
    }

    /// <param name="ready">Rows that can be imported now.</param>
    /// <param name="earlier">When the same file was imported before, if it was.</param>
    public void Start(int ready, DateTimeOffset? earlier, bool again, Member by, DateTimeOffset at)
    {
        MustPrepare(by);
        if (Mapping is null)
            throw new RuleBroken("IMPORT_NOT_MAPPED", "Say what the columns are first.");
        if (ready == 0)
            throw new RuleBroken("IMPORT_NOTHING_READY", "No row can be imported as it is. Correct at least one.");
        if (earlier is { } before && !again)
            throw new RuleBroken("ALREADY_IMPORTED", "This file was already imported on {0}. Confirm that you want its posts a second time.", before.ToString("d MMM yyyy", System.Globalization.CultureInfo.InvariantCulture));
        State = ImportState.Running;
        StartedAt = at;
        EndedAt = null;
        Record(by, "started", at, ("file", FileName), ("rows", Digits(ready)));
    }

    public void Stop(Member by, DateTimeOffset at)
    {
        MustHandle(by);
        if (!IsRunning)
            return;
        State = ImportState.Stopped;
        EndedAt = at;
        Record(by, "stopped", at, ("file", FileName));
    }

    public void Finish(int posts, DateTimeOffset at)
    {
        if (!IsRunning)
            return;
        State = ImportState.Done;
        EndedAt = at;
        LeasedUntil = null;
        Record(Actor.Planable, "finished", at, ("file", FileName), ("posts", Digits(posts)));
    }

    /// <param name="deletion">The run that deletes its posts.</param>
    public void Undo(Bulk.BulkRun deletion, Member by, DateTimeOffset at)
    {
        MustHandle(by);
        if (State is not (ImportState.Done or ImportState.Stopped))
            throw new RuleBroken("IMPORT_NOT_DONE", "There is nothing to take back yet.");
        State = ImportState.Undone;
        UndoneBy = deletion.Id;
        Record(by, "undone", at, ("file", FileName), ("posts", Digits(deletion.Total)));
    }

    public bool CanBeHandledBy(Member by) => by.Id == ById || by.Can(Permission.DeletePosts);

    /// <summary>Whose posts they become decides what they say; others may only stop it and take it back.</summary>
    void MustPrepare(Member by)
    {
        by.Must(Permission.WritePosts);
        if (by.Id != ById)
            throw new NotAllowed("Only whoever uploaded a file imports it: the posts will be theirs.");
        if (State is ImportState.Running)
            throw new RuleBroken("IMPORT_RUNNING", "It is being imported right now. Stop it first.");
        if (State is ImportState.Undone)
            throw new RuleBroken("IMPORT_UNDONE", "This import was taken back. Upload the file again.");
    }

    void MustHandle(Member by)
    {
        if (!CanBeHandledBy(by))
            throw new NotAllowed($"{by.Person.Name} may not stop or take back this import.");
    }

    static string Digits(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
