using System.IO.Compression;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Data.Logs;
using Planable.Jobs.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Databases;

public class BackupTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("backup-").FullName;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_taken_back_is_what_was_there_to_the_last_column()
    {
        Assert.SkipWhen(TestServer.IsSqlServer, "SQL Server has its own.");
        await using var there = Open(await TestServer.NewDatabase());
        var media = Path.Combine(folder, "there");
        var picture = await new MediaFolder(media).Put(new MemoryStream("a picture"u8.ToArray()), Cancel);
        Directory.CreateDirectory(Path.Combine(media, "renditions"));
        await File.WriteAllTextAsync(Path.Combine(media, "renditions", $"{picture}-w160.webp"), "made again", Cancel);
        await File.WriteAllTextAsync(Path.Combine(media, "half.part"), "not whole", Cancel);
        using var file = new MemoryStream();
        var written = await new Backup(there, new MediaFolder(media)).Write(file, TimeProvider.System.GetUtcNow(), Cancel);
        Assert.True(written > 50, $"{written} rows.");

        await using var here = Open(await TestServer.NewDatabase());
        file.Position = 0;
        var refused = await Assert.ThrowsAsync<BackupRefused>(() => new Backup(here, new MediaFolder(folder)).Restore(file, Cancel));
        Assert.Contains("accounts already", refused.Message, StringComparison.Ordinal);

        await here.Database.ExecuteSqlRawAsync("TRUNCATE \"People\", \"Companies\", \"ProtectionKeys\" CASCADE", Cancel);
        file.Position = 0;
        Assert.Equal(written, await new Backup(here, new MediaFolder(Path.Combine(folder, "here"))).Restore(file, Cancel));
        Assert.Equal(await Sums(there), await Sums(here));
        Assert.Equal([picture], Directory.EnumerateFiles(Path.Combine(folder, "here"), "*", SearchOption.AllDirectories).Select(f => Path.GetFileName(f)));
        // Whoever comes next still points at somebody.
        await Assert.ThrowsAnyAsync<Exception>(() => here.Database.ExecuteSqlRawAsync("UPDATE \"Members\" SET \"PersonId\" = '00000000-0000-0000-0000-000000000001'", Cancel));
    }

    [Fact]
    public async Task What_is_no_backup_is_not_taken()
    {
        Assert.SkipWhen(TestServer.IsSqlServer, "SQL Server has its own.");
        await using var db = Open(await TestServer.NewDatabase());
        using var other = new MemoryStream();
        using (var zip = new ZipArchive(other, ZipArchiveMode.Create, leaveOpen: true))
        using (var about = new StreamWriter(zip.CreateEntry("about.json").Open(), Encoding.UTF8))
            about.Write("""{"Format":1,"Migration":"20200101000000_Another","At":"2020-01-01T00:00:00+00:00"}""");
        other.Position = 0;
        Assert.Contains("another version", (await Assert.ThrowsAsync<BackupRefused>(() => new Backup(db, new MediaFolder(folder)).Restore(other, Cancel))).Message, StringComparison.Ordinal);
        using var nothing = new MemoryStream("hello"u8.ToArray());
        await Assert.ThrowsAsync<InvalidDataException>(() => new Backup(db, new MediaFolder(folder)).Restore(nothing, Cancel));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(folder, recursive: true);
    }

    static PostgresDb Open(string connection) => new(new DbContextOptionsBuilder<PostgresDb>().ForDesign().UseNpgsql(connection).Options, new LogBell());

    /// <summary>Of each table, what its rows say.</summary>
    static async Task<SortedDictionary<string, string>> Sums(PlanableDb db)
    {
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in db.Model.GetEntityTypes().Select(t => t.GetTableName()).OfType<string>().Distinct())
        {
            var sql = $"SELECT COALESCE(md5(string_agg(t::text, ',' ORDER BY t::text)), '') AS \"Value\" FROM \"{table}\" t";
            sums[table] = (await db.Database.SqlQueryRaw<string>(sql).ToListAsync(Cancel)).Single();
        }

        return sums;
    }
}
