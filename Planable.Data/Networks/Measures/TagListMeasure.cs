namespace Planable.Data.Networks;

/// <summary>YouTube's tags, typed with commas: the commas count, and a tag with a space counts the quotation marks YouTube puts around it.</summary>
public sealed class TagListMeasure : TextMeasure
{
    public override int Of(string text, string along, CountingRule rule, IReadOnlyDictionary<string, long> limits)
    {
        var tags = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return tags.Sum(t => CodePointMeasure.Count(t) + (t.Contains(' ') ? 2 : 0)) + Math.Max(0, tags.Length - 1);
    }
}
