using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Planable.Data;
using Planable.Data.Databases;
using Planable.Data.Logs;
using Planable.Data.Tokens;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.Tokens;

namespace Planable.Web.GraphQL.Door;

/// <summary>A request with an `Idempotency-Key` is done once: sent again within a day it gets the answer it got. The key is taken before anything is done, so of two at once one waits in vain rather than both doing it.</summary>
public sealed class IdempotentRequests(TokenDoor door, RequestExecutor executor, IServiceScopeFactory scopes, TimeProvider clock)
{
    public const string Header = "Idempotency-Key";
    public const string Replayed = "Idempotency-Replayed";

    public async Task Answer(HttpContext http, RequestDelegate next)
    {
        // A stream has no end to keep.
        if (!HttpMethods.IsPost(http.Request.Method) || http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase) || !http.Request.Headers.TryGetValue(Header, out var sent))
        {
            await next(http);
            return;
        }

        if (sent.ToString().Trim() is not { Length: > 0 and <= KeptAnswer.KeyLength } key)
        {
            await ApiDoor.Refuse(http, StatusCodes.Status400BadRequest, ApiCodes.KeyWrong, $"An idempotency key has 1 to {KeptAnswer.KeyLength} characters.");
            return;
        }

        if (await Body(http.Request) is not { } body)
        {
            await next(http);
            return;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        if (await Take(key, hash) is { } known)
            await Again(http, known, hash);
        else
            await Once(http, next, key);
    }

    /// <returns>Null if nobody used the key before.</returns>
    async Task<KeptAnswer?> Take(string key, string hash)
    {
        var now = clock.GetUtcNow();
        await using var scope = Scope(out var db);
        var over = now - KeptAnswer.Kept;
        await Mine(db, key).Where(a => a.At < over).ExecuteDeleteAsync();
        if (await Mine(db, key).AsNoTracking().SingleOrDefaultAsync() is { } known)
            return known;
        db.KeptAnswers.Add(new KeptAnswer(door.Token.Id, key, hash, now));
        try
        {
            await db.SaveChangesAsync();
            return null;
        }
        catch (DbUpdateException second) when (second.IsDuplicate())
        {
            db.ChangeTracker.Clear();
            return await Mine(db, key).AsNoTracking().SingleAsync();
        }
    }

    static async Task Again(HttpContext http, KeptAnswer known, string hash)
    {
        if (known.RequestHash != hash)
        {
            await ApiDoor.Refuse(http, StatusCodes.Status409Conflict, ApiCodes.KeyReused, "This idempotency key was used for another request. Use a new key.");
        }
        else if (known.Answer is null)
        {
            await ApiDoor.Refuse(http, StatusCodes.Status409Conflict, ApiCodes.KeyBusy, "A request with this idempotency key is being done, or was cut off and nobody knows how it ended. Look before you use another key.");
        }
        else
        {
            http.Response.StatusCode = known.Status;
            http.Response.ContentType = known.ContentType;
            http.Response.Headers[Replayed] = "true";
            await http.Response.WriteAsync(known.Answer, http.RequestAborted);
        }
    }

    async Task Once(HttpContext http, RequestDelegate next, string key)
    {
        var (line, left) = (http.Response.Body, http.RequestAborted);
        using var written = new MemoryStream();
        http.Response.Body = written;
        // Whoever hangs up comes back with the same key: what was begun is finished for them.
        http.RequestAborted = CancellationToken.None;
        var done = false;
        try
        {
            await next(http);
            done = http.Response.StatusCode < 500 && http.Response.Headers.RetryAfter.Count == 0;
        }
        finally
        {
            (http.Response.Body, http.RequestAborted) = (line, left);
            await Close(key, done ? http.Response : null, written);
        }

        await line.WriteAsync(written.ToArray(), left);
    }

    /// <summary>What failed on our side, or was not begun, may be tried again under the same key.</summary>
    async Task Close(string key, HttpResponse? response, MemoryStream written)
    {
        await using var scope = Scope(out var db);
        if (response is null)
        {
            await Mine(db, key).ExecuteDeleteAsync();
            return;
        }

        (await Mine(db, key).SingleAsync()).Keep(response.StatusCode, response.ContentType ?? "", Encoding.UTF8.GetString(written.ToArray()));
        await db.SaveChangesAsync();
    }

    /// <returns>Null if it is too large to be a request: the server says so.</returns>
    async Task<byte[]?> Body(HttpRequest request)
    {
        var most = executor.Options.Server.MaxAllowedRequestSize;
        if (request.ContentLength > most)
            return null;
        request.EnableBuffering(bufferThreshold: 64 * 1024, bufferLimit: most + 1L);
        try
        {
            using var copy = new MemoryStream();
            await request.Body.CopyToAsync(copy, request.HttpContext.RequestAborted);
            return copy.ToArray();
        }
        catch (IOException)
        {
            return null;
        }
        finally
        {
            request.Body.Position = 0;
        }
    }

    IQueryable<KeptAnswer> Mine(PlanableDb db, string key)
    {
        var id = door.Token.Id;
        return db.KeptAnswers.Where(a => a.TokenId == id && a.Key == key);
    }

    /// <summary>Apart from the request's own unit of work: the key is kept whatever becomes of that.</summary>
    AsyncServiceScope Scope(out PlanableDb db)
    {
        var scope = scopes.CreateAsyncScope();
        db = scope.ServiceProvider.GetRequiredService<PlanableDb>();
        db.Enter(door.Token.WorkspaceId, Via.Api);
        return scope;
    }
}
