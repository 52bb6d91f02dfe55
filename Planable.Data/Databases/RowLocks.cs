using Microsoft.EntityFrameworkCore;

namespace Planable.Data.Databases;

/// <summary>Locks rows until the transaction ends, always in the order of their ids: two transactions that lock the same posts cannot wait for each other.</summary>
static class RowLocks
{
    public static Task LockPosts(PlanableDb db, IReadOnlyCollection<Guid> postIds, CancellationToken cancel)
    {
        var ids = postIds.Distinct().ToArray();
        return db.Database.IsNpgsql()
            ? db.Database.ExecuteSqlAsync($"""SELECT 1 FROM "Posts" WHERE "Id" = ANY ({ids}) ORDER BY "Id" FOR UPDATE""", cancel)
            : db.Database.ExecuteSqlAsync($"""SELECT [Id] FROM [Posts] WITH (UPDLOCK, ROWLOCK) WHERE [Id] IN (SELECT [value] FROM OPENJSON({System.Text.Json.JsonSerializer.Serialize(ids)}) WITH ([value] uniqueidentifier '$')) ORDER BY [Id]""", cancel);
    }

    public static Task LockChannels(PlanableDb db, IReadOnlyCollection<Guid> channelIds, CancellationToken cancel)
    {
        var ids = channelIds.Distinct().ToArray();
        return db.Database.IsNpgsql()
            ? db.Database.ExecuteSqlAsync($"""SELECT 1 FROM "Channels" WHERE "Id" = ANY ({ids}) ORDER BY "Id" FOR UPDATE""", cancel)
            : db.Database.ExecuteSqlAsync($"""SELECT [Id] FROM [Channels] WITH (UPDLOCK, ROWLOCK) WHERE [Id] IN (SELECT [value] FROM OPENJSON({System.Text.Json.JsonSerializer.Serialize(ids)}) WITH ([value] uniqueidentifier '$')) ORDER BY [Id]""", cancel);
    }
}
