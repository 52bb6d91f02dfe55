using Planable.Web.GraphQL.Engine.Execution;
using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Web.GraphQL.Engine.TypeSystem;

/// <summary>Gives the value of a field.</summary>
public delegate ValueTask<object?> Resolver(ResolverContext context);

/// <summary>Gives the events of a subscription field.</summary>
public delegate ValueTask<IAsyncEnumerable<object?>> EventSource(ResolverContext context);

/// <summary>Finds an object by its raw id.</summary>
public delegate ValueTask<object?> NodeLookup(ResolverContext context, string rawId);

/// <summary>A field of an object or interface.</summary>
public sealed class Field(string name, GraphType type)
{
    public string Name { get; } = name;
    public GraphType Type { get; set; } = type;
    public FieldsType Owner { get; set; } = null!;
    public string? Description { get; set; }
    public string? DeprecationReason { get; set; }
    public List<InputField> Arguments { get; } = [];

    /// <summary>Reads the value from the parent without waiting, arguments or services. Such fields are written at full speed.</summary>
    public Func<object, object?>? Getter { get; set; }

    public Resolver? Resolver { get; set; }
    public EventSource? Events { get; set; }

    /// <summary>What one call weighs in the cost of an operation.</summary>
    public double? Cost { get; set; }

    public ListSize? ListSize { get; set; }

    /// <summary>Set where the field gives a connection.</summary>
    public PagingRules? Paging { get; set; }

    public InputField? Argument(string name)
    {
        foreach (var argument in Arguments)
        {
            if (argument.Name == name)
                return argument;
        }

        return null;
    }
}

/// <summary>How many items a list field may give, for the cost of an operation before it runs.</summary>
public sealed record ListSize(int? AssumedSize, IReadOnlyList<string> SlicingArguments, IReadOnlyList<string> SizedFields, bool RequireOneSlicingArgument, int? DefaultSize = null);

/// <summary>An argument, or a field of an input object.</summary>
public sealed class InputField(string name, GraphType type)
{
    public string Name { get; } = name;
    public GraphType Type { get; } = type;
    public string? Description { get; set; }
    public string? DeprecationReason { get; init; }
    public ValueNode? Default { get; init; }
    public bool IsRequired => Type.IsNonNull && Default is null;

    /// <summary>Turns a coerced value into what the C# parameter or property takes.</summary>
    public Func<object?, object?> ToClr { get; init; } = static value => value;

    /// <summary>The coerced default; made once.</summary>
    public object? DefaultValue => Default is null ? null : defaultValue ??= InputCoercion.FromLiteral(Type, Default, VariableValues.None);

    object? defaultValue;
}

/// <summary>A directive a request or the schema may carry.</summary>
public sealed record DirectiveDefinition(
    string Name, string? Description, bool IsRepeatable, IReadOnlyList<string> Locations, IReadOnlyList<InputField> Arguments)
{
    public InputField? Argument(string name) => Arguments.FirstOrDefault(a => a.Name == name);
}

/// <summary>How the pages of a connection field are cut.</summary>
public sealed record PagingRules(int DefaultPageSize, int MaxPageSize, bool IncludeTotalCount, bool RequireBoundaries);
