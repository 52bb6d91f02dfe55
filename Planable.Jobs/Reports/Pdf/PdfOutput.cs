using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>
/// The file itself: numbered objects, streams, and the table that says where each one lies. Objects that are no streams are kept
/// together and compressed (PDF 1.5 object streams): the structure of a tagged report is thousands of small ones.
/// </summary>
internal sealed class PdfOutput
{
    const int ObjectsInStream = 200;
    readonly ArrayBufferWriter<byte> file = new(1 << 16);
    readonly List<(int Stream, int Place)> entries = [(0, 0)];
    readonly List<(int Number, byte[] Body)> waiting = [];

    public PdfOutput() => Raw("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");

    public int Reserve()
    {
        entries.Add((0, 0));
        return entries.Count - 1;
    }

    public int Add(string body)
    {
        var number = Reserve();
        Put(number, body);
        return number;
    }

    public void Put(int number, string body)
    {
        waiting.Add((number, Encoding.Latin1.GetBytes(body)));
        if (waiting.Count >= ObjectsInStream) Flush();
    }

    public int AddStream(string dictionary, ReadOnlySpan<byte> content, bool compress = true)
    {
        var number = Reserve();
        PutStream(number, dictionary, content, compress);
        return number;
    }

    public void PutStream(int number, string dictionary, ReadOnlySpan<byte> content, bool compress = true)
    {
        var bytes = compress ? Deflated(content) : content;
        entries[number] = (-1, file.WrittenCount);
        Raw(string.Create(CultureInfo.InvariantCulture, $"{number} 0 obj\n<<{dictionary}{(compress ? "/Filter/FlateDecode" : "")}/Length {bytes.Length}>>\nstream\n"));
        file.Write(bytes);
        Raw("\nendstream\nendobj\n");
    }

    /// <summary>Ends the file. Its identity comes from what it holds, so equal content makes equal files.</summary>
    public byte[] Finish(int catalogue, int information)
    {
        Flush();
        var start = file.WrittenCount;
        var table = Reserve();
        entries[table] = (-1, start);
        var rows = new byte[entries.Count * 7];
        for (var i = 0; i < entries.Count; i++)
        {
            var row = rows.AsSpan(i * 7);
            var (stream, place) = entries[i];
            row[0] = (byte)(i == 0 ? 0 : stream < 0 ? 1 : 2);
            BinaryPrimitives.WriteUInt32BigEndian(row[1..], (uint)(stream < 0 ? place : stream));
            BinaryPrimitives.WriteUInt16BigEndian(row[5..], (ushort)(i == 0 ? 65535 : stream < 0 ? 0 : place));
        }
        var identity = Convert.ToHexString(SHA256.HashData(file.WrittenSpan).AsSpan(0, 16));
        PutStream(table, string.Create(CultureInfo.InvariantCulture, $"/Type/XRef/Size {entries.Count}/W[1 4 2]/Root {catalogue} 0 R/Info {information} 0 R/ID[<{identity}><{identity}>]"), rows);
        Raw(string.Create(CultureInfo.InvariantCulture, $"startxref\n{start}\n%%EOF\n"));
        return file.WrittenSpan.ToArray();
    }

    /// <summary>A text string of any language: ASCII as it is, all else as UTF-16.</summary>
    public static string Text(string text)
    {
        if (text.All(c => c is >= ' ' and < '\u007f')) return $"({text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("(", "\\(", StringComparison.Ordinal).Replace(")", "\\)", StringComparison.Ordinal)})";
        return $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";
    }

    public static string Number(double value) => Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : text;

    void Flush()
    {
        if (waiting.Count == 0) return;
        var number = Reserve();
        var (head, body) = (new StringBuilder(), new ArrayBufferWriter<byte>());
        for (var i = 0; i < waiting.Count; i++)
        {
            entries[waiting[i].Number] = (number, i);
            head.Append(CultureInfo.InvariantCulture, $"{waiting[i].Number} {body.WrittenCount} ");
            body.Write(waiting[i].Body);
            body.Write("\n"u8);
        }
        var first = Encoding.Latin1.GetBytes(head.ToString());
        PutStream(number, string.Create(CultureInfo.InvariantCulture, $"/Type/ObjStm/N {waiting.Count}/First {first.Length}"), [.. first, .. body.WrittenSpan]);
        waiting.Clear();
    }

    static byte[] Deflated(ReadOnlySpan<byte> content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(content);
        return packed.ToArray();
    }

    void Raw(string text) => file.Write(Encoding.Latin1.GetBytes(text));
}
