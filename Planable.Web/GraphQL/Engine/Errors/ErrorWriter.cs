using System.Text.Json;
using Planable.Web.GraphQL.Engine.Execution;

namespace Planable.Web.GraphQL.Engine.Errors;

/// <summary>Errors as the response carries them.</summary>
static class ErrorWriter
{
    public static void Write(IReadOnlyList<IError> errors, JsonBuffer json)
    {
        json.Byte((byte)'[');
        for (var i = 0; i < errors.Count; i++)
        {
            if (i > 0)
                json.Byte((byte)',');
            Write(errors[i], json);
        }

        json.Byte((byte)']');
    }

    static void Write(IError error, JsonBuffer json)
    {
        json.Raw("{\"message\":"u8);
        json.String(error.Message);
        if (error.Locations is { Count: > 0 } locations)
        {
            json.Raw(",\"locations\":["u8);
            for (var i = 0; i < locations.Count; i++)
            {
                json.Raw(i == 0 ? "{\"line\":"u8 : ",{\"line\":"u8);
                json.Number(locations[i].Line);
                json.Raw(",\"column\":"u8);
                json.Number(locations[i].Column);
                json.Byte((byte)'}');
            }

            json.Byte((byte)']');
        }

        if (error.Path is { } path)
        {
            json.Raw(",\"path\":"u8);
            Path(path, json);
        }

        if (error.Extensions is { Count: > 0 } extensions)
        {
            json.Raw(",\"extensions\":"u8);
            json.Raw(JsonSerializer.SerializeToUtf8Bytes(extensions));
        }

        json.Byte((byte)'}');
    }

    static void Path(IReadOnlyList<object> path, JsonBuffer json)
    {
        json.Byte((byte)'[');
        for (var i = 0; i < path.Count; i++)
        {
            if (i > 0)
                json.Byte((byte)',');
            if (path[i] is int index)
                json.Number(index);
            else
                json.String((string)path[i]);
        }

        json.Byte((byte)']');
    }
}
