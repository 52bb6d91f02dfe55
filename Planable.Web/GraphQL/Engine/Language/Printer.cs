using System.Globalization;
using System.Text;

namespace Planable.Web.GraphQL.Engine.Language;

/// <summary>Writes a document back as text, in the layout graphql-js uses.</summary>
public sealed class Printer
{
    readonly StringBuilder text = new();
    string indent = "";

    public static string Print(Document document)
    {
        var printer = new Printer();
        foreach (var definition in document.Definitions)
        {
            if (printer.text.Length > 0)
                printer.text.Append("\n\n");
            printer.Definition(definition);
        }

        return printer.text.ToString();
    }

    public static string Print(ValueNode value)
    {
        var printer = new Printer();
        printer.Value(value);
        return printer.text.ToString();
    }

    /// <summary>A quoted string with the escapes GraphQL knows.</summary>
    public static string Quote(string value)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in value)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    void Definition(Definition definition)
    {
        if (definition is Operation operation)
            Operation(operation);
        else if (definition is Fragment fragment)
            Fragment(fragment);
        else if (definition is TypeSystemDefinition other)
            throw new NotSupportedException($"The definition of {other.Name} is not kept.");
    }

    void Operation(Operation operation)
    {
        Describe(operation.Description);
        if (operation is not { Kind: OperationKind.Query, Name: null, Variables: [], Directives: [], Description: null })
        {
            text.Append(operation.Kind switch { OperationKind.Query => "query", OperationKind.Mutation => "mutation", _ => "subscription" });
            text.Append(operation.Name is null && operation.Variables.Count == 0 ? "" : " ").Append(operation.Name);
            Variables(operation.Variables);
            Directives(operation.Directives);
            text.Append(' ');
        }

        Selections(operation.Selections);
    }

    void Fragment(Fragment fragment)
    {
        Describe(fragment.Description);
        text.Append("fragment ").Append(fragment.Name).Append(" on ").Append(fragment.On);
        Directives(fragment.Directives);
        text.Append(' ');
        Selections(fragment.Selections);
    }

    void Describe(string? description)
    {
        if (description is not null)
            text.Append(BlockStrings.CanHold(description) ? BlockStrings.Print(description) : Quote(description)).Append('\n');
    }

    void Variables(IReadOnlyList<VariableDefinition> variables)
    {
        if (variables.Count == 0)
            return;
        text.Append('(');
        Separated(variables, variable =>
        {
            if (variable.Description is { } description)
                text.Append(Quote(description)).Append(' ');
            text.Append('$').Append(variable.Name).Append(": ").Append(variable.Type);
            if (variable.Default is { } value)
            {
                text.Append(" = ");
                Value(value);
            }

            Directives(variable.Directives);
        });
        text.Append(')');
    }

    void Selections(SelectionSet set)
    {
        text.Append("{\n");
        var outer = indent;
        indent += "  ";
        foreach (var selection in set.Selections)
        {
            text.Append(indent);
            Selection(selection);
            text.Append('\n');
        }

        indent = outer;
        text.Append(indent).Append('}');
    }

    void Selection(SelectionNode selection)
    {
        switch (selection)
        {
            case FieldNode field:
                Field(field);
                Directives(field.Directives);
                Nested(field.Selections);
                break;
            case FragmentSpread spread:
                text.Append("...").Append(spread.Name);
                Directives(spread.Directives);
                break;
            case InlineFragment inline:
                text.Append("...").Append(inline.On is null ? "" : " on " + inline.On.Name);
                Directives(inline.Directives);
                Nested(inline.Selections);
                break;
        }
    }

    // Arguments stand on lines of their own where one line would be longer than 80.
    void Field(FieldNode field)
    {
        var start = text.Length;
        text.Append(field.Alias is null ? "" : field.Alias + ": ").Append(field.Name);
        var afterName = text.Length;
        Arguments(field.Arguments);
        if (text.Length - start <= 80 || field.Arguments.Count == 0)
            return;

        text.Length = afterName;
        text.Append("(\n");
        var outer = indent;
        indent += "  ";
        foreach (var argument in field.Arguments)
        {
            text.Append(indent);
            Argument(argument);
            text.Append('\n');
        }

        indent = outer;
        text.Append(indent).Append(')');
    }

    void Nested(SelectionSet? set)
    {
        if (set is null)
            return;
        text.Append(' ');
        Selections(set);
    }

    void Arguments(IReadOnlyList<Argument> arguments)
    {
        if (arguments.Count == 0)
            return;
        text.Append('(');
        Separated(arguments, Argument);
        text.Append(')');
    }

    void Argument(Argument argument)
    {
        text.Append(argument.Name).Append(": ");
        Value(argument.Value);
    }

    void Directives(IReadOnlyList<Directive> directives)
    {
        foreach (var directive in directives)
        {
            text.Append(" @").Append(directive.Name);
            Arguments(directive.Arguments);
        }
    }

    void Value(ValueNode value)
    {
        switch (value)
        {
            case VariableNode variable:
                text.Append('$').Append(variable.Name);
                break;
            case IntNode number:
                text.Append(number.Text);
                break;
            case FloatNode number:
                text.Append(number.Text);
                break;
            case StringNode s:
                text.Append(s.IsBlock && BlockStrings.CanHold(s.Value) ? BlockStrings.Print(s.Value, indent) : Quote(s.Value));
                break;
            case BooleanNode b:
                text.Append(b.Value ? "true" : "false");
                break;
            case NullNode:
                text.Append("null");
                break;
            case EnumNode e:
                text.Append(e.Value);
                break;
            case ListNode list:
                text.Append('[');
                Separated(list.Items, Value);
                text.Append(']');
                break;
            case ObjectNode o:
                text.Append('{');
                Separated(o.Fields, Argument);
                text.Append('}');
                break;
        }
    }

    void Separated<T>(IReadOnlyList<T> items, Action<T> print)
    {
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            print(items[i]);
        }
    }
}
