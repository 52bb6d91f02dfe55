using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Planable.Web.GraphQL.Engine.Execution;

namespace Planable.Web.GraphQL.Engine.Http;

/// <summary>The request is not one: the message says why.</summary>
public sealed class MalformedRequest(string message, string code = ErrorCodes.InvalidRequest) : Exception(message)
{
    public string Code { get; } = code;
}

/// <summary>Reads requests as GraphQL over HTTP writes them: JSON bodies and query strings.</summary>
static class RequestReader
{
    /// <summary>Reads a body up to the limit; null when it is longer.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> Body(HttpRequest request, int limit, CancellationToken cancel)
    {
        if (request.ContentLength > limit)
            return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancel);
            if (read.Buffer.Length > limit)
                return null;
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static GraphQLRequest Json(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (!Utf8.IsValid(body.Span))
            throw new MalformedRequest("The body is not UTF-8.", ErrorCodes.InvalidJson);
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new MalformedRequest("The body must be a JSON object.");
            var request = Members(ref reader, body);
            return reader.Read() ? throw new JsonException() : request;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new MalformedRequest("The body is not JSON.", ErrorCodes.InvalidJson);
        }
    }

    public static GraphQLRequest Query(IQueryCollection query)
    {
        var request = new GraphQLRequest
        {
            Query = query["query"] is [{ } text] ? Encoding.UTF8.GetBytes(text) : null,
            OperationName = query["operationName"] is [{ Length: > 0 } name] ? name : null,
            Variables = query["variables"] is [{ Length: > 0 } variables] ? Object(Parse(variables, "variables"), "variables") : null,
            DocumentId = query["documentId"] is [{ } id] ? id : query["id"] is [{ } other] ? other : null,
            ReadOnly = true,
        };
        return query["extensions"] is [{ Length: > 0 } extensions] ? WithExtensions(request, Parse(extensions, "extensions")) : request;
    }

    /// <summary>The payload of a <c>subscribe</c> message.</summary>
    public static GraphQLRequest Element(JsonElement payload) => Json(Encoding.UTF8.GetBytes(payload.GetRawText()));

    static GraphQLRequest Members(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var request = new GraphQLRequest();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("query"u8))
                request = request with { Query = Text(ref reader, body, "query") };
            else if (reader.ValueTextEquals("operationName"u8))
                request = request with { OperationName = String(ref reader, "operationName") };
            else if (reader.ValueTextEquals("documentId"u8) || reader.ValueTextEquals("id"u8))
                request = request with { DocumentId = String(ref reader, "documentId") };
            else if (reader.ValueTextEquals("variables"u8))
                request = request with { Variables = Object(Value(ref reader), "variables") };
            else if (reader.ValueTextEquals("extensions"u8))
                request = WithExtensions(request, Value(ref reader));
            else
                reader.Skip();
        }

        return request;
    }

    // Most texts have nothing escaped but line ends; one without any is taken as it lies.
    static ReadOnlyMemory<byte>? Text(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, string name)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.String)
            throw new MalformedRequest($"`{name}` must be a string.");
        if (!reader.ValueIsEscaped)
            return body.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        var text = new byte[reader.ValueSpan.Length];
        return text.AsMemory(0, reader.CopyString(text));
    }

    static string? String(ref Utf8JsonReader reader, string name)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString() is { Length: > 0 } text ? text : null,
            _ => throw new MalformedRequest($"`{name}` must be a string."),
        };
    }

    static JsonElement Value(ref Utf8JsonReader reader)
    {
        reader.Read();
        return JsonElement.ParseValue(ref reader);
    }

    static JsonElement? Object(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Object => value,
        JsonValueKind.Null => null,
        _ => throw new MalformedRequest($"`{name}` must be an object."),
    };

    static GraphQLRequest WithExtensions(GraphQLRequest request, JsonElement extensions)
    {
        if (Object(extensions, "extensions") is not { } given || !given.TryGetProperty("persistedQuery", out var persisted))
            return request;
        return persisted.ValueKind == JsonValueKind.Object && persisted.TryGetProperty("sha256Hash", out var hash) && hash.ValueKind == JsonValueKind.String
            ? request with { PersistedHash = hash.GetString() }
            : throw new MalformedRequest("`extensions.persistedQuery` must hold a sha256Hash.");
    }

    static JsonElement Parse(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new MalformedRequest($"`{name}` is not JSON.", ErrorCodes.InvalidJson);
        }
    }
}
