namespace Planable.Data.Networks;

/// <summary>Unicode code points: what most networks call characters.</summary>
public sealed class CodePointMeasure : TextMeasure
{
    public override int Of(string text, string along, CountingRule rule, IReadOnlyDictionary<string, long> limits) => Count(along) + Count(text);

    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }
}
