using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports.Charts;

/// <summary>The colours of a report: what a brand changes is the first series.</summary>
public sealed record ChartPalette
{
    public Colour Brand { get; init; } = "#0F5A46";
    public Colour Text { get; init; } = "#1C1A17";
    public Colour Soft { get; init; } = "#67625A";
    public Colour Grid { get; init; } = "#DDD9D1";
    public Colour Wash { get; init; } = "#EFECE6";

    internal Colour Of(Ink ink) => (ink.Name switch
    {
        "series-1" => Brand,
        "series-2" => "#AE5F2C",
        "series-3" => "#2C639B",
        "series-4" => "#77726A",
        "text" => Text,
        "soft" => Soft,
        "grid" => Grid,
        "wash" => Wash,
        _ => Colour.White,
    }).MixedIntoWhite(ink.Share);
}

/// <summary>A chart for a document: the same geometry as on the page, drawn in the document's own fonts.</summary>
public static class PdfChart
{
    /// <summary>Draws a plot as wide as its place, as a figure with its description.</summary>
    public static void Chart(this IContainer container, Plot plot, ChartPalette? palette = null)
    {
        // Heat maps and lying bars know their height only when they are drawn.
        var height = plot.Draw().Height;
        container.SemanticFigure(plot.Description).Canvas(height, area =>
        {
            var fitted = plot with { Width = area.Width, RightToLeft = area.RightToLeft, WordWidth = (text, size, bold) => area.TextWidth(text, Style(size, bold, Colour.Black)) };
            foreach (var mark in fitted.Draw().Marks) Draw(area, mark, palette ?? new());
        });
    }

    static void Draw(DrawingArea area, Mark mark, ChartPalette palette)
    {
        var (page, colour) = (area.Page, palette.Of(mark.Ink));
        switch (mark)
        {
            case LineMark line: page.Stroke(Path(line.Points), colour, line.Width, line.Round, line.Dashed ? [2, 2] : null); break;
            case AreaMark shape: page.Fill(Path(shape.Points).Close(), colour); break;
            case BoxMark box: page.Fill(box.X, box.Y, box.Width, box.Height, colour); break;
            case FrameMark frame: page.Stroke(new PathShape().Rectangle(frame.X, frame.Y, frame.Width, frame.Height), colour, frame.Line); break;
            case DotMark { Open: true } dot:
                page.Fill(new PathShape().Circle(dot.X, dot.Y, dot.Radius), Colour.White);
                page.Stroke(new PathShape().Circle(dot.X, dot.Y, dot.Radius), colour, 1.1);
                break;
            case DotMark dot: page.Fill(new PathShape().Circle(dot.X, dot.Y, dot.Radius), colour); break;
            case RingMark ring: page.Fill(Ring(ring), colour); break;
            case WordsMark words: area.Text(words.Text, words.X, words.Y, Style(words.Size, words.Bold, colour), words.Anchor); break;
        }
    }

    static TextStyle Style(double size, bool bold, Colour colour) => TextStyle.Default.FontSize(size).Weighing(bold ? 600 : 400).FontColor(colour).TabularFigures();

    static PathShape Path(IReadOnlyList<(double X, double Y)> points)
    {
        var path = new PathShape().MoveTo(points[0].X, points[0].Y);
        foreach (var (x, y) in points.Skip(1)) path.LineTo(x, y);
        return path;
    }

    static PathShape Ring(RingMark ring)
    {
        var path = new PathShape();
        var pieces = Math.Max(1, (int)Math.Ceiling((ring.To - ring.From) * 8));
        var step = (ring.To - ring.From) / pieces * 2 * Math.PI;
        var start = ring.From * 2 * Math.PI;
        Arc(path, ring, ring.Outer, start, step, pieces, begin: true);
        Arc(path, ring, ring.Inner, start + step * pieces, -step, pieces, begin: false);
        return path.Close();
    }

    // A cubic curve for each piece of at most an eighth of the circle.
    static void Arc(PathShape path, RingMark ring, double radius, double start, double step, int pieces, bool begin)
    {
        var k = 4d / 3 * Math.Tan(step / 4) * radius;
        (double X, double Y) At(double angle) => (ring.X + radius * Math.Sin(angle), ring.Y - radius * Math.Cos(angle));
        var (x, y) = At(start);
        if (begin) path.MoveTo(x, y);
        else path.LineTo(x, y);
        for (var i = 0; i < pieces; i++)
        {
            var (from, to) = (start + step * i, start + step * (i + 1));
            var ((fx, fy), (tx, ty)) = (At(from), At(to));
            path.CurveTo(fx + k * Math.Cos(from), fy + k * Math.Sin(from), tx - k * Math.Cos(to), ty - k * Math.Sin(to), tx, ty);
        }
    }
}
