using System.Globalization;
using System.Net;
using System.Text;

namespace Planable.Jobs.Reports.Charts;

/// <summary>A chart for a page: SVG that takes its colours from the style sheet's <c>chart-</c> classes, and holds no style of its own.</summary>
public static class SvgChart
{
    public static string Write(Drawing drawing)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" viewBox=\"0 0 {N(drawing.Width)} {N(drawing.Height)}\" role=\"img\" aria-label=\"{Encoded(drawing.Description)}\">");
        foreach (var mark in drawing.Marks) svg.Append(Element(mark));
        return svg.Append("</svg>").ToString();
    }

    static string Element(Mark mark) => mark switch
    {
        LineMark line => $"<path class=\"{Class(line.Ink, "stroke")}\" d=\"{Path(line.Points)}\" fill=\"none\" stroke-width=\"{N(line.Width)}\"{(line.Dashed ? " stroke-dasharray=\"2 2\"" : "")}{(line.Round ? " stroke-linejoin=\"round\" stroke-linecap=\"round\"" : "")}{Opacity(line.Ink, "stroke")}/>",
        AreaMark area => $"<path class=\"{Class(area.Ink, "fill")}\" d=\"{Path(area.Points)}Z\"{Opacity(area.Ink, "fill")}/>",
        BoxMark box => $"<rect class=\"{Class(box.Ink, "fill")}\" x=\"{N(box.X)}\" y=\"{N(box.Y)}\" width=\"{N(box.Width)}\" height=\"{N(box.Height)}\"{Opacity(box.Ink, "fill")}/>",
        FrameMark frame => $"<rect class=\"{Class(frame.Ink, "stroke")}\" x=\"{N(frame.X)}\" y=\"{N(frame.Y)}\" width=\"{N(frame.Width)}\" height=\"{N(frame.Height)}\" fill=\"none\" stroke-width=\"{N(frame.Line)}\"/>",
        DotMark dot => $"<circle class=\"{(dot.Open ? "chart-paper-fill " + Class(dot.Ink, "stroke") : Class(dot.Ink, "fill"))}\" cx=\"{N(dot.X)}\" cy=\"{N(dot.Y)}\" r=\"{N(dot.Radius)}\"{(dot.Open ? " stroke-width=\"1.1\"" : "")}/>",
        RingMark ring => $"<path class=\"{Class(ring.Ink, "fill")}\" d=\"{Ring(ring)}\"{Opacity(ring.Ink, "fill")}/>",
        WordsMark words => $"<text class=\"{Class(words.Ink, "fill")}{(words.Bold ? " chart-strong" : "")}\" x=\"{N(words.X)}\" y=\"{N(words.Y)}\" font-size=\"{N(words.Size)}\"{Anchor(words.Anchor)}>{Encoded(words.Text)}</text>",
        _ => throw new NotSupportedException($"{mark.GetType().Name} has no SVG."),
    };

    static string Class(Ink ink, string paint) => $"chart-{ink.Name}-{paint}";

    static string Opacity(Ink ink, string paint) => ink.Share < 1 ? $" {paint}-opacity=\"{N(ink.Share)}\"" : "";

    // Anchors count from the left in either direction of writing, as the geometry does.
    static string Anchor(double anchor) => anchor switch { 0.5 => " text-anchor=\"middle\"", 1 => " text-anchor=\"end\"", _ => "" } + " direction=\"ltr\"";

    static string Path(IReadOnlyList<(double X, double Y)> points) => string.Concat(points.Select((p, i) => $"{(i == 0 ? "M" : "L")}{N(p.X)} {N(p.Y)}"));

    static string Ring(RingMark ring)
    {
        if (ring.To - ring.From > 0.9999) return Ring(ring with { To = ring.From + 0.5 }) + Ring(ring with { From = ring.From + 0.5, To = ring.From + 0.9999 - 0.0001 });
        string Point(double share, double radius) => $"{N(ring.X + radius * Math.Sin(share * 2 * Math.PI))} {N(ring.Y - radius * Math.Cos(share * 2 * Math.PI))}";
        var large = ring.To - ring.From > 0.5 ? 1 : 0;
        return $"M{Point(ring.From, ring.Outer)}A{N(ring.Outer)} {N(ring.Outer)} 0 {large} 1 {Point(ring.To, ring.Outer)}L{Point(ring.To, ring.Inner)}A{N(ring.Inner)} {N(ring.Inner)} 0 {large} 0 {Point(ring.From, ring.Inner)}Z";
    }

    static string Encoded(string text) => WebUtility.HtmlEncode(text);

    static string N(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
