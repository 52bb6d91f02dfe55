namespace Planable.Jobs.Reports.Charts;

/// <summary>What a mark is painted as. Pages give these names colours in their style sheet, documents in a palette.</summary>
public readonly record struct Ink(string Name, double Share = 1)
{
    public static Ink Text => new("text");
    public static Ink Soft => new("soft");
    public static Ink Grid => new("grid");
    public static Ink Wash => new("wash");
    public static Ink Paper => new("paper");

    /// <summary>The colour of a series, from 0; after the last one they begin again.</summary>
    public static Ink Series(int index) => new($"series-{index % 4 + 1}");

    public static Ink QuietSeries(int index) => new($"series-{index % 4 + 1}", 0.42);
}

/// <summary>One stroke, area or word of a chart. Lengths are points from the upper left corner.</summary>
public abstract record Mark(Ink Ink);

public sealed record LineMark(Ink Ink, IReadOnlyList<(double X, double Y)> Points, double Width, bool Dashed = false, bool Round = false) : Mark(Ink);

public sealed record AreaMark(Ink Ink, IReadOnlyList<(double X, double Y)> Points) : Mark(Ink);

public sealed record BoxMark(Ink Ink, double X, double Y, double Width, double Height) : Mark(Ink);

public sealed record FrameMark(Ink Ink, double X, double Y, double Width, double Height, double Line) : Mark(Ink);

public sealed record DotMark(Ink Ink, double X, double Y, double Radius, bool Open = false) : Mark(Ink);

/// <summary>Part of a ring, clockwise from the top; angles are shares of the whole circle.</summary>
public sealed record RingMark(Ink Ink, double X, double Y, double Inner, double Outer, double From, double To) : Mark(Ink);

/// <summary>Words with their baseline at a point; anchor 0 starts there, 0.5 is centred on it, 1 ends there.</summary>
public sealed record WordsMark(Ink Ink, string Text, double X, double Y, double Size, bool Bold = false, double Anchor = 0) : Mark(Ink);

/// <summary>A finished chart: its marks in the order they are painted, and in words what it shows.</summary>
public sealed record Drawing(double Width, double Height, IReadOnlyList<Mark> Marks, string Description);

/// <summary>How wide words are, so that labels do not run into each other: the fonts of a document know, a page is told a good guess.</summary>
public delegate double WordWidth(string text, double size, bool bold);

public static class WordWidths
{
    /// <summary>Inter's average: near enough to keep labels apart without its metrics.</summary>
    public static double Guess(string text, double size, bool bold) => text.Sum(c => c is '.' or ',' or ' ' or 'i' or 'l' or '1' or '\'' ? 0.3 : char.IsUpper(c) ? 0.68 : 0.58) * size * (bold ? 1.06 : 1);
}
