using System.Buffers.Binary;

namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>Part of a composite glyph: another glyph, moved and scaled.</summary>
internal readonly record struct GlyphPart(int Glyph, double A, double B, double C, double D, double X, double Y);

/// <summary>Outlines as paths, for what is painted instead of set as text: the layers of coloured glyphs.</summary>
internal static class GlyphOutlines
{
    public static PathShape Path(FontFile font, int glyph)
    {
        var path = new PathShape();
        Add(font, glyph, path, new(glyph, 1, 0, 0, 1, 0, 0), depth: 0);
        return path;
    }

    public static List<GlyphPart> Parts(ReadOnlySpan<byte> outline)
    {
        var parts = new List<GlyphPart>();
        if (outline.Length < 10 || I16(outline, 0) >= 0) return parts;
        for (var (at, more) = (10, true); more;)
        {
            var flag = I16(outline, at);
            var glyph = (ushort)I16(outline, at + 2);
            var wide = (flag & 1) != 0;
            var (x, y) = (flag & 2) == 0 ? (0, 0) : wide ? (I16(outline, at + 4), I16(outline, at + 6)) : ((sbyte)outline[at + 4], (sbyte)outline[at + 5]);
            at += wide ? 8 : 6;
            var (a, b, c, d) = (1d, 0d, 0d, 1d);
            if ((flag & 8) != 0) (a, d, at) = (F2Dot14(outline, at), F2Dot14(outline, at), at + 2);
            else if ((flag & 0x40) != 0) (a, d, at) = (F2Dot14(outline, at), F2Dot14(outline, at + 2), at + 4);
            else if ((flag & 0x80) != 0) (a, b, c, d, at) = (F2Dot14(outline, at), F2Dot14(outline, at + 2), F2Dot14(outline, at + 4), F2Dot14(outline, at + 6), at + 8);
            parts.Add(new(glyph, a, b, c, d, x, y));
            more = (flag & 0x20) != 0;
        }
        return parts;
    }

    static void Add(FontFile font, int glyph, PathShape path, GlyphPart place, int depth)
    {
        var outline = font.Outline(glyph);
        if (outline.Length < 10 || depth > 6) return;
        var contours = I16(outline, 0);
        if (contours < 0)
        {
            foreach (var part in Parts(outline))
                Add(font, part.Glyph, path, part with { X = part.X + place.X, Y = part.Y + place.Y }, depth + 1);
            return;
        }
        var points = Points(outline, contours, out var ends);
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y, on) = points[i];
            points[i] = (place.A * x + place.C * y + place.X, place.B * x + place.D * y + place.Y, on);
        }
        for (int i = 0, start = 0; i < contours; start = ends[i++] + 1) Contour(points.AsSpan(start, ends[i] - start + 1), path);
    }

    static (double X, double Y, bool On)[] Points(ReadOnlySpan<byte> outline, int contours, out int[] ends)
    {
        ends = new int[contours];
        for (var i = 0; i < contours; i++) ends[i] = (ushort)I16(outline, 10 + i * 2);
        var at = 10 + contours * 2;
        at += 2 + (ushort)I16(outline, at);
        var flags = new byte[contours == 0 ? 0 : ends[^1] + 1];
        for (var i = 0; i < flags.Length;)
        {
            var flag = outline[at++];
            for (var repeat = (flag & 8) != 0 ? outline[at++] : 0; repeat >= 0; repeat--) flags[i++] = flag;
        }
        var points = new (double X, double Y, bool On)[flags.Length];
        for (int i = 0, x = 0; i < points.Length; i++) points[i] = (x += Step(outline, flags[i], 2, 16, ref at), 0, (flags[i] & 1) != 0);
        for (int i = 0, y = 0; i < points.Length; i++) points[i].Y = y += Step(outline, flags[i], 4, 32, ref at);
        return points;
    }

    static int Step(ReadOnlySpan<byte> outline, byte flag, int shortBit, int sameBit, ref int at)
    {
        if ((flag & shortBit) != 0) return (flag & sameBit) != 0 ? outline[at++] : -outline[at++];
        if ((flag & sameBit) != 0) return 0;
        at += 2;
        return I16(outline, at - 2);
    }

    // Quadratic curves with implied points between two controls, as the cubic ones PDF knows.
    static void Contour(ReadOnlySpan<(double X, double Y, bool On)> points, PathShape path)
    {
        if (points.Length < 2) return;
        var first = 0;
        while (first < points.Length && !points[first].On) first++;
        var start = first < points.Length ? points[first] : Middle(points[0], points[^1]);
        if (first == points.Length) first = -1;
        path.MoveTo(start.X, start.Y);
        var (from, control) = (start, ((double X, double Y, bool On)?)null);
        for (var i = 1; i <= points.Length + (first < 0 ? 1 : 0); i++)
        {
            var closing = i == points.Length + (first < 0 ? 1 : 0);
            var next = closing ? start : points[(first + i) % points.Length];
            if (next.On || closing)
            {
                if (control is { } c) Quadratic(path, from, c, next);
                else path.LineTo(next.X, next.Y);
                (from, control) = (next, null);
            }
            else if (control is { } c)
            {
                var middle = Middle(c, next);
                Quadratic(path, from, c, middle);
                (from, control) = (middle, next);
            }
            else control = next;
        }
        path.Close();
    }

    static void Quadratic(PathShape path, (double X, double Y, bool On) from, (double X, double Y, bool On) control, (double X, double Y, bool On) to) =>
        path.CurveTo(from.X + (control.X - from.X) * 2 / 3, from.Y + (control.Y - from.Y) * 2 / 3, to.X + (control.X - to.X) * 2 / 3, to.Y + (control.Y - to.Y) * 2 / 3, to.X, to.Y);

    static (double X, double Y, bool On) Middle((double X, double Y, bool On) a, (double X, double Y, bool On) b) => ((a.X + b.X) / 2, (a.Y + b.Y) / 2, true);

    static int I16(ReadOnlySpan<byte> outline, int at) => BinaryPrimitives.ReadInt16BigEndian(outline[at..]);

    static double F2Dot14(ReadOnlySpan<byte> outline, int at) => I16(outline, at) / 16384d;
}
