using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Planable.Jobs.Media;
using Planable.Tests.Support;

namespace Planable.Tests.Reports;

public class SampleReportTests
{
    static readonly Lazy<byte[]> twelve = new(() => new SampleReport(4, 27).Pdf());
    static readonly Lazy<byte[]> forty = new(() => new SampleReport(25, 60).Pdf());
    static readonly Lazy<PdfReader> read = new(() => new PdfReader(twelve.Value));

    static PdfReader Report => read.Value;

    [Fact]
    public void The_same_data_makes_the_same_bytes() => Assert.Equal(twelve.Value, new SampleReport(4, 27).Pdf());

    [Fact]
    public void Other_data_makes_another_identity() => Assert.NotEqual(Identity(twelve.Value), Identity(new SampleReport(4, 26).Pdf()));

    [Fact]
    public async Task A_report_of_twelve_pages_opens_in_a_reader() => await Opens(twelve.Value, pages: 12);

    [Fact]
    public async Task A_report_of_forty_pages_opens_in_a_reader() => await Opens(forty.Value, pages: 40);

    [Fact]
    public void Page_numbers_know_the_last_page()
    {
        var pages = new PdfReader(forty.Value);
        Assert.Equal(40, pages.Pages.Count);
        foreach (var page in pages.Pages.Skip(1))
        {
            // Client and report above; the agency's mark, its name and the page number below.
            var artifacts = pages.Content(page).Split("/Artifact<</Type/Pagination");
            Assert.Equal(3, artifacts.Length);
            Assert.True(Regex.Count(artifacts[1], "TJ", RegexOptions.None, TimeSpan.FromSeconds(1)) >= 2);
            Assert.True(Regex.Count(artifacts[2].Split("EMC")[0], "TJ", RegexOptions.None, TimeSpan.FromSeconds(1)) >= 2);
        }
    }

    [Fact]
    public void Nothing_is_painted_outside_a_tag_or_an_artifact()
    {
        foreach (var page in Report.Pages)
        {
            var depth = 0;
            foreach (var line in Report.Content(page).Split('\n'))
            {
                if (line.EndsWith("BDC", StringComparison.Ordinal) || line.EndsWith("BMC", StringComparison.Ordinal)) depth++;
                else if (line == "EMC") depth--;
                else if (Regex.IsMatch(line, "(^| )(f|S|TJ|Do)$", RegexOptions.None, TimeSpan.FromSeconds(1))) Assert.True(depth > 0, line);
                Assert.InRange(depth, 0, 2);
            }
            Assert.Equal(0, depth);
        }
    }

    [Fact]
    public void The_structure_tells_the_report_in_reading_order()
    {
        var text = string.Join("\n", Report.Structure().Where(e => e.Text.Length > 0).Select(e => e.Text));
        Assert.StartsWith("May 2026\nPerformance report for Acme Ceramics\nChannels\nInstagram, TikTok, LinkedIn, Facebook\nPeriod\n", text, StringComparison.Ordinal);
        string[] told = ["Reach grew by a fifth, and one video did most of it", "263,621", "Reach per day", "Channels", "vs April", "All four", "What we suggest for June", "What people responded to", "How Jonas pulls a handle 🏺", "27 posts, and what became of them", "Кружки из Лейпцига", "Κεραμικά στο φως"];
        var at = 0;
        foreach (var words in told)
        {
            var found = text.IndexOf(words, at, StringComparison.Ordinal);
            Assert.True(found >= 0, words);
            at = found;
        }
    }

