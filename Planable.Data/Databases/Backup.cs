using System.Data;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Planable.Data.Databases;

/// <summary>Why a backup is not made or not taken back.</summary>
public sealed class BackupRefused(string words) : Exception(words);

/// <summary>
/// Everything an installation on PostgreSQL knows in one file: each table as lines of JSON in the database's own writing, read in one snapshot, and the files of the media store, wherever that lies. The PostgreSQL that the app
/// brings has no tools of its own for this; SQL Server has its own.
/// </summary>
public sealed class Backup(PlanableDb db, IKeptFiles files)
{
    const string About = "about.json", Tables = "tables/", Media = "media/";
    const int Batch = 200;

    /// <param name="Migration">The last one: rows fit into no other shape.</param>
    sealed record Contents(int Format, string Migration, DateTimeOffset At);

    public async Task<int> Write(Stream file, DateTimeOffset at, CancellationToken cancel)
    {
        MustBePostgres();
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancel);
        await using (var about = await zip.CreateEntry(About).OpenAsync(cancel))
            await JsonSerializer.SerializeAsync(about, new Contents(1, await Migration(cancel), at), cancellationToken: cancel);
        var rows = 0;
        await using (var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel))
        {
            foreach (var table in Known())
                rows += await Write(table, zip, cancel);
        }

        // After the rows: a file that they name is there by then, and files never change.
        await foreach (var kept in files.All(cancel))
        {
            await using var from = await files.Open(kept.Sha256, cancel);
            await using var to = await zip.CreateEntry(Media + kept.Path, CompressionLevel.NoCompression).OpenAsync(cancel);
            await from.CopyToAsync(to, cancel);
        }

        return rows;
    }

    /// <summary>Into an installation in which nobody has an account yet, of the version that made it. All of it or nothing.</summary>
    public async Task<int> Restore(Stream file, CancellationToken cancel)
    {
        MustBePostgres();
        await using var zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8, cancel);
        if (zip.GetEntry(About) is not { } about)
            throw new BackupRefused("This file is no backup.");
        await using (var said = await about.OpenAsync(cancel))
        {
            var contents = await JsonSerializer.DeserializeAsync<Contents>(said, cancellationToken: cancel);
            if (contents is not { Format: 1 } || contents.Migration != await Migration(cancel))
                throw new BackupRefused($"This backup was made by another version ({contents?.Migration}). Take it back with that version, then bring the database up to date.");
        }

        if (await db.Users.AnyAsync(cancel))
            throw new BackupRefused("There are accounts already. A backup is taken back into an empty installation (./run --empty).");
        var tables = Known().ToList();
        var rows = 0;
        await using (var all = await db.Database.BeginTransactionAsync(cancel))
        {
            await Do($"TRUNCATE {string.Join(", ", tables.Select(Name))}", cancel);
            // Rows point at rows that come later; at the end everything is looked at.
            var keys = tables.SelectMany(t => t.ForeignKeyConstraints.Select(k => $"ALTER TABLE {Name(t)} ALTER CONSTRAINT {Quoted(k.Name)}")).ToList();
            foreach (var key in keys)
                await Do($"{key} DEFERRABLE INITIALLY DEFERRED", cancel);
            foreach (var table in tables)
                rows += await Restore(table, zip, cancel);
            await Do("SET CONSTRAINTS ALL IMMEDIATE", cancel);
            foreach (var key in keys)
                await Do($"{key} NOT DEFERRABLE", cancel);
            await RestoreMedia(zip, cancel);
            await all.CommitAsync(cancel);
        }

        return rows;
    }

    async Task<int> Write(ITable table, ZipArchive zip, CancellationToken cancel)
    {
        await using var lines = new StreamWriter(await zip.CreateEntry($"{Tables}{table.Name}.jsonl").OpenAsync(cancel), new UTF8Encoding(false));
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT row_to_json(t)::text FROM {Name(table)} t";
        command.CommandTimeout = 0;
        await using var found = await command.ExecuteReaderAsync(cancel);
        var rows = 0;
        for (; await found.ReadAsync(cancel); rows++)
            await lines.WriteLineAsync(found.GetString(0).AsMemory(), cancel);
        return rows;
    }

    async Task<int> Restore(ITable table, ZipArchive zip, CancellationToken cancel)
    {
        if (zip.GetEntry($"{Tables}{table.Name}.jsonl") is not { } entry)
            return 0;
        using var lines = new StreamReader(await entry.OpenAsync(cancel), Encoding.UTF8);
        var (rows, some) = (0, new List<string>(Batch));
        while (await lines.ReadLineAsync(cancel) is { } line)
        {
            some.Add(line);
            rows++;
            if (some.Count == Batch)
                await Insert(table, some, cancel);
        }

        await Insert(table, some, cancel);
        foreach (var column in table.Columns.Where(c => c.PropertyMappings.Any(m => m.Property.ValueGenerated == ValueGenerated.OnAdd && m.Property.ClrType == typeof(int))))
            await Do($"SELECT setval(pg_get_serial_sequence('{Name(table)}', '{column.Name}'), GREATEST(1, (SELECT MAX({Quoted(column.Name)}) FROM {Name(table)})))", cancel);
        return rows;
    }

    async Task Insert(ITable table, List<string> rows, CancellationToken cancel)
    {
        if (rows.Count == 0)
            return;
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"INSERT INTO {Name(table)} SELECT * FROM json_populate_recordset(NULL::{Name(table)}, @rows::json)";
        command.CommandTimeout = 0;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ("rows", $"[{string.Join(',', rows)}]");
        command.Parameters.Add(parameter);
        await command.ExecuteNonQueryAsync(cancel);
        rows.Clear();
    }

    async Task RestoreMedia(ZipArchive zip, CancellationToken cancel)
    {
        foreach (var entry in zip.Entries.Where(e => e.FullName.StartsWith(Media, StringComparison.Ordinal) && KeptFile.IsName(e.Name)))
        {
            await using var bytes = await entry.OpenAsync(cancel);
            // Kept under what it is, whatever it is called in there.
            if (await files.Put(bytes, cancel) != entry.Name)
                throw new BackupRefused($"A file in this backup is damaged: {entry.FullName}.");
        }
    }

    async Task Do(string sql, CancellationToken cancel)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        (command.CommandText, command.CommandTimeout) = (sql, 0);
        await command.ExecuteNonQueryAsync(cancel);
    }

    async Task<string> Migration(CancellationToken cancel) => (await db.Database.GetAppliedMigrationsAsync(cancel)).LastOrDefault() ?? throw new BackupRefused("The database is not set up: migrate it first.");

    IEnumerable<ITable> Known() => db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables.Where(t => !t.IsExcludedFromMigrations).OrderBy(t => t.Name, StringComparer.Ordinal);

    void MustBePostgres()
    {
        if (!db.Database.IsNpgsql())
            throw new BackupRefused("SQL Server is backed up by its own BACKUP DATABASE; keep a copy of the media folder beside it.");
    }

    static string Name(ITable table) => table.Schema is { } schema ? $"{Quoted(schema)}.{Quoted(table.Name)}" : Quoted(table.Name);

    static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
