using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Planable.Web.GraphQL.Engine.Errors;
using Planable.Web.GraphQL.Engine.Execution;

namespace Planable.Web.GraphQL.Engine.Http;

/// <summary>One WebSocket of the protocol <c>graphql-transport-ws</c>, with all operations that run over it.</summary>
sealed class SocketSession(HttpContext http, RequestExecutor executor) : IDisposable
{
    const string Protocol = "graphql-transport-ws";

    readonly ServerOptions options = executor.Options.Server;
    readonly ConcurrentDictionary<string, CancellationTokenSource> operations = new(StringComparer.Ordinal);
    readonly SemaphoreSlim turns = new(1);
    WebSocket socket = null!;
    bool initialised;
    bool acknowledged;

    public async Task Run()
    {
        var known = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
        // A client hears why it is sent away only over a socket it takes for open, so that it gets the protocol it asked for.
        using var accepted = await http.WebSockets.AcceptWebSocketAsync(known ? Protocol : http.WebSockets.WebSocketRequestedProtocols.FirstOrDefault());
        socket = accepted;
        using var life = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        try
        {
            if (!known)
                throw new Close(4406, "Subprotocol not acceptable");
            var beside = Task.WhenAll(StayAlive(life.Token), Patience(life.Token));
            await Receive(life.Token);
            await life.CancelAsync();
            await beside;
        }
        catch (Close close)
        {
            await CloseWith((WebSocketCloseStatus)close.Code, close.Message);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or IOException)
        {
            // The client is gone; what ran for it ends below.
        }
        finally
        {
            // What runs for it ends with it: every operation is linked to this.
            await life.CancelAsync();
        }
    }

    public void Dispose() => turns.Dispose();

    async Task Receive(CancellationToken cancel)
    {
        while (await Message(cancel) is { } message)
            await Handle(message, cancel);
        await CloseWith(WebSocketCloseStatus.NormalClosure, "");
    }

    // Cancelling a read would break the socket off without a word; closing our side lets the client say goodbye.
    async Task Patience(CancellationToken cancel)
    {
        try
        {
            await Task.Delay(options.SocketConnectionInitTimeout, cancel);
            if (!acknowledged)
                await CloseWith((WebSocketCloseStatus)4408, "Connection initialisation timeout");
        }
        catch (OperationCanceledException)
        {
            // The session ended before.
        }
    }

    async Task<byte[]?> Message(CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4096);
        using var whole = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
                if (part.MessageType == WebSocketMessageType.Close)
                    return null;
                if (part.MessageType == WebSocketMessageType.Binary)
                    throw new Close(4400, "Only text is understood");
                if (whole.Length + part.Count > options.MaxAllowedRequestSize)
                    throw new Close(4400, "Message too large");
                whole.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                    return whole.ToArray();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    async Task Handle(byte[] bytes, CancellationToken cancel)
    {
        using var message = Parse(bytes);
        var root = message.RootElement;
        switch (Text(root, "type"))
        {
            case "connection_init":
                await Initialise(root, cancel);
                break;
            case "ping":
                await Send("""{"type":"pong"}""", cancel);
                break;
            case "pong":
                break;
            case "subscribe":
                Subscribe(root, cancel);
                break;
            case "complete":
                if (Text(root, "id") is { } id && operations.TryRemove(id, out var running))
                    await End(running);
                break;
            default:
                throw new Close(4400, "Invalid message");
        }
    }

    static async Task End(CancellationTokenSource operation)
    {
        try
        {
            await operation.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in the same moment.
        }
    }

    async Task Initialise(JsonElement root, CancellationToken cancel)
    {
        if (initialised)
            throw new Close(4429, "Too many initialisation requests");
        initialised = true;
        JsonElement? payload = root.TryGetProperty("payload", out var given) && given.ValueKind != JsonValueKind.Null ? given.Clone() : null;
        if (payload is { ValueKind: not JsonValueKind.Object })
            throw new Close(4400, "Invalid payload");
        if (!await http.RequestServices.GetRequiredService<ISocketSessionInterceptor>().OnConnectAsync(http, payload, cancel))
            throw new Close(4403, "Forbidden");
        acknowledged = true;
        await Send("""{"type":"connection_ack"}""", cancel);
    }

    void Subscribe(JsonElement root, CancellationToken cancel)
    {
        if (!acknowledged)
            throw new Close(4401, "Unauthorized");
        if (Text(root, "id") is not { Length: > 0 and <= 256 } id || !root.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object)
            throw new Close(4400, "Invalid message");
        GraphQLRequest request;
        try
        {
            request = RequestReader.Element(payload);
        }
        catch (MalformedRequest malformed)
        {
            throw new Close(4400, malformed.Message);
        }

        var operation = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (operations.Count >= options.MaxSubscriptionsPerSocket)
            throw new Close(4400, "Too many operations");
        if (!operations.TryAdd(id, operation))
            throw new Close(4409, $"Subscriber for {id} already exists");
        _ = Operate(id, request, operation);
    }

