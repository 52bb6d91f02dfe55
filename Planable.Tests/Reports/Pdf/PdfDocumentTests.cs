using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Tests.Reports.Pdf;

public class PdfDocumentTests
{
    [Fact]
    public void What_nobody_claims_is_an_artifact()
    {
        var document = new PdfDocument(new PdfMetadata { Title = "Line" });
        document.AddPage(200, 100).Line(10, 10, 190, 10, "#0F5A46", 0.5);
        var pdf = new PdfReader(document.Save());
        Assert.Equal("/Artifact BMC\n0.059 0.353 0.275 RG\n0.5 w\n0 J 0 j\n[]0 d\n10 90 m\n190 90 l\nS\nEMC\n", pdf.Content(pdf.Pages[0]));
    }

    [Fact]
    public void Titles_of_any_language_are_kept()
    {
        var document = new PdfDocument(new PdfMetadata { Title = "Отчёт (май) <b>", Language = "ru" });
        document.AddPage(200, 100);
        var pdf = new PdfReader(document.Save());
        Assert.Contains($"/Title<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes("Отчёт (май) <b>"))}>", pdf.Information, StringComparison.Ordinal);
        Assert.Contains("Отчёт (май) &lt;b&gt;", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(pdf.Stream(PdfReader.Reference(pdf.Catalogue, "Metadata")))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_without_pages_is_an_error() => Assert.Throws<InvalidOperationException>(() => new PdfDocument(new PdfMetadata { Title = "None" }).Save());

    [Fact]
    public void Transparency_of_a_picture_becomes_a_mask()
    {
        var pdf = With(Png(2, 1, depth: 8, kind: 6, interlaced: false, [0, 255, 0, 0, 255, 0, 0, 255, 64]));
        var picture = pdf.Objects.Single(o => o.Contains("/SMask", StringComparison.Ordinal));
        Assert.Equal([255, 64], pdf.Bytes(PdfReader.Reference(picture, "SMask")));
    }

    [Fact]
    public void An_opaque_picture_goes_in_as_it_is()
    {
        var pdf = With(Png(1, 1, depth: 8, kind: 2, interlaced: false, [0, 10, 20, 30]));
        Assert.Contains(pdf.Objects, o => o.Contains("/Predictor 15/Colors 3", StringComparison.Ordinal));
        Assert.DoesNotContain(pdf.Objects, o => o.Contains("/SMask", StringComparison.Ordinal));
    }

    [Fact]
    public void An_interlaced_picture_is_put_in_order()
    {
        // Of 2 x 2 pixels the first pass has one, the sixth one and the last row two.
        var pdf = With(Png(2, 2, depth: 8, kind: 0, interlaced: true, [0, 1, 0, 2, 0, 3, 4]));
        var picture = pdf.Objects.Single(o => o.Contains("/DeviceRGB/Filter", StringComparison.Ordinal));
        var number = PdfReader.Reference(pdf.Objects.Single(o => o.Contains("/I0 ", StringComparison.Ordinal)), "I0");
        Assert.Equal(picture, pdf[number]);
        Assert.Equal([1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4], pdf.Bytes(number));
    }

    [Theory]
    [InlineData("GIF89a")]
    [InlineData("")]
    public void Other_files_are_refused_in_words(string file) => Assert.Throws<InvalidDataException>(() => PdfImage.Read(Encoding.Latin1.GetBytes(file)));

    [Fact]
    public void A_damaged_picture_is_refused_in_words()
    {
        var whole = Png(2, 1, depth: 8, kind: 6, interlaced: false, [0, 255, 0, 0, 255, 0, 0, 255, 64]);
        Assert.Throws<InvalidDataException>(() => PdfImage.Read(whole[..30]));
    }

    [Fact]
    public void A_colour_is_written_as_in_a_style_sheet()
    {
        Assert.Equal(new Colour(15, 90, 70), Colour.Parse("#0F5A46"));
        Assert.Equal("#FFFFFF", Colour.Black.MixedIntoWhite(0).ToString());
        Assert.Throws<FormatException>(() => Colour.Parse("green"));
    }

    static PdfReader With(byte[] picture)
    {
        var document = new PdfDocument(new PdfMetadata { Title = "Picture" });
        document.AddPage(200, 100).Image(PdfImage.Read(picture), 0, 0, 100, 50);
        return new(document.Save());
    }

    static byte[] Png(int width, int height, byte depth, byte kind, bool interlaced, byte[] rows)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10]);
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        (head[8], head[9], head[12]) = (depth, kind, (byte)(interlaced ? 1 : 0));
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(rows);
        foreach (var (name, body) in new[] { ("IHDR", head), ("IDAT", packed.ToArray()), ("IEND", Array.Empty<byte>()) })
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
            file.Write([.. length, .. Encoding.Latin1.GetBytes(name), .. body, 0, 0, 0, 0]);
        }
        return file.ToArray();
    }
}
