using Planable.Jobs.Reports.Pdf.Text;

namespace Planable.Jobs.Reports.Composition.Text;

/// <summary>Letters of one style in a line, and where they begin.</summary>
internal readonly record struct PlacedRun(ShapedRun Run, int Source, TextStyle Style, double X, double Width);

/// <summary>A finished line: runs from left to right, the height it takes and where its baseline lies in it.</summary>
internal sealed record TextLine(List<PlacedRun> Runs, double Width, double Height, double Baseline)
{
    public static TextLine Of(List<TextPiece> pieces, Typeface typeface, TextStyle style)
    {
        TextPiece? trailing = null;
        for (; pieces.Count > 0 && pieces[^1].Blank; pieces.RemoveAt(pieces.Count - 1)) trailing = pieces[^1];
        var (height, baseline) = Metrics(typeface, style);
        foreach (var piece in pieces)
        {
            var (own, ownBaseline) = Metrics(typeface, piece.Style);
            (height, baseline) = own > height ? (own, ownBaseline) : (height, baseline);
        }
        for (var i = 1; i + 1 < pieces.Count; i++)
            if (pieces[i] is { Blank: true, Run.Glyphs.Length: > 0 } gap && (pieces[i - 1].Level != gap.Level || pieces[i + 1].Level != gap.Level)) pieces[i] = gap.Part(Steered(gap.Run, gap.Level));
        var runs = new List<PlacedRun>();
        var x = 0d;
        foreach (var index in Bidi.VisualOrder(pieces.ConvertAll(p => p.Level)))
        {
            var piece = pieces[index];
            if (runs.Count > 0 && runs[^1] is var last && last.Source == piece.Source && last.Run.Font == piece.Run.Font && last.Run.RightToLeft == piece.Run.RightToLeft)
                runs[^1] = last with { Run = Joined(last.Run, piece.Run), Width = last.Width + piece.Width };
            else runs.Add(new(piece.Run, piece.Source, piece.Style, x, piece.Width));
            x += piece.Width;
        }
        // The space at the end takes no room, but without it the words of two lines are read as one.
        if (trailing is { Level: 0 } && runs.Count > 0 && runs[^1] is var end && !end.Run.RightToLeft && end.Source == trailing.Source && end.Run.Font == trailing.Run.Font)
            runs[^1] = end with { Run = Joined(end.Run, trailing.Run) };
        return new(runs, x, height, baseline);
    }

    // Who takes letters by where they stand has to guess which way the spaces between words of two directions go, and numbers among them. A mark that is not seen says it, as in the text of a careful writer.
    static ShapedRun Steered(ShapedRun space, byte level)
    {
        var glyphs = space.Glyphs.ToArray();
        if (level % 2 == 0) glyphs[0] = glyphs[0] with { Text = $"\u200E{glyphs[0].Text}" };
        else glyphs[^1] = glyphs[^1] with { Text = $"{glyphs[^1].Text}\u200F" };
        return space with { Glyphs = glyphs };
    }

    static ShapedRun Joined(ShapedRun left, ShapedRun right) =>
        new(left.Font, left.RightToLeft ? right.Text + left.Text : left.Text + right.Text, left.RightToLeft, [.. left.Glyphs, .. right.Glyphs]);

    static (double Height, double Baseline) Metrics(Typeface typeface, TextStyle style)
    {
        var font = typeface.Main(style.Weight);
        var (ascent, descent) = (font.Ascent * style.Size / font.UnitsPerEm, -font.Descent * style.Size / font.UnitsPerEm);
        var height = style.Size * style.LineHeight;
        return (height, (height - ascent - descent) / 2 + ascent);
    }
}

/// <summary>Letters that stay together while lines are filled.</summary>
internal sealed class TextPiece(ShapedRun run, int source, TextStyle style, byte level, bool mayBegin, bool blank)
{
    public ShapedRun Run { get; } = run;
    public int Source { get; } = source;
    public TextStyle Style { get; } = style;
    public byte Level { get; } = level;
    public bool MayBegin { get; } = mayBegin;
    public bool Blank { get; } = blank;
    public double Width { get; } = run.Width(Scaled(style), Tracking(run, style));

    /// <summary>Some of its letters.</summary>
    public TextPiece Part(ShapedRun letters) => new(letters, Source, Style, Level, MayBegin, Blank);

    /// <summary>Joined letters are not drawn apart.</summary>
    public static double Tracking(ShapedRun run, TextStyle style) => run.RightToLeft ? 0 : style.Tracking;

    /// <summary>Raised text is set smaller.</summary>
    public static double Scaled(TextStyle style) => style.Raised == true ? style.Size * 0.65 : style.Size;
}
