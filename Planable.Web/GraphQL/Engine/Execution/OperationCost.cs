using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Execution;

/// <summary>What an operation may cost at most, known before it runs: calls of fields, and objects given.</summary>
public sealed record OperationCost(double FieldCost, double TypeCost)
{
    /// <summary>Weights: a field with a resolver 10, one that gives objects 1, a leaf nothing; times the size of the lists it stands in.</summary>
    public static OperationCost Of(OperationPlan plan, VariableValues variables)
    {
        if (plan.FixedCost is { } known)
            return known;
        var meter = new Meter(variables);
        var cost = meter.Of(plan.Selections, null) with { };
        cost = cost with { TypeCost = cost.TypeCost + 1 };
        if (!meter.HungOnVariables)
            plan.FixedCost = cost;
        return cost;
    }

    public static double WeightOf(Field field) => field.Cost ?? (field.Resolver is not null ? 10 : field.Type.IsLeaf ? 0 : 1);

    sealed class Meter(VariableValues variables)
    {
        public bool HungOnVariables { get; private set; }

        public OperationCost Of(SelectionPlan plan, (ListSize Rule, int Size)? above)
        {
            double fields = 0, types = 0;
            foreach (var selection in plan.Selections)
            {
                if (selection.TypeName is not null || selection.Field.Name.StartsWith("__", StringComparison.Ordinal))
                    continue;
                var rule = selection.Field.ListSize;
                var size = rule is null ? 1 : SizeOf(selection, rule);
                var times = above is { } outer && outer.Rule.SizedFields.Contains(selection.Field.Name) ? outer.Size : rule is { SizedFields.Count: 0 } ? size : 1;
                var inner = Below(selection, rule is { SizedFields.Count: > 0 } ? (rule, size) : null);
                fields += WeightOf(selection.Field) + times * inner.FieldCost;
                types += times * (inner.TypeCost + (selection.Field.Type.IsLeaf ? 0 : 1));
            }

            return new(fields, types);
        }

        // Which type an object will have is not known before, so the dearest counts.
        OperationCost Below(Selection selection, (ListSize, int)? above)
        {
            double fields = 0, types = 0;
            foreach (var child in selection.Children.Values)
            {
                var cost = Of(child, above);
                fields = Math.Max(fields, cost.FieldCost);
                types = Math.Max(types, cost.TypeCost);
            }

            return new(fields, types);
        }

        int SizeOf(Selection selection, ListSize rule)
        {
            HungOnVariables |= selection.HasVariables;
            var sizes = new List<int>();
            try
            {
                var values = selection.Arguments(variables);
                for (var i = 0; i < values.Length; i++)
                {
                    if (values[i] is int size && rule.SlicingArguments.Contains(selection.Field.Arguments[i].Name))
                        sizes.Add(size);
                }
            }
            catch (CoercionError)
            {
                // The field will answer with that error; it gives no items then.
                return 0;
            }

            return Math.Max(0, sizes.Count > 0 ? sizes.Max() : rule.DefaultSize ?? rule.AssumedSize ?? 1);
        }
    }
}
