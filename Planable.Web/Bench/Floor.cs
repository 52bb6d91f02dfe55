using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Planable.Web.Bench;

/// <summary>
/// The least a page can cost: a bare endpoint in the same process that runs the page's SQL and writes the page's bytes from a buffer.
/// What the page needs beyond is ours.
/// </summary>
sealed class Floor(IHttpContextAccessor accessor) : DbCommandInterceptor
{
    const string Learning = "X-Bench-Learn";

    readonly List<(string Text, NpgsqlParameter[] Parameters)> commands = [];
    NpgsqlDataSource? source;
    byte[] body = [];

    public int Commands => commands.Count;

    public async Task Learn(HttpClient client, string path, string connection)
    {
        commands.Clear();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(Learning, "yes");
        using var response = await client.SendAsync(request);
        body = await response.Content.ReadAsByteArrayAsync();
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
        // Jobs work beside the page: only the page's own commands count.
        if (accessor.HttpContext?.Request.Headers.ContainsKey(Learning) == true)
        {
            lock (commands)
                commands.Add((command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
        }

        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }
}
