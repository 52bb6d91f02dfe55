namespace Planable.Web.GraphQL.Engine.Language;

/// <summary>
/// The grammar of type definitions, followed to the letter but kept only by name: the schema comes from C#, and a request that
/// brings definitions of its own shall hear that, not that it has a typing error.
/// </summary>
public ref partial struct Parser
{
    TypeSystemDefinition TypeSystem(int start, string keyword, bool extends)
    {
        var name = keyword == "schema" ? "schema" : keyword == "directive" && !extends ? DirectiveName() : IsTypeKeyword(keyword) ? Name() : throw UnexpectedKeyword(keyword);
        switch (keyword)
        {
            case "schema":
                Directives(constant: true);
                Block(extends, static (ref Parser p) => p.RootOperation());
                break;
            case "scalar":
                Directives(constant: true);
                break;
            case "type" or "interface":
                Implements();
                Directives(constant: true);
                Block(optional: true, static (ref Parser p) => p.FieldDefinition());
                break;
            case "union":
                Directives(constant: true);
                if (Skip(TokenKind.Equal))
                    Separated(TokenKind.Pipe);
                break;
            case "enum":
                Directives(constant: true);
                Block(optional: true, static (ref Parser p) => p.EnumValue());
                break;
            case "input":
                Directives(constant: true);
                Block(optional: true, static (ref Parser p) => p.InputValue());
                break;
            case "directive":
                ArgumentDefinitions();
                if (Is("repeatable"))
                    Advance();
                ExpectKeyword("on");
                Separated(TokenKind.Pipe);
                break;
        }

        return new() { Start = start, Keyword = keyword, Name = name };
    }

    delegate void Item(ref Parser parser);

    void Block(bool optional, Item item)
    {
        if (optional && lexer.Kind != TokenKind.BraceOpen)
            return;
        Expect(TokenKind.BraceOpen);
        do
            item(ref this);
        while (!Skip(TokenKind.BraceClose));
    }

    void RootOperation()
    {
        if (!Is("query") && !Is("mutation") && !Is("subscription"))
            throw Unexpected();
        Advance();
        Expect(TokenKind.Colon);
        NamedType();
    }

    void Implements()
    {
        if (!Is("implements"))
            return;
        Advance();
        Separated(TokenKind.Ampersand);
    }

    void Separated(TokenKind separator)
    {
        Skip(separator);
        do
            NamedType();
        while (Skip(separator));
    }

    void FieldDefinition()
    {
        Description();
        Name();
        ArgumentDefinitions();
        Expect(TokenKind.Colon);
        Type();
        Directives(constant: true);
    }

    void ArgumentDefinitions()
    {
        if (!Skip(TokenKind.ParenOpen))
            return;
        do
            InputValue();
        while (!Skip(TokenKind.ParenClose));
    }

    void InputValue()
    {
        Description();
        Name();
        Expect(TokenKind.Colon);
        Type();
        if (Skip(TokenKind.Equal))
            Value(constant: true);
        Directives(constant: true);
    }

    void EnumValue()
    {
        Description();
        if (Is("true") || Is("false") || Is("null"))
            throw Unexpected();
        Name();
        Directives(constant: true);
    }

    string DirectiveName()
    {
        Expect(TokenKind.At);
        return Name();
    }

    readonly SyntaxError UnexpectedKeyword(string keyword) => lexer.Error($"Unexpected Name \"{keyword}\".", lexer.Start);

    static bool IsTypeKeyword(string keyword) => keyword is "scalar" or "type" or "interface" or "union" or "enum" or "input";
}
