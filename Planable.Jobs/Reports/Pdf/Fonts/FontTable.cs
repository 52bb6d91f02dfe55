using System.Buffers.Binary;

namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>A table of a font, or a part of one: big-endian numbers counted from its own start.</summary>
internal readonly record struct FontTable(byte[] Data, int Start)
{
    public bool Missing => Data is null;

    public int U8(int at) => Data[Start + at];

    public int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(Data.AsSpan(Start + at));

    public int I16(int at) => BinaryPrimitives.ReadInt16BigEndian(Data.AsSpan(Start + at));

    public uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(Data.AsSpan(Start + at));

    public FontTable From(int offset) => new(Data, Start + offset);

    /// <summary>The table a 16-bit offset points to; offset 0 means there is none.</summary>
    public FontTable Pointed(int at) => U16(at) is var offset and not 0 ? From(offset) : default;

    /// <summary>Where a glyph stands in a coverage table, or -1.</summary>
    public int Coverage(int glyph)
    {
        var ranges = U16(0) == 2;
        var size = ranges ? 6 : 2;
        for (int low = 0, high = U16(2) - 1; low <= high;)
        {
            var middle = (low + high) / 2;
            var first = U16(4 + middle * size);
            var last = ranges ? U16(6 + middle * size) : first;
            if (glyph < first) high = middle - 1;
            else if (glyph > last) low = middle + 1;
            else return ranges ? U16(8 + middle * size) + glyph - first : middle;
        }
        return -1;
    }

    /// <summary>The class a class table gives a glyph; 0 for the ones it does not name.</summary>
    public int Class(int glyph)
    {
        if (Missing) return 0;
        if (U16(0) == 1) return glyph - U16(2) is var index && index >= 0 && index < U16(4) ? U16(6 + index * 2) : 0;
        for (int low = 0, high = U16(2) - 1; low <= high;)
        {
            var middle = (low + high) / 2;
            if (glyph < U16(4 + middle * 6)) high = middle - 1;
            else if (glyph > U16(6 + middle * 6)) low = middle + 1;
            else return U16(8 + middle * 6);
        }
        return 0;
    }
}
