using System.Globalization;
using Planable.Jobs.Reports.Pdf.Text;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>
/// One page to draw on. Lengths are points, counted from the upper left corner. Whatever is drawn belongs to a tag or is an artifact:
/// what nobody claims is an artifact, so that no mark is left out of the structure by mistake.
/// </summary>
public sealed class PdfPage
{
    readonly PdfDocument document;
    readonly PdfContent content = new();
    readonly Stack<bool> marks = new();
    bool unclaimed;

    internal PdfPage(PdfDocument document, double width, double height, int index)
    {
        this.document = document;
        (Width, Height, Index) = (width, height, index);
    }

    public double Width { get; }
    public double Height { get; }

    /// <summary>Draws along where the pages are wanted as pictures.</summary>
    internal PagePicture? Picture { get; init; }
    internal int Index { get; }
    internal int Number { get; set; }
    internal List<PdfTag> Marked { get; } = [];
    internal List<PdfLink> Links { get; } = [];
    internal SortedSet<int> Fonts { get; } = [];
    internal SortedSet<int> Images { get; } = [];
    internal string Content => content.ToString();

    /// <summary>Where the drawing stands that comes next.</summary>
    public (double X, double Y) Origin { get; set; }

    /// <summary>What is drawn until <see cref="End"/> is content of this tag.</summary>
    public void Begin(PdfTag tag)
    {
        if (document.Dry) return;
        EndUnclaimed();
        tag.Add(this, Marked.Count);
        content.Raw(string.Create(CultureInfo.InvariantCulture, $"/{tag.Kind}<</MCID {Marked.Count}>>")).Operator("BDC");
        Marked.Add(tag);
        marks.Push(true);
    }

    /// <summary>What is drawn until <see cref="End"/> is decoration that reading aids pass over.</summary>
    public void BeginArtifact(string? kind = null)
    {
        if (document.Dry) return;
        EndUnclaimed();
        if (kind is null) content.Raw("/Artifact ").Operator("BMC");
        else content.Raw($"/Artifact<</Type/Pagination/Subtype/{kind}>>").Operator("BDC");
        marks.Push(true);
    }

    public void End()
    {
        if (document.Dry) return;
        marks.Pop();
        content.Operator("EMC");
    }

    public void Save()
    {
        if (document.Dry) return;
        EndUnclaimed();
        content.Operator("q");
        Picture?.Save();
    }

    public void Restore()
    {
        if (document.Dry) return;
        EndUnclaimed();
        content.Operator("Q");
        Picture?.Restore();
    }

    public void Clip(double x, double y, double width, double height)
    {
        if (document.Dry) return;
        Cut(x, y, width, height);
        Picture?.Clip(Origin.X + x, Origin.Y + y, width, height);
    }

    public void Fill(PathShape path, Colour colour)
    {
        if (!Draws()) return;
        content.Colour(colour, "rg").Path(path, Placed).Operator("f");
        Picture?.Fill(path, Origin, colour);
    }

    public void Fill(double x, double y, double width, double height, Colour colour) => Fill(new PathShape().Rectangle(x, y, width, height), colour);

    public void Stroke(PathShape path, Colour colour, double width, bool round = false, IReadOnlyList<double>? dash = null)
    {
        if (!Draws()) return;
        content.Colour(colour, "RG").Number(width).Operator("w");
        content.Raw(round ? "1 J 1 j" : "0 J 0 j").Operator("");
        content.Raw(dash is null ? "[]0 d" : $"[{string.Join(' ', dash.Select(PdfOutput.Number))}]0 d").Operator("");
        content.Path(path, Placed).Operator("S");
        Picture?.Stroke(path, Origin, colour, width, round, dash);
    }

    public void Line(double x1, double y1, double x2, double y2, Colour colour, double width) => Stroke(new PathShape().MoveTo(x1, y1).LineTo(x2, y2), colour, width);

    /// <summary>A picture; with a frame only what lies inside it, counted from the origin.</summary>
    public void Image(PdfImage image, double x, double y, double width, double height, (double Width, double Height)? frame = null)
    {
        if (!Draws()) return;
        var (number, name) = document.Use(image);
        Images.Add(number);
        var (left, bottom) = Placed(x, y + height);
        content.Operator("q");
        if (frame is { } inside) Cut(0, 0, inside.Width, inside.Height);
        content.Number(width).Number(0).Number(0).Number(height).Number(left).Number(bottom).Operator("cm").Raw($"/{name} ").Operator("Do").Operator("Q");
        Picture?.Image(image, Origin.X + x, Origin.Y + y, width, height, frame is { } cut ? (Origin.X, Origin.Y, cut.Width, cut.Height) : null);
    }

