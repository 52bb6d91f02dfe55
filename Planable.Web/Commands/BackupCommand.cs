using Planable.Data;
using Planable.Data.Databases;
using Planable.Jobs.Media;

namespace Planable.Web.Commands;

/// <summary>`-- backup FILE` writes everything the installation knows into one file; `-- restore FILE` takes it back into an empty one.</summary>
static class BackupCommand
{
    public static async Task<int> Run(PlanableDb db, IMediaStore media, string[] args, TimeProvider clock)
    {
        if (args is not [var what, { Length: > 0 } path])
        {
            await Console.Error.WriteLineAsync($"Use: -- {args[0]} FILE");
            return 2;
        }

        var backup = new Backup(db, media);
        try
        {
            if (what == "restore")
            {
                await db.Migrate();
                await using var kept = File.OpenRead(path);
                Console.WriteLine($"{await backup.Restore(kept, CancellationToken.None)} rows are back from {path}.");
                return 0;
            }

            // Under another name until it is whole: one that broke off is no backup. It holds secrets, so nobody else reads it.
            var (unfinished, options) = (path + ".part", new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite });
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            await using (var file = new FileStream(unfinished, options))
                Console.WriteLine($"{await backup.Write(file, clock.GetUtcNow(), CancellationToken.None)} rows are in {path}.");
            File.Move(unfinished, path, overwrite: true);
            return 0;
        }
        catch (Exception refused) when (refused is BackupRefused or IOException or UnauthorizedAccessException or InvalidDataException)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }
}
