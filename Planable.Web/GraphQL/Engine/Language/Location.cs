using System.Text;

namespace Planable.Web.GraphQL.Engine.Language;

/// <summary>A place in a document, both numbers from 1; columns count UTF-16 units, as the reference implementation does.</summary>
public readonly record struct Location(int Line, int Column)
{
    /// <summary>Counts lines up to a byte of the text: done only for errors, so nodes need not carry it.</summary>
    public static Location Of(ReadOnlySpan<byte> source, int offset)
    {
        var before = source[..Math.Min(offset, source.Length)];
        var line = 1;
        var lineStart = 0;
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] == '\n' || (before[i] == '\r' && (i + 1 >= source.Length || source[i + 1] != '\n')))
            {
                line++;
                lineStart = i + 1;
            }
        }

        return new(line, Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }
}

/// <summary>The text is no GraphQL document.</summary>
public sealed class SyntaxError(string message, Location at) : Exception($"Syntax Error: {message}")
{
    public Location At { get; } = at;
}
