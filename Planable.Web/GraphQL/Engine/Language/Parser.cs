using System.Text;

namespace Planable.Web.GraphQL.Engine.Language;

/// <summary>Reads a document of the September 2025 specification. Recursive descent, bounded by <see cref="ParserLimits"/>.</summary>
public ref partial struct Parser
{
    readonly ReadOnlyMemory<byte> source;
    readonly ParserLimits limits;
    Lexer lexer;
    int tokens;
    int fields;
    int depth;

    Parser(ReadOnlyMemory<byte> source, ParserLimits limits)
    {
        this.source = source;
        this.limits = limits;
        lexer = new Lexer(source.Span);
    }

    public static Document Parse(string text, ParserLimits? limits = null) => Parse(Encoding.UTF8.GetBytes(text), limits);

    /// <exception cref="SyntaxError">The text is no document, or too large a one.</exception>
    public static Document Parse(ReadOnlyMemory<byte> source, ParserLimits? limits = null) => new Parser(source, limits ?? new()).ParseDocument();

    /// <summary>Reads one value that holds no variables, as defaults are written.</summary>
    public static ValueNode ParseValue(string text)
    {
        var parser = new Parser(Encoding.UTF8.GetBytes(text), new());
        parser.Advance();
        var value = parser.Value(constant: true);
        parser.Expect(TokenKind.End);
        return value;
    }

    Document ParseDocument()
    {
        Advance();
        var definitions = new List<Definition>();
        do
            definitions.Add(Definition());
        while (lexer.Kind != TokenKind.End);
        return new(source, definitions);
    }

    Definition Definition()
    {
        if (lexer.Kind == TokenKind.BraceOpen)
            return new Operation { Start = lexer.Start, Kind = OperationKind.Query, Selections = Selections() };

        var start = lexer.Start;
        var description = Description();
        var keyword = lexer.Kind == TokenKind.Name ? Name() : throw Unexpected();
        return keyword switch
        {
            "query" => Operation(start, description, OperationKind.Query),
            "mutation" => Operation(start, description, OperationKind.Mutation),
            "subscription" => Operation(start, description, OperationKind.Subscription),
            "fragment" => Fragment(start, description),
            "extend" when description is null => TypeSystem(start, Name(), extends: true),
            _ => TypeSystem(start, keyword, extends: false),
        };
    }

    string? Description()
    {
        if (lexer.Kind is not (TokenKind.String or TokenKind.BlockString))
            return null;
        var text = lexer.StringValue();
        Advance();
        return text;
    }

    Operation Operation(int start, string? description, OperationKind kind) => new()
    {
        Start = start,
        Kind = kind,
        Description = description,
        Name = lexer.Kind == TokenKind.Name ? Name() : null,
        Variables = VariableDefinitions(),
        Directives = Directives(constant: false),
        Selections = Selections(),
    };

    Fragment Fragment(int start, string? description) => new()
    {
        Start = start,
        Description = description,
        Name = Is("on") ? throw Unexpected() : Name(),
        On = TypeCondition(),
        Directives = Directives(constant: false),
        Selections = Selections(),
    };

    NamedTypeNode TypeCondition()
    {
        ExpectKeyword("on");
        return NamedType();
    }

    List<VariableDefinition> VariableDefinitions()
    {
        var variables = new List<VariableDefinition>();
        if (!Skip(TokenKind.ParenOpen))
            return variables;
        do
        {
            var start = lexer.Start;
            var description = Description();
            Expect(TokenKind.Dollar);
            var name = Name();
            Expect(TokenKind.Colon);
            variables.Add(new()
            {
                Start = start,
                Description = description,
                Name = name,
                Type = Type(),
                Default = Skip(TokenKind.Equal) ? Value(constant: true) : null,
                Directives = Directives(constant: true),
            });
        }
        while (!Skip(TokenKind.ParenClose));
        return variables;
    }

    SelectionSet Selections()
    {
        Enter();
        var start = lexer.Start;
        var selections = new List<SelectionNode>();
        Expect(TokenKind.BraceOpen);
        do
            selections.Add(Selection());
        while (!Skip(TokenKind.BraceClose));
        depth--;
        return new() { Start = start, Selections = selections };
    }

    SelectionNode Selection()
    {
        var start = lexer.Start;
        if (!Skip(TokenKind.Spread))
            return Field(start);
        if (lexer.Kind == TokenKind.Name && !Is("on"))
            return new FragmentSpread { Start = start, Name = Name(), Directives = Directives(constant: false) };
        return new InlineFragment
        {
            Start = start,
            On = Is("on") ? TypeCondition() : null,
            Directives = Directives(constant: false),
            Selections = Selections(),
        };
    }

    FieldNode Field(int start)
    {
        if (++fields > limits.MaxFields)
            throw lexer.Error($"Document contains more than {limits.MaxFields} fields.", start);
        var name = Name();
        var alias = (string?)null;
        if (Skip(TokenKind.Colon))
            (alias, name) = (name, Name());
        return new()
        {
            Start = start,
            Alias = alias,
            Name = name,
            Arguments = Arguments(constant: false),
            Directives = Directives(constant: false),
            Selections = lexer.Kind == TokenKind.BraceOpen ? Selections() : null,
        };
    }

    List<Argument> Arguments(bool constant)
    {
        var arguments = new List<Argument>();
        if (!Skip(TokenKind.ParenOpen))
            return arguments;
        do
            arguments.Add(Argument(constant));
        while (!Skip(TokenKind.ParenClose));
        return arguments;
    }

    Argument Argument(bool constant)
    {
        var start = lexer.Start;
        var name = Name();
        Expect(TokenKind.Colon);
        return new() { Start = start, Name = name, Value = Value(constant) };
    }

    List<Directive> Directives(bool constant)
    {
        var directives = new List<Directive>();
        while (lexer.Kind == TokenKind.At)
        {
            var start = lexer.Start;
            if (directives.Count == limits.MaxDirectives)
                throw lexer.Error($"More than {limits.MaxDirectives} directives in one place.", start);
            Advance();
            directives.Add(new() { Start = start, Name = Name(), Arguments = Arguments(constant) });
        }

        return directives;
    }

    ValueNode Value(bool constant)
    {
        var start = lexer.Start;
        switch (lexer.Kind)
        {
            case TokenKind.BracketOpen:
                return List(constant);
            case TokenKind.BraceOpen:
                return Object(constant);
            case TokenKind.Int:
                return new IntNode { Start = start, Text = Take() };
            case TokenKind.Float:
                return new FloatNode { Start = start, Text = Take() };
            case TokenKind.String or TokenKind.BlockString:
                var text = new StringNode { Start = start, IsBlock = lexer.Kind == TokenKind.BlockString, Value = lexer.StringValue() };
                Advance();
                return text;
            case TokenKind.Name:
                return Take() switch
                {
                    "true" => new BooleanNode { Start = start, Value = true },
                    "false" => new BooleanNode { Start = start, Value = false },
                    "null" => new NullNode { Start = start },
                    var name => new EnumNode { Start = start, Value = name },
                };
            case TokenKind.Dollar when !constant:
                Advance();
                return new VariableNode { Start = start, Name = Name() };
            default:
                throw Unexpected();
        }
    }

    ListNode List(bool constant)
    {
        Enter();
        var start = lexer.Start;
        var items = new List<ValueNode>();
        Advance();
        while (!Skip(TokenKind.BracketClose))
            items.Add(Value(constant));
        depth--;
        return new() { Start = start, Items = items };
    }

    ObjectNode Object(bool constant)
    {
        Enter();
        var start = lexer.Start;
        var members = new List<Argument>();
        Advance();
        while (!Skip(TokenKind.BraceClose))
            members.Add(Argument(constant));
        depth--;
        return new() { Start = start, Fields = members };
    }

    TypeNode Type()
    {
        Enter();
        var start = lexer.Start;
        TypeNode type;
        if (Skip(TokenKind.BracketOpen))
        {
            type = new ListTypeNode { Start = start, Item = Type() };
            Expect(TokenKind.BracketClose);
        }
        else
        {
            type = NamedType();
        }

        depth--;
        return Skip(TokenKind.Bang) ? new NonNullTypeNode { Start = start, Inner = type } : type;
    }

    NamedTypeNode NamedType() => new() { Start = lexer.Start, Name = Name() };
}
