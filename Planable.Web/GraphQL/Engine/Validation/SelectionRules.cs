using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Validation;

/// <summary>Rules about fields, arguments, fragments and directives where they stand. Every operation and fragment is walked once.</summary>
sealed class SelectionRules(Schema schema, Document document, Findings findings, VariableUses uses)
{
    readonly Dictionary<string, Fragment> fragments = DefinitionRules.Index(document);
    readonly ValueRules values = new(findings, uses);

    public void Check()
    {
        foreach (var operation in document.Operations)
        {
            uses.Enter(operation);
            Directives(operation.Directives, operation.Kind.ToString().ToUpperInvariant());
            foreach (var variable in operation.Variables)
                Variable(variable);
            Selections(operation.Selections, DefinitionRules.RootOf(schema, operation));
        }

        foreach (var fragment in document.Fragments)
        {
            uses.Enter(fragment);
            Directives(fragment.Directives, "FRAGMENT_DEFINITION");
            Selections(fragment.Selections, Condition(fragment.On, $"Fragment \"{fragment.Name}\""));
        }
    }

    void Variable(VariableDefinition variable)
    {
        Directives(variable.Directives, "VARIABLE_DEFINITION");
        if (VariableRules.TypeOf(schema, variable.Type) is not { } type)
            findings.Add($"Unknown type \"{Innermost(variable.Type)}\".", variable);
        else if (!type.IsInput)
            findings.Add($"Variable \"${variable.Name}\" cannot be non-input type \"{variable.Type}\".", variable);
        else if (variable.Default is not null)
            values.Check(variable.Default, type);
    }

    NamedType? Condition(NamedTypeNode on, string what)
    {
        var type = schema.Find(on.Name);
        if (type is null)
            findings.Add($"Unknown type \"{on.Name}\".", on);
        else if (type is not (FieldsType or UnionType))
            findings.Add($"{what} cannot condition on non composite type \"{on.Name}\".", on);
        else
            return type;
        return null;
    }

    void Selections(SelectionSet set, NamedType? parent)
    {
        foreach (var selection in set.Selections)
        {
            switch (selection)
            {
                case FieldNode field:
                    Field(field, parent);
                    break;
                case FragmentSpread spread:
                    Spread(spread, parent);
                    break;
                case InlineFragment inline:
                    Directives(inline.Directives, "INLINE_FRAGMENT");
                    var type = inline.On is null ? parent : Condition(inline.On, "Fragment");
                    if (inline.On is not null && type is not null && parent is not null && !schema.Overlap(type, parent))
                        findings.Add($"Fragment cannot be spread here as objects of type \"{parent}\" can never be of type \"{type}\".", inline);
                    Selections(inline.Selections, type);
                    break;
            }
        }
    }

    void Spread(FragmentSpread spread, NamedType? parent)
    {
        Directives(spread.Directives, "FRAGMENT_SPREAD");
        if (!fragments.TryGetValue(spread.Name, out var fragment))
            findings.Add($"Unknown fragment \"{spread.Name}\".", spread);
        else if (parent is not null && schema.Find(fragment.On.Name) is FieldsType or UnionType && !schema.Overlap(schema.Find(fragment.On.Name)!, parent))
            findings.Add($"Fragment \"{spread.Name}\" cannot be spread here as objects of type \"{parent}\" can never be of type \"{fragment.On}\".", spread);
    }

    void Field(FieldNode node, NamedType? parent)
    {
        Directives(node.Directives, "FIELD");
        var field = parent is null ? null : schema.FindField(parent, node.Name);
        if (parent is not null && field is null)
            findings.Add($"Cannot query field \"{node.Name}\" on type \"{parent}\".", node);

        Arguments(node.Arguments, field?.Arguments, name => $"Unknown argument \"{name}\" on field \"{parent}.{node.Name}\".",
            missing => $"Field \"{node.Name}\" argument \"{missing.Name}\" of type \"{missing.Type}\" is required, but it was not provided.", node);

        if (field is not null && field.Type.IsLeaf && node.Selections is not null)
            findings.Add($"Field \"{node.Name}\" must not have a selection since type \"{field.Type}\" has no subfields.", node.Selections);
        else if (field is not null && !field.Type.IsLeaf && node.Selections is null)
            findings.Add($"Field \"{node.Name}\" of type \"{field.Type}\" must have a selection of subfields.", node);
        if (node.Selections is not null)
            Selections(node.Selections, field?.Type.Named is FieldsType or UnionType ? field.Type.Named : null);
    }

    void Directives(IReadOnlyList<Directive> directives, string location)
    {
        for (var i = 0; i < directives.Count; i++)
        {
            var node = directives[i];
            var directive = schema.FindDirective(node.Name);
            if (directive is null)
                findings.Add($"Unknown directive \"@{node.Name}\".", node);
            else if (!directive.Locations.Contains(location))
                findings.Add($"Directive \"@{node.Name}\" may not be used on {location}.", node);
            else if (!directive.IsRepeatable && directives.Take(i).Any(other => other.Name == node.Name))
                findings.Add($"The directive \"@{node.Name}\" can only be used once at this location.", node);

            Arguments(node.Arguments, directive?.Arguments, name => $"Unknown argument \"{name}\" on directive \"@{node.Name}\".",
                missing => $"Directive \"@{node.Name}\" argument \"{missing.Name}\" of type \"{missing.Type}\" is required, but it was not provided.", node);
        }
    }

    void Arguments(IReadOnlyList<Argument> given, IReadOnlyList<InputField>? known, Func<string, string> unknown, Func<InputField, string> missing, Node at)
    {
        if (given.Count > 0)
            findings.Unique(given, a => a.Name, name => $"There can be only one argument named \"{name}\".");
        foreach (var argument in given)
        {
            var definition = known?.FirstOrDefault(k => k.Name == argument.Name);
            if (known is not null && definition is null)
                findings.Add(unknown(argument.Name), argument);
            values.Check(argument.Value, definition?.Type, definition?.Default is not null);
        }

        foreach (var required in known ?? [])
        {
            if (required.IsRequired && !given.Any(g => g.Name == required.Name))
                findings.Add(missing(required), at);
        }
    }

    static string Innermost(TypeNode type) => type switch { ListTypeNode list => Innermost(list.Item), NonNullTypeNode n => Innermost(n.Inner), _ => type.ToString()! };
}
