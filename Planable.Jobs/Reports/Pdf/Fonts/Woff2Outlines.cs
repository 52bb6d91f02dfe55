using System.Buffers.Binary;

namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>Puts the outlines back together that WOFF 2 keeps in separate streams (section 5.1 of its specification).</summary>
internal ref struct Woff2Outlines
{
    ReadOnlySpan<byte> contours;
    ReadOnlySpan<byte> points;
    ReadOnlySpan<byte> flags;
    ReadOnlySpan<byte> coordinates;
    ReadOnlySpan<byte> composites;
    ReadOnlySpan<byte> boxes;
    ReadOnlySpan<byte> instructions;

    public static (byte[] Glyf, byte[] Loca) Restore(ReadOnlySpan<byte> table)
    {
        var glyphs = BinaryPrimitives.ReadUInt16BigEndian(table[4..]);
        var at = 36;
        var streams = new Woff2Outlines
        {
            contours = Next(table, 8, ref at),
            points = Next(table, 12, ref at),
            flags = Next(table, 16, ref at),
            coordinates = Next(table, 20, ref at),
            composites = Next(table, 24, ref at),
            boxes = Next(table, 28, ref at),
            instructions = Next(table, 32, ref at),
        };
        return streams.Restore(glyphs);
    }

    static ReadOnlySpan<byte> Next(ReadOnlySpan<byte> table, int size, ref int at)
    {
        var stream = table.Slice(at, (int)BinaryPrimitives.ReadUInt32BigEndian(table[size..]));
        at += stream.Length;
        return stream;
    }

    (byte[] Glyf, byte[] Loca) Restore(int glyphs)
    {
        var boxBits = Take(ref boxes, (glyphs + 31) / 32 * 4);
        var glyf = new BigEndian();
        var loca = new BigEndian();
        for (var glyph = 0; glyph < glyphs; glyph++)
        {
            loca.U32((uint)glyf.Length);
            var count = I16(ref contours);
            if (count == 0) continue;
            var boxed = (boxBits[glyph >> 3] & 0x80 >> (glyph & 7)) != 0;
            if (count < 0) Composite(glyf);
            else Simple(glyf, count, boxed);
            while (glyf.Length % 4 != 0) glyf.U8(0);
        }
        loca.U32((uint)glyf.Length);
        return (glyf.ToArray(), loca.ToArray());
    }

    void Composite(BigEndian glyf)
    {
        glyf.I16(-1);
        glyf.Bytes(Take(ref boxes, 8));
        var hinted = false;
        for (var more = true; more;)
        {
            var flag = BinaryPrimitives.ReadUInt16BigEndian(composites);
            more = (flag & 0x20) != 0;
            hinted |= (flag & 0x100) != 0;
            glyf.Bytes(Take(ref composites, 4 + ((flag & 1) != 0 ? 4 : 2) + ((flag & 8) != 0 ? 2 : (flag & 0x40) != 0 ? 4 : (flag & 0x80) != 0 ? 8 : 0)));
        }
        if (!hinted) return;
        var length = U255(ref coordinates);
        glyf.U16(length);
        glyf.Bytes(Take(ref instructions, length));
    }

    void Simple(BigEndian glyf, int count, bool boxed)
    {
        var ends = new int[count];
        for (int i = 0, last = -1; i < count; i++) ends[i] = last += U255(ref points);
        var moves = new (int X, int Y, bool On)[ends[^1] + 1];
        for (var i = 0; i < moves.Length; i++) moves[i] = Move();
        var hints = U255(ref coordinates);

        glyf.I16(count);
        if (boxed) glyf.Bytes(Take(ref boxes, 8));
        else Box(glyf, moves);
        foreach (var end in ends) glyf.U16(end);
        glyf.U16(hints);
        glyf.Bytes(Take(ref instructions, hints));
        foreach (var (_, _, on) in moves) glyf.U8(on ? 1 : 0);
        foreach (var (x, _, _) in moves) glyf.I16(x);
        foreach (var (_, y, _) in moves) glyf.I16(y);
    }

    static void Box(BigEndian glyf, (int X, int Y, bool On)[] moves)
    {
        int x = 0, y = 0, left = int.MaxValue, bottom = int.MaxValue, right = int.MinValue, top = int.MinValue;
        foreach (var move in moves)
        {
            (x, y) = (x + move.X, y + move.Y);
            (left, bottom, right, top) = (Math.Min(left, x), Math.Min(bottom, y), Math.Max(right, x), Math.Max(top, y));
        }
        glyf.I16(left);
        glyf.I16(bottom);
        glyf.I16(right);
        glyf.I16(top);
    }

    // The triplet encoding: the flag says how many bytes follow and how they make two signed distances.
    (int X, int Y, bool On) Move()
    {
        var flag = flags[0];
        flags = flags[1..];
        var (on, f) = (flag < 128, flag & 127);
        var b = Take(ref coordinates, f < 84 ? 1 : f < 120 ? 2 : f < 124 ? 3 : 4);
        return f switch
        {
            < 10 => (0, Signed(f, (f & 14) << 7 | b[0]), on),
            < 20 => (Signed(f, (f - 10 & 14) << 7 | b[0]), 0, on),
            < 84 => (Signed(f, 1 + (f - 20 & 0x30) + (b[0] >> 4)), Signed(f >> 1, 1 + ((f - 20 & 0x0C) << 2) + (b[0] & 15)), on),
            < 120 => (Signed(f, 1 + (f - 84) / 12 * 256 + b[0]), Signed(f >> 1, 1 + (f - 84) % 12 / 4 * 256 + b[1]), on),
            < 124 => (Signed(f, b[0] << 4 | b[1] >> 4), Signed(f >> 1, (b[1] & 15) << 8 | b[2]), on),
            _ => (Signed(f, b[0] << 8 | b[1]), Signed(f >> 1, b[2] << 8 | b[3]), on),
        };
    }

    static int Signed(int flag, int size) => (flag & 1) != 0 ? size : -size;

    static int U255(ref ReadOnlySpan<byte> stream) => Take(ref stream, 1)[0] switch
    {
        253 => BinaryPrimitives.ReadUInt16BigEndian(Take(ref stream, 2)),
        255 => 253 + Take(ref stream, 1)[0],
        254 => 506 + Take(ref stream, 1)[0],
        var small => small,
    };

    static int I16(ref ReadOnlySpan<byte> stream) => BinaryPrimitives.ReadInt16BigEndian(Take(ref stream, 2));

    static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> stream, int count)
    {
        var taken = stream[..count];
        stream = stream[count..];
        return taken;
    }
}
