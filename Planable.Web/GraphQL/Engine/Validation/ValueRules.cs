using Planable.Web.GraphQL.Engine.Language;
using Planable.Web.GraphQL.Engine.TypeSystem;

namespace Planable.Web.GraphQL.Engine.Validation;

/// <summary>Literals fit their types; variables among them are noted for <see cref="VariableRules"/>.</summary>
sealed class ValueRules(Findings findings, VariableUses uses)
{
    /// <summary>A type that is not known judges nothing, but variables are noted all the same.</summary>
    public void Check(ValueNode node, GraphType? type, bool hasDefault = false, bool inOneOf = false)
    {
        switch (node)
        {
            case VariableNode variable:
                uses.Add(new(variable, type, hasDefault, inOneOf));
                break;
            case NullNode:
                if (type is NonNullType)
                    findings.Add($"Expected value of type \"{type}\", found null.", node);
                break;
            case ListNode list:
                List(list, type?.Nullable);
                break;
            case ObjectNode o:
                Object(o, type is null ? null : Item(type) as NamedType);
                break;
            default:
                if (type is not null)
                    Leaf(node, Item(type));
                break;
        }
    }

    void List(ListNode list, GraphType? type)
    {
        if (type is not null and not ListType && type.Named != Scalars.Any)
            Wrong(list, type);
        foreach (var item in list.Items)
            Check(item, (type as ListType)?.Item);
    }

    void Object(ObjectNode node, NamedType? type)
    {
        findings.Unique(node.Fields, f => f.Name, name => $"There can be only one input field named \"{name}\".");
        var input = type as InputObjectType;
        if (type is not null && input is null && type != Scalars.Any)
            Wrong(node, type);
        foreach (var given in node.Fields)
        {
            var field = input?.Find(given.Name);
            if (input is not null && field is null)
                findings.Add($"Field \"{given.Name}\" is not defined by type \"{input}\".", given);
            Check(given.Value, field?.Type, field?.Default is not null, input?.IsOneOf == true);
        }

        foreach (var required in input?.Fields ?? [])
        {
            if (required.IsRequired && !node.Fields.Any(f => f.Name == required.Name))
                findings.Add($"Field \"{input}.{required.Name}\" of required type \"{required.Type}\" was not provided.", node);
        }

        if (input?.IsOneOf == true)
            OneOf(node, input);
    }

    void OneOf(ObjectNode node, InputObjectType input)
    {
        if (node.Fields.Count != 1)
            findings.Add($"OneOf Input Object \"{input}\" must specify exactly one key.", node.Fields.Count == 0 ? ErrorCodes.OneOfNone : ErrorCodes.OneOfMany, node);
        else if (node.Fields[0].Value is NullNode)
            findings.Add($"Field \"{input}.{node.Fields[0].Name}\" must be non-null.", ErrorCodes.OneOfNull, node);
    }

    void Leaf(ValueNode node, GraphType type)
    {
        var fits = type switch
        {
            EnumType @enum => node is EnumNode name && @enum.Find(name.Value) is not null,
            ScalarType scalar => scalar.FromLiteral(node) is not null,
            _ => false,
        };
        if (!fits)
            Wrong(node, type);
    }

    // A single value stands for a list of one, however deep the lists.
    static GraphType Item(GraphType type) => type switch { NonNullType n => Item(n.Inner), ListType list => Item(list.Item), _ => type };

    void Wrong(ValueNode node, GraphType type)
    {
        var value = Printer.Print(node);
        findings.Add($"{type} cannot represent the value {(value.Length > 100 ? value[..100] + "…" : value)}.", node);
    }
}
