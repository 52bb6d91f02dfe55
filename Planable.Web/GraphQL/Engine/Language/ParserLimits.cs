namespace Planable.Web.GraphQL.Engine.Language;

/// <summary>How much a document may hold before reading it stops.</summary>
public sealed class ParserLimits
{
    public int MaxTokens { get; set; } = 20_000;
    public int MaxFields { get; set; } = 2_048;
    public int MaxDepth { get; set; } = 200;

    /// <summary>Directives on one place.</summary>
    public int MaxDirectives { get; set; } = 4;
}
