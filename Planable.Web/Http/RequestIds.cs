using System.Diagnostics;

namespace Planable.Web.Http;

/// <summary>Gives every request an id that a person can quote and the log carries.</summary>
public sealed class RequestIds(RequestDelegate next, ILogger<RequestIds> log)
{
    public async Task Invoke(HttpContext http)
    {
        http.TraceIdentifier = Activity.Current?.TraceId.ToString() ?? Guid.NewGuid().ToString("N");
        // Late, because the page about a failure starts with cleared headers.
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["X-Request-Id"] = http.TraceIdentifier;
            return Task.CompletedTask;
        });
        using (log.BeginScope(new Dictionary<string, object>(StringComparer.Ordinal) { ["RequestId"] = http.TraceIdentifier }))
            await next(http);
    }
}
