using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Planable.Web.GraphQL.Engine.Http;

/// <summary>The forms a response can have.</summary>
enum ResponseForm { None, Json, GraphQLResponse, EventStream }

/// <summary>Chooses the form of a response by what the client accepts.</summary>
static class MediaTypes
{
    public const string Json = "application/json; charset=utf-8";
    public const string GraphQLResponse = "application/graphql-response+json; charset=utf-8";
    public const string EventStream = "text/event-stream";

    public static ResponseForm Choose(StringValues accept)
    {
        // What most clients send, without taking it apart.
        if (StringValues.IsNullOrEmpty(accept) || accept is ["*/*"] or ["application/json"])
            return ResponseForm.Json;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var types))
            return ResponseForm.Json;
        return types.Where(t => t.Quality != 0).OrderByDescending(t => t.Quality ?? 1).Select(Kind).FirstOrDefault(k => k != ResponseForm.None);
    }

    public static bool IsJson(string? contentType) =>
        contentType is "application/json" || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.MediaType.Equals("application/graphql+json", StringComparison.OrdinalIgnoreCase))
            && (type.Charset.Length == 0 || type.Charset.Value!.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase)));

    static ResponseForm Kind(MediaTypeHeaderValue type) => type.MediaType.Value?.ToLowerInvariant() switch
    {
        "application/graphql-response+json" => ResponseForm.GraphQLResponse,
        "application/json" or "application/*" or "*/*" => ResponseForm.Json,
        "text/event-stream" => ResponseForm.EventStream,
        _ => ResponseForm.None,
    };
}
