namespace Planable.Jobs.Connectors;

static class Figures
{
    /// <summary>Those that were told; one that is null is left out, never taken for 0.</summary>
    public static IReadOnlyDictionary<string, long> Told(params IEnumerable<(string Name, long? Value)> figures) =>
        figures.Where(f => f.Value is not null).ToDictionary(f => f.Name, f => f.Value!.Value, StringComparer.Ordinal);
}
