using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Channels;
using Planable.Data.Imports;
using Planable.Jobs.Imports;
using Planable.Web.Http;

namespace Planable.Web.Imports;

/// <param name="Imported">Rows that are posts.</param>
public sealed record ImportLine(Guid Id, string FileName, string By, DateTimeOffset UploadedAt, ImportState State, int Rows, int Imported);

/// <param name="Trouble">Why a file that was just chosen cannot be imported.</param>
public sealed record ImportsPage(IReadOnlyList<ImportLine> Lines, string? Trouble = null);

/// <summary>An earlier import of the same file.</summary>
public sealed record EarlierImport(Guid Id, DateTimeOffset At, string By, int Posts);

/// <param name="Samples">For each column the first values that are not empty.</param>
public sealed record MappingPage(Import Import, ImportMapping Mapping, IReadOnlyList<IReadOnlyList<string>> Samples, IReadOnlyList<Channel> Channels, EarlierImport? Earlier);

public enum RowFilter
{
    Wrong,
    Ready,
    LeftOut,
    Imported,
    All,
}

public sealed record ImportCounts(Guid ImportId, string FileName, IReadOnlyDictionary<RowFilter, int> Of, RowFilter Filter, EarlierImport? Earlier, bool CanStart, bool Schedules)
{
    public int Ready => Of[RowFilter.Ready];
}

/// <param name="Rows">Of this page.</param>
/// <param name="Columns">Those that were mapped, in the order of the file.</param>
public sealed record ImportPage(Import Import, ImportCounts Counts, IReadOnlyList<RowPage> Rows, IReadOnlyList<Channel> Channels, int Number, int Pages, DateTimeOffset? FirstDay)
{
    public const int Size = 50;
}

public sealed record RowPage(Import Import, RowReading Reading, IReadOnlyList<(int Column, string Field, string Heading)> Columns, bool CanCorrect);

public sealed record ProgressPage(Import Import, int Imported, int Total, bool CanStop)
{
    public int Percent => Total == 0 ? 100 : 100 * Imported / Total;
}

/// <summary>Reads what the pages of imports show. A dry run is done anew each time: it tells what would happen now.</summary>
public sealed class ImportPages(PlanableDb db, Current current, ImportReading reading)
{
    /// <summary>How many imports back a mapping is remembered.</summary>
    const int Memory = 20;

    public async Task<IReadOnlyList<ImportLine>> All(CancellationToken cancel) =>
        await db.Imports.AsNoTracking().OrderByDescending(i => i.UploadedAt).Take(100)
            .Select(i => new ImportLine(i.Id, i.FileName, i.By.Person.Name, i.UploadedAt, i.State, i.Rows.Count, i.Rows.Count(r => r.IsImported)))
            .ToListAsync(cancel);

    public Task<Import?> Find(Guid id, CancellationToken cancel) =>
        db.Imports.Include(i => i.By).ThenInclude(m => m.Person).SingleOrDefaultAsync(i => i.Id == id, cancel);

    public async Task<MappingPage> Mapping(Import import, ImportMapping? chosen, CancellationToken cancel)
    {
        var channels = await Channels(cancel);
        var rows = await db.ImportRows.AsNoTracking().Where(r => r.ImportId == import.Id).OrderBy(r => r.Number).Take(200).ToListAsync(cancel);
        var mapping = chosen ?? import.Mapping ?? await Guess(import, rows, channels, cancel);
        var samples = import.Headings.Select((_, column) => (IReadOnlyList<string>)[.. rows.Select(r => r.Cell(column)).Where(c => c.Trim().Length > 0).Take(3)]).ToList();
        return new MappingPage(import, mapping, samples, channels, await Earlier(import, cancel));
    }

    public async Task<ImportPage> Rows(Import import, RowFilter? filter, int number, CancellationToken cancel)
    {
        var rows = await db.ImportRows.AsNoTracking().Where(r => r.ImportId == import.Id).OrderBy(r => r.Number).ToListAsync(cancel);
        var dry = await reading.Prepare(import, rows, current.Workspace, import.By, cancel);
        var readings = rows.ConvertAll(dry.Read);
        var counts = Counts(readings);
        var shown = filter ?? (counts[RowFilter.Wrong] > 0 ? RowFilter.Wrong : RowFilter.All);
        var matching = readings.Where(r => Is(r, shown)).ToList();
        var pages = Math.Max(1, (matching.Count + ImportPage.Size - 1) / ImportPage.Size);
        number = Math.Clamp(number, 1, pages);
        return new ImportPage(
            import, await Counted(import, counts, shown, cancel),
            [.. matching.Skip((number - 1) * ImportPage.Size).Take(ImportPage.Size).Select(r => RowOf(import, r))],
            await Channels(cancel), number, pages,
            readings.Where(r => r.Row.IsImported && r.Time is not null).Select(r => (DateTimeOffset?)r.Time!.Instant).Min());
    }