    async Task Operate(string id, GraphQLRequest request, CancellationTokenSource operation)
    {
        using var mine = operation;
        var cancel = operation.Token;
        try
        {
            // Operations of one socket run side by side, each with services of its own.
            await using var scope = executor.NewContext(http.RequestServices, http.User).NewScope();
            var context = executor.NewContext(scope.ServiceProvider, http.User);
            ExecutionResult result;
            try
            {
                await http.RequestServices.GetRequiredService<ISocketSessionInterceptor>().OnRequestAsync(http, context, cancel);
                result = await executor.Execute(request, context, cancel);
            }
            catch (GraphQLException refused)
            {
                result = new Refusal(refused.Errors);
            }

            if (await Answer(id, result, cancel) && operations.TryRemove(KeyValuePair.Create(id, operation)))
                await Send(Frame("complete", id, null), cancel);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // Completed by the client, or the socket is gone.
        }
        catch (Exception error)
        {
            http.RequestServices.GetRequiredService<ILogger<SocketSession>>().LogError(error, "A subscription ended by an error.");
            await TrySend(id, new Refusal("Unexpected Execution Error", ErrorCodes.Unexpected));
        }
        finally
        {
            operations.TryRemove(KeyValuePair.Create(id, operation));
        }
    }

    // An error ends an operation by itself; no complete follows it.
    async Task<bool> Answer(string id, ExecutionResult result, CancellationToken cancel)
    {
        switch (result)
        {
            case ResponseStream stream:
                await foreach (var response in stream.Responses.WithCancellation(cancel))
                {
                    using (response)
                        await Send(Frame("next", id, response.Json), cancel);
                }

                return true;
            case Response response:
                using (response)
                    await Send(Frame("next", id, response.Json), cancel);
                return true;
            case Refusal refusal:
                operations.TryRemove(id, out _);
                using (var json = new JsonBuffer())
                {
                    ErrorWriter.Write(refusal.Errors, json);
                    await Send(Frame("error", id, json), cancel);
                }

                return false;
            default:
                throw new InvalidOperationException();
        }
    }

    async Task TrySend(string id, Refusal refusal)
    {
        try
        {
            await Answer(id, refusal, CancellationToken.None);
        }
        catch (Exception error) when (error is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Nobody is there.
        }
    }

    static byte[] Frame(string type, string id, JsonBuffer? payload)
    {
        using var frame = new JsonBuffer();
        frame.Raw("{\"id\":"u8);
        frame.String(id);
        frame.Raw(Encoding.UTF8.GetBytes($",\"type\":\"{type}\""));
        if (payload is not null)
        {
            frame.Raw(",\"payload\":"u8);
            frame.Raw(payload.Written);
        }

        frame.Byte((byte)'}');
        return frame.Written.ToArray();
    }

    Task Send(string message, CancellationToken cancel) => Send(Encoding.UTF8.GetBytes(message), cancel);

    async Task Send(byte[] message, CancellationToken cancel)
    {
        await turns.WaitAsync(cancel);
        try
        {
            // Half a message cannot be taken back, so sending itself is not cancelled.
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            turns.Release();
        }
    }

    async Task StayAlive(CancellationToken cancel)
    {
        if (options.SocketKeepAlive is not { } pause)
            return;
        try
        {
            using var timer = new PeriodicTimer(pause);
            while (await timer.WaitForNextTickAsync(cancel))
            {
                if (acknowledged)
                    await Send("""{"type":"ping"}""", cancel);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The socket is closed.
        }
    }

    async Task CloseWith(WebSocketCloseStatus status, string reason)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
            return;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await turns.WaitAsync(patience.Token);
            await socket.CloseOutputAsync(status, reason.Length > 100 ? reason[..100] : reason, patience.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // It is closed one way or the other.
        }
    }

    static JsonDocument Parse(byte[] bytes)
    {
        try
        {
            var message = JsonDocument.Parse(bytes);
            return message.RootElement.ValueKind == JsonValueKind.Object ? message : throw new Close(4400, "Invalid message");
        }
        catch (JsonException)
        {
            throw new Close(4400, "Invalid message");
        }
    }

    static string? Text(JsonElement root, string name)
    {
        try
        {
            return root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            throw new Close(4400, "Invalid message");
        }
    }

    sealed class Close(int code, string reason) : Exception(reason)
    {
        public int Code { get; } = code;
    }
}
