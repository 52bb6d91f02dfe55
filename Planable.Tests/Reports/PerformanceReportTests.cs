using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Planable.Data.Analytics;
using Planable.Data.Brands;
using Planable.Data.Reports;
using Planable.Jobs.Reports;
using Planable.Jobs.Reports.Pdf;
using Planable.Tests.Support;

namespace Planable.Tests.Reports;

public class PerformanceReportTests(TestApp app) : IClassFixture<TestApp>
{
    static readonly DateOnly from = new(2026, 5, 1), to = new(2026, 5, 31);

    [Fact]
    public void What_has_nothing_to_show_is_left_out_and_the_contents_follow()
    {
        var whole = Data(posts: 3);
        Assert.Equal([ReportSectionKind.Summary, ReportSectionKind.Channels, ReportSectionKind.TopPosts, ReportSectionKind.Posts, ReportSectionKind.Plan], Report(whole).Shown.Select(s => s.Section.Kind));
        var without = Report(whole with { Posts = [], Planned = [] });
        Assert.Equal([ReportSectionKind.Summary, ReportSectionKind.Channels], without.Shown.Select(s => s.Section.Kind));
        var told = Told(without.Generate().Pdf);
        Assert.DoesNotContain("What comes next", told, StringComparison.Ordinal);
        Assert.DoesNotContain("What people responded to", told, StringComparison.Ordinal);
        Assert.Contains("What comes next", Told(Report(whole).Generate().Pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void The_title_says_what_was_found_and_what_is_not_known_is_no_zero()
    {
        var told = Told(Report(Data(posts: 3)).Generate().Pdf);
        foreach (var part in (string[])["Reach grew by 25.0%", "12,345", "no data", "3 posts, 2 with figures", "Not complete: the figures of Acme Roastery"])
            Assert.Contains(part, told, StringComparison.Ordinal);
        Assert.Contains("Die Reichweite wuchs um 25,0", Told(Report(Data(posts: 3), "de-DE").Generate().Pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_below_the_posts_are_those_of_the_rows()
    {
        var posts = Data(posts: 3).Posts;
        Assert.Equal([posts.Sum(p => p.Reach), posts.Sum(p => p.Engagements), 5d, posts.Sum(p => p.Clicks)], PerformanceReport.PostTotals(posts));
        Assert.Equal([null, null, null, null], PerformanceReport.PostTotals([]));
    }

    [Fact]
    public void The_same_data_make_the_same_file_with_nobodys_name_but_the_agencys()
    {
        var pdf = Report(Data(posts: 40)).Generate();
        Assert.Equal(pdf.Pdf, Report(Data(posts: 40)).Generate().Pdf);
        Assert.Equal(pdf.Pages, new PdfReader(pdf.Pdf).Pages.Count);
        Assert.DoesNotContain("planable", Told(pdf.Pdf) + new PdfReader(pdf.Pdf).Information, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Pages_as_pictures_are_those_of_the_file()
    {
        var report = Report(Data(posts: 40));
        var pages = report.GenerateSvg();
        Assert.Equal(pages, report.GenerateSvg());
        var pdf = new PdfReader(report.Generate().Pdf);
        Assert.Equal(pdf.Pages.Count, pages.Count);
        Assert.True(pages.Count > 4);
        // Every line of text stands on the same page in the same place.
        for (var i = 0; i < pages.Count; i++)
            Assert.Equal(Places(pdf.Content(pdf.Pages[i]), "([-0-9.]+) ([-0-9.]+) Td").Select(p => (p.X, Y: 841.89 - p.Y)), Places(pages[i], @"matrix\(\S+ 0 0 \S+ ([-0-9.]+) ([-0-9.]+)\)"), (a, b) => Math.Abs(a.X - b.X) < 0.02 && Math.Abs(a.Y - b.Y) < 0.02);
        foreach (var page in pages)
        {
            var svg = XElement.Parse(page);
            var ids = svg.Descendants().Attributes("id").Select(a => a.Value).ToList();
            Assert.Equal(ids.Count, ids.Distinct().Count());
            // Each letter leads to an outline, and nothing leads outside.
            var links = svg.Descendants().Attributes("href").Select(a => a.Value).ToList();
            Assert.True(links.Count > 50);
            Assert.All(links, l => Assert.Contains(l.TrimStart('#'), ids));
        }
    }

    [Fact]
    public void Rows_for_spreadsheets_have_the_sums_of_the_pages_and_run_nothing()
    {
        var data = Data(posts: 3) with { Posts = [.. Data(posts: 3).Posts.Select((p, i) => i == 0 ? p with { Text = "=HYPERLINK(\"http://evil.example\")" } : p)] };
        var csv = System.Text.Encoding.UTF8.GetString(ReportTable.Csv(data, ReportWords.In("en-GB")));
        Assert.Contains("\"'=HYPERLINK(", csv, StringComparison.Ordinal);
        Assert.EndsWith("Together,,2000,100,5,20\r\n", csv, StringComparison.Ordinal);
        var told = Told(Report(data).Generate().Pdf);
        foreach (var sum in (string[])["2,000", "100", "5.0%", "20"])
            Assert.Contains(sum, told, StringComparison.Ordinal);
        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(ReportTable.Xlsx(data, ReportWords.In("de-DE"))));
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var cells = XElement.Parse(sheet.ReadToEnd()).Descendants().Where(e => e.Name.LocalName == "row").Last().Elements().Select(c => c.Value);
        Assert.Equal(["Zusammen", "2000", "100", "5", "20"], cells);
    }

    [Fact]
    public void A_long_name_leaves_the_words_beside_it_their_room()
    {
        var name = string.Join(' ', Enumerable.Repeat("A channel with a name nobody would have thought of", 2));
        var data = Data(posts: 40);
        var few = Report(data).Generate().Pages;
        var named = data with { Channels = [.. data.Channels.Select((c, i) => i == 0 ? c with { Name = name } : c)], Posts = [.. data.Posts.Select((p, i) => i % 2 == 0 ? p with { Channel = name, Text = "A post with as many words as posts have that somebody wrote with care" } : p)] };
        var (pdf, pages) = Report(named).Generate();
        Assert.InRange(pages, few, few + 3);
        // What stands at the end of a line has room, too.
        var chart = new Jobs.Reports.Charts.LineChart { Description = "", Series = [new(name, [1, 2, 3]), new("Acme", [3, 2, 1])] }.Draw();
        var names = chart.Marks.OfType<Jobs.Reports.Charts.WordsMark>().Where(w => w.Bold).ToList();
        Assert.Equal(["Acme", "A cha"], names.Select(w => w.Text[..Math.Min(w.Text.Length, 5)]).OrderDescending());
        Assert.All(names, w => Assert.InRange(w.X + Jobs.Reports.Charts.WordWidths.Guess(w.Text, w.Size, w.Bold), 0, chart.Width));
        Assert.Contains("A post with as many words as posts have that somebody", Told(pdf), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overview_is_a_report_of_the_same_figures()
    {
        using var pia = await app.As("pia");
        const string address = "/w/acme/analytics{0}?days=last-month";
        Assert.NotNull((await pia.Page(string.Format(CultureInfo.InvariantCulture, address, ""))).QuerySelector("#an-files a[href^='/w/acme/analytics/report.pdf']"));
        using var answer = await pia.Get(string.Format(CultureInfo.InvariantCulture, address, "/report.pdf"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Matches("^acme-performance-.*[.]pdf$", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var told = Told(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        var today = DateOnly.FromDateTime(Planable.Data.Times.Zones.ToLocal(app.Clock.GetUtcNow(), "Europe/Berlin"));
        using var kept = new KeptBoards();
        var board = await app.In("acme", db => new BoardReader(db, kept).Read(AnalyticsQuery.Read(name => name == "days" ? "last-month" : null), today, TestContext.Current.CancellationToken));
        foreach (var figure in board.Figures.Where(f => f.IsKnown && f.Metric.Kind != MetricKind.Rate && Metric.Main.Contains(f.Metric)))
            Assert.Contains(figure.Total.ToString("N0", CultureInfo.GetCultureInfo("en-GB")), told, StringComparison.Ordinal);
        Assert.Contains(ReportWords.In("en-GB").Days(board.Days.From, board.Days.To), told, StringComparison.Ordinal);
        using var oscar = await app.As("oscar");
        using var refused = await oscar.Get("/w/acme/analytics/report.pdf");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    static IEnumerable<(double X, double Y)> Places(string drawn, string pattern) =>
        Regex.Matches(drawn, pattern, RegexOptions.None, TimeSpan.FromSeconds(5)).Select(m => (double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)));

    static PerformanceReport Report(ReportData data, string locale = "en-GB")
    {
        var words = ReportWords.In(locale);
        return new PerformanceReport(data, words["Performance"], ReportSection.Usual, null, null, new Dictionary<string, PdfImage>(), new ReportFrame(new Brand("Northlight", Brand.UsualAccent), data.Client, "Performance", words));
    }

    static ReportData Data(int posts)
    {
        ReportFigure reach = new("reach", "Reach", false, 12345, 9876, [.. Enumerable.Range(0, 31).Select(d => d == 12 ? (double?)null : 398)]), clicks = new("clicks", "Link clicks", false, null, null, []);
        return new ReportData(
            "Acme", "Northlight", "Europe/Berlin", from, to, new ReportDays(from.AddMonths(-1), from.AddDays(-1)), new DateTimeOffset(2026, 6, 1, 4, 0, 0, TimeSpan.Zero), [reach, clicks],
            [new ReportChannel("Acme Coffee", "practice", null, posts, [reach]), new ReportChannel("Acme Roastery", "practice", null, 0, [])],
            [.. Enumerable.Range(0, posts).Select(i => new ReportPost(Guid.Empty, from.ToDateTime(new TimeOnly(9, 0)).AddDays(i % 31), $"Post {i}", "Acme Coffee", "practice", null, i == 2 ? null : 1000, i == 2 ? null : 50, i == 2 ? null : 5, i == 2 ? null : 10))],
            [new ReportPlanned(to.AddDays(2).ToDateTime(new TimeOnly(9, 0)), "Soon", "Acme Coffee")], ["Acme Roastery"]);
    }

    static string Told(byte[] pdf) => string.Join('\n', new PdfReader(pdf).Structure().Select(e => e.Text));
}
