namespace Planable.Jobs.Reports.Pdf;

/// <summary>Lines and curves, filled or stroked together.</summary>
public sealed class PathShape
{
    readonly List<(char Verb, double[] Points)> steps = [];

    public IReadOnlyList<(char Verb, double[] Points)> Steps => steps;

    public PathShape MoveTo(double x, double y) => Add('m', x, y);

    public PathShape LineTo(double x, double y) => Add('l', x, y);

    public PathShape CurveTo(double x1, double y1, double x2, double y2, double x, double y) => Add('c', x1, y1, x2, y2, x, y);

    public PathShape Close() => Add('h');

    public PathShape Rectangle(double x, double y, double width, double height) =>
        MoveTo(x, y).LineTo(x + width, y).LineTo(x + width, y + height).LineTo(x, y + height).Close();

    public PathShape Circle(double x, double y, double radius)
    {
        // Four cubic curves are round to within a thousandth of the radius.
        var k = radius * 0.5522847498;
        return MoveTo(x + radius, y)
            .CurveTo(x + radius, y + k, x + k, y + radius, x, y + radius)
            .CurveTo(x - k, y + radius, x - radius, y + k, x - radius, y)
            .CurveTo(x - radius, y - k, x - k, y - radius, x, y - radius)
            .CurveTo(x + k, y - radius, x + radius, y - k, x + radius, y)
            .Close();
    }

    PathShape Add(char verb, params double[] points)
    {
        steps.Add((verb, points));
        return this;
    }
}