    public async Task<ImportCounts> Counts(Import import, RowFilter filter, CancellationToken cancel)
    {
        var rows = await db.ImportRows.AsNoTracking().Where(r => r.ImportId == import.Id).ToListAsync(cancel);
        var dry = await reading.Prepare(import, rows, current.Workspace, import.By, cancel);
        return await Counted(import, Counts(rows.ConvertAll(dry.Read)), filter, cancel);
    }

    public async Task<RowPage> Row(Import import, ImportRow row, CancellationToken cancel) =>
        RowOf(import, (await reading.Prepare(import, [row], current.Workspace, import.By, cancel)).Read(row));

    public async Task<ProgressPage> Progress(Import import, CancellationToken cancel)
    {
        var counts = await db.ImportRows.Where(r => r.ImportId == import.Id && !r.IsLeftOut).GroupBy(r => r.IsImported).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancel);
        return new ProgressPage(import, counts.Where(c => c.Key).Sum(c => c.Count), counts.Sum(c => c.Count), import.CanBeHandledBy(current.Member));
    }

    public async Task<EarlierImport?> Earlier(Import import, CancellationToken cancel) =>
        await db.Imports.AsNoTracking()
            .Where(i => i.Sha256 == import.Sha256 && i.Id != import.Id && i.StartedAt != null && i.State != ImportState.Undone && i.Rows.Any(r => r.IsImported))
            .OrderByDescending(i => i.StartedAt)
            .Select(i => new EarlierImport(i.Id, i.StartedAt!.Value, i.By.Person.Name, i.Rows.Count(r => r.IsImported)))
            .FirstOrDefaultAsync(cancel);

    public Task<List<Channel>> Channels(CancellationToken cancel) =>
        db.Channels.AsNoTracking().Where(c => c.State != ChannelState.Disconnected).OrderBy(c => c.Name).ToListAsync(cancel);

    async Task<ImportMapping> Guess(Import import, IReadOnlyList<ImportRow> rows, IReadOnlyList<Channel> channels, CancellationToken cancel)
    {
        var before = await db.Imports.AsNoTracking().Where(i => i.Id != import.Id && i.Mapping != null).OrderByDescending(i => i.UploadedAt).Take(Memory).Select(i => new { i.Headings, i.Mapping }).ToListAsync(cancel);
        var remembered = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in before)
        {
            for (var column = 0; column < one.Headings.Count && column < one.Mapping!.Columns.Count; column++)
                remembered.TryAdd(ImportMapping.Plain(one.Headings[column]), one.Mapping.Columns[column]);
        }

        var guess = ImportMapping.Guess(import.Headings, rows, channels, remembered, monthFirst: current.Workspace.Locale == "en-US");
        return before.FirstOrDefault(b => b.Headings.SequenceEqual(import.Headings, StringComparer.Ordinal))?.Mapping is { } same
            ? guess with { At = same.At, Channels = [.. same.Channels.Where(c => channels.Any(one => one.Id == c))], Schedules = same.Schedules, Dates = same.Dates }
            : guess;
    }

    async Task<ImportCounts> Counted(Import import, IReadOnlyDictionary<RowFilter, int> counts, RowFilter filter, CancellationToken cancel) =>
        new(import.Id, import.FileName, counts, filter, await Earlier(import, cancel), import.ById == current.Member.Id && import.State is not (ImportState.Running or ImportState.Undone), import.Mapping!.Schedules);

    RowPage RowOf(Import import, RowReading row) =>
        new(
            import, row, [.. import.Mapping!.Columns.Select((field, column) => (column, field, import.Headings[column])).Where(c => c.field.Length > 0)],
            import.ById == current.Member.Id && !row.Row.IsImported && import.State is not (ImportState.Running or ImportState.Undone));

    static Dictionary<RowFilter, int> Counts(IReadOnlyCollection<RowReading> readings) => Enum.GetValues<RowFilter>().ToDictionary(f => f, f => readings.Count(r => Is(r, f)));

    static bool Is(RowReading row, RowFilter filter) => filter switch
    {
        RowFilter.Wrong => row.IsWrong,
        RowFilter.Ready => row.IsReady,
        RowFilter.LeftOut => row.Row.IsLeftOut,
        RowFilter.Imported => row.Row.IsImported,
        _ => true,
    };
}
