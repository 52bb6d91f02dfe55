using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Planable.Web.GraphQL.Engine.Errors;

namespace Planable.Web.GraphQL.Engine.Queries;

/// <summary>
/// Cursors hold the keys of an item and a mark of the order they were made in: used with another order they would silently skip rows, so they are refused.
/// </summary>
sealed class Cursors<T>(Keyset keyset)
{
    readonly Lazy<Func<T, object?>[]> getters = new(() => [.. keyset.Keys.Select(key => Getter(key))]);

    public string Of(T item, int index)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            json.WriteStringValue(Mark);
            for (var i = 0; i < keyset.Keys.Count; i++)
                JsonSerializer.Serialize(json, getters.Value[i](item), keyset.Keys[i].Type);
            json.WriteEndArray();
        }

        return Convert.ToBase64String(bytes.ToArray());
    }

    public IReadOnlyList<object?> Read(string cursor)
    {
        try
        {
            using var json = JsonDocument.Parse(Convert.FromBase64String(cursor));
            var parts = json.RootElement.EnumerateArray().ToList();
            if (parts.Count == keyset.Keys.Count + 1 && parts[0].GetString() == Mark)
                return [.. keyset.Keys.Select((key, i) => parts[i + 1].Deserialize(key.Type))];
        }
        catch (Exception error) when (error is FormatException or JsonException or InvalidOperationException)
        {
            // Told below, as for a cursor of another list.
        }

        throw new GraphQLException(ErrorBuilder.New().SetMessage("The cursor is not one of this list in this order.").SetCode(ErrorCodes.InvalidCursor).Build());
    }

    string Mark => mark ??= Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', keyset.Keys.Select(k => $"{Replace.Parameter(k.Selector, It)} {k.Descending}")))))[..8];

    string? mark;

    static readonly System.Linq.Expressions.ParameterExpression It = System.Linq.Expressions.Expression.Parameter(typeof(T), "it");

    static Func<T, object?> Getter(OrderKey key)
    {
        var parameter = System.Linq.Expressions.Expression.Parameter(typeof(T));
        var body = System.Linq.Expressions.Expression.Convert(Replace.Parameter(key.Selector, parameter), typeof(object));
        return System.Linq.Expressions.Expression.Lambda<Func<T, object?>>(body, parameter).Compile(preferInterpretation: true);
    }
}
