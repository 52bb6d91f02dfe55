using Microsoft.EntityFrameworkCore;

namespace Planable.Data.Databases;

/// <summary>
/// The end of a workspace's log. Taking numbers locks the workspace's row until the transaction ends: numbers are gapless and in commit order.
/// </summary>
static class LogTail
{
    sealed record Tail(long LastSequence, string LastHash);

    public static async Task<(long Sequence, string Hash)> Take(PlanableDb db, Guid workspaceId, int count, CancellationToken cancel)
    {
        var rows = db.Database.IsNpgsql()
            ? db.Database.SqlQuery<Tail>($"""
                UPDATE "Workspaces" SET "LastSequence" = "LastSequence" + {count} WHERE "Id" = {workspaceId}
                RETURNING "LastSequence" - {count} AS "LastSequence", "LastHash"
                """)
            : db.Database.SqlQuery<Tail>($"""
                UPDATE [Workspaces] SET [LastSequence] = [LastSequence] + {count}
                OUTPUT DELETED.[LastSequence], DELETED.[LastHash] WHERE [Id] = {workspaceId}
                """);
        var tail = (await rows.ToListAsync(cancel)).Single();
        return (tail.LastSequence, tail.LastHash);
    }

    public static Task Close(PlanableDb db, Guid workspaceId, string hash, CancellationToken cancel) =>
        db.Workspaces.Where(w => w.Id == workspaceId).ExecuteUpdateAsync(w => w.SetProperty(x => x.LastHash, hash), cancel);
}
