using System.Globalization;
using System.Text;
using Planable.Web.GraphQL.Engine.Language;

namespace Planable.Web.GraphQL.Engine.TypeSystem;

/// <summary>The schema as text, sorted by name, so that two versions can be compared line by line.</summary>
public static class SchemaPrinter
{
    public static string Print(Schema schema)
    {
        var text = new StringBuilder("schema {\n").Append("  query: ").Append(schema.Query).Append('\n');
        if (schema.Mutation is not null)
            text.Append("  mutation: ").Append(schema.Mutation).Append('\n');
        if (schema.Subscription is not null)
            text.Append("  subscription: ").Append(schema.Subscription).Append('\n');
        text.Append("}\n");
        foreach (var type in schema.Types.Where(t => !t.Name.StartsWith("__", StringComparison.Ordinal) && !Scalars.IsBuiltIn(t)))
            Type(text.Append('\n'), type);
        foreach (var directive in schema.Directives.Where(d => !Directives.IsSpecified(d)))
            Directive(text.Append('\n'), directive);
        return text.ToString();
    }

    static void Type(StringBuilder text, NamedType type)
    {
        Describe(text, type.Description, "");
        switch (type)
        {
            case ScalarType scalar:
                text.Append("scalar ").Append(scalar).Append(scalar.SpecifiedBy is null ? "" : $" @specifiedBy(url: {Printer.Quote(scalar.SpecifiedBy)})").Append('\n');
                break;
            case FieldsType fields:
                text.Append(fields is ObjectType ? "type " : "interface ").Append(fields)
                    .Append(fields.Interfaces.Count == 0 ? "" : " implements " + string.Join(" & ", fields.Interfaces.Select(i => i.Name).Order(StringComparer.Ordinal))).Append(" {\n");
                foreach (var field in fields.Fields)
                    Field(text, field);
                text.Append("}\n");
                break;
            case UnionType union:
                text.Append("union ").Append(union).Append(" = ").AppendJoin(" | ", union.Members.Select(m => m.Name).Order(StringComparer.Ordinal)).Append('\n');
                break;
            case EnumType @enum:
                text.Append("enum ").Append(@enum).Append(" {\n");
                foreach (var member in @enum.Members)
                {
                    Describe(text, member.Description, "  ");
                    text.Append("  ").Append(member.Name).Append(Deprecated(member.DeprecationReason)).Append('\n');
                }

                text.Append("}\n");
                break;
            case InputObjectType input:
                text.Append("input ").Append(input).Append(input.IsOneOf ? " @oneOf" : "").Append(" {\n");
                foreach (var field in input.Fields)
                {
                    Describe(text, field.Description, "  ");
                    text.Append("  ").Append(Input(field)).Append('\n');
                }

                text.Append("}\n");
                break;
        }
    }

    static void Field(StringBuilder text, Field field)
    {
        Describe(text, field.Description, "  ");
        text.Append("  ").Append(field.Name);
        if (field.Arguments.Exists(a => a.Description is not null))
        {
            text.Append("(\n");
            foreach (var argument in field.Arguments)
            {
                Describe(text, argument.Description, "    ");
                text.Append("    ").Append(Input(argument)).Append('\n');
            }

            text.Append("  )");
        }
        else if (field.Arguments.Count > 0)
        {
            text.Append('(').AppendJoin(", ", field.Arguments.Select(Input)).Append(')');
        }

        text.Append(": ").Append(field.Type).Append(Deprecated(field.DeprecationReason)).Append(Cost(field)).Append('\n');
    }

    static string Input(InputField field) =>
        $"{field.Name}: {field.Type}{(field.Default is null ? "" : $" = {Printer.Print(field.Default)}")}{Deprecated(field.DeprecationReason)}";

    static string Cost(Field field)
    {
        var text = field.Cost is { } cost ? string.Create(CultureInfo.InvariantCulture, $" @cost(weight: \"{cost}\")") : "";
        if (field.ListSize is not { } size)
            return text;
        var parts = new List<string>();
        if (size.AssumedSize is { } assumed)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"assumedSize: {assumed}"));
        if (size.SlicingArguments.Count > 0)
            parts.Add($"slicingArguments: [{string.Join(", ", size.SlicingArguments.Select(Printer.Quote))}]");
        if (size.DefaultSize is { } usual)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"slicingArgumentDefaultValue: {usual}"));
        if (size.SizedFields.Count > 0)
            parts.Add($"sizedFields: [{string.Join(", ", size.SizedFields.Select(Printer.Quote))}]");
        if (!size.RequireOneSlicingArgument)
            parts.Add("requireOneSlicingArgument: false");
        return $"{text} @listSize({string.Join(", ", parts)})";
    }

    static string Deprecated(string? reason) => reason is null ? "" : $" @deprecated(reason: {Printer.Quote(reason)})";

    static void Describe(StringBuilder text, string? description, string indent)
    {
        if (description is null)
            return;
        text.Append(indent).Append(description.Contains('\n', StringComparison.Ordinal) && BlockStrings.CanHold(description)
            ? BlockStrings.Print(description, indent) : Printer.Quote(description)).Append('\n');
    }

    static void Directive(StringBuilder text, DirectiveDefinition directive)
    {
        Describe(text, directive.Description, "");
        text.Append("directive @").Append(directive.Name);
        if (directive.Arguments.Count > 0)
            text.Append('(').AppendJoin(", ", directive.Arguments.Select(Input)).Append(')');
        text.Append(" on ").AppendJoin(" | ", directive.Locations).Append('\n');
    }
}
