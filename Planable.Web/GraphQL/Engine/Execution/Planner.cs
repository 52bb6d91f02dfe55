using System.Text;
using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;
using Planable.Web.GraphQL.Engine.Validation;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>A sound document whose fragments nevertheless unfold to more than is worth running.</summary>
public sealed class PlanTooLarge : Exception;

/// <summary>Compiles an operation for one set of values of the variables that stand in its <c>@skip</c> and <c>@include</c>.</summary>
sealed class Planner(Schema schema, Document document, VariableValues conditions)
{
    const int MaxSelections = 20_000;

    readonly Dictionary<string, Fragment> fragments = DefinitionRules.Index(document);
    int count;

    public OperationPlan Plan(Operation operation)
    {
        var root = DefinitionRules.RootOf(schema, operation)!;
        var selections = Selections(root, [operation.Selections]);
        return new(document, operation, root, selections, count);
    }

    /// <summary>Variables that decide what is selected.</summary>
    public static IReadOnlyList<string> ConditionVariables(Document document)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var operation in document.Operations)
            Find(operation.Selections);
        foreach (var fragment in document.Fragments)
            Find(fragment.Selections);
        return [.. names];

        void Find(SelectionSet set)
        {
            foreach (var selection in set.Selections)
            {
                foreach (var directive in selection.Directives)
                {
                    if (directive is { Name: "skip" or "include", Arguments: [{ Value: VariableNode variable }] })
                        names.Add(variable.Name);
                }

                if (selection is FieldNode { Selections: { } inner })
                    Find(inner);
                else if (selection is InlineFragment inline)
                    Find(inline.Selections);
            }
        }
    }

    SelectionPlan Selections(ObjectType type, IEnumerable<SelectionSet> sets)
    {
        var groups = new Dictionary<string, List<FieldNode>>(StringComparer.Ordinal);
        var order = new List<List<FieldNode>>();
        HashSet<string> spread = [];
        foreach (var set in sets)
            Collect(type, set, groups, order, spread);
        return new(type, [.. order.Select(nodes => Select(type, nodes))]);
    }

    void Collect(ObjectType type, SelectionSet set, Dictionary<string, List<FieldNode>> groups, List<List<FieldNode>> order, HashSet<string> spread)
    {
        foreach (var selection in set.Selections)
        {
            if (!Included(selection))
                continue;
            switch (selection)
            {
                case FieldNode field:
                    if (!groups.TryGetValue(field.ResponseName, out var group))
                        order.Add(groups[field.ResponseName] = group = []);
                    group.Add(field);
                    break;
                case InlineFragment inline when inline.On is null || schema.IsPossible(schema.Find(inline.On.Name)!, type):
                    Collect(type, inline.Selections, groups, order, spread);
                    break;
                case FragmentSpread named when spread.Add(named.Name) && fragments[named.Name] is var fragment && schema.IsPossible(schema.Find(fragment.On.Name)!, type):
                    Collect(type, fragment.Selections, groups, order, spread);
                    break;
            }
        }
    }

    bool Included(SelectionNode node)
    {
        foreach (var directive in node.Directives)
        {
            if (directive.Name is not ("skip" or "include"))
                continue;
            var value = directive.Arguments[0].Value;
            var flag = value is BooleanNode b ? b.Value : conditions.GetValueOrDefault(((VariableNode)value).Name) is true;
            if (flag == (directive.Name == "skip"))
                return false;
        }

        return true;
    }

    Selection Select(ObjectType owner, List<FieldNode> nodes)
    {
        if (++count > MaxSelections)
            throw new PlanTooLarge();
        var field = schema.FindField(owner, nodes[0].Name)!;
        var selection = new Selection
        {
            Number = count - 1,
            ResponseName = nodes[0].ResponseName,
            Key = Selection.KeyOf(nodes[0].ResponseName),
            Field = field,
            Owner = owner,
            Nodes = nodes,
            HasVariables = nodes[0].Arguments.Any(a => HasVariable(a.Value)),
            TypeName = field == schema.Introspection.TypeName ? Encoding.UTF8.GetBytes($"\"{owner.Name}\"") : null,
        };
        if (nodes.Any(n => n.Selections is not null))
        {
            var sets = nodes.Where(n => n.Selections is not null).Select(n => n.Selections!).ToList();
            selection.Children = schema.PossibleTypes(field.Type.Named).ToDictionary(type => type, type => Selections(type, sets));
            selection.OnlyChild = field.Type.Named is ObjectType ? selection.Children.Values.Single() : null;
        }

        return selection;
    }

    static bool HasVariable(ValueNode value) => value switch
    {
        VariableNode => true,
        ListNode list => list.Items.Any(HasVariable),
        ObjectNode o => o.Fields.Any(f => HasVariable(f.Value)),
        _ => false,
    };
}
