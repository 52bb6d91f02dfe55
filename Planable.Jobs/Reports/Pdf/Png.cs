using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Planable.Jobs.Reports.Pdf;

/// <summary>Reads PNG (ISO 15948): all colour types and depths, interlaced too.</summary>
internal sealed class Png
{
    const int Largest = 20_000;
    static readonly (int X, int Y, int StepX, int StepY)[] passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    readonly int width, height, depth, kind;
    readonly bool interlaced;
    readonly byte[] palette = [];
    readonly byte[]? transparent;
    readonly byte[] data;

    Png(byte[] file)
    {
        using var packed = new MemoryStream();
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || at + 12 + (long)length > file.Length) throw Damaged();
            var body = file.AsSpan(at + 8, length);
            switch (Encoding.Latin1.GetString(file, at + 4, 4))
            {
                case "IHDR":
                    (width, height, depth, kind, interlaced) = (BinaryPrimitives.ReadInt32BigEndian(body), BinaryPrimitives.ReadInt32BigEndian(body[4..]), body[8], body[9], body[12] == 1);
                    break;
                case "PLTE": palette = body.ToArray(); break;
                case "tRNS": transparent = body.ToArray(); break;
                case "IDAT": packed.Write(body); break;
            }
            at += 12 + length;
        }
        if (width is <= 0 or > Largest || height is <= 0 or > Largest || packed.Length == 0) throw Damaged();
        data = packed.ToArray();
    }

    int Channels => kind switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    public static PdfImage Read(byte[] file)
    {
        var png = new Png(file);
        return new(png.width, png.height, file, png.transparent is null && !png.interlaced && png.kind < 4 ? png.AsItIs : png.Unpacked);
    }

    // The compressed rows of a PNG are just what the filter with PNG predictors expects.
    int AsItIs(PdfOutput output)
    {
        var space = kind switch { 0 => "/DeviceGray", 2 => "/DeviceRGB", _ => string.Create(CultureInfo.InvariantCulture, $"[/Indexed/DeviceRGB {palette.Length / 3 - 1}<{Convert.ToHexString(palette)}>]") };
        return output.AddStream(string.Create(CultureInfo.InvariantCulture, $"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace{space}/BitsPerComponent {depth}/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors {Channels}/BitsPerComponent {depth}/Columns {width}>>"), data, compress: false);
    }

    int Unpacked(PdfOutput output)
    {
        var (colours, alpha) = (new byte[width * height * 3], new byte[width * height]);
        using var rows = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        foreach (var pass in interlaced ? passes : [(0, 0, 1, 1)]) Pass(rows, pass.Item1, pass.Item2, pass.Item3, pass.Item4, colours, alpha);
        var size = string.Create(CultureInfo.InvariantCulture, $"/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8");
        var mask = alpha.All(a => a == 255) ? "" : string.Create(CultureInfo.InvariantCulture, $"/SMask {output.AddStream(size + "/ColorSpace/DeviceGray", alpha)} 0 R");
        return output.AddStream($"{size}/ColorSpace/DeviceRGB{mask}", colours);
    }

    void Pass(ZLibStream rows, int startX, int startY, int stepX, int stepY, byte[] colours, byte[] alpha)
    {
        var across = (width - startX + stepX - 1) / stepX;
        if (across <= 0) return;
        var pixel = Math.Max(1, Channels * depth / 8);
        var (row, above) = (new byte[(across * Channels * depth + 7) / 8], new byte[(across * Channels * depth + 7) / 8]);
        for (var y = startY; y < height; y += stepY)
        {
            var filter = rows.ReadByte();
            try { rows.ReadExactly(row); } catch (EndOfStreamException) { throw Damaged(); }
            Unfilter(filter, row, above, pixel);
            for (var i = 0; i < across; i++) Pixel(row, i, (y * width) + startX + i * stepX, colours, alpha);
            (row, above) = (above, row);
        }
    }

    static void Unfilter(int filter, byte[] row, byte[] above, int pixel)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= pixel ? row[i - pixel] : 0, up = above[i], corner = i >= pixel ? above[i - pixel] : 0;
            row[i] += (byte)(filter switch { 1 => left, 2 => up, 3 => (left + up) / 2, 4 => Paeth(left, up, corner), _ => 0 });
        }
    }

    static int Paeth(int left, int up, int corner)
    {
        var (a, b, c) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - 2 * corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }

    void Pixel(byte[] row, int i, int to, byte[] colours, byte[] alpha)
    {
        alpha[to] = 255;
        if (kind == 3)
        {
            var index = Sample(row, i);
            if (index * 3 + 2 >= palette.Length) throw Damaged();
            palette.AsSpan(index * 3, 3).CopyTo(colours.AsSpan(to * 3));
            if (transparent is not null && index < transparent.Length) alpha[to] = transparent[index];
            return;
        }
        var grey = kind is 0 or 4;
        for (var c = 0; c < 3; c++) colours[to * 3 + c] = Eight(Sample(row, i * Channels + (grey ? 0 : c)));
        if (kind is 4 or 6) alpha[to] = Eight(Sample(row, i * Channels + Channels - 1));
        else if (transparent is { Length: >= 2 } && Enumerable.Range(0, grey ? 1 : 3).All(c => Sample(row, i * Channels + c) == BinaryPrimitives.ReadUInt16BigEndian(transparent.AsSpan(c * 2)))) alpha[to] = 0;
    }

    int Sample(byte[] row, int index) => depth switch
    {
        8 => row[index],
        16 => row[index * 2] << 8 | row[index * 2 + 1],
        _ => row[index * depth / 8] >> 8 - depth - index * depth % 8 & (1 << depth) - 1,
    };

    byte Eight(int sample) => (byte)(depth == 16 ? sample >> 8 : sample * 255 / ((1 << depth) - 1));

    static InvalidDataException Damaged() => new("The PNG is damaged.");
}
