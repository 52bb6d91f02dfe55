namespace Planable.Data.Networks;

/// <summary>What a reader takes for one character: extended grapheme clusters.</summary>
public sealed class GraphemeMeasure : TextMeasure
{
    public override int Of(string text, string along, CountingRule rule, IReadOnlyDictionary<string, long> limits) => Graphemes.Count(along + text);
}
