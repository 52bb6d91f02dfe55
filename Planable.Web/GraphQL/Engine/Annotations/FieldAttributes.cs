namespace Planable.Web.GraphQL.Engine.Annotations;

/// <summary>The list becomes a connection.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UsePagingAttribute : Attribute
{
    int? defaultPageSize;
    int? maxPageSize;
    bool? includeTotalCount;

    public string? ConnectionName { get; init; }
    public int DefaultPageSize { get => defaultPageSize ?? 0; init => defaultPageSize = value; }
    public int MaxPageSize { get => maxPageSize ?? 0; init => maxPageSize = value; }
    public bool IncludeTotalCount { get => includeTotalCount ?? false; init => includeTotalCount = value; }

    internal int? OwnDefaultPageSize => defaultPageSize;
    internal int? OwnMaxPageSize => maxPageSize;
    internal bool? OwnIncludeTotalCount => includeTotalCount;
}

/// <summary>The list takes <c>where</c>, over the members of its items.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public class UseFilteringAttribute : Attribute
{
    /// <summary>Whose members may be filtered by, if not the item's own.</summary>
    public virtual Type? Type => null;
}

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UseFilteringAttribute<T> : UseFilteringAttribute
{
    public override Type Type => typeof(T);
}

/// <summary>The list takes <c>order</c>, over the members of its items.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public class UseSortingAttribute : Attribute
{
    public virtual Type? Type => null;
}

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class UseSortingAttribute<T> : UseSortingAttribute
{
    public override Type Type => typeof(T);
}

/// <summary>An exception (or a class made from one) the mutation answers as data.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public class ErrorAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}

/// <inheritdoc/>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class, AllowMultiple = true)]
public sealed class ErrorAttribute<T>() : ErrorAttribute(typeof(T));

/// <summary>How one mutation differs from the conventions, or that it does not follow them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseMutationConventionAttribute : Attribute
{
    public bool Disable { get; init; }
    public string? InputTypeName { get; init; }
    public string? PayloadTypeName { get; init; }
    public string? PayloadFieldName { get; init; }
}

/// <summary>The field gives events: of a topic, or of the stream a method named by <see cref="With"/> opens.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SubscribeAttribute : Attribute
{
    public string? With { get; init; }
}

/// <summary>The topic of a subscription; <c>{name}</c> stands for the argument of that name.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Parameter)]
public sealed class TopicAttribute(string? topic = null) : Attribute
{
    public string? Topic { get; } = topic;
}

/// <summary>The resolver runs in the services of the request, not in a scope of its own.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
public sealed class UseRequestScopeAttribute : Attribute;

/// <summary>What one call of the field weighs.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class CostAttribute(double weight) : Attribute
{
    public double Weight { get; } = weight;
}

/// <summary>How many items the list may give.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ListSizeAttribute : Attribute
{
    public int AssumedSize { get; init; }
    public string[] SlicingArguments { get; init; } = [];
    public string[] SizedFields { get; init; } = [];
    public bool RequireOneSlicingArgument { get; init; }
}
