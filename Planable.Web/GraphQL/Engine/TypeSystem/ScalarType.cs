using System.Text.Json;
using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Web.GraphQL.Engine.TypeSystem;

/// <summary>A leaf with a text form of its own. Null from a reader means: this is not one of mine.</summary>
public abstract class ScalarType(string name) : NamedType(name)
{
    public override TypeKind Kind => TypeKind.Scalar;

    /// <summary>Where the format is written down; one of the five built-in scalars has none.</summary>
    public string? SpecifiedBy { get; init; }

    /// <summary>What a C# reader gets.</summary>
    public abstract Type RuntimeType { get; }

    public abstract object? FromLiteral(ValueNode node);

    public abstract object? FromJson(JsonElement json);

    /// <summary>Writes a result; false when the value is none of this type's.</summary>
    public abstract bool Write(object value, JsonBuffer json);
}

/// <summary>A scalar that travels as text.</summary>
public sealed class TextScalar<T>(string name, Func<string, T?> read, Func<T, string> write) : ScalarType(name) where T : notnull
{
    public override Type RuntimeType => typeof(T);

    public override object? FromLiteral(ValueNode node) => node is StringNode text ? Read(text.Value) : null;

    public override object? FromJson(JsonElement json) => json.ValueKind == JsonValueKind.String ? Read(json.GetString()!) : null;

    public override bool Write(object value, JsonBuffer json)
    {
        if (value is not T typed)
            return false;
        json.String(write(typed));
        return true;
    }

    // The compiler cannot see that "no value" of a struct is default(T) here, so readers throw FormatException for those.
    object? Read(string text)
    {
        try
        {
            return read(text);
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            return null;
        }
    }
}

/// <summary>A scalar that travels as a number.</summary>
public sealed class NumberScalar<T>(string name, Func<string, T?> read, Func<object, T?> convert, Action<T, JsonBuffer> write, bool fractions) : ScalarType(name)
    where T : struct
{
    public override Type RuntimeType => typeof(T);

    public override object? FromLiteral(ValueNode node) => node switch
    {
        IntNode number => read(number.Text),
        FloatNode number when fractions => read(number.Text),
        _ => null,
    };

    public override object? FromJson(JsonElement json) => json.ValueKind == JsonValueKind.Number ? read(json.GetRawText()) : null;

    public override bool Write(object value, JsonBuffer json)
    {
        if ((value is T exact ? exact : convert(value)) is not { } typed)
            return false;
        write(typed, json);
        return true;
    }
}
