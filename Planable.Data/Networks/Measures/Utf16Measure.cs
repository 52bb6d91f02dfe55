namespace Planable.Data.Networks;

/// <summary>UTF-16 code units, as JavaScript and Java count: an emoji is 2 or more.</summary>
public sealed class Utf16Measure : TextMeasure
{
    public override int Of(string text, string along, CountingRule rule, IReadOnlyDictionary<string, long> limits) => along.Length + text.Length;
}
