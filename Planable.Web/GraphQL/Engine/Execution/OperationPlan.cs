using System.Text;
using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>An operation made ready to run: fields collected and merged for every type they can meet, names encoded. Made once per document and set of conditions.</summary>
public sealed class OperationPlan(Document document, Operation operation, ObjectType root, SelectionPlan selections, int count)
{
    public Document Document { get; } = document;
    public Operation Operation { get; } = operation;
    public ObjectType Root { get; } = root;
    public SelectionPlan Selections { get; } = selections;

    /// <summary>How many selections the plan holds; each has a number below it.</summary>
    public int Count { get; } = count;

    /// <summary>The cost, once known, of a plan whose list sizes do not hang on variables.</summary>
    public OperationCost? FixedCost { get; set; }
}

/// <summary>The fields to answer with for one object type.</summary>
public sealed class SelectionPlan(ObjectType type, Selection[] selections)
{
    public ObjectType Type { get; } = type;
    public Selection[] Selections { get; } = selections;
}

/// <summary>One key of a response object and the merged fields behind it.</summary>
public sealed class Selection
{
    object?[]? constants;

    public required int Number { get; init; }
    public required string ResponseName { get; init; }
    public required byte[] Key { get; init; }
    public required Field Field { get; init; }
    public required ObjectType Owner { get; init; }
    public required IReadOnlyList<FieldNode> Nodes { get; init; }

    /// <summary>What to select below, for each type an object of this field can be.</summary>
    public IReadOnlyDictionary<ObjectType, SelectionPlan> Children { get; set; } = new Dictionary<ObjectType, SelectionPlan>();

    /// <summary>The only child plan of a field that gives objects of one type.</summary>
    public SelectionPlan? OnlyChild { get; set; }

    public bool HasVariables { get; init; }

    /// <summary>The answer of <c>__typename</c>, written beforehand.</summary>
    public byte[]? TypeName { get; init; }

    public FieldNode Node => Nodes[0];

    /// <summary>The arguments as C# values, in the order of the field's definition.</summary>
    public object?[] Arguments(VariableValues variables) =>
        HasVariables ? ArgumentValues.Coerce(Field, Node, variables) : constants ??= ArgumentValues.Coerce(Field, Node, variables);

    public static byte[] KeyOf(string name) => Encoding.UTF8.GetBytes($"\"{name}\":");
}

/// <summary>Arguments of a field as the schema and the request give them.</summary>
static class ArgumentValues
{
    /// <summary>Stands where an argument was neither given nor has a default.</summary>
    public static readonly object Missing = new();

    public static object?[] Coerce(Field field, FieldNode node, VariableValues variables)
    {
        if (field.Arguments.Count == 0)
            return [];
        var values = new object?[field.Arguments.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = One(field.Arguments[i], node.Arguments, variables);
        return values;
    }

    static object? One(InputField argument, IReadOnlyList<Argument> given, VariableValues variables)
    {
        var node = given.FirstOrDefault(g => g.Name == argument.Name)?.Value;
        if (node is VariableNode variable && !variables.ContainsKey(variable.Name))
            node = null;
        try
        {
            if (node is null)
            {
                return argument.Default is not null ? argument.ToClr(argument.DefaultValue)
                    : argument.IsRequired ? throw new CoercionError($"Argument \"{argument.Name}\" of required type \"{argument.Type}\" was not provided.")
                    : Missing;
            }

            return argument.ToClr(InputCoercion.FromLiteral(argument.Type, node, variables));
        }
        catch (CoercionError error)
        {
            throw new CoercionError($"Argument \"{argument.Name}\" has invalid value: {error.Message}", error.Code);
        }
    }
}
