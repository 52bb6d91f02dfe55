using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Planable.Tests.Emulators;

/// <summary>Kinds of calls a fault can be arranged for.</summary>
public enum Call
{
    Read,
    Upload,
    Publish,
    Edit,
    Delete,
}

/// <summary>What goes wrong. "Before" and "After" are seen from the moment the network does the work.</summary>
public enum Fault
{
    ErrorBefore,
    ErrorAfter,
    CutBefore,
    CutAfter,

    /// <summary>The work is done, the answer takes longer than anyone waits.</summary>
    SlowAfter,
    RateLimited,
    RateLimitedWithDate,
    RateLimitedWithoutHeaders,

    /// <summary>The work is done, the answer breaks off in the middle of its JSON.</summary>
    Garbled,
}

/// <summary>Faults arranged for coming calls, each used up by one call.</summary>
public sealed class Faults(TimeProvider clock)
{
    public static TimeSpan StatedWait { get; } = TimeSpan.FromSeconds(7);

    private readonly Lock door = new();
    private readonly List<(Call Call, Fault Fault)> arranged = [];

    /// <summary>How long a slow answer takes.</summary>
    public TimeSpan Slowness { get; set; } = TimeSpan.FromSeconds(20);

    public void Arrange(Call call, Fault fault, int times = 1)
    {
        lock (door) arranged.AddRange(Enumerable.Repeat((call, fault), times));
    }

    public void Clear()
    {
        lock (door) arranged.Clear();
    }

    /// <summary>Does the work and answers, or plays the next fault arranged for this kind of call.</summary>
    public async Task Play(HttpContext http, Call call, Func<Task<IResult>> work)
    {
        // Whole requests only: a fault must never depend on how much of the body had arrived.
        http.Request.EnableBuffering();
        await http.Request.Body.CopyToAsync(Stream.Null);
        http.Request.Body.Position = 0;

        switch (Take(call))
        {
            case null:
                await (await work()).ExecuteAsync(http);
                break;
            case Fault.ErrorBefore:
                await Error(http);
                break;
            case Fault.ErrorAfter:
                await work();
                await Error(http);
                break;
            case Fault.CutBefore:
                http.Abort();
                break;
            case Fault.CutAfter:
                await work();
                http.Abort();
                break;
            case Fault.SlowAfter:
                var answer = await work();
                await Task.Delay(Slowness, clock, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                if (!http.RequestAborted.IsCancellationRequested) await answer.ExecuteAsync(http);
                break;
            case Fault.RateLimited:
                http.Response.Headers.RetryAfter = StatedWait.TotalSeconds.ToString(CultureInfo.InvariantCulture);
                await TooMany(http);
                break;
            case Fault.RateLimitedWithDate:
                http.Response.Headers.RetryAfter = (clock.GetUtcNow() + StatedWait).ToString("R", CultureInfo.InvariantCulture);
                await TooMany(http);
                break;
            case Fault.RateLimitedWithoutHeaders:
                await TooMany(http);
                break;
            case Fault.Garbled:
                await work();
                await Results.Text("{\"id\":\"1", "application/json").ExecuteAsync(http);
                break;
        }
    }

    private Fault? Take(Call call)
    {
        lock (door)
        {
            var next = arranged.FindIndex(a => a.Call == call);
            if (next < 0) return null;

            var fault = arranged[next].Fault;
            arranged.RemoveAt(next);
            return fault;
        }
    }

    private static Task Error(HttpContext http) =>
        Results.Content("<html><body>503 Service Unavailable</body></html>", "text/html", statusCode: 503).ExecuteAsync(http);

    private static Task TooMany(HttpContext http) => Results.Json(new { error = "Too many requests" }, statusCode: 429).ExecuteAsync(http);
}
