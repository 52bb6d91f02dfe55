using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Planable.Data.Databases;

public static class Migrating
{
    /// <summary>
    /// Brings the database to the model, making it if there is none. The table of migrations is made beforehand: asking for one that is missing writes an
    /// error into the log of every first start.
    /// </summary>
    public static async Task Migrate(this PlanableDb db, CancellationToken cancel = default)
    {
        var databases = db.GetService<IRelationalDatabaseCreator>();
        if (!await databases.ExistsAsync(cancel))
            await databases.CreateAsync(cancel);
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancel);
        await db.Database.MigrateAsync(cancel);
    }
}
