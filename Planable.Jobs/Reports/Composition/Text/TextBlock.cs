using Planable.Jobs.Reports.Pdf;
using Planable.Jobs.Reports.Pdf.Text;

namespace Planable.Jobs.Reports.Composition.Text;

/// <summary>A paragraph, over several pages where it must be.</summary>
internal sealed class TextBlock : Element
{
    static readonly HashSet<string> holders = ["P", "H1", "H2", "H3", "H4", "H5", "H6", "TH", "TD", "Lbl", "LBody", "Link", "Span", "Caption"];
    readonly Dictionary<(double, string), List<TextLine>> laid = [];
    PdfTag? tag;
    int first;

    public List<Inline> Inlines { get; } = [];
    public TextStyle Style { get; set; } = TextStyle.Default;

    /// <summary>0 is the start of the line, 0.5 its middle, 1 its end.</summary>
    public double Across { get; set; }

    public bool Balanced { get; set; }

    public override Fit Measure(Scene scene, double width, double height)
    {
        var lines = Lines(scene, width);
        if (first >= lines.Count) return Fit.Empty;
        var (count, used) = Fitting(scene, lines, height);
        if (count == 0) return Fit.None;
        var broad = lines.Skip(first).Take(count).Max(l => l.Width);
        return new(first + count == lines.Count ? Share.Whole : Share.Part, Math.Min(width, broad + Slack / 2), used);
    }

    public override void Draw(Scene scene, double width, double height)
    {
        var lines = Lines(scene, width);
        var (count, _) = first >= lines.Count ? (0, 0) : Fitting(scene, lines, height);
        if (count == 0) return;
        if (!scene.Ignored) tag ??= Tag(scene);
        var y = 0d;
        foreach (var line in lines.Skip(first).Take(count))
        {
            var start = (width - line.Width) * Across;
            Draw(scene, line, scene.RightToLeft ? width - line.Width - start : start, y);
            y += line.Height;
        }
        first += count;
    }

    public override void Reset()
    {
        first = 0;
        tag = null;
        laid.Clear();
    }

    (int Count, double Height) Fitting(Scene scene, List<TextLine> lines, double height)
    {
        var (count, used) = (0, 0d);
        while (first + count < lines.Count && used + lines[first + count].Height <= height + Slack) used += lines[first + count++].Height;
        // No first or last line of a paragraph stands alone, where there is a choice.
        var left = lines.Count - first - count;
        if (left == 1 && count > 2) used -= lines[first + --count].Height;
        if (left > 0 && count == 1 && first == 0 && !scene.Forced) count = 0;
        return (count, used);
    }

    List<TextLine> Lines(Scene scene, double width)
    {
        var around = Style.Over(scene.Style);
        var sources = Inlines.ConvertAll(i => (Text: Lines(i.Text(scene)), Style: i.Style.Over(around)));
        if (sources.Count == 0) sources.Add(("", around));
        var key = (width, string.Concat(sources.Select(s => s.Text)));
        if (laid.TryGetValue(key, out var known)) return known;
        var lines = new TextLines(scene.Typeface, sources, scene.RightToLeft);
        return laid[key] = Balanced ? lines.Balance(width) : lines.Break(width);
    }

    // From right to left the marks stand in the order they are seen in; reading aids are told the order of writing.
    PdfTag Tag(Scene scene)
    {
        var text = string.Concat(Inlines.Select(i => Lines(i.Text(scene))));
        var turned = !Inlines.Exists(i => i.Leads) && text.EnumerateRunes().Any(r => BidiClasses.Of(r) is BidiClass.R or BidiClass.AL);
        var own = holders.Contains(scene.Tag.Kind) && !(turned && scene.Tag.Kind is ("TD" or "TH" or "LBody")) ? scene.Tag : scene.Tag.Add("P");
        if (turned) own.Actual = own.Actual is null ? text : own.Actual + " " + text;
        return own;
    }

    // Whatever ends a line where the text came from ends one here.
    static string Lines(string text) => text.AsSpan().ContainsAny("\r\u0085\u2028\u2029") ? text.ReplaceLineEndings("\n").Replace('\u2029', '\n') : text;

    // One content for all runs of a line up to a link, which is a tag of its own.
    void Draw(Scene scene, TextLine line, double left, double top)
    {
        for (var i = 0; i < line.Runs.Count;)
        {
            var source = Inlines[line.Runs[i].Source];
            var end = i + 1;
            while (end < line.Runs.Count && (source.Leads ? Inlines[line.Runs[end].Source] == source : !Inlines[line.Runs[end].Source].Leads)) end++;
            var link = source.Leads && tag is not null && !scene.Ignored ? tag.Add("Link") : null;
            var runs = line.Runs.GetRange(i, end - i);
            if (scene.Ignored) Paint(scene, line, runs, left, top);
            else scene.Content(link ?? tag!, () => Paint(scene, line, runs, left, top));
            if (source.Leads)
                scene.Page.Link(left + runs[0].X, top, runs.Sum(r => r.Width), line.Height, source.Address, source.Place, source.Address ?? string.Concat(runs.Select(r => r.Run.Text)), link);
            i = end;
        }
    }

    static void Paint(Scene scene, TextLine line, List<PlacedRun> runs, double left, double top)
    {
        foreach (var run in runs)
        {
            var raise = run.Style.Raised == true ? run.Style.Size * 0.36 : 0;
            scene.Page.Text(run.Run, left + run.X, top + line.Baseline - raise, TextPiece.Scaled(run.Style), run.Style.Colour, TextPiece.Tracking(run.Run, run.Style));
            if (run.Style.Underlined) scene.Page.Fill(left + run.X, top + line.Baseline + run.Style.Size * 0.12, run.Width, run.Style.Size * 0.06, run.Style.Colour);
        }
    }
}