    [Theory]
    [InlineData("החשיפה גדלה בחמישית, וסרטון אחד עשה את רוב העבודה", "H1")]
    [InlineData("وصل مقطع «كيف يصنع يوناس المقبض» إلى 31,870 شخصًا على TikTok، وبدأ 756 شخصًا بالمتابعة. نما Instagram بهدوء أكبر 🎉", "P")]
    public void From_right_to_left_reading_aids_are_told_what_was_written(string text, string kind)
    {
        var written = Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text));
        Assert.Equal(kind, Assert.Single(Report.Structure(), e => e.Facts.Contains($"/ActualText<FEFF{written}>", StringComparison.Ordinal)).Kind);
    }

    [Fact]
    public void Titles_tables_figures_and_links_are_what_they_are()
    {
        var structure = Report.Structure().ToList();
        Assert.Equal("Document", structure[0].Kind);
        Assert.Equal(10, structure.Count(e => e.Kind == "H1"));
        Assert.All(structure.Where(e => e.Kind == "TH"), e => Assert.Contains("/Scope/", e.Facts, StringComparison.Ordinal));
        Assert.All(structure.Where(e => e.Kind == "Figure"), e => Assert.Matches(@"/Alt[(<].*/BBox\[", e.Facts));
        Assert.All(structure.Where(e => e.Kind == "Link"), e => Assert.Contains("/OBJR", e.Facts, StringComparison.Ordinal));
        Assert.Equal(["/Lang(ar)", "/Lang(he)"], structure.Where(e => e.Kind == "Div").Select(e => e.Facts.Contains("/Lang(ar)", StringComparison.Ordinal) ? "/Lang(ar)" : "/Lang(he)"));
        Assert.Equal(8, structure.Count(e => e.Kind == "Link"));
        // The list of posts runs over two pages and is one table all the same, with one header.
        Assert.Equal(3, structure.Count(e => e.Kind == "Table"));
        Assert.Equal(1 + 27 + 1, Rows(structure, table: 1));
    }

    [Fact]
    public void The_document_says_what_it_is_and_no_vendor()
    {
        Assert.Equal("<</Title(Acme Ceramics, performance report, May 2026)/Author(Adam Berg)/CreationDate(D:20260602041000Z)>>", Report.Information.Trim());
        Assert.Contains("/MarkInfo<</Marked true>>", Report.Catalogue, StringComparison.Ordinal);
        Assert.Contains("/DisplayDocTitle true", Report.Catalogue, StringComparison.Ordinal);
        Assert.Contains("/Lang(en)", Report.Catalogue, StringComparison.Ordinal);
        var packet = Report.Stream(PdfReader.Reference(Report.Catalogue, "Metadata"));
        Assert.Contains("<pdfuaid:part>1</pdfuaid:part>", packet, StringComparison.Ordinal);
        Assert.DoesNotContain("Producer", packet + Report.Information, StringComparison.Ordinal);
    }

    [Fact]
    public void Bookmarks_lead_to_the_titles()
    {
        var bookmarks = Report.Objects.Where(o => o.Contains("/Dest[", StringComparison.Ordinal) && o.Contains("/Title", StringComparison.Ordinal)).ToList();
        Assert.Equal(10, bookmarks.Count);
        Assert.Contains(bookmarks, b => b.Contains("(27 posts, and what became of them)", StringComparison.Ordinal));
    }

    [Fact]
    public void No_character_is_a_box()
    {
        var maps = Report.Objects.Where(o => o.Contains("/CIDToGIDMap", StringComparison.Ordinal)).Select(o => Report.Bytes(PdfReader.Reference(o, "CIDToGIDMap"))).ToList();
        Assert.True(maps.Count >= 5);
        foreach (var map in maps)
            for (var code = 2; code < map.Length; code += 2) Assert.NotEqual(0, map[code] << 8 | map[code + 1]);
    }

    [Fact]
    public void Emoji_are_pictures_that_can_be_copied()
    {
        var font = Assert.Single(Report.Objects, o => o.Contains("/Subtype/Type3", StringComparison.Ordinal));
        var drawing = Report.Stream(PdfReader.Reference(font, "CharProcs<</e0"));
        Assert.True(Regex.Count(drawing, "rg", RegexOptions.None, TimeSpan.FromSeconds(1)) > 1, "more than one colour");
        Assert.Contains("D83C DFFA".Replace(" ", "", StringComparison.Ordinal), Report.Stream(PdfReader.Reference(font, "ToUnicode")), StringComparison.Ordinal);
    }

    static int Rows(List<(string Kind, string Facts, string Text, int Depth)> structure, int table)
    {
        var start = structure.FindIndex(e => e.Kind == "Table");
        for (; table > 0; table--) start = structure.FindIndex(start + 1, e => e.Kind == "Table");
        return structure.Skip(start + 1).TakeWhile(e => e.Depth > structure[start].Depth).Count(e => e.Kind == "TR");
    }

    static string Identity(byte[] pdf) => Regex.Match(new PdfReader(pdf).Raw, @"/ID\[<(\w+)>", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;

    // PDFium opens it; where qpdf is installed, it finds nothing to mend either.
    static async Task Opens(byte[] pdf, int pages)
    {
        var file = Path.Combine(Path.GetTempPath(), $"report-{Guid.NewGuid():N}.pdf");
        await File.WriteAllBytesAsync(file, pdf);
        try
        {
            var library = Programs.Restored("@hyzyla", "pdfium", "dist", "index.esm.js") ?? throw new FileNotFoundException("PDFium is restored by npm.");
            Assert.Contains($"\"pages\":{pages}", await Told("node", Root.File("Planable.Jobs", "Media", "pages.mjs"), library, file), StringComparison.Ordinal);
            if (Programs.Found("qpdf") is { } qpdf) Assert.Contains("No syntax or stream encoding errors found", await Told(qpdf, "--check", file), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    static async Task<string> Told(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var (told, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await told + await wrong);
        return await told;
    }
}