    /// <summary>Leads a rectangle to an address or a named place; the words say where to.</summary>
    public void Link(double x, double y, double width, double height, string? address, string? place, string words, PdfTag? tag)
    {
        if (document.Dry) return;
        var (left, bottom) = Placed(x, y + height);
        var link = new PdfLink(left, bottom, left + width, bottom + height, address, place, words) { Tag = tag };
        Links.Add(link);
        tag?.Add(link);
    }

    internal void Text(ShapedRun run, double x, double baseline, double size, Colour colour, double tracking)
    {
        if (run.Glyphs.Length == 0 || !Draws()) return;
        var font = document.Use(run);
        var codes = new string[run.Glyphs.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            var glyph = run.Glyphs[i];
            if (font.Code(glyph.Id, glyph.Text) is { } code) codes[i] = code;
            else (font, codes, i) = (document.Another(run), new string[codes.Length], -1);
        }
        Fonts.Add(font.Number);
        var (left, bottom) = Placed(x, baseline);
        content.Operator("BT").Colour(colour, "rg").Raw($"/F{font.Number} ").Number(size).Operator("Tf").Number(tracking).Operator("Tc").Number(left).Number(bottom).Operator("Td");
        Show(run, codes, size, tracking);
        content.Operator("ET");
        Picture?.Text(run, Origin.X + x, Origin.Y + baseline, size, colour, tracking);
    }

    // The pen moves by the font's own widths; what shaping changed is taken back or added between the glyphs.
    // Several glyphs for one letter, as an Arabic shape and its dots, are marked as that letter: each by itself says nothing.
    void Show(ShapedRun run, string[] codes, double size, double tracking)
    {
        var (scale, rise, pending, open) = (1000d / run.Font.UnitsPerEm, 0, 0d, false);
        foreach (var (first, last, text) in Letters(run))
        {
            // From right to left the shape, which comes last, says the letter, and its dots say nothing: whoever measures takes shape and dots together for narrower than the letter is, and sees gaps in words.
            var (meant, end) = run.RightToLeft ? ("", last - 1) : (text, last);
            if (first < last) Close();
            if (first < last) content.Raw($"/Span<</ActualText{PdfOutput.Text(meant)}>>").Operator("BDC");
            for (var i = first; i <= end; i++) One(run.Glyphs[i], codes[i]);
            if (first < last)
            {
                Close();
                content.Operator("EMC");
            }

            if (end < last) One(run.Glyphs[last], codes[last]);
        }
        Close();
        if (rise != 0) content.Number(0).Operator("Ts");

        void One(ShapedGlyph glyph, string code)
        {
            if (glyph.Y != rise)
            {
                Close();
                rise = glyph.Y;
                content.Number(rise * size / run.Font.UnitsPerEm).Operator("Ts");
            }
            pending += glyph.X * scale;
            if (Math.Abs(pending) >= 0.5) content.Raw(open ? ">" : "[").Number(-pending).Raw("<");
            else if (!open) content.Raw("[<");
            open = true;
            content.Raw(code);
            pending = (glyph.Advance - run.Font.Advance(glyph.Id) - glyph.X) * scale - (glyph.Advance == 0 && size > 0 ? tracking * 1000 / size : 0);
        }

        void Close()
        {
            if (open) content.Raw(">]").Operator("TJ");
            open = false;
        }
    }

    // The glyph that has the text comes first in its letter from left to right, and last from right to left.
    static IEnumerable<(int First, int Last, string Text)> Letters(ShapedRun run)
    {
        var glyphs = run.Glyphs;
        for (var i = 0; i < glyphs.Length;)
        {
            var end = i;
            if (run.RightToLeft) while (end + 1 < glyphs.Length && glyphs[end].Text.Length == 0) end++;
            else while (end + 1 < glyphs.Length && glyphs[end + 1].Text.Length == 0) end++;
            yield return (i, end, glyphs[run.RightToLeft ? end : i].Text);
            i = end + 1;
        }
    }

    internal void Finish() => EndUnclaimed();

    internal (double X, double Y) Placed(double x, double y) => (Origin.X + x, Height - Origin.Y - y);

    void Cut(double x, double y, double width, double height) => content.Path(new PathShape().Rectangle(x, y, width, height), Placed).Operator("W n");

    bool Draws()
    {
        if (document.Dry) return false;
        if (marks.Count > 0 || unclaimed) return true;
        content.Raw("/Artifact ").Operator("BMC");
        return unclaimed = true;
    }

    void EndUnclaimed()
    {
        if (unclaimed) content.Operator("EMC");
        unclaimed = false;
    }
}
