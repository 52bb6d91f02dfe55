namespace Planable.Tests.Emulators;

/// <summary>Figures that grow with age, and are the same whenever the same is asked.</summary>
static class Growth
{
    /// <param name="seed">What is counted, e.g. the post's id and the figure's name.</param>
    public static long Of(string seed, TimeSpan age, int perDay)
    {
        var hash = seed.Aggregate(17u, (sum, c) => unchecked((sum * 31) + c));
        return (hash % 5) + (long)(perDay * Math.Max(0, age.TotalDays) * (0.5 + (hash % 100 / 100.0)));
    }
}
