namespace Planable.Web.GraphQL.Engine.Language;

/// <summary>One thing in a document. <see cref="Start"/> is its first byte in the UTF-8 text.</summary>
public abstract class Node
{
    public int Start { get; init; }
}

/// <summary>A parsed request document with the text it came from.</summary>
public sealed class Document(ReadOnlyMemory<byte> source, IReadOnlyList<Definition> definitions)
{
    public ReadOnlyMemory<byte> Source { get; } = source;
    public IReadOnlyList<Definition> Definitions { get; } = definitions;
    public IReadOnlyList<Operation> Operations { get; } = [.. definitions.OfType<Operation>()];
    public IReadOnlyList<Fragment> Fragments { get; } = [.. definitions.OfType<Fragment>()];

    /// <summary>Where a node begins, for error messages.</summary>
    public Location LocationOf(Node node) => Location.Of(Source.Span, node.Start);
}

public abstract class Definition : Node;

public enum OperationKind { Query, Mutation, Subscription }

public sealed class Operation : Definition
{
    public required OperationKind Kind { get; init; }
    public string? Description { get; init; }
    public string? Name { get; init; }
    public IReadOnlyList<VariableDefinition> Variables { get; init; } = [];
    public IReadOnlyList<Directive> Directives { get; init; } = [];
    public required SelectionSet Selections { get; init; }
}

public sealed class Fragment : Definition
{
    public string? Description { get; init; }
    public required string Name { get; init; }
    public required NamedTypeNode On { get; init; }
    public IReadOnlyList<Directive> Directives { get; init; } = [];
    public required SelectionSet Selections { get; init; }
}

/// <summary>A definition of the type system: read so that it can be refused in a request by its name.</summary>
public sealed class TypeSystemDefinition : Definition
{
    public required string Keyword { get; init; }
    public required string Name { get; init; }
}

public sealed class VariableDefinition : Node
{
    public string? Description { get; init; }
    public required string Name { get; init; }
    public required TypeNode Type { get; init; }
    public ValueNode? Default { get; init; }
    public IReadOnlyList<Directive> Directives { get; init; } = [];
}

public sealed class SelectionSet : Node
{
    public required IReadOnlyList<SelectionNode> Selections { get; init; }
}

public abstract class SelectionNode : Node
{
    public IReadOnlyList<Directive> Directives { get; init; } = [];
}

public sealed class FieldNode : SelectionNode
{
    public string? Alias { get; init; }
    public required string Name { get; init; }
    public IReadOnlyList<Argument> Arguments { get; init; } = [];
    public SelectionSet? Selections { get; init; }
    public string ResponseName => Alias ?? Name;
}

public sealed class FragmentSpread : SelectionNode
{
    public required string Name { get; init; }
}

public sealed class InlineFragment : SelectionNode
{
    public NamedTypeNode? On { get; init; }
    public required SelectionSet Selections { get; init; }
}

public sealed class Argument : Node
{
    public required string Name { get; init; }
    public required ValueNode Value { get; init; }
}

public sealed class Directive : Node
{
    public required string Name { get; init; }
    public IReadOnlyList<Argument> Arguments { get; init; } = [];
}

public abstract class ValueNode : Node;

public sealed class VariableNode : ValueNode
{
    public required string Name { get; init; }
}

public sealed class IntNode : ValueNode
{
    public required string Text { get; init; }
}

public sealed class FloatNode : ValueNode
{
    public required string Text { get; init; }
}

public sealed class StringNode : ValueNode
{
    public required string Value { get; init; }
    public bool IsBlock { get; init; }
}

public sealed class BooleanNode : ValueNode
{
    public required bool Value { get; init; }
}

public sealed class NullNode : ValueNode;

public sealed class EnumNode : ValueNode
{
    public required string Value { get; init; }
}

public sealed class ListNode : ValueNode
{
    public required IReadOnlyList<ValueNode> Items { get; init; }
}

public sealed class ObjectNode : ValueNode
{
    public required IReadOnlyList<Argument> Fields { get; init; }
}

public abstract class TypeNode : Node;

public sealed class NamedTypeNode : TypeNode
{
    public required string Name { get; init; }
    public override string ToString() => Name;
}

public sealed class ListTypeNode : TypeNode
{
    public required TypeNode Item { get; init; }
    public override string ToString() => $"[{Item}]";
}

public sealed class NonNullTypeNode : TypeNode
{
    public required TypeNode Inner { get; init; }
    public override string ToString() => $"{Inner}!";
}
