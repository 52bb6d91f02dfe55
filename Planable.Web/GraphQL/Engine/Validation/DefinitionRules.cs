using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Validation;

/// <summary>Rules about operations and fragments as wholes: names, cycles, what is used, and the one root field of a subscription.</summary>
sealed class DefinitionRules(Schema schema, Document document, Findings findings)
{
    readonly Dictionary<string, Fragment> fragments = Index(document);
    readonly Dictionary<Definition, HashSet<Fragment>> reached = [];

    public bool HasCycles { get; private set; }

    public void Check()
    {
        foreach (var other in document.Definitions.OfType<TypeSystemDefinition>())
            findings.Add($"The \"{other.Name}\" definition is not executable.", other);
        Names();
        Roots();
        Cycles();
        Unused();
        if (!HasCycles)
            Subscriptions();
    }

    /// <summary>All fragments an operation leads to.</summary>
    public IReadOnlySet<Fragment> Reached(Operation operation)
    {
        if (reached.TryGetValue(operation, out var known))
            return known;
        var found = reached[operation] = [];
        var open = new Stack<SelectionSet>([operation.Selections]);
        while (open.TryPop(out var set))
        {
            foreach (var name in Spreads(set))
            {
                if (fragments.TryGetValue(name.Name, out var fragment) && found.Add(fragment))
                    open.Push(fragment.Selections);
            }
        }

        return found;
    }

    void Names()
    {
        findings.Unique(document.Operations, o => o.Name, name => $"There can be only one operation named \"{name}\".");
        findings.Unique(document.Fragments, f => f.Name, name => $"There can be only one fragment named \"{name}\".");
        foreach (var operation in document.Operations)
        {
            if (operation.Name is null && document.Operations.Count > 1)
                findings.Add("This anonymous operation must be the only defined operation.", operation);
            findings.Unique(operation.Variables, v => v.Name, name => $"There can be only one variable named \"${name}\".");
        }
    }

    void Roots()
    {
        foreach (var operation in document.Operations)
        {
            if (RootOf(schema, operation) is null)
                findings.Add($"The schema has no {operation.Kind.ToString().ToLowerInvariant()} type.", operation);
        }
    }

    void Cycles()
    {
        // 0 not seen, 1 on the way, 2 done. Names nest at most as deep as there are fragments, so the walk keeps its own stack.
        var state = new Dictionary<Fragment, int>();
        foreach (var start in document.Fragments)
        {
            var way = new Stack<(Fragment Fragment, IEnumerator<FragmentSpread> Spreads)>();
            if (state.GetValueOrDefault(start) == 0)
                Enter(start);
            while (way.TryPeek(out var top))
            {
                if (!top.Spreads.MoveNext())
                {
                    state[top.Fragment] = 2;
                    way.Pop();
                }
                else if (fragments.TryGetValue(top.Spreads.Current.Name, out var next))
                {
                    var seen = state.GetValueOrDefault(next);
                    if (seen == 0)
                        Enter(next);
                    else if (seen == 1)
                        Cycle(top.Spreads.Current);
                }
            }

            void Enter(Fragment fragment)
            {
                state[fragment] = 1;
                way.Push((fragment, Spreads(fragment.Selections).GetEnumerator()));
            }
        }
    }

    void Cycle(FragmentSpread spread)
    {
        HasCycles = true;
        findings.Add($"Cannot spread fragment \"{spread.Name}\" within itself.", spread);
    }

    void Unused()
    {
        var used = document.Operations.SelectMany(Reached).ToHashSet();
        foreach (var fragment in document.Fragments.Where(f => !used.Contains(f) && fragments[f.Name] == f))
            findings.Add($"Fragment \"{fragment.Name}\" is never used.", fragment);
    }

    void Subscriptions()
    {
        foreach (var operation in document.Operations.Where(o => o.Kind == OperationKind.Subscription && schema.Subscription is not null))
        {
            var keys = new Dictionary<string, FieldNode>(StringComparer.Ordinal);
            RootFields(operation, operation.Selections, [], keys);
            var name = operation.Name is null ? "Anonymous Subscription" : $"Subscription \"{operation.Name}\"";
            if (keys.Count > 1)
                findings.Add($"{name} must select only one top level field.", [.. keys.Values.Skip(1)]);
            foreach (var meta in keys.Values.Where(f => f.Name.StartsWith("__", StringComparison.Ordinal)))
                findings.Add($"{name} must not select an introspection top level field.", meta);
        }
    }

    void RootFields(Operation operation, SelectionSet set, HashSet<string> visited, Dictionary<string, FieldNode> keys)
    {
        foreach (var selection in set.Selections)
        {
            if (selection.Directives.FirstOrDefault(d => d.Name is "skip" or "include") is { } condition)
                findings.Add($"The root of a subscription must not use @{condition.Name}.", condition);
            if (selection is FieldNode field)
                keys.TryAdd(field.ResponseName, field);
            else if (selection is InlineFragment inline)
                RootFields(operation, inline.Selections, visited, keys);
            else if (selection is FragmentSpread spread && visited.Add(spread.Name) && fragments.TryGetValue(spread.Name, out var fragment))
                RootFields(operation, fragment.Selections, visited, keys);
        }
    }

    public static ObjectType? RootOf(Schema schema, Operation operation) => operation.Kind switch
    {
        OperationKind.Query => schema.Query,
        OperationKind.Mutation => schema.Mutation,
        _ => schema.Subscription,
    };

    public static Dictionary<string, Fragment> Index(Document document)
    {
        var index = new Dictionary<string, Fragment>(StringComparer.Ordinal);
        foreach (var fragment in document.Fragments)
            index.TryAdd(fragment.Name, fragment);
        return index;
    }

    static IEnumerable<FragmentSpread> Spreads(SelectionSet set)
    {
        foreach (var selection in set.Selections)
        {
            if (selection is FragmentSpread spread)
                yield return spread;
            var inner = selection switch { FieldNode { Selections: { } s } => s, InlineFragment inline => inline.Selections, _ => null };
            if (inner is null)
                continue;
            foreach (var deeper in Spreads(inner))
                yield return deeper;
        }
    }
}
