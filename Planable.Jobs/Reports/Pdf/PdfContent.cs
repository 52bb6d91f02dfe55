using System.Globalization;
using System.Text;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>Operators and their operands, written one after the other.</summary>
internal sealed class PdfContent
{
    readonly StringBuilder content = new(4096);

    public PdfContent Number(double value)
    {
        Span<char> digits = stackalloc char[32];
        var thousandths = (long)Math.Round(value * 1000);
        if (thousandths % 1000 == 0) (thousandths / 1000).TryFormat(digits, out var length, default, CultureInfo.InvariantCulture).Then(content, digits, length);
        else (thousandths / 1000m).TryFormat(digits, out var length, "0.###", CultureInfo.InvariantCulture).Then(content, digits, length);
        content.Append(' ');
        return this;
    }

    public PdfContent Raw(string text)
    {
        content.Append(text);
        return this;
    }

    public PdfContent Operator(string name)
    {
        content.Append(name).Append('\n');
        return this;
    }

    public PdfContent Colour(Colour colour, string name) => Number(colour.Red / 255d).Number(colour.Green / 255d).Number(colour.Blue / 255d).Operator(name);

    public PdfContent Path(PathShape path, Func<double, double, (double X, double Y)> place)
    {
        foreach (var (verb, points) in path.Steps)
        {
            for (var i = 0; i < points.Length; i += 2)
            {
                var (x, y) = place(points[i], points[i + 1]);
                Number(x).Number(y);
            }
            Operator(verb switch { 'm' => "m", 'l' => "l", 'c' => "c", _ => "h" });
        }
        return this;
    }

    public override string ToString() => content.ToString();
}

file static class Formatted
{
    public static void Then(this bool fitted, StringBuilder content, ReadOnlySpan<char> digits, int length)
    {
        if (!fitted) throw new InvalidOperationException("A coordinate has more digits than a page can need.");
        content.Append(digits[..length]);
    }
}
