using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Planable.Jobs.Reports.Composition;
using Planable.Jobs.Reports.Pdf;

namespace Planable.Tests.Reports.Pdf;

/// <summary>What somebody gets who copies out of a document, asked of a program of others.</summary>
public class CopiedTextTests
{
    const string Latin = "A vase is thrown, trimmed, dried, fired, glazed and fired again, and each of these takes a day.";

    [Theory]
    [InlineData("שלום עולם")]
    [InlineData("مرحبا بكم في التقرير")]
    [InlineData("كيف يصنع يوناس المقبض")]
    public async Task A_name_from_right_to_left_in_a_line_from_left_to_right_is_copied_as_it_was_written(string name)
    {
        string[] lines = [$"Report for {name}, May 2026", $"Acme {name} Coffee", $"Seen {name} (Acme) 15% well"];
        var copied = await Copied(rightToLeft: false, [Latin, Latin, .. lines]);
        Assert.All(lines, line => Assert.Contains(line, copied));
    }

    [Theory]
    [InlineData("مرحبا بكم Acme Coffee في التقرير", "وصل مقطع كيف يصنع يوناس المقبض إلى شخصا على وبدأ شخصا بالمتابعة")]
    [InlineData("מאי 2026 Acme Coffee דוח", "החשיפה גדלה בחמישית וסרטון אחד עשה את רוב העבודה")]
    [InlineData("שלום 12.5% ביוני 2026", "החשיפה גדלה בחמישית וסרטון אחד עשה את רוב העבודה")]
    public async Task Lines_from_right_to_left_are_copied_as_they_were_written_with_names_from_left_to_right_in_them(string name, string line)
    {
        var copied = await Copied(rightToLeft: true, line, line, name);
        Assert.Contains(line, copied);
        Assert.Contains(name, copied);
    }

    [Fact]
    public void The_shape_of_a_letter_says_it_and_its_dots_say_nothing()
    {
        var pdf = new PdfReader(Written(rightToLeft: true, "في"));
        Assert.Contains("/Span<</ActualText()>>", pdf.Content(pdf.Pages[0]), StringComparison.Ordinal);
        Assert.DoesNotMatch("ActualText<FEFF", pdf.Content(pdf.Pages[0]));
        Assert.Equal(["في"], pdf.Structure().Where(e => e.Facts.Contains("/ActualText", StringComparison.Ordinal)).Select(e => Encoding.BigEndianUnicode.GetString(Convert.FromHexString(Regex.Match(e.Facts, "<FEFF([0-9A-F]+)>", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value))));
    }

    static byte[] Written(bool rightToLeft, params string[] lines) => Document.Create(d => d.Page(p =>
    {
        p.Margin(50);
        if (rightToLeft)
            p.ContentFromRightToLeft();
        p.Content().Column(c =>
        {
            foreach (var line in lines)
                c.Item().Text(line);
        });
    }), new PdfMetadata { Title = "Test" }).GeneratePdf();

    /// <summary>Its lines, without the marks of direction that the program adds.</summary>
    static async Task<IReadOnlyList<string>> Copied(bool rightToLeft, params string[] lines)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/pdftotext"), "pdftotext (poppler-utils) is not installed here.");
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, Written(rightToLeft, lines), TestContext.Current.CancellationToken);
            using var program = Process.Start(new ProcessStartInfo("/usr/bin/pdftotext", ["-enc", "UTF-8", path, "-"]) { UseShellExecute = false, RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
            var text = await program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await program.WaitForExitAsync(TestContext.Current.CancellationToken);
            return [.. Regex.Replace(text, "[\u200E\u200F\u202A-\u202E\f]", "", RegexOptions.None, TimeSpan.FromSeconds(1)).Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
