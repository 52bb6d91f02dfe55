namespace Planable.Web.GraphQL.Engine.Annotations;

/// <summary>The value is a global id: of the type named, or of the type the field stands on.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Method | AttributeTargets.ReturnValue)]
public class IDAttribute(string? typeName = null) : Attribute
{
    public string? TypeName { get; } = typeName;
    public virtual Type? Type => null;
}

/// <summary>The value is a global id of the type of <typeparamref name="T"/>; ids of others are refused before the resolver runs.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Method | AttributeTargets.ReturnValue)]
public sealed class IDAttribute<T> : IDAttribute
{
    public override Type Type => typeof(T);
}

/// <summary>Objects of the type are found by <c>node(id:)</c> through a method of theirs, <c>Get</c> or <c>Get{Type}</c>, or the one marked <see cref="NodeResolverAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NodeAttribute : Attribute
{
    public string IdField { get; init; } = "Id";
    public Type? NodeResolverType { get; init; }
    public string? NodeResolver { get; init; }
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeResolverAttribute : Attribute;
