namespace Planable.Web.Http;

/// <summary>
/// Server-sent events as an answer (HTML standard, section 9.2). The stream is over when its page has left or the app is asked to stop: stopping does not wait for pages
/// that stay open, they come back to the next one by themselves.
/// </summary>
public sealed class EventStream
{
    readonly HttpResponse response;
    readonly TimeProvider clock;
    readonly CancellationToken left;
    readonly CancellationToken stopping;

    EventStream(HttpResponse response)
    {
        this.response = response;
        var services = response.HttpContext.RequestServices;
        clock = services.GetRequiredService<TimeProvider>();
        left = response.HttpContext.RequestAborted;
        stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
    }

    public bool IsOver => left.IsCancellationRequested || stopping.IsCancellationRequested;

    /// <summary>Begins the answer: nothing else can be answered after it. A cut line is tried again after a second.</summary>
    public static async Task<EventStream> Open(HttpResponse response)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        var stream = new EventStream(response);
        await stream.Write("retry: 1000");
        await stream.Flush();
        return stream;
    }

    /// <param name="lines">Of one event, without the empty line that ends it. They go out with the next <see cref="Flush"/>.</param>
    public Task Write(string lines) => response.WriteAsync($"{lines}\n\n", left);

    /// <summary>Shows the other side, and what stands between, that the line is alive.</summary>
    public Task Beat() => Write(": still here");

    public Task Flush() => response.Body.FlushAsync(left);

    /// <summary>Until it rings, the time is up, or the stream is over.</summary>
    public async Task Wait(Task ring, TimeSpan patience)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(left, stopping);
        await Task.WhenAny(ring, Task.Delay(patience, clock, over.Token));
        // The other one of the two ends with it.
        await over.CancelAsync();
    }
}
