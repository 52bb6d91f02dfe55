using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Planable.Jobs.Reports.Pdf.Fonts;

/// <summary>Unpacks WOFF 2 (W3C Recommendation, 2022) into the TrueType file it was made from.</summary>
internal static class Woff2
{
    const string KnownTags = "cmapheadhheahmtxmaxpnameOS/2postcvt fpgmglyflocaprepCFF VORGEBDTEBLCgasphdmxkernLTSHPCLTVDMXvheavmtxBASEGDEFGPOSGSUBEBSCJSTFMATHCBDTCBLCCOLRCPALSVG sbixacntavarbdatblocbslncvarfdscfeatfmtxfvargvarhstyjustlcarmortmorxopbdproptrakZapfSilfGlatGlocFeatSill";

    public static bool IsOne(ReadOnlySpan<byte> file) => file.Length > 48 && BinaryPrimitives.ReadUInt32BigEndian(file) == 0x774F4632;

    public static byte[] Unpack(ReadOnlySpan<byte> file)
    {
        var at = 48;
        var count = BinaryPrimitives.ReadUInt16BigEndian(file[12..]);
        var entries = new List<(string Tag, int Length, bool Transformed)>();
        for (var i = 0; i < count; i++)
        {
            var flags = file[at++];
            string tag;
            if ((flags & 63) == 63) (tag, at) = (Encoding.Latin1.GetString(file.Slice(at, 4)), at + 4);
            else tag = KnownTags.Substring((flags & 63) * 4, 4);
            var length = Base128(file, ref at);
            var transformed = tag is "glyf" or "loca" ? flags >> 6 == 0 : flags >> 6 != 0;
            if (transformed) length = Base128(file, ref at);
            if (transformed && tag is not ("glyf" or "loca")) throw new InvalidDataException($"WOFF 2 with a transformed {tag} table is not read.");
            entries.Add((tag, length, transformed));
        }

        var body = new byte[entries.Sum(e => e.Length)];
        var packed = file.Slice(at, (int)BinaryPrimitives.ReadUInt32BigEndian(file[20..]));
        if (!BrotliDecoder.TryDecompress(packed, body, out var written) || written != body.Length) throw new InvalidDataException("The font's WOFF 2 data is damaged.");

        var tables = new Dictionary<string, byte[]>();
        var start = 0;
        foreach (var (tag, length, transformed) in entries)
        {
            var table = body.AsSpan(start, length);
            start += length;
            if (!transformed) tables[tag] = table.ToArray();
            else if (tag == "glyf") (tables["glyf"], tables["loca"]) = Woff2Outlines.Restore(table);
        }
        // The restored offsets are always the long ones.
        tables["head"][51] = 1;
        return FontSubset.Assemble(tables);
    }

    static int Base128(ReadOnlySpan<byte> file, ref int at)
    {
        for (var value = 0; ;)
        {
            var next = file[at++];
            value = value << 7 | next & 127;
            if ((next & 128) == 0) return value;
        }
    }
}
