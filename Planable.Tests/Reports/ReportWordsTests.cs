using System.Text;
using System.Text.RegularExpressions;
using Planable.Data.Approvals;
using Planable.Data.Brands;
using Planable.Data.Certificates;
using Planable.Data.Logs;
using Planable.Jobs.Reports;
using Planable.Tests.Support;

namespace Planable.Tests.Reports;

public class ReportWordsTests
{
    static readonly DateTimeOffset at = new(2026, 7, 2, 7, 5, 0, TimeSpan.Zero);

    [Theory, InlineData("de-DE"), InlineData("pt-PT"), InlineData("ar")]
    public void Everything_a_document_says_is_translated(string locale)
    {
        var words = ReportWords.In(locale);
        var files = Directory.EnumerateFiles(Root.File("Planable.Jobs", "Reports"), "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(Root.File("Planable.Web", "Reports", "ReportReading"))).Append(Root.File("Planable.Web", "Reports", "ReportReadingController.cs"));
        foreach (var file in files.Where(f => Path.GetExtension(f) is ".cs" or ".razor" or ".cshtml"))
            foreach (Match phrase in Regex.Matches(File.ReadAllText(file), """(?:[wW]ords|[sS]aid)\[(?:[^"\]]*\? )?"((?:[^"\\]|\\.)*)"(?: : "((?:[^"\\]|\\.)*)")?""", RegexOptions.None, TimeSpan.FromSeconds(1)))
                foreach (var english in phrase.Groups.Values.Skip(1).Where(g => g.Success))
                    _ = words[english.Value];
        Assert.Empty(words.Missing);
        Assert.NotEqual("Who decided", words["Who decided"]);
    }

    [Fact]
    public void A_phrase_without_a_translation_stays_English_by_itself_and_is_named()
    {
        var words = ReportWords.In("de-DE");
        Assert.Equal(("Kanal", "Nobody translated 3 of this"), (words["Channel"], words["Nobody translated {0} of this", 3]));
        Assert.Equal(["Nobody translated {0} of this"], words.Missing);
    }

    [Fact]
    public void Dates_and_numbers_are_written_as_the_reader_writes_them()
    {
        Assert.Equal("Do 2 Juli 2026, 09:05 Berlin", ReportWords.In("de-DE").Moment(at, "Europe/Berlin").Replace(".", "", StringComparison.Ordinal).Replace("Jul ", "Juli ", StringComparison.Ordinal));
        Assert.Equal("12.345,7", ReportWords.In("de-DE").Number(12345.67, 1));
        Assert.Equal("12,345.7", ReportWords.In("en-GB").Number(12345.67, 1));
        Assert.Equal("12,345.7", ReportWords.In("ar").Number(12345.67, 1));
        Assert.Equal("July 1–31, 2026", ReportWords.In("en-US").Days(new(2026, 7, 1), new(2026, 7, 31)));
        Assert.Equal("1–31 de julho de 2026", ReportWords.In("pt-PT").Days(new(2026, 7, 1), new(2026, 7, 31)));
        Assert.Equal("July 1 – August 2, 2026", ReportWords.In("en-US").Days(new(2026, 7, 1), new(2026, 8, 2)));
        Assert.Equal("1–31 Juli 2026", ReportWords.In("de-DE").Days(new(2026, 7, 1), new(2026, 7, 31)));
    }

    [Theory, InlineData("de-DE", "Freigabezertifikat", "Freigegeben von Jürgen Größer."), InlineData("ar", "شهادة موافقة", "وافق عليه Jürgen Größer.")]
    public void A_certificate_speaks_the_language_of_the_client(string locale, string eyebrow, string lead)
    {
        var words = ReportWords.In(locale);
        var content = new CertificateContent(
            CertificateContent.CurrentFormat, Guid.Empty, "Müller & שָׁלוֹם", at, "Olga",
            [new CertifiedVersion(1, new string('a', 64), at, "Wanda", true, "مرحبا بكم 🎉 שלום äöü", null, [], [])],
            [new CertifiedDecision(1, new string('a', 64), DecisionKind.Approved, null, null, "Kunde", 1, "Jürgen Größer", true, IdentityStrength.Account, null, Via.Web, at)], []);
        var frame = new ReportFrame(new Brand("Northlight", Brand.UsualAccent), content.Client, eyebrow, words);
        var pdf = new CertificateReport(content, new string('b', 64), "https://northlight.example/certificates", new Dictionary<Guid, Jobs.Reports.Pdf.PdfImage>(), frame).Pdf();
        var read = new PdfReader(pdf);
        // Words from right to left are told to reading aids as they were written.
        var told = string.Join('\n', read.Structure().Select(e => e.Text + Meant(e.Facts)));
        Assert.Contains(eyebrow, told, StringComparison.Ordinal);
        Assert.Contains(lead, told, StringComparison.Ordinal);
        Assert.Contains($"/Lang({locale})", read.Catalogue, StringComparison.Ordinal);
        Assert.Equal(locale == "ar", read.Catalogue.Contains("/Direction/R2L", StringComparison.Ordinal));
        Assert.Empty(words.Missing);
    }

    [Theory, InlineData("#FFE000"), InlineData("#9FD8FF"), InlineData("#0F5A46")]
    public void A_brand_too_light_to_read_is_printed_in_its_nearest_darker_shade(string accent)
    {
        var colour = ReportFrame.Readable(accent);
        Assert.True(ReportFrame.Contrast(colour) >= 4.5);
        if (accent == "#0F5A46")
            Assert.Equal(accent, colour.ToString());
    }

    static string Meant(string facts) => Regex.Match(facts, "ActualText<FEFF([0-9A-F]+)>", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } meant ? Encoding.BigEndianUnicode.GetString(Convert.FromHexString(meant.Groups[1].Value)) : "";
}
