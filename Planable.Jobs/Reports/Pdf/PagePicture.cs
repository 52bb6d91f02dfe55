using System.Globalization;
using System.Text;
using Planable.Jobs.Reports.Pdf.Fonts;
using Planable.Jobs.Reports.Pdf.Text;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>
/// A page as SVG, of the same strokes as the page in the document. Letters are their outlines, so it looks as the document does wherever it is shown; what it says
/// stands in the document, not here.
/// </summary>
internal sealed class PagePicture(double width, double height)
{
    readonly StringBuilder definitions = new(), marks = new(4096);
    readonly Dictionary<(FontFile Font, int Glyph), string?> glyphs = [];
    readonly Stack<int> saved = new();
    int clips;

    public void Save() => saved.Push(0);

    public void Restore() => marks.Insert(marks.Length, "</g>", saved.Pop());

    public void Clip(double x, double y, double width, double height)
    {
        definitions.Append(CultureInfo.InvariantCulture, $"<clipPath id=\"c{clips}\"><rect{Box(x, y, width, height)}/></clipPath>");
        marks.Append(CultureInfo.InvariantCulture, $"<g clip-path=\"url(#c{clips++})\">");
        if (saved.TryPop(out var open))
            saved.Push(open + 1);
    }

    public void Fill(PathShape path, (double X, double Y) origin, Colour colour) => marks.Append(CultureInfo.InvariantCulture, $"<path d=\"{Steps(path, origin)}\" fill=\"{colour}\"/>");

    public void Stroke(PathShape path, (double X, double Y) origin, Colour colour, double width, bool round, IReadOnlyList<double>? dash) =>
        marks.Append(CultureInfo.InvariantCulture, $"<path d=\"{Steps(path, origin)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{N(width)}\"{(round ? " stroke-linecap=\"round\" stroke-linejoin=\"round\"" : "")}{(dash is null ? "" : $" stroke-dasharray=\"{string.Join(' ', dash.Select(N))}\"")}/>");

    public void Image(PdfImage image, double x, double y, double width, double height, (double X, double Y, double Width, double Height)? frame)
    {
        var picture = $"<image{Box(x, y, width, height)} preserveAspectRatio=\"none\" href=\"data:{image.ContentType};base64,{Convert.ToBase64String(image.Source)}\"/>";
        if (frame is not { } inside)
        {
            marks.Append(picture);
            return;
        }

        Clip(inside.X, inside.Y, inside.Width, inside.Height);
        marks.Append(picture).Append("</g>");
    }

    public void Text(ShapedRun run, double x, double baseline, double size, Colour colour, double tracking)
    {
        var scale = size / run.Font.UnitsPerEm;
        marks.Append(CultureInfo.InvariantCulture, $"<g fill=\"{colour}\" transform=\"matrix({scale:0.######} 0 0 {-scale:0.######} {N(x)} {N(baseline)})\">");
        var pen = 0d;
        foreach (var glyph in run.Glyphs)
        {
            if (Drawn(run.Font, glyph.Id) is { } id)
                marks.Append(CultureInfo.InvariantCulture, $"<use href=\"#{id}\" x=\"{N(pen + glyph.X)}\"{(glyph.Y == 0 ? "" : $" y=\"{N(glyph.Y)}\"")}/>");
            pen += glyph.Advance + (glyph.Advance == 0 ? 0 : tracking / scale);
        }

        marks.Append("</g>");
    }

    public override string ToString() =>
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{N(width)}\" height=\"{N(height)}\" viewBox=\"0 0 {N(width)} {N(height)}\"><defs>{definitions}</defs><rect width=\"{N(width)}\" height=\"{N(height)}\" fill=\"#FFFFFF\"/>{marks}</svg>";

    /// <returns>Null for what leaves no ink.</returns>
    string? Drawn(FontFile font, int glyph)
    {
        if (glyphs.TryGetValue((font, glyph), out var known))
            return known;
        var id = $"g{glyphs.Count}";
        var layers = font.Colours.Any ? font.Colours.Layers(glyph).Select(l => (l.Glyph, Fill: $" fill=\"{l.Colour}\"")).ToList() : [];
        if (layers.Count == 0)
            layers.Add((glyph, ""));
        var outlines = layers.Select(l => (Path: GlyphOutlines.Path(font, l.Glyph), l.Fill)).Where(l => l.Path.Steps.Count > 0).Select(l => $"<path d=\"{Steps(l.Path, (0, 0))}\"{l.Fill}/>").ToList();
        if (outlines.Count == 0)
            return glyphs[(font, glyph)] = null;
        definitions.Append(CultureInfo.InvariantCulture, $"<g id=\"{id}\">{string.Concat(outlines)}</g>");
        return glyphs[(font, glyph)] = id;
    }

    static string Steps(PathShape path, (double X, double Y) origin)
    {
        var steps = new StringBuilder();
        foreach (var (verb, points) in path.Steps)
        {
            steps.Append(verb switch { 'm' => 'M', 'l' => 'L', 'c' => 'C', _ => 'Z' });
            for (var i = 0; i < points.Length; i += 2)
                steps.Append(i > 0 ? " " : "").Append(N(points[i] + origin.X)).Append(' ').Append(N(points[i + 1] + origin.Y));
        }

        return steps.ToString();
    }

    static string Box(double x, double y, double width, double height) => $" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(width)}\" height=\"{N(height)}\"";

    static string N(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);
}
