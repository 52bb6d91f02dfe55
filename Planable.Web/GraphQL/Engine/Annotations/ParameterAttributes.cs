namespace Planable.Web.GraphQL.Engine.Annotations;

/// <summary>The object the field stands on.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute(string? requires = null) : Attribute
{
    public string? Requires { get; } = requires;
}

/// <summary>An argument, even though its type is a service; or under another name.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ArgumentAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>A service, with an optional key.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceAttribute(string? key = null) : Attribute
{
    public string? Key { get; } = key;
}

/// <summary>What an interceptor left in the request's state.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class GlobalStateAttribute(string? key = null) : Attribute
{
    public string? Key { get; } = key;
}

/// <summary>The event a subscription field answers with.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EventMessageAttribute : Attribute;

/// <summary>Whether a field is selected below.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class IsSelectedAttribute(string field) : Attribute
{
    public string Field { get; } = field;
}

/// <summary>A static method that fetches many values by their keys at once. Its loader is asked for as <c>I{Name}DataLoader</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataLoaderAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>What was sent for an input field: nothing, null or a value.</summary>
public readonly struct Optional<T>(T? value)
{
    public T? Value { get; } = value;
    public bool HasValue { get; } = true;
    public bool IsEmpty => !HasValue;

    public static implicit operator Optional<T>(T? value) => new(value);
}
