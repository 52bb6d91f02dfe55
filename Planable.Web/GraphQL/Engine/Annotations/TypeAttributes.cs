namespace Planable.Web.GraphQL.Engine.Annotations;

/// <summary>Methods of the class are fields of the query type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class QueryTypeAttribute : Attribute;

/// <summary>Methods of the class are fields of the mutation type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MutationTypeAttribute : Attribute;

/// <summary>Methods of the class are fields of the subscription type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SubscriptionTypeAttribute : Attribute;

/// <summary>An object type: of the class it stands on, with an optional name.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ObjectTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>The static class tells about the object type of <typeparamref name="T"/>: its methods are fields, its <c>Configure</c> says what else is.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class ObjectTypeAttribute<T> : Attribute;

/// <summary>Methods of the class are further fields of another type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ExtendObjectTypeAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}

/// <inheritdoc cref="ExtendObjectTypeAttribute"/>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ExtendObjectTypeAttribute<T> : Attribute;

[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class InterfaceTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>The object types whose classes implement the interface (or derive from the class) are one of a union.</summary>
[AttributeUsage(AttributeTargets.Interface | AttributeTargets.Class)]
public sealed class UnionTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

[AttributeUsage(AttributeTargets.Enum)]
public sealed class EnumTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class InputObjectTypeAttribute(string? name = null) : Attribute
{
    public string? Name { get; } = name;
}

/// <summary>Exactly one field of the input object is given, and it is not null.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class OneOfAttribute : Attribute;

[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDescriptionAttribute(string description) : Attribute
{
    public string Description { get; } = description;
}

[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLDeprecatedAttribute(string reason) : Attribute
{
    public string Reason { get; } = reason;
}

[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLIgnoreAttribute : Attribute;

/// <summary>The field takes the place of a member of the extended type.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class BindMemberAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class DefaultValueAttribute(object? value) : Attribute
{
    public object? Value { get; } = value;
}

/// <summary>A default in GraphQL's own notation.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
public sealed class DefaultValueSyntaxAttribute(string syntax) : Attribute
{
    public string Syntax { get; } = syntax;
}
