using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Planable.Web.Bench;

/// <summary>
/// The least a page can cost: a bare endpoint in the same process that runs the page's SQL and writes the page's bytes from a buffer.
/// What the page needs beyond is ours.
/// </summary>
sealed class Floor : DbCommandInterceptor
{
    readonly List<(string Text, NpgsqlParameter[] Parameters)> commands = [];
    NpgsqlDataSource? source;
    byte[] body = [];
    bool listening;

    public int Commands => commands.Count;

    public async Task Learn(HttpClient client, string path, string connection)
    {
        commands.Clear();
        listening = true;
        body = await client.GetByteArrayAsync(path);
        listening = false;
        source ??= new NpgsqlDataSourceBuilder(connection).Build();
    }

    public async Task Answer(HttpContext http)
    {
        await using var connection = await source!.OpenConnectionAsync(http.RequestAborted);
        foreach (var (text, parameters) in commands)
        {
            await using var command = new NpgsqlCommand(text, connection);
            foreach (var parameter in parameters)
                command.Parameters.Add(parameter.Clone());
            await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
            var values = new object[reader.FieldCount];
            while (await reader.ReadAsync(http.RequestAborted))
                reader.GetValues(values);
        }

        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (listening)
        {
            lock (commands)
                commands.Add((command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
        }

        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }
}
