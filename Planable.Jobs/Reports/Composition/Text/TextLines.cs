using System.Globalization;
using System.Text;
using Planable.Jobs.Reports.Pdf.Text;

namespace Planable.Jobs.Reports.Composition.Text;

/// <summary>Fills lines with text of several styles, directions and fonts.</summary>
internal sealed class TextLines(Typeface typeface, IReadOnlyList<(string Text, TextStyle Style)> sources, bool rightToLeft)
{
    // Shaping looks at all of a piece again and again: what is longer than any word is not shaped as one.
    const int LongestPiece = 120;

    readonly List<List<TextPiece>> paragraphs = Paragraphs(typeface, sources, rightToLeft);
    readonly TextStyle style = sources.Count > 0 ? sources[0].Style : TextStyle.Default;

    public List<TextLine> Break(double width)
    {
        var lines = new List<TextLine>();
        foreach (var paragraph in paragraphs) Fill(paragraph, width, lines);
        return lines;
    }

    /// <summary>As many lines as the width asks for, of about equal length.</summary>
    public List<TextLine> Balance(double width)
    {
        var lines = Break(width);
        if (lines.Count < 2 || lines.Count > 4) return lines;
        var (low, high) = (width / 3, width);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (Break(middle) is var tried && tried.Count == lines.Count && tried.All(l => l.Width <= middle)) (high, lines) = (middle, tried);
            else low = middle;
        }
        return lines;
    }

    void Fill(List<TextPiece> pieces, double width, List<TextLine> lines)
    {
        var (line, used) = (new List<TextPiece>(), 0d);
        for (var i = 0; i < pieces.Count;)
        {
            var end = i + 1;
            while (end < pieces.Count && !pieces[end].MayBegin) end++;
            var unit = pieces.GetRange(i, end - i);
            i = end;
            var solid = unit.FindLastIndex(p => !p.Blank) + 1;
            var needed = unit.Take(solid).Sum(p => p.Width);
            if (line.Count > 0 && used + needed > width + Element.Slack)
            {
                lines.Add(TextLine.Of(line, typeface, style));
                (line, used) = ([], 0);
            }
            if (needed > width + Element.Slack) unit = [.. Cut(unit, width, lines)];
            line.AddRange(unit);
            used += unit.Sum(p => p.Width);
        }
        lines.Add(TextLine.Of(line, typeface, style));
    }

    // A word longer than the line is cut between graphemes: addresses, and what someone typed without spaces.
    List<TextPiece> Cut(List<TextPiece> unit, double width, List<TextLine> lines)
    {
        var (line, used) = (new List<TextPiece>(), 0d);
        foreach (var piece in unit)
        {
            if (used + piece.Width <= width + Element.Slack)
            {
                line.Add(piece);
                used += piece.Width;
                continue;
            }
            foreach (var part in Graphemes(piece, width))
            {
                if (line.Count > 0 && used + part.Width > width + Element.Slack)
                {
                    lines.Add(TextLine.Of(line, typeface, style));
                    (line, used) = ([], 0);
                }
                line.Add(part);
                used += part.Width;
            }
        }
        return line;
    }

    static IEnumerable<TextPiece> Graphemes(TextPiece piece, double width)
    {
        var (text, start, used) = (piece.Run.Text, 0, 0d);
        ShapedRun Letters(int from, int to) => Shaper.Shape(piece.Run.Font, text[from..to], piece.Run.RightToLeft, piece.Style.Tabular);
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            var wide = piece.Part(Letters(at, at + length)).Width;
            if (at > start && used + wide > width)
            {
                yield return piece.Part(Letters(start, at));
                (start, used) = (at, 0);
            }
            (at, used) = (at + length, used + wide);
        }
        if (start < text.Length) yield return piece.Part(Letters(start, text.Length));
    }

    static List<List<TextPiece>> Paragraphs(Typeface typeface, IReadOnlyList<(string Text, TextStyle Style)> sources, bool rightToLeft)
    {
        var all = string.Concat(sources.Select(s => s.Text));
        var owners = new int[all.Length];
        for (int i = 0, at = 0; i < sources.Count; i++)
            for (var end = at + sources[i].Text.Length; at < end; at++) owners[at] = i;
        var found = new List<List<TextPiece>>();
        for (var start = 0; start <= all.Length;)
        {
            var end = all.IndexOf('\n', start) is >= 0 and var line ? line : all.Length;
            found.Add(Pieces(typeface, all[start..end], owners.AsSpan(start, end - start), sources, rightToLeft));
            start = end + 1;
        }
        return found;
    }

    static List<TextPiece> Pieces(Typeface typeface, string text, ReadOnlySpan<int> owners, IReadOnlyList<(string Text, TextStyle Style)> sources, bool rightToLeft)
    {
        var levels = Levels(text, rightToLeft);
        var breaks = LineBreaks.Before(text);
        var pieces = new List<TextPiece>();
        var (start, font) = (0, (Pdf.Fonts.FontFile?)null);
        for (var at = 0; at < text.Length;)
        {
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(at));
            var next = typeface.For(text.AsSpan(at, length), sources[owners[at]].Style.Weight);
            if (at > start && (breaks[at] || at - start >= LongestPiece || next != font || owners[at] != owners[start] || levels[at] != levels[start] || text[at] is ' ' or '\t' != text[start] is ' ' or '\t'))
            {
                Add(start, at, font!, owners[start]);
                start = at;
            }
            (font, at) = (next, at + length);
        }
        if (text.Length > start) Add(start, text.Length, font!, owners[start]);
        return pieces;

        void Add(int from, int to, Pdf.Fonts.FontFile chosen, int owner)
        {
            var own = sources[owner].Style;
            var words = text[from..to].Replace('\t', ' ');
            pieces.Add(new(Shaper.Shape(chosen, words, levels[from] % 2 == 1, own.Tabular), owner, own, levels[from], from > 0 && breaks[from], string.IsNullOrEmpty(words.Trim(' '))));
        }
    }

    // The direction of a page is the direction of its paragraphs, unless one is all in letters of the other direction; bare numbers keep their signs before them.
    static byte[] Levels(string text, bool rightToLeft)
    {
        var levels = new byte[text.Length];
        if (!rightToLeft && text.All(c => c < 0x0590)) return levels;
        var runes = text.EnumerateRunes().ToArray();
        var strong = runes.Select(BidiClasses.Of).Where(c => c is BidiClass.L or BidiClass.R or BidiClass.AL).ToList();
        byte? against = strong.Count == 0 ? (byte)0 : strong.All(c => c is BidiClass.L) ? (byte)0 : strong.All(c => c is not BidiClass.L) ? (byte)1 : null;
        var (found, _) = Bidi.Resolve(runes, against ?? (byte)(rightToLeft ? 1 : 0));
        for (int i = 0, at = 0; i < runes.Length; i++)
            for (var n = runes[i].Utf16SequenceLength; n > 0; n--) levels[at++] = found[i];
        return levels;
    }
}
