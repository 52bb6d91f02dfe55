using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Validation;

/// <summary>A variable where it is used, with the type the place wants.</summary>
readonly record struct VariableUse(VariableNode Variable, GraphType? Type, bool PlaceHasDefault, bool InOneOf);

/// <summary>All uses of variables, by the operation or fragment they stand in.</summary>
sealed class VariableUses
{
    readonly Dictionary<Definition, List<VariableUse>> uses = [];
    List<VariableUse> current = [];

    public void Enter(Definition definition) => uses[definition] = current = [];

    public void Add(VariableUse use) => current.Add(use);

    public IReadOnlyList<VariableUse> In(Definition definition) => uses.GetValueOrDefault(definition) ?? [];
}

/// <summary>Variables are declared, used, and fit where they stand; judged for each operation through all its fragments.</summary>
sealed class VariableRules(Schema schema, Document document, Findings findings, VariableUses uses, DefinitionRules definitions)
{
    public void Check()
    {
        foreach (var operation in document.Operations)
            Check(operation);
    }

    void Check(Operation operation)
    {
        var declared = new Dictionary<string, VariableDefinition>(StringComparer.Ordinal);
        foreach (var variable in operation.Variables)
            declared.TryAdd(variable.Name, variable);

        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var use in definitions.Reached(operation).SelectMany(uses.In).Concat(uses.In(operation)))
        {
            used.Add(use.Variable.Name);
            if (!declared.TryGetValue(use.Variable.Name, out var variable))
                findings.Add($"Variable \"${use.Variable.Name}\" is not defined{By(operation)}.", use.Variable, operation);
            else
                Fits(variable, use);
        }

        foreach (var variable in operation.Variables.Where(v => !used.Contains(v.Name)))
            findings.Add($"Variable \"${variable.Name}\" is never used{(operation.Name is null ? "" : $" in operation \"{operation.Name}\"")}.", variable);
    }

    void Fits(VariableDefinition variable, VariableUse use)
    {
        if (use.Type is null || TypeOf(schema, variable.Type) is not { } type)
            return;
        if (use.InOneOf && !type.IsNonNull)
            findings.Add($"Variable \"${variable.Name}\" is of type \"{type}\" but must be non-nullable to be used for OneOf Input Object.", variable, use.Variable);

        var hasValue = variable.Default is not (null or NullNode) || use.PlaceHasDefault;
        var place = use.Type.IsNonNull && !type.IsNonNull && hasValue ? use.Type.Nullable : use.Type;
        if (!Fits(type, place))
            findings.Add($"Variable \"${variable.Name}\" of type \"{type}\" used in position expecting type \"{use.Type}\".", variable, use.Variable);
    }

    static bool Fits(GraphType type, GraphType place) => (type, place) switch
    {
        (NonNullType a, NonNullType b) => Fits(a.Inner, b.Inner),
        (_, NonNullType) => false,
        (NonNullType a, _) => Fits(a.Inner, place),
        (ListType a, ListType b) => Fits(a.Item, b.Item),
        _ => type.Same(place),
    };

    static string By(Operation operation) => operation.Name is null ? "" : $" by operation \"{operation.Name}\"";

    /// <summary>The type a variable was declared with, or null when it is not known.</summary>
    public static GraphType? TypeOf(Schema schema, TypeNode node) => node switch
    {
        NonNullTypeNode n => TypeOf(schema, n.Inner) is { } inner ? new NonNullType(inner) : null,
        ListTypeNode list => TypeOf(schema, list.Item) is { } item ? new ListType(item) : null,
        NamedTypeNode named => schema.Find(named.Name),
        _ => null,
    };
}
