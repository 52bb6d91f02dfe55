using System.Text.Json;
using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Web.GraphQL.Engine.TypeSystem;

/// <summary>What a client sent for an input object: the fields that were given (or have a default), in the schema's order.</summary>
public sealed class InputObject(InputObjectType type) : Dictionary<string, object?>(StringComparer.Ordinal)
{
    public InputObjectType Type { get; } = type;
}

/// <summary>The coerced variables of one request; a variable that was not given is not in it.</summary>
public sealed class VariableValues : Dictionary<string, object?>
{
    public static readonly VariableValues None = [];

    public VariableValues() : base(StringComparer.Ordinal)
    {
    }
}

/// <summary>A value does not fit its type. The path leads to the place inside the value.</summary>
public sealed class CoercionError(string message, string? code = null) : Exception(message)
{
    public string? Code { get; } = code;
    public List<object> Path { get; } = [];

    public CoercionError At(object step)
    {
        Path.Insert(0, step);
        return this;
    }
}

/// <summary>Turns literals and JSON into values of the type system, as chapter 3 of the specification tells each type to.</summary>
public static class InputCoercion
{
    public static object? FromLiteral(GraphType type, ValueNode node, VariableValues variables)
    {
        if (node is VariableNode variable)
            return FromVariable(type, variables.GetValueOrDefault(variable.Name), variable.Name);

        switch (type)
        {
            case NonNullType nonNull:
                return FromLiteral(nonNull.Inner, node, variables) ?? throw new CoercionError($"Expected value of type \"{type}\", found null.");
            case var _ when node is NullNode:
                return null;
            case ListType list:
                return node is ListNode items
                    ? Items(items.Items, item => item is VariableNode v && !variables.ContainsKey(v.Name) && !list.Item.IsNonNull
                        ? null
                        : FromLiteral(list.Item, item, variables))
                    : new List<object?> { FromLiteral(list.Item, node, variables) };
            case InputObjectType input:
                return node is ObjectNode fields ? Object(input, fields, variables) : throw Wrong(type, Printer.Print(node));
            case EnumType @enum:
                return node is EnumNode name && @enum.Find(name.Value) is { } member ? member.Value : throw Wrong(type, Printer.Print(node));
            case ScalarType scalar:
                return scalar.FromLiteral(node) ?? throw Wrong(type, Printer.Print(node));
            default:
                throw new InvalidOperationException($"{type} is no input type.");
        }
    }

    public static object? FromJson(GraphType type, JsonElement json)
    {
        switch (type)
        {
            case NonNullType nonNull:
                return FromJson(nonNull.Inner, json) ?? throw new CoercionError($"Expected non-nullable type \"{type}\" not to be null.", ErrorCodes.NonNullViolation);
            case var _ when json.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined:
                return null;
            case ListType list:
                return json.ValueKind == JsonValueKind.Array
                    ? Items(json.EnumerateArray(), item => FromJson(list.Item, item))
                    : new List<object?> { FromJson(list.Item, json) };
            case InputObjectType input:
                return json.ValueKind == JsonValueKind.Object ? Object(input, json) : throw new CoercionError($"Expected type \"{type}\" to be an object.");
            case EnumType @enum:
                return json.ValueKind == JsonValueKind.String && @enum.Find(json.GetString()!) is { } member ? member.Value : throw Wrong(type, json.GetRawText());
            case ScalarType scalar:
                return scalar.FromJson(json) ?? throw Wrong(type, json.GetRawText());
            default:
                throw new InvalidOperationException($"{type} is no input type.");
        }
    }

    static object? FromVariable(GraphType type, object? value, string name) =>
        value is null && type.IsNonNull
            ? throw new CoercionError($"Variable \"${name}\" of type \"{type}\" must not be null.", ErrorCodes.NonNullViolation)
            // A single variable in the place of a list is a list of one, unless it is a list itself.
            : value is not null && type.Nullable is ListType list && value is not List<object?> ? new List<object?> { FromVariable(list.Item, value, name) } : value;

    static List<object?> Items<T>(IEnumerable<T> items, Func<T, object?> coerce)
    {
        var list = new List<object?>();
        foreach (var item in items)
        {
            try
            {
                list.Add(coerce(item));
            }
            catch (CoercionError error)
            {
                throw error.At(list.Count);
            }
        }

        return list;
    }

    static InputObject Object(InputObjectType type, ObjectNode node, VariableValues variables)
    {
        var given = new Dictionary<string, ValueNode>(StringComparer.Ordinal);
        foreach (var field in node.Fields)
        {
            if (type.Find(field.Name) is null)
                throw Unknown(type, field.Name);
            // A variable that was not sent leaves its field out, as if it were not written.
            if (field.Value is not VariableNode variable || variables.ContainsKey(variable.Name))
                given[field.Name] = field.Value;
        }

        return Fields(type, given, (fieldType, value) => FromLiteral(fieldType, value, variables));
    }

    static InputObject Object(InputObjectType type, JsonElement json)
    {
        var given = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
            given[property.Name] = type.Find(property.Name) is null ? throw Unknown(type, property.Name) : property.Value;
        return Fields(type, given, FromJson);
    }

    static InputObject Fields<T>(InputObjectType type, Dictionary<string, T> given, Func<GraphType, T, object?> coerce)
    {
        var values = new InputObject(type);
        foreach (var field in type.Fields)
        {
            try
            {
                if (given.TryGetValue(field.Name, out var value))
                    values[field.Name] = coerce(field.Type, value);
                else if (field.Default is not null)
                    values[field.Name] = field.DefaultValue;
                else if (field.IsRequired)
                    throw new CoercionError($"Field \"{type}.{field.Name}\" of required type \"{field.Type}\" was not provided.", ErrorCodes.NonNullViolation);
            }
            catch (CoercionError error)
            {
                throw error.At(field.Name);
            }
        }

        if (type.IsOneOf && given.Count != 1)
            throw new CoercionError($"Exactly one key must be specified for OneOf type \"{type}\".", given.Count == 0 ? ErrorCodes.OneOfNone : ErrorCodes.OneOfMany);
        if (type.IsOneOf && values.Values.First() is null)
            throw new CoercionError($"Field \"{given.Keys.First()}\" must be non-null.", ErrorCodes.OneOfNull);
        return values;
    }

    static CoercionError Wrong(GraphType type, string value) =>
        new($"{type} cannot represent {(value.Length > 100 ? value[..100] + "…" : value)}.");

    static CoercionError Unknown(InputObjectType type, string field) => new($"Field \"{field}\" is not defined by type \"{type}\".");
}
