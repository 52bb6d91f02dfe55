using System.Buffers;
using System.Buffers.Binary;

namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>Writes numbers the way font files keep them.</summary>
internal sealed class BigEndian
{
    readonly ArrayBufferWriter<byte> bytes = new(256);

    public int Length => bytes.WrittenCount;

    public void U8(int value)
    {
        bytes.GetSpan(1)[0] = (byte)value;
        bytes.Advance(1);
    }

    public void U16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(bytes.GetSpan(2), (ushort)value);
        bytes.Advance(2);
    }

    public void I16(int value) => U16((ushort)(short)value);

    public void U32(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(bytes.GetSpan(4), value);
        bytes.Advance(4);
    }

    public void Bytes(ReadOnlySpan<byte> value) => bytes.Write(value);

    public byte[] ToArray() => bytes.WrittenSpan.ToArray();
}
