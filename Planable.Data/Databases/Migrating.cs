using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Planable.Data.Databases;

public static class Migrating
{
    /// <summary>
    /// Brings the database to the model, making it if there is none. The table of migrations is made beforehand: asking for one that is missing writes an
    /// error into the log of every first start. A database that has all migrations is left at that: EF would first build the whole model of the last one to
    /// compare, which was a quarter of a start; that the two are equal is tested.
    /// </summary>
    public static async Task Migrate(this PlanableDb db, CancellationToken cancel = default)
    {
        var databases = db.GetService<IRelationalDatabaseCreator>();
        if (!await databases.ExistsAsync(cancel))
            await databases.CreateAsync(cancel);
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancel);
        if ((await db.Database.GetPendingMigrationsAsync(cancel)).Any())
            await db.Database.MigrateAsync(cancel);
    }
}
