namespace Planable.Jobs.Reports.Charts;

/// <summary>A value axis with round steps: 1, 2, 2.5, 4 or 5 times a power of ten.</summary>
public sealed class Scale
{
    static readonly double[] Rounds = [1, 2, 2.5, 4, 5, 10];

    Scale(double low, double high, double step) => (Low, High, Step) = (low, high, step);

    public double Low { get; }
    public double High { get; }
    public double Step { get; }

    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round((High - Low) / Step) + 1).Select(i => Low + i * Step);

    /// <summary>Covers the values with three to five grid lines. Counts of things start at zero and have no half steps.</summary>
    public static Scale For(IEnumerable<double> values, bool fromZero = true, bool whole = false, int lines = 4)
    {
        var known = values.Where(double.IsFinite).ToList();
        if (known.Count == 0) return new(0, 1, 1);
        var (low, high) = (known.Min(), known.Max());
        if (fromZero) (low, high) = (Math.Min(0, low), Math.Max(0, high));
        if (high - low < 1e-12) (low, high) = low == 0 ? (0, 1) : fromZero ? (low, high) : (low - Math.Abs(low) * 0.1, high + Math.Abs(high) * 0.1);
        var rough = (high - low) / (lines - 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = Rounds.First(r => r * power >= rough - 1e-9 * power) * power;
        if (whole && step < 1) step = 1;
        if (whole) step = Math.Ceiling(step);
        return new(Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step, step);
    }

    /// <summary>Where a value lies between the bottom, 0, and the top, 1.</summary>
    public double Share(double value) => (value - Low) / (High - Low);

    /// <summary>Short forms for the axis: 12k, 1.5M, 5.2.</summary>
    public static string Short(double value, IFormatProvider format) => Math.Abs(value) switch
    {
        >= 1_000_000 => (value / 1_000_000).ToString("0.##", format) + "M",
        >= 1_000 => (value / 1_000).ToString("0.##", format) + "k",
        _ => value.ToString("0.##", format),
    };
}
