using Planable.Jobs.Reports.Composition.Text;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Jobs.Reports.Composition;

/// <summary>A rectangle of a page to draw in freely, from its upper left corner.</summary>
public sealed class DrawingArea
{
    readonly Scene scene;

    internal DrawingArea(Scene scene, double width, double height) => (this.scene, Width, Height) = (scene, width, height);

    public double Width { get; }
    public double Height { get; }
    public bool RightToLeft => scene.RightToLeft;
    public PdfPage Page => scene.Page;

    /// <summary>One line of text with its baseline at a height; 0 is its start at x, 0.5 its middle, 1 its end.</summary>
    public void Text(string text, double x, double baseline, TextStyle style, double anchor = 0)
    {
        if (Line(text, style) is not { } line) return;
        foreach (var run in line.Runs)
            scene.Page.Text(run.Run, x - line.Width * anchor + run.X, baseline, TextPiece.Scaled(run.Style), run.Style.Colour, TextPiece.Tracking(run.Run, run.Style));
    }

    public double TextWidth(string text, TextStyle style) => Line(text, style)?.Width ?? 0;

    TextLine? Line(string text, TextStyle style)
    {
        var lines = new TextLines(scene.Typeface, [(text, style.Over(scene.Style))], scene.RightToLeft).Break(double.MaxValue / 4);
        return lines.Count == 0 ? null : lines[0];
    }
}
