using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Validation;

/// <summary>
/// Fields that answer under one name must be mergeable. The specification compares pairs, which grows with the square of the fields; here all
/// fields of one response name are judged as a group and their selections descended into together, once, and groups already judged are remembered.
/// What is left to an attacker ends at the budget.
/// </summary>
sealed class OverlappingFields(Schema schema, Document document, Findings findings, int budget)
{
    readonly record struct Spot(FieldNode Node, NamedType Parent, Field Field);

    readonly Dictionary<string, Fragment> fragments = DefinitionRules.Index(document);
    readonly Dictionary<FieldNode, int> numbers = [];
    readonly Dictionary<FieldNode, string> arguments = [];
    readonly HashSet<string> judged = new(StringComparer.Ordinal);
    readonly HashSet<FieldNode> told = [];
    int left = budget;

    public void Check()
    {
        try
        {
            foreach (var operation in document.Operations)
            {
                var spots = new List<Spot>();
                Collect(operation.Selections, DefinitionRules.RootOf(schema, operation)!, spots, [], []);
                Shapes(spots);
                CommonParents(spots);
            }
        }
        catch (OverBudget)
        {
            findings.Add("The operation asks for too many fields to be merged.", ErrorCodes.MergeBudget, document.Operations[0]);
        }
    }

    void Shapes(List<Spot> spots)
    {
        foreach (var group in ByName(spots))
        {
            if (!FirstTime('s', group))
                continue;
            var first = group[0];
            foreach (var other in group)
            {
                if (!SameShape(first.Field.Type, other.Field.Type))
                    Conflict(first, other, $"they return conflicting types \"{first.Field.Type}\" and \"{other.Field.Type}\"");
            }

            Shapes(Merged(group));
        }
    }

    void CommonParents(List<Spot> spots)
    {
        foreach (var group in ByName(spots))
        {
            foreach (var together in WithCommonParent(group))
            {
                if (!FirstTime('p', together))
                    continue;
                var first = together[0];
                foreach (var other in together)
                {
                    if (first.Node.Name != other.Node.Name)
                        Conflict(first, other, $"\"{first.Node.Name}\" and \"{other.Node.Name}\" are different fields");
                    else if (ArgumentsOf(first.Node) != ArgumentsOf(other.Node))
                        Conflict(first, other, "they have differing arguments");
                }

                CommonParents(Merged(together));
            }
        }
    }

    /// <summary>Fields of one object type meet each other and those of every abstract type; different object types never meet.</summary>
    static IEnumerable<List<Spot>> WithCommonParent(List<Spot> group)
    {
        if (group.TrueForAll(s => s.Parent == group[0].Parent))
            return [group];
        var shared = group.FindAll(s => s.Parent is not ObjectType);
        var byObject = group.Where(s => s.Parent is ObjectType).GroupBy(s => s.Parent).Select(g => (List<Spot>)[.. g, .. shared]).ToList();
        return byObject.Count == 0 ? [shared] : byObject;
    }

    List<List<Spot>> ByName(List<Spot> spots)
    {
        var groups = new Dictionary<string, List<Spot>>(StringComparer.Ordinal);
        foreach (var spot in spots)
        {
            Spend();
            (groups.TryGetValue(spot.Node.ResponseName, out var group) ? group : groups[spot.Node.ResponseName] = []).Add(spot);
        }

        return [.. groups.Values];
    }

    List<Spot> Merged(List<Spot> group)
    {
        var spots = new List<Spot>();
        HashSet<(FieldNode, NamedType)> seen = [];
        HashSet<(string, NamedType)> spreads = [];
        foreach (var spot in group)
        {
            if (spot.Node.Selections is not null)
                Collect(spot.Node.Selections, spot.Field.Type.Named, spots, spreads, seen);
        }

        return spots;
    }

    void Collect(SelectionSet set, NamedType parent, List<Spot> spots, HashSet<(string, NamedType)> spreads, HashSet<(FieldNode, NamedType)> seen)
    {
        foreach (var selection in set.Selections)
        {
            Spend();
            switch (selection)
            {
                case FieldNode node:
                    if (schema.FindField(parent, node.Name) is { } field && seen.Add((node, parent)))
                        spots.Add(new(node, parent, field));
                    break;
                case InlineFragment inline:
                    Collect(inline.Selections, inline.On is null ? parent : schema.Find(inline.On.Name)!, spots, spreads, seen);
                    break;
                case FragmentSpread spread:
                    var fragment = fragments[spread.Name];
                    var on = schema.Find(fragment.On.Name)!;
                    if (spreads.Add((spread.Name, on)))
                        Collect(fragment.Selections, on, spots, spreads, seen);
                    break;
            }
        }
    }

    bool FirstTime(char pass, List<Spot> group)
    {
        if (group.Count == 1 && group[0].Node.Selections is null)
            return false;
        var key = string.Join(',', group.Select(s => $"{Number(s.Node)}:{s.Parent.Name}"));
        Spend();
        return judged.Add(pass + key);
    }

    int Number(FieldNode node)
    {
        if (!numbers.TryGetValue(node, out var number))
            numbers[node] = number = numbers.Count;
        return number;
    }

    // Written with sorted names, so that the order they came in does not matter.
    string ArgumentsOf(FieldNode node)
    {
        if (node.Arguments.Count == 0)
            return "";
        if (!arguments.TryGetValue(node, out var text))
            arguments[node] = text = string.Join(',', node.Arguments.OrderBy(a => a.Name, StringComparer.Ordinal).Select(a => $"{a.Name}:{Sorted(a.Value)}"));
        return text;
    }

    static string Sorted(ValueNode value) => value switch
    {
        ObjectNode o => "{" + string.Join(',', o.Fields.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name}:{Sorted(f.Value)}")) + "}",
        ListNode list => "[" + string.Join(',', list.Items.Select(Sorted)) + "]",
        StringNode s => Printer.Quote(s.Value),
        _ => Printer.Print(value),
    };

    static bool SameShape(GraphType a, GraphType b) => (a, b) switch
    {
        (NonNullType x, NonNullType y) => SameShape(x.Inner, y.Inner),
        (NonNullType, _) or (_, NonNullType) => false,
        (ListType x, ListType y) => SameShape(x.Item, y.Item),
        (ListType, _) or (_, ListType) => false,
        _ => a == b || (!a.IsLeaf && !b.IsLeaf),
    };

    void Conflict(Spot a, Spot b, string why)
    {
        if (told.Add(b.Node))
            findings.Add($"Fields \"{a.Node.ResponseName}\" conflict because {why}. Use different aliases on the fields to fetch both if this was intentional.", a.Node, b.Node);
    }

    void Spend()
    {
        if (--left < 0)
            throw new OverBudget();
    }

    sealed class OverBudget : Exception;
}
