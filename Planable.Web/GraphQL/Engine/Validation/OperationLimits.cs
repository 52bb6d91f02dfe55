using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Web.GraphQL.Engine.Validation;

/// <summary>Depth, aliases and introspection, counted through fragments; each fragment is measured once.</summary>
sealed class OperationLimits(Document document, Findings findings, ValidationLimits limits)
{
    readonly Dictionary<string, Fragment> fragments = DefinitionRules.Index(document);
    readonly Dictionary<SelectionSet, Measure> measured = [];

    readonly record struct Measure(int Depth, int Aliases, int ListsDeep, bool Introspects, int IntrospectionLists)
    {
        public Measure And(Measure other) =>
            new(Math.Max(Depth, other.Depth), (int)Math.Min((long)Aliases + other.Aliases, int.MaxValue), Math.Max(ListsDeep, other.ListsDeep), Introspects || other.Introspects,
                Math.Max(IntrospectionLists, other.IntrospectionLists));
    }

    public void Check()
    {
        foreach (var operation in document.Operations)
        {
            var measure = Of(operation.Selections);
            if (measure.Depth > limits.MaxDepth)
                findings.Add($"The operation nests {measure.Depth} fields deep; {limits.MaxDepth} is the limit.", ErrorCodes.DepthExceeded, operation);
            if (measure.Aliases > limits.MaxAliases)
                findings.Add($"The operation has more than {limits.MaxAliases} aliases.", ErrorCodes.TooLarge, operation);
            if (measure.IntrospectionLists >= 3)
                findings.Add("Maximum introspection depth exceeded.", ErrorCodes.IntrospectionTooDeep, operation);
            if (measure.Introspects && !limits.AllowIntrospection)
                findings.Add("Introspection is switched off for this request.", ErrorCodes.IntrospectionOff, operation);
        }
    }

    Measure Of(SelectionSet set)
    {
        if (measured.TryGetValue(set, out var known))
            return known;
        var all = new Measure();
        foreach (var selection in set.Selections)
        {
            all = all.And(selection switch
            {
                FieldNode field => Field(field),
                InlineFragment inline => Of(inline.Selections),
                FragmentSpread spread when fragments.TryGetValue(spread.Name, out var fragment) => Of(fragment.Selections),
                _ => default,
            });
        }

        return measured[set] = all;
    }

    Measure Field(FieldNode field)
    {
        var inner = field.Selections is null ? default : Of(field.Selections);
        var introspects = field.Name is "__schema" or "__type";
        var list = field.Name is "fields" or "interfaces" or "possibleTypes" or "inputFields";
        return new(
            introspects || field.Name == "__typename" ? 0 : inner.Depth + 1,
            inner.Aliases + (field.Alias is null ? 0 : 1),
            inner.ListsDeep + (list ? 1 : 0),
            introspects || inner.Introspects,
            // Lists of those names count only below __schema and __type: applications may have fields called so.
            Math.Max(inner.IntrospectionLists, introspects ? inner.ListsDeep : 0));
    }
}
