namespace Planable.Data.Networks;

/// <summary>One text counted by one rule.</summary>
/// <param name="Used">In the rule's own unit.</param>
/// <param name="Limit">In the same unit.</param>
public sealed record TextCount(CountingRule Rule, int Used, long Limit)
{
    /// <summary>Below zero when the text is too long.</summary>
    public long Left => Limit - Used;

    public bool IsOver => Used > Limit;

    public bool InBytes => TextMeasure.Find(Rule.Measure)!.InBytes;

    /// <summary>Counts one field by every rule the network has for it.</summary>
    /// <param name="field">"text", "title", "firstComment", "alt", "pollOption" or the key of a setting.</param>
    public static IReadOnlyList<TextCount> Of(string text, string field, Network network, PostType type, IReadOnlyDictionary<string, string> settings)
    {
        var limits = network.LimitsFor(type);
        return [.. network.Counting
            .Where(rule => rule.Of.Contains(field) && limits.ContainsKey(rule.Limit))
            .Select(rule => new TextCount(rule, TextMeasure.Find(rule.Measure)!.Of(text, Along(rule, settings), rule, limits), limits[rule.Limit]))];
    }

    /// <summary>The one the counter shows: the rule that is filled the most.</summary>
    public static TextCount? Tightest(IEnumerable<TextCount> counts) => counts.MaxBy(c => (double)c.Used / c.Limit);

    private static string Along(CountingRule rule, IReadOnlyDictionary<string, string> settings) =>
        rule.Along is { } key && settings.TryGetValue(key, out var words) ? words : "";
}
