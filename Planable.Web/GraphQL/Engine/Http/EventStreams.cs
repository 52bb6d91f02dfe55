using System.IO.Pipelines;
using Planable.Web.GraphQL.Engine.Execution;

namespace Planable.Web.GraphQL.Engine.Http;

/// <summary>The protocol of graphql-sse in its distinct connections mode: one operation, one stream. Refusals are told in the stream too.</summary>
static class EventStreams
{
    static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(12);

    public static async Task Answer(HttpContext http, ExecutionResult result)
    {
        http.Response.ContentType = MediaTypes.EventStream;
        http.Response.Headers.CacheControl = "no-cache";
        // Proxies that gather bytes would hold events back.
        http.Response.Headers["X-Accel-Buffering"] = "no";
        var cancel = http.RequestAborted;
        var body = http.Response.BodyWriter;
        using var turns = new SemaphoreSlim(1);
        await http.Response.StartAsync(cancel);
        await body.WriteAsync(":\n\n"u8.ToArray(), cancel);
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var alive = result is ResponseStream ? StayAlive(body, turns, quiet.Token) : Task.CompletedTask;
        try
        {
            await Events(body, turns, result, cancel);
        }
        finally
        {
            await quiet.CancelAsync();
            await alive;
        }
    }

    static async Task Events(PipeWriter body, SemaphoreSlim turns, ExecutionResult result, CancellationToken cancel)
    {
        switch (result)
        {
            case ResponseStream stream:
                await foreach (var response in stream.Responses.WithCancellation(cancel))
                {
                    using (response)
                        await Next(body, turns, response.Json, cancel);
                }

                break;
            case Response response:
                using (response)
                    await Next(body, turns, response.Json, cancel);
                break;
            case Refusal refusal:
                using (var json = new JsonBuffer())
                {
                    refusal.WriteTo(json);
                    await Next(body, turns, json, cancel);
                }

                break;
        }

        await Send(body, turns, "event: complete\ndata:\n\n"u8.ToArray(), cancel);
    }

    static async Task Next(PipeWriter body, SemaphoreSlim turns, JsonBuffer json, CancellationToken cancel)
    {
        using var frame = new JsonBuffer();
        frame.Raw("event: next\ndata: "u8);
        frame.Raw(json.Written);
        frame.Raw("\n\n"u8);
        await Send(body, turns, frame.Memory, cancel);
    }

    static async Task Send(PipeWriter body, SemaphoreSlim turns, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        await turns.WaitAsync(cancel);
        try
        {
            await body.WriteAsync(bytes, cancel);
        }
        finally
        {
            turns.Release();
        }
    }

    static async Task StayAlive(PipeWriter body, SemaphoreSlim turns, CancellationToken cancel)
    {
        try
        {
            using var timer = new PeriodicTimer(KeepAlive);
            while (await timer.WaitForNextTickAsync(cancel))
                await Send(body, turns, ":\n\n"u8.ToArray(), cancel);
        }
        catch (OperationCanceledException)
        {
            // The stream is over.
        }
    }
}
