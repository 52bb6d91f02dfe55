using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Planable.Tests.Support;

/// <summary>Counts and keeps what the app asks its database.</summary>
public sealed class SqlCommands : DbCommandInterceptor
{
    readonly List<string> texts = [];

    /// <summary>Commands sent while <paramref name="work"/> runs. For classes whose tests do not run side by side.</summary>
    public async Task<IReadOnlyList<string>> During(Func<Task> work)
    {
        lock (texts)
            texts.Clear();
        await work();
        lock (texts)
            return [.. texts];
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Keep(command);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Keep(command);
        return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Keep(command);
        return base.ScalarExecutingAsync(command, eventData, result, cancellationToken);
    }

    void Keep(DbCommand command)
    {
        lock (texts)
            texts.Add(command.CommandText);
    }
}
