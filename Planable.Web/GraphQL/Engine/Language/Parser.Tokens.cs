using System.Text;

namespace Planable.Web.GraphQL.Engine.Language;

public ref partial struct Parser
{
    void Advance()
    {
        if (++tokens > limits.MaxTokens)
            throw lexer.Error($"Document contains more than {limits.MaxTokens} tokens.", lexer.End);
        lexer.Next();
    }

    // The call stack is the parser's, so depth is bounded before it grows.
    void Enter()
    {
        if (++depth > limits.MaxDepth)
            throw lexer.Error($"Document is nested deeper than {limits.MaxDepth} levels.", lexer.Start);
    }

    readonly bool Is(string keyword) => lexer.Kind == TokenKind.Name && Encoding.UTF8.GetString(lexer.Text) == keyword;

    bool Skip(TokenKind kind)
    {
        if (lexer.Kind != kind)
            return false;
        Advance();
        return true;
    }

    void Expect(TokenKind kind)
    {
        if (lexer.Kind != kind)
            throw Unexpected();
        if (kind != TokenKind.End)
            Advance();
    }

    void ExpectKeyword(string keyword)
    {
        if (!Is(keyword))
            throw Unexpected();
        Advance();
    }

    string Name() => lexer.Kind == TokenKind.Name ? Take() : throw Unexpected();

    string Take()
    {
        var text = Encoding.UTF8.GetString(lexer.Text);
        Advance();
        return text;
    }

    readonly SyntaxError Unexpected() => lexer.Error(
        lexer.Kind == TokenKind.End ? "Unexpected <EOF>." : $"Unexpected \"{Encoding.UTF8.GetString(lexer.Text[..Math.Min(lexer.Text.Length, 80)])}\".",
        lexer.Start);
}
